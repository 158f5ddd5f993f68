/**
 * What a Pi goes through, told once: run over the practice Pi and over the lab's real host, with the same plans and the
 * same final facts. Each scenario goes on where the last one ended; a fault is an ordinary command on the machine.
 */
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { anyOf, sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { containerName, dataPath, paths } from '../../provisioners/stack/paths.ts'
import { runSql } from '../../provisioners/stack/commands.ts'
import { sql, statements } from '../../provisioners/stack/sql.ts'

export interface Scenario {
  readonly name: string
  /** What somebody else, or bad luck, does to the machine first. */
  readonly fault?: readonly Command[]
  readonly intent: Intent
}

const whole: Intent = { ...defaultIntent('raspberrypi'), address: { mode: 'home', host: 'brookside.local' } }
const plain: Intent = { ...whole, extras: { elementWeb: false } }

export const scenarios: readonly Scenario[] = [
  {
    name: 'an empty machine that has a daemon.json of its own',
    fault: [
      sh`mkdir -p /etc/docker`,
      anyOf(
        sh`test -e /etc/docker/daemon.json`,
        withInput(sh`tee /etc/docker/daemon.json`, ['{"debug": false}\n']),
      ),
    ],
    intent: plain,
  },
  { name: 'the same again', intent: plain },
  { name: 'Element Web is added', intent: whole },
  { name: 'the server gets another name in the app', intent: { ...whole, name: 'Brookside' } },
  {
    name: 'fault: settings were changed by hand',
    fault: [withInput(sh`tee ${`${paths.store}/synapse-1/log.yaml`}`, ['version: 1\n'])],
    intent: { ...whole, name: 'Brookside' },
  },
  {
    name: 'fault: a container was removed',
    fault: [sh`docker rm -f ${containerName('caddy')}`],
    intent: { ...whole, name: 'Brookside' },
  },
  {
    name: 'fault: a container was stopped',
    fault: [sh`docker stop ${containerName('synapse')}`],
    intent: { ...whole, name: 'Brookside' },
  },
  {
    name: 'fault: a database password was changed',
    fault: [runSql(statements([sql`ALTER ROLE mas PASSWORD NULL;`]))],
    intent: { ...whole, name: 'Brookside' },
  },
  {
    name: 'fault: secrets were opened to everybody',
    fault: [sh`chmod 0644 ${`${paths.secrets}/mas-rsa`}`, sh`chmod 0755 ${paths.secrets}`],
    intent: { ...whole, name: 'Brookside' },
  },
  {
    name: 'fault: Docker was stopped and switched off',
    fault: [sh`systemctl disable --now docker.service docker.socket`],
    intent: { ...whole, name: 'Brookside' },
  },
  { name: 'Element Web is removed', intent: { ...plain, name: 'Brookside' } },
  { name: 'WhatsApp is added', intent: { ...plain, name: 'Brookside', bridges: { whatsapp: {} } } },
  { name: 'WhatsApp is removed, and its data are kept', intent: { ...plain, name: 'Brookside' } },
]

/** Facts of the machine itself, asked at the end of each scenario; host-dependent parts are taken out by `normal`. */
export const finalFacts: Readonly<Record<string, Command>> = {
  files: sh`find ${paths.root} -maxdepth 3 -not -path ${`${paths.runs}/*`} -not -path ${`${paths.data}/*/*`} -printf ${'%y %m %U %G %p\\n'}`,
  current: sh`readlink ${paths.current}`,
  compose: sh`cat ${`${paths.current}/compose.yaml`}`,
  revision: sh`cat ${paths.revision}`,
  lock: sh`test ${'!'} -e ${paths.lock}`,
  docker: sh`systemctl is-enabled docker.service`,
  active: sh`systemctl is-active docker.service`,
  containers: sh`docker ps --all --filter label=com.docker.compose.project=bramble --format ${'{{json .}}'}`,
  certificate: sh`test -s ${`${dataPath('caddy')}/pki/authorities/local/root.crt`}`,
}
