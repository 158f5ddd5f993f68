/** What a wait takes for done: the very name that was asked for, read by grep as on the Pi and by the practice Pi alike. */
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Resource } from '../../provisioners/engine/resource.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { quote } from '../../provisioners/shell/quote.ts'
import { addressResources, servingResources, type Serving } from '../../provisioners/tailscale/serving.ts'
import { signInResources } from '../../provisioners/tailscale/sign-in.ts'
import { RUNS, SEED, takenAddress, takenJoin } from './hostile.ts'

/** Fewer than elsewhere: each has some twenty lines, and a grep of its own. */
const CASES = RUNS / 2
/** Patterns a shell. */
const BATCH = 200
const often = { seed: SEED, numRuns: CASES / BATCH, endOnFailure: true }
const batches = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: BATCH, maxLength: BATCH })

/** A pattern, and lines of which it should find some. */
interface Case {
  readonly pattern: string
  readonly lines: readonly { readonly text: string; readonly right: boolean }[]
}

/** What the last wait of a resource looks for, on a machine where nothing is known of Tailscale yet. */
function doneOf(resource: Resource | undefined): string {
  const diff = resource?.diff(
    { tailnet: null, prefs: null, served: [] },
    { secret: (id) => new Secret('', id), changed: () => false },
  )
  const action = diff?.met === false ? diff.actions.at(-1) : undefined
  if (action?.kind !== 'wait') throw new Error('no wait')
  return action.wait.done
}

/** Numbers of the lines that grep finds, for each case. */
function byGrep(cases: readonly Case[]): number[][] {
  const script = cases
    .map(({ pattern, lines }) => {
      const texts = lines.map(({ text }) => quote(text)).join(' ')
      return `printf '%s\\n' ${texts} | grep -En -e ${quote(pattern)} | cut -d : -f 1\necho over\n`
    })
    .join('')
  const { stdout, stderr, status } = spawnSync('dash', ['-s'], { input: script, maxBuffer: 2 ** 28 })
  expect([status, stderr.toString()]).toEqual([0, ''])
  return stdout
    .toString()
    .split('over\n')
    .slice(0, -1)
    .map((numbers) => numbers.split('\n').filter(Boolean).map(Number))
}

const numbered = (lines: readonly boolean[]): number[] =>
  lines.flatMap((found, index) => (found ? [index + 1] : []))

function expectFound(cases: readonly Case[]): void {
  const meant = cases.map(({ lines }) => numbered(lines.map(({ right }) => right)))
  expect(byGrep(cases)).toEqual(meant)
  expect(
    cases.map(({ pattern, lines }) => numbered(lines.map(({ text }) => new RegExp(pattern).test(text)))),
  ).toEqual(meant)
}

/** Names that are nearly this one. */
const near = (name: string): string[] => [
  ...[...name.matchAll(/\./g)].flatMap(({ index }) =>
    ['x', '-', ''].map((other) => name.slice(0, index) + other + name.slice(index + 1)),
  ),
  `x${name}`,
  `${name}x`,
  `x.${name}`,
  `${name}.x`,
  `${name}-1`,
  `"${name}`,
  name.slice(1),
  '',
  '.',
]

const inStatus = (name: string): string => `    "DNSName": ${JSON.stringify(name)},`

const hosts = takenAddress.map(({ host }) => host)
const loopbacks = [18_080, 18_081, 18_082]
const servingOf = (host: string, how: Serving['how']): Serving => ({
  how,
  host,
  loopbacks,
  doors: [{ port: 443, loopback: 18_080 }],
})

describe(`${CASES} names from the seed ${SEED}`, { timeout: 300_000 }, () => {
  it('the whole name that the tailnet gives', () => {
    fc.assert(
      fc.property(batches(hosts), (given) => {
        expectFound(
          given.map((host) => ({
            pattern: doneOf(addressResources(servingOf(host, 'serve'))[0]),
            lines: [
              { text: inStatus(host), right: true },
              { text: inStatus(`${host}.`), right: true },
              ...near(host).map((name) => ({ text: inStatus(name), right: name === host })),
              // what others write stands deeper, or between quotes of its own
              { text: `  ${inStatus(`${host}.`)}`, right: false },
              { text: `    "HostName": ${JSON.stringify(inStatus(host))}`, right: false },
            ],
          })),
        )
      }),
      often,
    )
  })

  it('the machine’s own name, with a number where the tailnet adds one', () => {
    fc.assert(
      fc.property(batches(takenJoin), (given) => {
        expectFound(
          given.map((settings) => {
            const { machineName } = settings
            const right = [machineName, `${machineName}-1`, `${machineName}-23`]
            const wrong = [`x${machineName}`, `${machineName}x`, `${machineName}-x`, `${machineName}-`]
            const line = (name: string) => inStatus(`${name}.tail1.ts.net.`)
            return {
              pattern: doneOf(signInResources(settings)[1]),
              lines: [
                ...right.map((name) => ({ text: line(name), right: true })),
                ...wrong.map((name) => ({ text: line(name), right: false })),
                { text: inStatus(machineName), right: false },
              ],
            }
          }),
        )
      }),
      often,
    )
  })

  it.each(['serve', 'funnel'] as const)('%s leads the port of that name to that port behind it', (how) => {
    const served = (name: string, port: number, to: number, open: boolean, mount = '/'): string => {
      const at = `${name}:${port}`
      const config = {
        TCP: { [port]: { HTTPS: true } },
        Web: { [at]: { Handlers: { [mount]: { Proxy: `http://127.0.0.1:${to}` } } } },
        ...(open && { AllowFunnel: { [at]: true } }),
      }
      return JSON.stringify(config).replaceAll(/\s/g, '')
    }
    fc.assert(
      fc.property(batches(hosts), (given) => {
        expectFound(
          given.map((host) => ({
            pattern: doneOf(servingResources(servingOf(host, how))[1]),
            lines: [
              { text: served(host, 443, 18_080, true), right: true },
              { text: served(host, 443, 18_080, false), right: how === 'serve' },
              ...near(host).map((name) => ({ text: served(name, 443, 18_080, true), right: false })),
              { text: served(host, 8443, 18_080, true), right: false },
              { text: served(host, 4430, 18_080, true), right: false },
              { text: served(host, 443, 18_081, true), right: false },
              { text: served(host, 443, 180_800, true), right: false },
              { text: served(host, 443, 18_080, true, '/x'), right: false },
              { text: JSON.stringify({ Text: served(host, 443, 18_080, true) }), right: false },
            ],
          })),
        )
      }),
      often,
    )
  })
})

describe('the comparison is not blind', () => {
  it('a dot that was not escaped would be found', () => {
    const text = inStatus('axb.example')
    expect(() => expectFound([{ pattern: '"a.b[.]example', lines: [{ text, right: false }] }])).toThrow()
    expectFound([{ pattern: '"a[.]b[.]example', lines: [{ text, right: false }] }])
  })
})
