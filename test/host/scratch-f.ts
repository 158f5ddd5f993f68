import { connectSsh } from '../../provisioners/host/connect.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh } from '../../provisioners/shell/command.ts'
import fs from 'node:fs'
const lab = JSON.parse(fs.readFileSync('/var/lib/bramble-lab/sshtest/lab.json', 'utf8'))
const pw = new Secret(lab.password, 'pw')
const host = await connectSsh({ host: lab.host, port: lab.port, user: lab.user }, { credentials: { kind: 'password', password: pw }, knownHosts: { store: '/tmp/kh' }, decideHostKey: async () => true, sudoPassword: pw })
const q = (command: any, timeoutSeconds = 5) => ({ command, timeoutSeconds, capBytes: 10000 })
const stop = new AbortController()

for await (const piece of host.follow(sh`tail -n 1 -f /etc/hostname`, stop.signal)) stop.abort()
console.log('aborted')
for (let n = 0; n < 4; n++) { console.log((await host.ask([q(sh`ps -eo pid,ppid,pgid,sid,etimes,stat,args`)]))[0]!.stdout.split('\n').filter((l) => / cat|sudo|tail -n|sh -s|setsid/.test(l)).join('\n')); await new Promise((r) => setTimeout(r, 700)) }
await host.close()
