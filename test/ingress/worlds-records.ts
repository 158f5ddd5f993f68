/** What may stand at a domain’s provider, and at the web server of the permanent name. */
import {
  HOST,
  IDENTITY,
  OWN,
  OWN6,
  OTHER,
  OTHER6,
  two,
  apex,
  names,
  bothSay,
  from,
  files,
  rightClient,
  rightServer,
  cors,
  caa,
  type World,
} from './world.ts'

export const recordWorlds: readonly World[] = [
  {
    name: 'a home where all is well',
    finds: [],
    ready: true,
    rows: { [`A ${HOST}`]: 'right', [`AAAA ${HOST}`]: 'right', [`CAA ${HOST}`]: 'right' },
  },
  {
    name: 'both families lead here',
    prepare: names({ [HOST]: { A: [OWN], AAAA: [OWN6] } }),
    finds: [],
    ready: true,
    rows: { [`AAAA ${HOST}`]: 'right' },
  },
  {
    name: 'both families, seen from outside',
    prepare: (net) => {
      names({ [HOST]: { A: [OWN], AAAA: ['2001:DB8:52A:10:0:0:0:42'] } })(net)
      net.laptop = 'elsewhere'
    },
    finds: [],
    ready: true,
  },
  {
    name: 'a wrong A',
    prepare: names({ [HOST]: { A: [OTHER] } }),
    finds: ['wrong-a'],
    ready: false,
    rows: { [`A ${HOST}`]: 'wrong' },
    says: /set the A record of chat\.hollis\.example to 198\.51\.100\.24/,
  },
  {
    name: 'a second A that is stale',
    prepare: names({ [HOST]: { A: [OTHER, OWN] } }),
    finds: ['wrong-a'],
    ready: false,
  },
  {
    name: 'a stale AAAA',
    prepare: names({ [HOST]: { A: [OWN], AAAA: [OTHER6] } }),
    finds: ['stale-aaaa'],
    ready: false,
    rows: { [`A ${HOST}`]: 'right', [`AAAA ${HOST}`]: 'wrong' },
  },
  {
    name: 'an AAAA where the Pi has no IPv6',
    prepare: (net) => {
      net.home.ipv6 = null
      names({ [HOST]: { A: [OWN], AAAA: [OTHER6] } })(net)
    },
    finds: ['stale-aaaa'],
    ready: false,
    says: /Remove the AAAA record/,
  },
  {
    name: 'a name that is not there',
    prepare: (net) => void net.missing.add(HOST),
    finds: ['no-record'],
    ready: false,
    rows: { [`A ${HOST}`]: 'missing' },
  },
  { name: 'a name without an address', prepare: names({ [HOST]: {} }), finds: ['no-record'], ready: false },
  {
    name: 'an alias that leads here',
    prepare: names({ [HOST]: { CNAME: 'home.dyn.example' } }),
    finds: [],
    ready: true,
    rows: { [`CNAME ${HOST}`]: 'right', [`A ${HOST}`]: 'right' },
  },
  {
    name: 'an alias that leads elsewhere',
    prepare: names({ [HOST]: { CNAME: 'www.other.test' }, 'www.other.test': { A: [OTHER] } }),
    finds: ['wrong-a'],
    ready: false,
  },
  {
    name: 'an alias to nothing',
    prepare: (net) => {
      names({ [HOST]: { CNAME: 'gone.test' } })(net)
      net.missing.add('gone.test')
    },
    finds: ['alias-nowhere'],
    ready: false,
    rows: { [`CNAME ${HOST}`]: 'wrong' },
  },
  {
    name: 'aliases in a circle',
    prepare: names({ [HOST]: { CNAME: 'b.test' }, 'b.test': { CNAME: HOST } }),
    finds: ['alias-loop'],
    ready: false,
  },
  {
    name: 'CAA for another authority',
    prepare: caa(HOST, '0 issue "pki.goog"'),
    finds: ['caa-forbids'],
    ready: false,
    rows: { [`CAA ${HOST}`]: 'wrong' },
  },
  {
    name: 'CAA of the domain above',
    prepare: caa('hollis.example', '0 issue "pki.goog"', '0 iodef "mailto:a@b.test"'),
    finds: ['caa-forbids'],
    ready: false,
    rows: { 'CAA hollis.example': 'wrong' },
  },
  { name: 'CAA for nobody', prepare: caa(HOST, '0 issue ";"'), finds: ['caa-forbids'], ready: false },
  {
    name: 'CAA for Let’s Encrypt and its neighbour',
    prepare: caa(HOST, '0 issue "pki.goog"', '0 issue "letsencrypt.org"'),
    finds: [],
    ready: true,
    rows: { [`CAA ${HOST}`]: 'right' },
  },
  {
    name: 'CAA nearby allows, above forbids',
    prepare: (net) => {
      caa(HOST, '0 issue "letsencrypt.org"')(net)
      net.names.set('hollis.example', { CAA: ['0 issue ";"'] })
    },
    finds: [],
    ready: true,
  },
  {
    name: 'CAA in Cloudflare’s form',
    prepare: caa(HOST, '\\# 15 00 05 69 73 73 75 65 70 6b 69 2e 67 6f 6f 67'),
    finds: ['caa-forbids'],
    ready: false,
    says: /0 issue "pki\.goog"/,
  },
  {
    name: 'CAA for an account of somebody',
    prepare: caa(
      HOST,
      '0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"',
    ),
    finds: ['caa-forbids'],
    ready: false,
    says: /accounturi/,
  },
  {
    name: 'CAA by DNS alone',
    prepare: caa(HOST, '0 issue "letsencrypt.org; validationmethods=dns-01"'),
    finds: ['caa-forbids'],
    ready: false,
    says: /http-01/,
  },
  {
    name: 'CAA with an unknown critical word',
    prepare: caa(HOST, '0 issue "letsencrypt.org"', '128 tbs "x"'),
    finds: ['caa-forbids'],
    ready: false,
  },
  {
    name: 'two names',
    address: two,
    prepare: names({ [HOST]: { A: [OWN] }, [IDENTITY]: { CNAME: HOST } }),
    finds: [],
    ready: true,
    rows: { [`CNAME ${IDENTITY}`]: 'right' },
  },
  {
    name: 'two names, the second is missing',
    address: two,
    prepare: names({ [HOST]: { A: [OWN] }, [IDENTITY]: {} }),
    finds: ['no-record'],
    ready: false,
    rows: { [`CNAME ${IDENTITY}`]: 'missing' },
  },
  {
    name: 'two names, the second leads elsewhere',
    address: two,
    prepare: names({ [HOST]: { A: [OWN] }, [IDENTITY]: { A: [OTHER] } }),
    finds: ['wrong-a'],
    ready: false,
  },
  {
    name: 'an apex with both files',
    address: apex,
    prepare: files(rightClient, rightServer, cors),
    finds: [],
    ready: true,
  },
  {
    name: 'an apex without files',
    address: apex,
    prepare: (net) => void net.answers.set('hollis.example', () => ({ status: 404, headers: {}, body: '' })),
    finds: ['apex-files-missing'],
    ready: true,
  },
  {
    name: 'an apex whose file lacks its header',
    address: apex,
    prepare: files(rightClient, rightServer, {}),
    finds: ['apex-files-missing'],
    ready: true,
    says: /Access-Control-Allow-Origin/,
  },
  {
    name: 'an apex whose file leads elsewhere',
    address: apex,
    prepare: files(rightClient, { 'm.server': 'old.test:443' }, cors),
    finds: ['apex-files-missing'],
    ready: true,
  },
  {
    name: 'HTML instead of an answer',
    prepare: bothSay('<html>Sign in to the hotel</html>'),
    finds: ['no-answer'],
    ready: true,
  },
  {
    name: 'an answer to another question',
    prepare: bothSay({
      Status: 0,
      Question: [{ name: 'evil.test.', type: 1 }],
      Answer: [{ name: HOST, type: 1, data: OTHER }],
    }),
    finds: ['no-answer'],
    ready: true,
  },
  {
    name: 'records of wrong types',
    prepare: (net) => {
      const said = JSON.stringify({
        Status: 0,
        Answer: [
          { name: HOST, type: 16, data: 'x'.repeat(9000) },
          { name: HOST, type: 1, data: '$(reboot)' },
          { name: 7, type: '1' },
          null,
          { name: `${HOST}.`, type: 1, data: OWN },
        ],
      })
      for (const host of ['dns.google', 'cloudflare-dns.com']) net.answers.set(host, from(said))
    },
    finds: [],
    ready: true,
    rows: { [`A ${HOST}`]: 'right' },
  },
  {
    name: 'escapes in a CAA record',
    prepare: caa(HOST, '0 issue "\\"\u001b[31m\u202e<b>"'),
    finds: ['caa-forbids'],
    ready: false,
  },
]
