// The little of the internet that a server with a name of its own needs, with its real names and certificates of the lab's authority.
// usage: main.mjs ADDRESS STATE AUTHORITY      (in the lab's network namespace)
//        main.mjs --hosts                      (the names below, a line each)
import { writeFileSync, existsSync } from 'node:fs'
import https from 'node:https'
import { join } from 'node:path'
import { acme } from './acme.mjs'
import { certificatesOf } from './certificates.mjs'
import { doh } from './doh.mjs'
import { startNameServer } from './name-server.mjs'
import { ipify, trace, web } from './pages.mjs'

/** Who answers for which name; all others are web pages below web/. */
const hosts = {
  'acme-v02.api.letsencrypt.org': acme('production', 14_000),
  'acme-staging-v02.api.letsencrypt.org': acme('staging', 14_001),
  'dns.google': doh('/resolve', 'text'),
  'cloudflare-dns.com': doh('/dns-query', 'generic'),
  'api.ipify.org': ipify('ipv4'),
  'api6.ipify.org': ipify('ipv6'),
  'www.cloudflare.com': trace,
}

const [address, folder, authority] = process.argv.slice(2)
if (address === '--hosts') console.log(Object.keys(hosts).join('\n'))
else {
  const state = {
    names: join(folder, 'names.json'),
    public: join(folder, 'public.json'),
    refusals: join(folder, 'refusals.json'),
    asked: join(folder, 'asked.jsonl'),
    web: join(folder, 'web'),
  }
  if (!existsSync(state.asked)) writeFileSync(state.asked, '')
  await startNameServer(address, state.names)
  https
    .createServer({ SNICallback: certificatesOf(authority) }, (request, response) => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '')
      console.log(`${request.method} https://${host}${request.url}`)
      return (hosts[host] ?? web)(request, response, state)
    })
    .listen(443, address, () => console.log(`listening on ${address}`))
}
