import { connectSsh } from '../../provisioners/host/connect.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh } from '../../provisioners/shell/command.ts'
import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { execSync } from 'node:child_process'
const lab = JSON.parse(fs.readFileSync('/var/lib/bramble-lab/sshtest/lab.json', 'utf8'))
const pw = new Secret(lab.password, 'pw')
const q = (command: any, timeoutSeconds = 5) => ({ command, timeoutSeconds, capBytes: 10000 })
const host = await connectSsh({ host: lab.host, port: lab.port, user: lab.user }, { credentials: { kind: 'password', password: pw }, knownHosts: { store: '/tmp/kh' }, decideHostKey: async () => true, sudoPassword: pw, timeoutSeconds: 5 })
const run = async (kb: number, size: number) => {
  execSync(`bash test/lab/lab exec --name sshtest -- sh -c 'rm -f /opt/bramble/fill; a=$(df --output=avail -k /opt/bramble | tail -n 1); fallocate -l $((a-${kb}))k /opt/bramble/fill; df -k /opt/bramble | tail -n 1'`, { stdio: 'inherit' })
  const id = `f${Date.now()}`
  await host.start({ id, server: 's', holder: { run: id, installation: 'i1', machine: 'm', since: 1 }, revision: 1, secrets: [], steps: [{ number: 1, resource: 'r', phase: 'prepare', title: 't', work: [{kind:'files', ifAbsent: false, files: [{path: '/root/big', mode: 0o600, uid: 0, gid: 0, content: [randomBytes(size).toString('latin1')]}]}] }] }).then(console.log, (e) => console.log(String(e), e.evidence))
  console.log((await host.ask([q(sh`ls -A /opt/bramble /opt/bramble/runs`)]))[0]!.stdout.replaceAll('\n', ' '))
}
await run(600, 10); await run(1300, 10); await run(4000, 3_000_000)
await host.close()
