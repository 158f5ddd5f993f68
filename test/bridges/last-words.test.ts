/** Health and failed runs name the reason that a log gives. */
import { describe, expect, it } from 'vitest'
import { checks, explain } from '../../provisioners/components.ts'
import { judge, light } from '../../provisioners/engine/status.ts'
import { explainFailure } from '../../provisioners/engine/post-mortem.ts'
import type { Host, Question } from '../../provisioners/host/host.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { describe as describeCommand } from '../../provisioners/shell/describe.ts'
import { lastWords as lastWordsCommand } from '../../provisioners/stack/commands.ts'
import { lastWords } from '../../provisioners/stack/facts.ts'
import { samples } from './samples.ts'

const plain: Intent = { ...defaultIntent('pi'), address: { mode: 'home', host: 'brookside.local' } }
const bridged: Intent = { ...plain, bridges: { whatsapp: {} } }
const linesOf = (id: string): readonly string[] => samples.find((sample) => sample.id === id)?.logs[0] ?? []

/** What a status look finds where one service is as it is said, and all others are well. */
function findings(service: string, state: object, lines: readonly string[], intent = bridged) {
  const all = checks(intent).filter(({ code }) => code === `service.${service}` || code === 'synapse.answers')
  const container = {
    service,
    state: 'running',
    health: 'healthy',
    exitCode: 0,
    restarts: 0,
    healthOutput: '',
  }
  const seen = new Map<string, unknown>([
    ['stack.containers', [{ ...container, ...state }]],
    ['stack.last-words', new Map([[service, lines]])],
    ['matrix.synapse-health', { ok: service !== 'synapse', evidence: '' }],
  ])
  const since = new Map(all.map(({ code }): [string, number] => [code, 0]))
  return judge(all, seen, 1000, since).findings
}
const down = { state: 'restarting', exitCode: 13 }

describe('a bridge that is not well', () => {
  it('needs somebody, and is not in the way of the server', () => {
    const [finding] = findings('bridge-whatsapp', down, [])
    expect(finding).toMatchObject({
      code: 'service.bridge-whatsapp',
      severity: 'warns',
      title: 'WhatsApp bridge is not running',
    })
    expect(light([finding!])).toBe('needs-you')
    expect(light(findings('synapse', { state: 'exited' }, []))).toBe('in-the-way')
  })

  it('says why, with what helps and the line that says it', () => {
    const [finding] = findings('bridge-whatsapp', down, linesOf('hs-token-mismatch'))
    expect(finding?.detail).toMatch(
      /^It starts over and over again\. The bridge does not recognise the Matrix server\. /,
    )
    expect(finding?.remedy).toMatch(/Bramble repair/)
    expect(finding?.action).toEqual({ kind: 'converge' })
    expect(finding?.evidence.at(-1)).toContain('M_BAD_STATUS')
  })

  it('is offered what helps, and nothing where Bramble can do nothing', () => {
    expect(findings('bridge-whatsapp', down, linesOf('self-sign-other'))[0]?.action).toEqual({
      kind: 'restart',
      service: 'bridge-whatsapp',
    })
    expect(findings('bridge-whatsapp', down, linesOf('sqlite-corrupt'))[0]?.action).toEqual({ kind: 'none' })
  })

  it('shows its last words where none of them is known, without tokens or escape sequences', () => {
    const token = 'Zm9yLXRlc3RzLW9ubHktdGhpcy1pcy1uby10b2tlbg_123'
    const lines = ['one', 'two', 'three', 'four', 'five', `panic: \u001b[31mno idea ${token}`]
    const [finding] = findings('bridge-whatsapp', down, lines)
    expect(finding?.evidence.slice(-5)).toEqual(['two', 'three', 'four', 'five', 'panic: no idea [hidden]'])
    expect(finding?.remedy).toMatch(/start WhatsApp bridge again/)
  })

  it('says nothing while it is well', () => {
    expect(findings('bridge-whatsapp', {}, linesOf('hs-token-mismatch'))).toEqual([])
  })
})

describe('Synapse beside bridges', () => {
  it('names the registration that it does not take', () => {
    const [finding] = findings('synapse', { state: 'exited', exitCode: 1 }, linesOf('syn-as-dup-id'))
    expect(finding).toMatchObject({ code: 'service.synapse', severity: 'blocks' })
    expect(finding?.detail).toContain('Two registrations have the same name')
    const [silent] = findings('synapse', { health: 'starting' }, linesOf('syn-as-dup-id'))
    expect(silent?.code).toBe('synapse.answers')
    expect(silent?.detail).toContain('Two registrations have the same name')
  })

  it('is asked for nothing more where there are none', () => {
    const facts = checks(plain).flatMap((check) => Object.values(check.facts).map(({ id }) => id))
    expect(facts).not.toContain('stack.last-words')
    expect(findings('synapse', { state: 'exited' }, linesOf('syn-as-dup-id'), plain)[0]?.detail).toBe(
      'It is exited.',
    )
  })
})

/** As Compose prints lines of several services. */
const printed = (service: string, lines: readonly string[]): string =>
  lines.map((line) => `${service}-1  | 2026-11-21T18:59:03.527000000Z ${line}\n`).join('')

describe('the last lines of all that are not well', () => {
  it('are asked for with one command', () => {
    const words = describeCommand(lastWordsCommand())
    expect(words).toContain('--tail 40')
    expect(words.match(/docker compose/g)).toHaveLength(1)
  })

  it('are read by service, in their order; what no container wrote is passed over', () => {
    const stdout = `no such service: x\n${printed('bridge-whatsapp', ['a', 'b'])}${printed('synapse', ['c'])}`
    const read = lastWords.parse({ status: 1, stdout, stderr: '', truncated: false })
    expect([...read]).toEqual([
      ['bridge-whatsapp', ['a', 'b']],
      ['synapse', ['c']],
    ])
  })
})

describe('a run that failed', () => {
  const asked: Question[] = []
  const host = (stdout: string): Host =>
    ({
      ask: (questions: readonly Question[]) => {
        asked.push(...questions)
        return Promise.resolve(
          questions.map((_, index) => ({
            status: 0,
            stdout: index === 2 ? stdout : '',
            stderr: '',
            truncated: false,
          })),
        )
      },
    }) as unknown as Host
  const failure = {
    title: 'Start the services',
    status: 1,
    hint: 'not-healthy',
    output: ['container is unhealthy'],
  } as const

  it('names the bridge and the reason', async () => {
    const stdout =
      printed('bridge-whatsapp', linesOf('db-connect')) + printed('mas', ['M_EXCLUSIVE: no bridge'])
    const why = await explainFailure(host(stdout), failure, { explain, lastWords })
    expect(why.code).toBe('not-healthy')
    expect(why.cause).toMatch(/^The WhatsApp bridge is not well\. The bridge cannot open its database\. /)
    expect(why.evidence[0]).toContain('Failed to initialize database connection')
  })

  it('is told as before where no line is known, and asks for no lines where services are not the matter', async () => {
    const why = await explainFailure(host(printed('bridge-whatsapp', ['all is well'])), failure, {
      explain,
      lastWords,
    })
    expect(why).toMatchObject({
      cause: '“Start the services” ended with status 1.',
      evidence: failure.output,
    })
    asked.length = 0
    await explainFailure(host(''), { ...failure, hint: 'download-failed' }, { explain, lastWords })
    expect(asked).toHaveLength(2)
  })
})
