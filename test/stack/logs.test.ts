import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLogLine, readLogLines } from '../../provisioners/stack/logs.ts'

describe('log lines', () => {
  // Captured from Compose 2.26.1 with --no-color --timestamps, through a pipe.
  const captured = [
    '\u001b[2Ksynapse-1  | 2026-11-21T10:27:44.717125143Z 2026-11-21 10:27:44,716 synapse.config.logger WARNING main Copyright',
    '\u001b[2Kpostgres-1  | 2026-11-21T10:27:35.402639411Z 2026-11-21 10:27:35.402 UTC [1] LOG:  database system is ready',
    '\u001b[2Kcaddy-1     | 2026-11-21T10:27:41.343426672Z {"level":"warn","ts":1795256861.3,"msg":"stapling OCSP"}',
    'mas-1  | 2026-11-21T10:27:41Z 2026-11-21T10:27:41Z ERROR mas_cli: no database',
  ]

  it('are read from what Compose really prints', () => {
    expect(captured.map(readLogLine).map((line) => [line?.service, line?.level])).toEqual([
      ['synapse', 'warning'],
      ['postgres', 'plain'],
      ['caddy', 'warning'],
      ['mas', 'error'],
    ])
    expect(readLogLine(captured[1] ?? '')).toMatchObject({
      at: Date.UTC(2026, 10, 21, 10, 27, 35, 402) / 1000,
      text: '2026-11-21 10:27:35.402 UTC [1] LOG:  database system is ready',
    })
  })

  it('passes over what no container wrote', () => {
    for (const line of ['', 'time="2026" level=warning msg="x"', 'Attaching to mas-1'])
      expect(readLogLine(line)).toBeNull()
  })

  it('lets no terminal sequence or control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = readLogLine(
          `mas-1  | 2026-11-21T10:27:41Z ${text.replaceAll(/[\r\n]/g, '')}\u001b]52;c;aGk=\u0007\u001b[31mred`,
        )
        expect(line?.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      }),
    )
  })

  it('puts lines together however the pieces fall', async () => {
    const text = `${captured.join('\n')}\n`
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 6 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), text.length]
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end))
        const lines = []
        for await (const batch of readLogLines(
          (async function* () {
            yield* pieces
          })(),
        ))
          lines.push(...batch)
        expect(lines).toEqual(captured.map(readLogLine))
      }),
    )
  })
})
