import { connectSsh } from '../../provisioners/host/connect.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh } from '../../provisioners/shell/command.ts'
import fs from 'node:fs'
const lab = JSON.parse(fs.readFileSync('/var/lib/bramble-lab/sshtest/lab.json', 'utf8'))
const pw = new Secret(lab.password, 'pw')
const q = (command: any, timeoutSeconds = 5) => ({ command, timeoutSeconds, capBytes: 10000 })
console.log('=== variant', lab.variant)
for (const [name, sudoPassword] of [['right', pw], ['wrong', new Secret('nope', 'x')], ['none', null], ['newline', new Secret(lab.password + '\nid\n', 'x')]] as const) {
  try {
    const host = await connectSsh({ host: lab.host, port: lab.port, user: lab.user }, { credentials: { kind: 'password', password: pw }, knownHosts: { store: '/tmp/kh' }, decideHostKey: async (p) => (console.log(p.verdict), true), sudoPassword })
    const t = performance.now()
    const a = await host.ask([q(sh`id -un`), q(sh`ls /nonexist`)]).catch((e) => e)
    console.log(name, a instanceof Error ? [a.message, (a as any).evidence] : a.map((x: any) => x.stdout + x.stderr), host.requests, Math.round(performance.now() - t))
    console.log('  user', (await host.ask([q(sh`id -un`)], { root: false }))[0]!.stdout)
    await host.close()
  } catch (e) { console.log(name, String(e), (e as any).evidence) }
}
