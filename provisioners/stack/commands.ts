/** What is asked of, and done to, the stack's files, images, containers and databases. */
import { allOf, anyOf, pipe, sh, until, withInput, type Command } from '../shell/command.ts'
import type { Text } from '../model/text.ts'
import type { Service } from './contribution.ts'
import { joinedName } from './joined.ts'
import {
  ANSWERS,
  containerName,
  currentCompose,
  currentManifest,
  dataPath,
  DATABASE_SERVICE,
  generationLink,
  keptFolder,
  OWN_NETWORK,
  paths,
  PROBE_SERVICE,
  PROJECT,
  storePath,
} from './paths.ts'

const json = '{{json .}}'

/** A line a file or directory: kind, mode, uid, gid, path; nothing where the directory is missing. */
const listing = (directory: string, depth: number): Command =>
  anyOf(
    sh`test ${'!'} -e ${directory}`,
    sh`find ${directory} -maxdepth ${depth} -printf ${'%y %m %U %G %p\\n'}`,
  )

/** A line a file: its sha256, two spaces, its path. */
const hashes = (directory: string): Command =>
  anyOf(
    sh`test ${'!'} -e ${directory}`,
    pipe(sh`find ${directory} -type f -print0`, sh`xargs -0 -r sha256sum`),
  )

export const listRoot = (): Command => listing(paths.root, 1)
export const listSecrets = (): Command => listing(paths.secrets, 1)
export const listData = (): Command => listing(paths.data, 1)
export const listStore = (): Command => listing(paths.store, 2)
export const hashStore = (): Command => hashes(paths.store)
export const hashGenerations = (): Command => hashes(paths.generations)

/** Every line of the generations' files of that name, as path, NUL, line. Exit 1 where nothing is. */
const generationFiles = (name: string): Command =>
  sh`grep --recursive --null --with-filename --include=${name} --regexp= ${paths.generations}`
export const readManifests = (): Command => generationFiles('manifest.json')
export const readComposes = (): Command => generationFiles('compose.yaml')
export const readAnswers = (): Command => generationFiles(ANSWERS)

/** A line a file of a generation: when it was written, in seconds, and its path. */
export const listTimes = (): Command =>
  anyOf(
    sh`test ${'!'} -e ${paths.generations}`,
    sh`find ${paths.generations} -mindepth 2 -maxdepth 2 -type f -printf ${'%T@ %p\\n'}`,
  )

/** Every line of every store file, as path, NUL, line: the old side of the Review's diffs. Exit 1 where nothing is. */
export const readStore = (): Command => sh`grep --recursive --null --with-filename --regexp= ${paths.store}`

/**
 * The manifest in use, and a line of every store file with that name, as path, NUL, line; nothing where no database was ever
 * finished, for then there are no data.
 */
export const nameSources = (file: string, start: string): Command =>
  allOf(
    sh`test -e ${databaseReady(dataPath(DATABASE_SERVICE))}`,
    anyOf(readManifest(), sh`true`),
    sh`grep --recursive --null --with-filename --include=${file} --regexp=${`^${start}`} ${paths.store}`,
  )

/** Every file that its owner keeps, as a line with its path and a line with its bytes in base64; exit 1 where none ever was. */
export const readKept = (): Command =>
  sh`find ${keptFolder} -type f -printf ${'%P\n'} -exec base64 -w0 ${'{}'} ${';'} -printf ${'\n'}`

/** What `current` points at; exit 1 where there is none yet. */
export const readCurrent = (): Command => sh`readlink ${paths.current}`
export const readCompose = (): Command => sh`cat ${currentCompose}`
export const readManifest = (): Command => sh`cat ${currentManifest}`

export const makeDirectory = (path: string, mode: string, uid: number, gid: number): Command =>
  sh`install -d -m ${mode} -o ${uid} -g ${gid} ${path}`
export const moveInto = (from: string, to: string): Command => sh`mv -T ${from} ${to}`
export const removeTree = (path: string): Command => sh`rm -rf -- ${path}`
/** A copy that only root reads, put in its place in one act. */
export const copyForRoot = (from: string, to: string): Command =>
  allOf(sh`install -m 0600 -o 0 -g 0 ${from} ${`${to}.new`}`, sh`mv -T ${`${to}.new`} ${to}`)
export const removeFiles = (files: readonly string[]): Command => sh`rm -f -- ${files}`
/** Everything in a directory belongs to one user again. */
export const giveAll = (path: string, uid: number, gid: number): Command => sh`chown -R ${uid}:${gid} ${path}`
export const setOwner = (path: string, mode: string, uid: number, gid: number): Command =>
  allOf(sh`chown ${uid}:${gid} ${path}`, sh`chmod ${mode} ${path}`)
export const markGood = (generation: number): Command =>
  sh`touch ${`${paths.generations}/${generation}/good`}`

export const markChecked = (generation: number): Command =>
  sh`touch ${`${paths.generations}/${generation}/checked`}`

/**
 * Lets a program look at settings that it does not run from yet: in a container of its own that is gone afterwards, as the user
 * that will read them, with the files where they will be, data directories that are empty and forgotten, and no network.
 */
export const selfCheck = (
  service: Service & { readonly selfCheck: readonly [string, ...string[]] },
  directory: string,
): Command => {
  const { user, store, data, selfCheck: argv } = service
  const mounts = (store?.eachFile ? store.files.map(({ name }) => `/${name}`) : ['']).map(
    (name) => `type=bind,source=${storePath(directory)}${name},target=${store?.mount ?? ''}${name},readonly`,
  )
  const empty = (data ?? []).map(({ mount }) => `${mount}:uid=${user.uid},gid=${user.gid},mode=0700`)
  const [entrypoint, ...rest] = argv
  return sh`docker run --rm --pull never --network none --user ${user.uid}:${user.gid} --memory 512m ${mounts.flatMap((mount) => ['--mount', mount])} ${empty.flatMap((place) => ['--tmpfs', place])} --entrypoint ${entrypoint} ${service.image} ${rest}`
}

/** Points `current` at a generation; the rename makes it one act. */
export const switchTo = (generation: number): Command =>
  allOf(
    sh`ln -sfT ${generationLink(generation)} ${`${paths.current}.new`}`,
    sh`mv -T ${`${paths.current}.new`} ${paths.current}`,
  )

/** One JSON line an image that is on the machine. */
export const listImages = (): Command => sh`docker image ls --no-trunc --format ${json}`

/** Everything about each container of ours, one JSON line each; nothing where there is none. */
export const inspectContainers = (): Command =>
  pipe(
    sh`docker ps --all --quiet --filter label=com.docker.compose.project=${PROJECT}`,
    sh`xargs -r docker inspect --format ${json}`,
  )

/** Lines of each container that are worth reading when it is not well. */
const LAST_LINES = 40

/**
 * The last lines of containers of ours that do not run, or run and are not known to be well, in the form of `readLogLine`;
 * nothing where all are well.
 */
export const lastWords = (): Command => {
  const having = (...filters: readonly string[]): Command =>
    sh`docker ps --all --quiet --filter label=com.docker.compose.project=${PROJECT} ${filters.flatMap((filter) => ['--filter', filter])}`
  return pipe(
    allOf(
      having('status=created', 'status=restarting', 'status=exited', 'status=dead'),
      having('status=running', 'health=starting', 'health=unhealthy'),
    ),
    sh`xargs -r docker inspect --format ${'{{with index .Config.Labels "com.docker.compose.service"}}{{.}}{{end}}'}`,
    sh`xargs -r docker compose --project-name ${PROJECT} --project-directory ${paths.root} --file ${currentCompose} logs --no-color --timestamps --tail ${LAST_LINES}`,
  )
}

/**
 * Pulls through the Engine's own API, whose JSON lines carry bytes, which `docker pull` shows to terminals only.
 * An error comes inside a 200, so the image itself is the proof. Three tries: registries and home lines stutter. One that
 * is there already is not asked for again: its registry may be out of reach.
 */
export const pullImage = (image: string): Command => {
  const { name, tag } = splitImage(image)
  const url = `http://localhost/images/create?fromImage=${encodeURIComponent(name)}&tag=${encodeURIComponent(tag)}`
  const there = sh`docker image inspect --format ${'{{.Id}}'} ${image}`
  // Asked without a word of complaint: an image that is not there yet is no error.
  const already = pipe(sh`docker image ls --quiet ${image}`, sh`grep --quiet --regexp=.`)
  const attempt = allOf(
    sh`curl --fail-with-body --silent --show-error --no-buffer --unix-socket /var/run/docker.sock -X POST ${url}`,
    there,
  )
  return anyOf(already, attempt, allOf(sh`sleep 10`, attempt), allOf(sh`sleep 30`, attempt))
}

/** Splits `registry/name:tag`; the colon of a port never follows the last slash. */
export function splitImage(image: string): { name: string; tag: string } {
  const at = image.lastIndexOf(':')
  if (at <= image.lastIndexOf('/')) throw new TypeError(`no tag: ${image}`)
  return { name: image.slice(0, at), tag: image.slice(at + 1) }
}

const compose = (file: string, ...rest: readonly string[]): Command =>
  sh`docker compose --project-name ${PROJECT} --project-directory ${paths.root} --file ${file} ${rest}`

/** Says only whether Compose takes the file. */
export const validateCompose = (file: string): Command => compose(file, 'config', '--quiet')
export const startServices = (services: readonly string[], withinSeconds = 180): Command =>
  compose(currentCompose, 'up', '--detach', '--wait', '--wait-timeout', String(withinSeconds), ...services)
export const startAll = (): Command =>
  compose(currentCompose, 'up', '--detach', '--remove-orphans', '--wait', '--wait-timeout', '600')
/** Makes what is missing or has changed, and starts nothing: what is new can join a network before anybody asks it. */
export const prepareAll = (): Command => compose(currentCompose, 'up', '--no-start', '--remove-orphans')

/** Stops and removes what is left of a service that is no longer wanted; its data are elsewhere. Done again, it finds nothing. */
export const removeService = (service: string): Command => {
  const those = sh`docker ps --all --quiet --filter label=com.docker.compose.project=${PROJECT} --filter label=com.docker.compose.service=${service}`
  return allOf(pipe(those, sh`xargs -r docker stop`), pipe(those, sh`xargs -r docker rm`))
}

/**
 * Puts a container into a network that others made, under one name and with the links that its Compose file gives it
 * elsewhere. One that is there already is left alone; one that is there under another name is put there anew.
 */
export const joinNetwork = (network: string, service: string, links: readonly string[]): Command => {
  const name = containerName(service)
  const there = pipe(
    sh`docker inspect --format ${`{{with index .NetworkSettings.Networks "${network}"}}{{json .Aliases}}{{end}}`} ${name}`,
    sh`grep --quiet --fixed-strings --regexp=${`"${joinedName(service)}"`}`,
  )
  const linked = links.flatMap((other) => ['--link', `${containerName(other)}:${other}`])
  const join = sh`docker network connect --alias ${joinedName(service)} ${linked} ${network} ${name}`
  return anyOf(there, join, allOf(sh`docker network disconnect ${network} ${name}`, join))
}

/** Ends all our containers, the database with time to put its house in order, and takes them away: out of every network, too. */
export const removeContainers = (): Command =>
  allOf(
    pipe(ownContainers(), sh`xargs -r docker stop --time 60`),
    pipe(ownContainers(), sh`xargs -r docker rm --force`),
  )
const ownContainers = (): Command =>
  sh`docker ps --all --quiet --filter label=com.docker.compose.project=${PROJECT}`

export const removeNetwork = (name: string): Command => sh`docker network rm ${name}`

/** One that a container of somebody else's uses stays: Docker refuses, and that is right. */
export const removeImage = (image: string): Command => anyOf(sh`docker image rm ${image}`, sh`true`)

/** Into the stack's own network again, under the name that the others know; nothing is restarted. */
export const joinOwnNetwork = (service: string): Command => {
  const name = containerName(service)
  const join = sh`docker network connect --alias ${service} ${OWN_NETWORK} ${name}`
  return anyOf(join, allOf(sh`docker network disconnect ${OWN_NETWORK} ${name}`, join))
}

/** One JSON line a container, whoever owns it. */
export const listEveryContainer = (): Command => sh`docker ps --all --no-trunc --format ${json}`
export const unpause = (container: string): Command => sh`docker unpause ${container}`
/** Takes a container away in peace, so that Compose makes it anew: nothing is in it that is not also elsewhere. */
export const removeContainer = (container: string): Command =>
  allOf(sh`docker stop ${container}`, sh`docker rm -f ${container}`)

export const restartService = (service: string): Command => sh`docker restart ${containerName(service)}`

/**
 * A database directory in which Bramble has finished its work carries this file. PostgreSQL's image takes a directory that a
 * power cut left half made for a whole one, and then never starts (seen).
 */
function databaseReady(directory: string): string {
  return `${directory}/bramble-ready`
}
export const markDatabase = (directory: string): Command => sh`touch ${databaseReady(directory)}`

/**
 * Moves a directory aside that was begun and never finished, so that the next start begins anew. Nobody's messages are in
 * it: Synapse is started after the mark is set. Nothing of it is deleted, however often that happens; and a directory in which
 * anybody ever made a database is whole, with or without the mark, and is left alone (PostgreSQL numbers those that it makes
 * itself below 16384: src/include/access/transam.h, FirstNormalObjectId).
 */
export const setAsideUnfinished = (
  service: string,
  directory: string,
  user: { readonly uid: number; readonly gid: number },
): Command =>
  anyOf(
    sh`test -e ${databaseReady(directory)}`,
    sh`test ${'!'} -e ${`${directory}/PG_VERSION`}`,
    pipe(
      sh`find ${`${directory}/base`} -mindepth 1 -maxdepth 1 -name ${'[1-9][0-9][0-9][0-9][0-9]*'}`,
      sh`grep --quiet --regexp=.`,
    ),
    allOf(
      anyOf(sh`docker rm -f ${containerName(service)}`, sh`test -d ${directory}`),
      sh`mv -T --backup=numbered ${directory} ${`${directory}.unfinished`}`,
      makeDirectory(directory, '0700', user.uid, user.gid),
    ),
  )

/**
 * Runs SQL as the superuser inside the running container, over its own socket; one row a line, tabs between.
 *
 * @param database in which; the one that every PostgreSQL has where none is named
 */
export const runSql = (sql: Text, database = 'postgres'): Command =>
  withInput(
    sh`docker exec --interactive ${containerName(DATABASE_SERVICE)} psql --no-psqlrc --quiet --no-align --tuples-only ${'--field-separator=\t'} --set=ON_ERROR_STOP=1 --username=postgres --dbname=${database}`,
    sql,
  )

/** What comes before a command that is run in the container that has curl and sees all others. */
export const execInside = ['docker', 'exec', containerName(PROBE_SERVICE)] as const

/** Asks a URL from inside the Synapse container, which has curl and sees the stack's own network. */
export const probeInside = (url: string): Command =>
  sh`docker exec ${containerName(PROBE_SERVICE)} curl --fail --silent --show-error --max-time 5 ${url}`
export const probeUntil = (url: string, withinSeconds: number): Command =>
  until(probeInside(url), 2, withinSeconds)

/** One JSON line a running container with its memory; takes about two seconds, the Engine's own sampling. */
export const containerMemory = (): Command => sh`docker stats --no-stream --format ${json}`
/** The service's address in each of its networks, with a space behind each; exit 1 where there is no such container. */
export const containerAddress = (service: string): Command =>
  sh`docker inspect --format ${'{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}'} ${containerName(service)}`
