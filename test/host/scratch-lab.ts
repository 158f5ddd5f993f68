import { connectSsh, presentHostKey } from '../../provisioners/host/connect.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh, pipe, until } from '../../provisioners/shell/command.ts'
import { paths } from '../../provisioners/host/host.ts'
import fs from 'node:fs'
const lab = JSON.parse(fs.readFileSync('/var/lib/bramble-lab/sshtest/lab.json', 'utf8'))
const pw = new Secret(lab.password, 'pw')
fs.rmSync('/tmp/kh', { force: true })
const knownHosts = { store: '/tmp/kh' }
console.log(await presentHostKey(lab, { knownHosts }), lab.hostKeySha256)
const connect = () => connectSsh({ host: lab.host, port: lab.port, user: lab.user }, { credentials: { kind: 'password', password: pw }, knownHosts, decideHostKey: async (p) => (console.log('decide', p.verdict), true), sudoPassword: pw })
let t = performance.now()
const host = await connect()
console.log('connected', host.identity, performance.now() - t); t = performance.now()
const q = (command: any, timeoutSeconds = 5) => ({ command, timeoutSeconds, capBytes: 10000 })
console.log(await host.ask([q(sh`id`), q(sh`cat /etc/shadow`).command ? q(sh`uname -a`) : q(sh`id`), q(sh`sudo --version`), q(sh`systemctl is-system-running`), q(sh`nope`)]), performance.now() - t, host.requests); t = performance.now()
console.log((await host.ask([q(sh`id`)]))[0], performance.now() - t, host.requests); t = performance.now()
console.log((await host.ask([q(sh`id`)], { root: false }))[0], performance.now() - t, host.requests); t = performance.now()
for (let n = 0; n < 5; n++) { t = performance.now(); await host.ask(Array.from({ length: 40 }, () => q(sh`cat /etc/os-release`))); console.log('wave of 40', performance.now() - t) }
const id = `t${Date.now()}`
const rev = Number((await host.ask([q(sh`cat ${paths.revision}`)]))[0]!.stdout || 0)
const canary = new Secret('canary-secret-value', 'canary')
const queue = { id, server: 'Test', holder: { run: id, installation: 'i1', machine: 'm', since: 1 }, revision: rev, secrets: [canary], steps: [
  { number: 1, resource: 'a', phase: 'prepare' as const, title: 'A', work: [{ kind: 'files' as const, ifAbsent: false, files: [{ path: '/etc/bramble-scratch/x', content: ['hello ', canary], mode: 0o640, uid: 33, gid: 33 }] }, { kind: 'run' as const, timeoutSeconds: 20, command: sh`cat /etc/bramble-scratch/x` }] },
  { number: 2, resource: 'b', phase: 'prepare' as const, title: 'B', work: [{ kind: 'run' as const, timeoutSeconds: 20, command: sh`sh -c ${'for i in 1 2 3; do echo $i; sleep 1; done; env'}` }] },
] }
t = performance.now()
console.log(await host.start(queue), performance.now() - t)
const second = { ...queue, id: id + 'x', holder: { ...queue.holder, run: id + 'x', installation: 'other' } }
console.log(await host.start(second), await host.start({ ...second, holder: { ...second.holder, installation: 'i1' } }), await host.start(queue))
const stop = new AbortController()
for await (const piece of host.follow(sh`tail -c +1 -f ${paths.journal(id)}`, stop.signal)) { process.stdout.write(piece); if (/ end /.test(piece)) stop.abort() }
console.log(await host.start({ ...second, revision: rev }), await new Promise((r) => setTimeout(r, 500)))
console.log((await host.ask([q(sh`ls -laR ${paths.runs}/${id} /etc/bramble-scratch ${paths.root}`), q(sh`cat ${paths.revision}`), q(sh`systemctl status ${paths.unit(id)}`), q(sh`sh -c ${"for p in $(pgrep -f tail.-c); do grep -E \"Name|Sig|Shd|PPid\" /proc/$p/status /proc/$(ps -o ppid= $p | tr -d \" \")/status; done; ps -eo pid,ppid,pgid,sid,etimes,stat,args"}`), q(sh`ls -la /dev/shm`)])).map((a) => a.stdout + a.stderr).join('\n'))
console.log('requests', host.requests)
await host.close(); console.log(await host.lost)
