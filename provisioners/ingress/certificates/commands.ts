/** What is asked about certificates, and how they are rehearsed and waited for. */
import { images } from '../../images.ts'
import { allOf, anyOf, pipe, sh, until, type Command } from '../../shell/command.ts'
import { PROJECT } from '../../stack/paths.ts'
import { PRODUCTION_DIRECTORY, STAGING_DIRECTORY } from '../../stack/routes/acme.ts'
import * as places from './places.ts'

/** Every line of every production certificate, as path, NUL, line. Exit 1 or 2 where there is none. */
export const readCertificates = (): Command =>
  sh`grep --recursive --no-messages --null --with-filename --include=${'*.crt'} --regexp= ${places.certificatesOf(PRODUCTION_DIRECTORY)}`

/** Paths of certificates that the staging authority gave within a day, a line each. */
export const listRehearsed = (): Command => {
  const folder = places.certificatesOf(STAGING_DIRECTORY)
  return anyOf(sh`test ${'!'} -e ${folder}`, sh`find ${folder} -name ${'*.crt'} -mmin -1440`)
}

/** The last lines about certificates that were not given; nothing where there was no trouble yet. */
export const readLog = (): Command =>
  anyOf(sh`test ${'!'} -e ${places.certificateLog}`, sh`tail -n 20 ${places.certificateLog}`)

const there = (directory: string, names: readonly string[]): Command =>
  allOf(...names.map((name) => sh`test -s ${places.certificateOf(directory, name)}`))

const whatever = (command: Command): Command => anyOf(command, sh`true`)

const LABEL = 'org.bramble.rehearsal'
/** Long enough for a slow line and an authority that looks from several places, short enough for a server that is away meanwhile. */
const REHEARSAL_SECONDS = 120

const own = (): Command =>
  sh`docker ps --all --quiet --filter label=com.docker.compose.project=${PROJECT} --filter label=com.docker.compose.service=${places.CADDY}`
const removeRehearsal = (): Command =>
  pipe(sh`docker ps --all --quiet --filter label=${LABEL}`, sh`xargs -r docker rm -f`)

/** What a rehearsal before has left, in whatever way it ended. */
export const clearRehearsal = (names: readonly string[]): Command =>
  allOf(
    removeRehearsal(),
    sh`rm -rf -- ${names.map((name) => `${places.certificatesOf(STAGING_DIRECTORY)}/${name}`)} ${places.rehearsalLog}`,
  )

/**
 * Lets a Caddy of its own ask the staging authority, on the port that the world will reach, until it has all certificates or
 * a refusal. It is gone afterwards, whatever happens: it ends by itself when nobody ends it, and Docker then removes it. A
 * Caddy of this server that has the port stands aside meanwhile and is back before this ends. Prints why, and fails, where a
 * certificate is missing at the end.
 */
export const rehearse = (names: readonly string[]): Command => {
  const all = there(STAGING_DIRECTORY, names)
  return allOf(
    pipe(own(), sh`xargs -r docker stop`),
    whatever(
      allOf(
        sh`docker run --detach --rm --pull never --label ${LABEL} --publish 80:80 --memory 256m --mount ${`type=bind,source=${places.storage},target=/data`} --entrypoint timeout ${images.caddy} ${REHEARSAL_SECONDS + 30} caddy run --config ${`/data/${places.REHEARSAL_FILE}`}`,
        until(anyOf(all, sh`test -s ${places.rehearsalLog}`), 1, REHEARSAL_SECONDS),
      ),
    ),
    whatever(removeRehearsal()),
    pipe(own(), sh`xargs -r docker start`),
    whatever(allOf(sh`test -s ${places.rehearsalLog}`, sh`cat ${places.rehearsalLog}`)),
    sh`rm -f ${places.rehearsalFile} ${places.rehearsalLog}`,
    all,
  )
}

/** Until Caddy has all certificates; prints why, and fails, where one is missing when the time is over. */
export const waitForCertificates = (names: readonly string[], withinSeconds: number): Command => {
  const all = there(PRODUCTION_DIRECTORY, names)
  return anyOf(until(all, 2, withinSeconds), allOf(readLog(), all))
}
