/** The registrations of bridges through Synapse's own loader: every subset of up to four, and two hundred larger ones. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { bridges } from '../../provisioners/bridges/index.ts'
import { images } from '../../provisioners/images.ts'
import { compatible, registrationsOf, withBridges } from '../bridges/support.ts'
import { converge, emptyPi, labName, laptop, outcome } from './support.ts'

const SERVER = 'a.b-c.example'
const ids = bridges.map(({ id }) => id)
const script = readFileSync(new URL('./registrations-load.py', import.meta.url), 'utf8')

/** Every choice of up to so many. */
function upTo(many: number, of: readonly string[]): string[][] {
  if (many === 0 || of.length === 0) return [[]]
  const [first = '', ...rest] = of
  return [...upTo(many, rest), ...upTo(many - 1, rest).map((more) => [first, ...more])]
}

const small = upTo(4, ids).filter(compatible)
const large = fc.sample(fc.subarray([...ids], { minLength: 5 }).filter(compatible), {
  numRuns: 200,
  seed: 20_261_121,
})

interface Asked {
  readonly name: string
  readonly texts: Readonly<Record<string, string>>
  readonly sets: readonly (readonly string[])[]
}

/** One process of Synapse's image, which reads everything from standard input. */
function load(asked: Asked): Promise<(string | null)[]> {
  const lab = fileURLToPath(new URL('./lab', import.meta.url))
  const argv = ['docker', 'run', '--rm', '--interactive', '--network', 'none', '--entrypoint', 'python3']
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [lab, 'exec', '--name', labName, '--', ...argv, images.synapse, '-c', script])
    let out = ''
    let trouble = ''
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString('utf8')))
    child.stderr.on('data', (piece: Buffer) => (trouble += piece.toString('utf8')))
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0) resolve(JSON.parse(out) as (string | null)[])
      else reject(new Error(`the loader ended with ${status}: ${trouble.slice(-2000)}`))
    })
    child.stdin.end(JSON.stringify(asked))
  })
}

/** Each set as its own intent renders it; a text that two intents share is sent once. */
function asked(sets: readonly (readonly string[])[]): Asked {
  const texts = new Map<string, string>()
  const keys = sets.map((set) =>
    [...registrationsOf(withBridges(set, {}, SERVER))].map(([name, text]) => {
      const versions = [...texts].filter(([key]) => key.startsWith(`${name}#`))
      const known = versions.find(([, other]) => other === text)?.[0]
      const key = known ?? `${name}#${versions.length}`
      texts.set(key, text)
      return key
    }),
  )
  return { name: SERVER, texts: Object.fromEntries(texts), sets: keys }
}

beforeAll(async () => {
  await emptyPi()
  const one = laptop()
  try {
    expect(outcome(await converge(one))).toBe('verified')
  } finally {
    await one.close()
  }
})

describe('Synapse’s own loader', () => {
  it('takes the registrations of every subset of up to four bridges, and of 200 larger ones', async () => {
    expect(small.length).toBeGreaterThan(2000)
    const sets = [...small, ...large]
    const verdicts = await load(asked(sets))
    expect(verdicts).toHaveLength(sets.length)
    expect(sets.filter((_, at) => verdicts[at] !== null).map((set) => set.join(' '))).toEqual([])
    const files = new Set(sets.flatMap((set) => [...set]))
    console.log(
      `${sets.length} sets of ${files.size} bridges were loaded, ${large.length} of them larger than four`,
    )
  })

  it('refuses what is wrong, so that its yes means something', async () => {
    const { texts } = asked([['whatsapp', 'telegram']])
    const [puppet = '', whatsapp = '', telegram = ''] = Object.values(texts)
    const broken: Readonly<Record<string, readonly string[]>> = {
      'an id twice': [puppet, whatsapp, telegram.replace('id: telegram', 'id: whatsapp')],
      'a token twice': [
        puppet,
        whatsapp,
        telegram.replace(/^as_token: .*$/m, /^as_token: .*$/m.exec(whatsapp)?.[0] ?? ''),
      ],
      'no url': [puppet.replace('url: null\n', ''), whatsapp],
      'a switch that is a text': [telegram.replace('io.element.msc4190: true', 'io.element.msc4190: "true"')],
      'a regular expression that is none': [whatsapp.replace('whatsapp_.*', 'whatsapp_(')],
    }
    const cases = Object.entries(broken)
    const sets = cases.map(([name, list]) => list.map((_, at) => `${name.replaceAll(' ', '-')}-${at}`))
    const all = cases.flatMap(([, list], at) =>
      list.map((text, index) => [sets[at]?.[index] ?? '', text] as const),
    )
    const verdicts = await load({ name: SERVER, texts: Object.fromEntries(all), sets })
    expect(cases.filter((_, at) => verdicts[at] === null).map(([name]) => name)).toEqual([])
    console.log(cases.map(([name], at) => `${name}: ${verdicts[at]}`).join('\n'))
  })
})
