import { connectSsh } from '../../provisioners/host/connect.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh } from '../../provisioners/shell/command.ts'
import fs from 'node:fs'
import { execSync } from 'node:child_process'
const lab = JSON.parse(fs.readFileSync('/var/lib/bramble-lab/sshtest/lab.json', 'utf8'))
const pw = new Secret(lab.password, 'pw')
const q = (command: any, timeoutSeconds = 5) => ({ command, timeoutSeconds, capBytes: 10000 })
const cut = (how: string) => execSync(`bash test/lab/lab cut --name sshtest ${how}`, { stdio: 'inherit' })
const connect = () => connectSsh({ host: lab.host, port: lab.port, user: lab.user }, { credentials: { kind: 'password', password: pw }, knownHosts: { store: '/tmp/kh' }, decideHostKey: async () => true, sudoPassword: pw, timeoutSeconds: 5 })
const id = `f${Date.now()}`
const holder = { run: id, installation: 'i1', machine: 'm', since: 1 }
for (const how of ['drop', 'reset']) {
  const host = await connect()
  await host.ask([q(sh`true`)])
  let t = performance.now()
  const following = (async () => { for await (const _ of host.follow(sh`sh -c ${'while :; do echo x; sleep 0.3; done'}`, new AbortController().signal)); })().catch((e) => console.log(how, 'follow', String(e), Math.round(performance.now() - t)))
  await new Promise((r) => setTimeout(r, 500)); t = performance.now(); cut(how)
  await host.ask([q(sh`sleep 1`)]).catch((e) => console.log(how, 'ask', String(e), Math.round(performance.now() - t)))
  await following; console.log('lost', await host.lost, Math.round(performance.now() - t))
  await host.ask([q(sh`true`)]).catch((e) => console.log('later', String(e)))
  await connect().catch((e) => console.log('connect', String(e), e.evidence))
  cut('off')
}
execSync('bash test/lab/lab reset --name sshtest --variant full', { stdio: 'ignore' })
fs.rmSync('/tmp/kh', {force: true})
const host = await connect()
console.log((await host.ask([q(sh`df -h /opt /tmp /dev/shm`)]))[0])
await host.start({ id, server: 's', holder, revision: 0, secrets: [], steps: [{ number: 1, resource: 'r', phase: 'prepare', title: 't', work: [] }] }).then(console.log, (e) => console.log(String(e), e.evidence))
console.log((await host.ask([q(sh`ls -la /opt/bramble /opt/bramble/runs`)]))[0])
await host.close()
