/** What is asked of Docker, and how it gets onto the machine (Docker's documentation, Install on Debian). */
import { allOf, anyOf, pipe, sh, until, type Command } from '../shell/command.ts'
import { showUnit } from '../system/commands.ts'

export const DAEMON_JSON = '/etc/docker/daemon.json'
/** What was there before Bramble changed it. */
export const DAEMON_JSON_BEFORE = `${DAEMON_JSON}.before-bramble`
export const KEYRING = '/etc/apt/keyrings/docker.asc'
export const SOURCES = '/etc/apt/sources.list.d/docker.sources'
/** Older instructions wrote this one; two entries for one repository with different keys stop apt. */
export const OLD_LIST = '/etc/apt/sources.list.d/docker.list'

const json = '{{json .}}'

/** Exit 127 without Docker; with the daemon down, the client's half of the answer and a list of errors. */
export const readInfo = (): Command => sh`docker info --format ${json}`
/** One JSON line a container, whoever owns it. */
export const listContainers = (): Command => sh`docker ps --all --no-trunc --format ${json}`

/** One JSON line a network; exit 127 without Docker. */
export const listNetworks = (): Command => sh`docker network ls --no-trunc --format ${json}`

/** Nothing where there is no such file; any other status is trouble, so that a file is never taken for absent. */
export const readDaemonJson = (): Command => anyOf(sh`test ${'!'} -e ${DAEMON_JSON}`, sh`cat ${DAEMON_JSON}`)
export const readDaemonJsonBefore = (): Command =>
  anyOf(sh`test ${'!'} -e ${DAEMON_JSON_BEFORE}`, sh`cat ${DAEMON_JSON_BEFORE}`)
export const readOldList = (): Command => sh`cat ${OLD_LIST}`

/** Always exit 0, also for a unit that does not exist. */
export const readUnit = (): Command => showUnit('docker.service')

/** Docker from a snap cannot see /opt: exit 0 where it is there. */
export const findSnap = (): Command => sh`test -e /snap/bin/docker`

/** Whether the Pi can reach Docker's repository: exit 0 (Docker's documentation, Install on Debian). */
export const reachRepository = (): Command =>
  sh`curl --fail --silent --show-error --head --output /dev/null --max-time 5 ${keyUrl('debian')}`

export const repositoryUrl = (distribution: string): string =>
  `https://download.docker.com/linux/${distribution}`
const keyUrl = (distribution: string): string => `${repositoryUrl(distribution)}/gpg`

/** Fetches the key that Docker signs its packages with. */
export const fetchKey = (distribution: string): Command =>
  allOf(
    sh`install -d -m 0755 /etc/apt/keyrings`,
    sh`curl --fail --silent --show-error --location --max-time 60 --output ${KEYRING} ${keyUrl(distribution)}`,
    sh`chmod 0644 ${KEYRING}`,
  )

export const enableDocker = (): Command => sh`systemctl enable --now docker.service`
export const restartDocker = (): Command => sh`systemctl restart docker.service`
/** Until no container of ours is still starting: each begins anew with Docker itself. */
export const waitForContainers = (project: string, withinSeconds: number): Command =>
  until(
    pipe(
      sh`docker ps --quiet --filter label=com.docker.compose.project=${project} --filter health=starting`,
      sh`xargs -r test -z`,
    ),
    2,
    withinSeconds,
  )
