/** What the ways in run on the Pi, as real shells see it: every answer is one argument, or the part of one that it was meant to be. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Resource } from '../../provisioners/engine/resource.ts'
import { roundTrip } from '../../provisioners/ingress/knocking.ts'
import * as certificates from '../../provisioners/ingress/certificates/commands.ts'
import { askResolver, questionsFor, resolvers } from '../../provisioners/ingress/resolvers.ts'
import type { Address } from '../../provisioners/model/address.ts'
import type { JoinSettings } from '../../provisioners/model/reach.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh, type Command } from '../../provisioners/shell/command.ts'
import { joinNetwork } from '../../provisioners/stack/commands.ts'
import * as tailscale from '../../provisioners/tailscale/commands.ts'
import { signInResources } from '../../provisioners/tailscale/sign-in.ts'
import { shells } from '../shell/shells.ts'
import { hostileBits, RUNS, SEED, takenAddress, takenJoin } from './hostile.ts'
import { readCurlConfig } from './readers.ts'
import { runsOf, runsSeen, single, sorted } from './real-shell.ts'

/** Commands a script: a shell of its own for each would take minutes. */
const BATCH = 200
const batches = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: BATCH, maxLength: BATCH })
const often = { seed: SEED, numRuns: RUNS / BATCH, endOnFailure: true }

/** What a person pastes into the field for a key: anything but what no text can hold. */
const key = fc
  .oneof(
    fc.array(fc.constantFrom(...hostileBits), { minLength: 1, maxLength: 6 }).map((bits) => bits.join('')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.stringMatching(/^tskey-auth-[A-Za-z0-9]{12}-[A-Za-z0-9]{32}$/),
    fc.constantFrom('-n', '%s%d\\c', 'tskey-auth-a\n\n', "k'; id; '", '$(id)', '--auth-key=x'),
  )
  .filter((text) => !/\0|\p{Surrogate}/u.test(text))

/** The commands of a resource's work, on a machine where nothing is known of Tailscale yet. */
function workOf(resource: Resource, secret: string): Command[] {
  const diff = resource.diff(
    { tailnet: null, prefs: null },
    { secret: (id) => new Secret(secret, id), changed: () => true },
  )
  if (diff.met) throw new Error(`${resource.id} has nothing to do`)
  return diff.actions.flatMap((action) => {
    if (action.kind === 'run') return [action.command]
    if (action.kind === 'wait') return [...(action.wait.begin ? [action.wait.begin] : []), action.wait.look]
    return []
  })
}

const hostsOf = (address: Address): string[] => [
  address.host,
  ...('identityHost' in address && address.identityHost !== undefined ? [address.identityHost] : []),
]
const networkOf = (address: Address): string =>
  'reach' in address && 'network' in address.reach ? address.reach.network : 'web'

const askedAt = (control: string): string[] => [
  ...'curl --silent --show-error --output /dev/null --connect-timeout 8 --max-time 12 --write-out'.split(' '),
  '%{http_code}\\n',
  `${new URL(control).origin}/key?v=100`,
]
const status = ['tailscale', 'status', '--json', '--peers=false']

function joining({ signIn, machineName, tags, controlServer }: JoinSettings, secret: string): string[][] {
  const control = controlServer ?? 'https://controlplane.tailscale.com'
  const up = [
    'tailscale',
    'up',
    `--hostname=${machineName}`,
    `--advertise-tags=${tags.join(',')}`,
    `--login-server=${control}`,
    '--timeout=900s',
    ...(signIn === 'key' ? ['--auth-key=file:/dev/stdin', `fed ${secret}`] : []),
  ]
  const named = ['tailscale', 'set', `--hostname=${machineName}`]
  return [askedAt(control), askedAt(control), up, status, named, status]
}

describe.each(shells)(`${RUNS} answers from the seed ${SEED}, in %s`, { timeout: 300_000 }, (shell) => {
  /** Each program alone, and then the whole of it as it is run. */
  function seenAs(of: readonly { commands: readonly Command[]; meant: readonly string[][] }[]): void {
    const alone = of.map(({ commands }) => commands.flatMap(single))
    const seen = runsSeen(shell, alone.flat())
    let at = 0
    for (const [index, { meant }] of of.entries()) {
      const own = seen.slice(at, (at += alone[index]?.length ?? 0))
      expect(own.map(([run]) => run)).toEqual(meant)
      expect(own.every((runs) => runs.length === 1)).toBe(true)
    }
  }

  it('joining a tailnet: the control server, the options, the key and the name', () => {
    fc.assert(
      fc.property(batches(fc.tuple(takenJoin, key)), (given) => {
        seenAs(
          given.map(([settings, secret]) => ({
            commands: signInResources(settings).flatMap((resource) => workOf(resource, secret)),
            meant: joining(settings, secret),
          })),
        )
      }),
      often,
    )
  })

  it('certificates, the resolvers, the way round and a network to join', () => {
    fc.assert(
      fc.property(batches(takenAddress), (given) => {
        seenAs(
          given.map((address) => {
            const hosts = hostsOf(address)
            const network = networkOf(address)
            const commands = [
              certificates.clearRehearsal(hosts),
              certificates.rehearse(hosts),
              certificates.waitForCertificates(hosts, 5),
              roundTrip('203.0.113.7', 80, address.host, 'token1').command,
              joinNetwork(network, 'synapse', ['postgres', 'mas']),
            ]
            return { commands, meant: [...certifying(hosts), ...knocked(address.host), ...joined(network)] }
          }),
        )
      }),
      often,
    )
  })

  it('the same as they are run, one after another and through pipes', () => {
    fc.assert(
      fc.property(fc.array(takenAddress, { minLength: 50, maxLength: 50 }), (given) => {
        const commands = given.flatMap((address) => [
          certificates.clearRehearsal(hostsOf(address)),
          certificates.rehearse(hostsOf(address)),
          joinNetwork(networkOf(address), 'synapse', ['postgres']),
          tailscale.setName(address.host.split('.')[0] ?? ''),
        ])
        expect(runsSeen(shell, commands)).toEqual(commands.map((command) => sorted(runsOf(command))))
      }),
      { seed: SEED, numRuns: 4, endOnFailure: true },
    )
  })
})

const STORAGE = '/opt/bramble/data/caddy'
const AT = {
  staging: `${STORAGE}/certificates/acme-staging-v02.api.letsencrypt.org-directory`,
  production: `${STORAGE}/certificates/acme-v02.api.letsencrypt.org-directory`,
}
const there = (at: string, hosts: readonly string[]): string[][] =>
  hosts.map((host) => ['test', '-s', `${at}/${host}/${host}.crt`])
const words = (text: string): string[] => text.split(' ')

/** Of these commands only the names vary; the rest is other tests' business. */
function certifying(hosts: readonly string[]): string[][] {
  const tame = hosts.map((_, index) => `h${index}.tame.example`)
  const clear = certificates.clearRehearsal(tame)
  const named = [clear, certificates.rehearse(tame), certificates.waitForCertificates(tame, 5)]
  const meant = named.flatMap(single).flatMap(runsOf)
  const exchanged = meant.map((run) =>
    run.map((word) => word.replaceAll(/h(\d)\.tame\.example/g, (_, at: string) => hosts[Number(at)] ?? '')),
  )
  // and those that hold a name are these
  const holding = exchanged.filter((_, at) => (meant[at] ?? []).some((word) => word.includes('.tame.')))
  expect(holding).toEqual([
    ['rm', '-rf', '--', ...hosts.map((host) => `${AT.staging}/${host}`), `${STORAGE}/rehearsal.log`],
    ...there(AT.staging, hosts),
    ...there(AT.staging, hosts),
    ...there(AT.production, hosts),
    ...there(AT.production, hosts),
  ])
  return exchanged
}

const knocked = (host: string): string[][] => [
  [
    ...words('curl --silent --include --max-time 4 --max-filesize 4096 --header'),
    `Host: ${host}`,
    'http://203.0.113.7:80/.well-known/bramble-token1',
  ],
]

const joined = (network: string): string[][] => {
  const connect = words(
    'docker network connect --alias bramble-synapse --link bramble-postgres-1:postgres --link bramble-mas-1:mas',
  )
  return [
    [
      ...words('docker inspect --format'),
      `{{with index .NetworkSettings.Networks "${network}"}}{{json .Aliases}}{{end}}`,
      'bramble-synapse-1',
    ],
    [...words('grep --quiet --fixed-strings'), '--regexp="bramble-synapse"'],
    [...connect, network, 'bramble-synapse-1'],
    [...words('docker network disconnect'), network, 'bramble-synapse-1'],
    [...connect, network, 'bramble-synapse-1'],
  ]
}

describe(`${RUNS} answers from the seed ${SEED}`, { timeout: 300_000 }, () => {
  it('a resolver is asked for the names themselves, each in an option of its own', () => {
    fc.assert(
      fc.property(takenAddress, (address) => {
        const questions = questionsFor(hostsOf(address))
        for (const resolver of resolvers) {
          const [run = []] = runsOf(askResolver(resolver, questions))
          const [accept, ...urls] = readCurlConfig((run.at(-1) ?? '').replace(/^fed /, ''))
          expect(accept).toEqual(['header', 'accept: application/dns-json'])
          expect(
            urls.map(([option, url]) => [option, url.split('?')[0], ...new URL(url).searchParams.values()]),
          ).toEqual(questions.map(({ name, type }) => ['url', resolver.base, name, type]))
        }
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    )
  })
})

describe('the shell’s witness is not blind', () => {
  it.each(shells)('a name that was glued into a script would be seen, in %s', (shell) => {
    const glued = { kind: 'exec', argv: ['docker', 'a b'] } as const
    expect(runsSeen(shell, [glued, sh`docker a b`])).toEqual([[['docker', 'a b']], [['docker', 'a', 'b']]])
  })
})
