/** No answer about the address is more than one argument of one command: real shells show it. */
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRunId } from '../../provisioners/host/queue-bundle.ts'
import { waitScripts } from '../../provisioners/host/wait-script.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { probeSite, waitForSite } from '../../provisioners/matrix/commands.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { reveal } from '../../provisioners/model/text.ts'
import { sh, type Command } from '../../provisioners/shell/command.ts'
import { curlConfig } from '../../provisioners/shell/curl-config.ts'
import { describe as shown } from '../../provisioners/shell/describe.ts'
import { quote } from '../../provisioners/shell/quote.ts'
import { render } from '../../provisioners/shell/render.ts'
import { shells } from '../shell/shells.ts'
import { hostileBits, RUNS, SEED, takenAddress, takenJoin } from './hostile.ts'
import { readCurlConfig } from './readers.ts'

/** Commands a script: a shell of its own for each would take minutes. */
const BATCH = 200

/** What each command's arguments are, as the shell hands them over: functions stand in for the programs. */
function argumentsSeen(shell: string, commands: readonly Command[]): string[][] {
  const script = `curl() { for a in "$@"; do printf '%s\\0' "$a"; done; printf '\\1\\0'; }
docker() { curl "$@"; }
${commands.map((command) => `${render(command)}\n`).join('')}`
  const { stdout, stderr, status } = spawnSync(shell, ['-s'], { input: script, maxBuffer: 2 ** 28 })
  expect([status, stderr.toString()]).toEqual([0, ''])
  return stdout
    .toString()
    .split('\x01\0')
    .slice(0, -1)
    .map((one) => one.split('\0').slice(0, -1))
}

const argvOf = (command: Command): readonly string[] => {
  if (command.kind === 'until') return argvOf(command.command)
  if (command.kind !== 'exec') throw new Error(`not one command: ${command.kind}`)
  return command.argv.slice(1)
}

const batches = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: BATCH, maxLength: BATCH })
/** Who answers behind the proxy; fixed, for only the address varies here. */
const behind = { service: 'synapse', port: 8008 }
const often = { seed: SEED, numRuns: RUNS / BATCH }

describe.each(shells)(`${RUNS} answers from the seed ${SEED}, in %s`, { timeout: 300_000 }, (shell) => {
  it('asking an address', () => {
    fc.assert(
      fc.property(batches(takenAddress), (given) => {
        const commands = given.flatMap((address) => {
          const doors = addressesOf({ address })
          return [probeSite(doors.matrix, doors, behind), waitForSite(doors.signIn, 1, doors, behind)]
        })
        expect(argumentsSeen(shell, commands)).toEqual(commands.map(argvOf))
      }),
      often,
    )
  })
})

describe(`${RUNS} answers from the seed ${SEED}`, { timeout: 300_000 }, () => {
  const anything = fc.oneof(
    fc.array(fc.constantFrom(...hostileBits), { maxLength: 6 }).map((bits) => bits.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )

  it('what people see of a command never plays with the screen', () => {
    fc.assert(
      fc.property(takenAddress, takenJoin, (address, { machineName, controlServer }) => {
        const doors = addressesOf({ address })
        const words = [
          shown(probeSite(doors.matrix, doors, behind)),
          shown(sh`tailscale up --hostname=${machineName} ${controlServer ?? ''}`),
        ].join('')
        expect(words).toMatch(/^[\x20-\x7e]*$/)
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  it('a pattern of a wait is one word of its script, or is refused', () => {
    let refused = 0
    fc.assert(
      fc.property(fc.array(anything, { minLength: BATCH, maxLength: BATCH }), (patterns) => {
        const words = patterns.flatMap((pattern) => {
          try {
            const [script] = waitScripts(
              {
                kind: 'wait',
                firstStatus: 100,
                wait: {
                  begin: null,
                  look: sh`true`,
                  done: pattern,
                  asks: [{ purpose: 'sign-in', of: 'look', when: pattern, link: pattern }],
                  fails: [{ when: pattern, code: 'tailscale-unfit' }],
                  everySeconds: 1,
                  withinSeconds: 5,
                },
              } as unknown as Parameters<typeof waitScripts>[0],
              1,
              '/run',
              'steps/001-0',
            )
            return [{ pattern, text: script?.text ?? '' }]
          } catch (error) {
            // what cannot be a line of a script is no pattern
            expect(error).toBeInstanceOf(TypeError)
            expect(pattern === '' || /[\n\r\0]/.test(pattern) || /\p{Surrogate}/u.test(pattern)).toBe(true)
            refused += 1
            return []
          }
        })
        for (const { pattern, text } of words) {
          expect(text).toContain(`if found look ${quote(pattern)}; then over 0; fi\n`)
          expect(text).toContain(`if found begin ${quote(pattern)}; then over 100; fi\n`)
          expect(text).toContain(`-e ${quote(pattern)} "$at-look.out"`)
        }
        // and the shell takes each for one word
        const script = words.map(({ pattern }) => `printf '%s\\0' ${quote(pattern)}\n`).join('')
        const { stdout } = spawnSync('dash', ['-s'], { input: script, maxBuffer: 2 ** 28 })
        expect(stdout.toString().split('\0').slice(0, -1)).toEqual(words.map(({ pattern }) => pattern))
      }),
      often,
    )
    expect(refused).toBeGreaterThan(0)
  })

  it('curl’s configuration gives back every text, and what is secret stays one', () => {
    fc.assert(
      fc.property(anything, anything, (url, key) => {
        const write = () =>
          curlConfig([
            ['url', [url]],
            ['header', ['Authorization: ', new Secret(key, 'key')]],
          ])
        if (url.includes('\0') || key.includes('\0')) {
          expect(write).toThrow(TypeError)
          return
        }
        expect(readCurlConfig(reveal(write()))).toEqual([
          ['url', url],
          ['header', `Authorization: ${key}`],
        ])
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  it('a run’s id, which names a unit and a directory, is letters and digits', () => {
    fc.assert(
      fc.property(anything, (id) => {
        if (isRunId(id)) expect(`bramble-run-${id}.service`).toMatch(/^[A-Za-z0-9_-]+\.service$/)
      }),
      { seed: SEED, numRuns: RUNS },
    )
    for (const bit of hostileBits.filter((text) => /[^A-Za-z0-9_-]/.test(text)))
      expect(isRunId(`a${bit}`)).toBe(false)
  })
})
