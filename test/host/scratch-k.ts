import { connectSsh } from '../../provisioners/host/connect.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh, withInput } from '../../provisioners/shell/command.ts'
import { paths } from '../../provisioners/host/host.ts'
import fs from 'node:fs'
import { execSync } from 'node:child_process'
const lab = JSON.parse(fs.readFileSync('/var/lib/bramble-lab/sshtest/lab.json', 'utf8'))
const pw = new Secret(lab.password, 'pw')
fs.rmSync('/tmp/kh', { force: true })
const q = (command: any, timeoutSeconds = 20) => ({ command, timeoutSeconds, capBytes: 100000 })
const connect = () => connectSsh({ host: lab.host, port: lab.port, user: lab.user }, { credentials: { kind: 'password', password: pw }, knownHosts: { store: '/tmp/kh' }, decideHostKey: async () => true, sudoPassword: pw })
let host = await connect()
const canary = new Secret('canary-9f8e7d', 'c')
const make = (id: string, script: string) => ({ id, server: 's', holder: { run: id, installation: 'i1', machine: 'm', since: 1 }, revision: 0, secrets: [canary], steps: [1, 2].map((number) => ({ number, resource: 'r', phase: 'prepare' as const, title: 't', work: [{ kind: 'run' as const, timeoutSeconds: 60, command: withInput(sh`sh -c ${script}`, [canary]) }] })) })
const go = async (id: string, act: string) => {
  const revision = Number((await host.ask([q(sh`cat ${paths.revision}`)]))[0]!.stdout || 0)
  console.log(id, await host.start({ ...make(id, 'cat; echo; sleep 4; echo over'), revision }))
  await new Promise((r) => setTimeout(r, 1500))
  console.log((await host.ask([q(sh`systemctl show -p KillMode -p ExecStopPost -p ActiveState -p TimeoutStopUSec ${paths.unit(id)}`)]))[0]!.stdout)
  execSync(`bash test/lab/lab exec --name sshtest -- ${act}`, { stdio: 'inherit' })
  await new Promise((r) => setTimeout(r, 1500))
  console.log((await host.ask([q(sh`cat ${paths.journal(id)}`), q(sh`ls ${paths.run(id)}`), q(sh`ls -la ${paths.lock}`)])).map((a) => a.stdout + a.stderr).join('---\n'))
}
await go('stop1', 'systemctl stop bramble-run-stop1.service')
await go('kill1', 'systemctl kill -s KILL bramble-run-kill1.service')
await go('touch1', 'touch /opt/bramble/runs/touch1/stop')
await new Promise((r) => setTimeout(r, 4000)); console.log((await host.ask([q(sh`tail -n 2 ${paths.journal('touch1')}`)]))[0]!.stdout)
// power cut: plug pulled in the middle
const revision = Number((await host.ask([q(sh`cat ${paths.revision}`)]))[0]!.stdout || 0)
await host.start({ ...make('power1', 'sleep 30'), revision }); await new Promise((r) => setTimeout(r, 1000))
execSync('bash test/lab/lab kill --name sshtest; bash test/lab/lab start --name sshtest', { stdio: 'ignore' })
console.log('lost:', await host.lost)
host = await connect()
console.log((await host.ask([q(sh`ls ${paths.run('power1')}`), q(sh`cat ${paths.journal('power1')}`), q(sh`readlink ${paths.lock}`)])).map((a) => a.stdout).join('---\n'))
console.log(await host.start({ ...make('after1', 'true'), holder: { run: 'after1', installation: 'other', machine: 'm', since: 1 }, revision: revision + 1 }))
console.log(await host.start({ ...make('after1', 'true'), revision: revision + 1 }))
await new Promise((r) => setTimeout(r, 1500))
console.log((await host.ask([q(sh`ls ${paths.run('power1')}`), q(sh`cat ${paths.journal('after1')}`), q(sh`journalctl --no-pager -o cat`), q(sh`grep -rl canary-9f8e7d /opt/bramble /var/log /run/log`)])).map((a) => [a.stdout.split('\n').slice(0, 8).join('\n'), 'canary in journal:', a.stdout.includes('canary-9f')].join(' ')).join('\n---\n'))
await host.close()
