/** Bridges in an answers file: what their own files refuse is told with its line, and an editor marks it too. */
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkAnswers } from '../../provisioners/answers/check.ts'
import { showMistake } from '../../provisioners/answers/document.ts'
import { answersSchema, answersSchemaText } from '../../provisioners/answers/json-schema.ts'
import { bridges } from '../../provisioners/bridges/index.ts'
import { writeAnswers } from '../../provisioners/cli/answers.ts'
import { isSecretField } from '../../provisioners/model/field.ts'
import { examples } from './examples.ts'

const plain = 'version: 2\nname: Brookside\naddress: {mode: home, host: brookside.local}\nsignIn: {}\n'
const wrongIn = (text: string): string[] => {
  const checked = checkAnswers(text)
  return checked.kind === 'intent' ? [] : checked.mistakes.map(showMistake)
}
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(answersSchema())

describe('answers for bridges', () => {
  const telegram = (lines: string): string => `${plain}bridges:\n  whatsapp: {}\n  telegram:\n${lines}`

  it('take an API id with quotes and without, and mean the same', () => {
    for (const id of ['1234567', '"1234567"']) {
      const checked = checkAnswers(telegram(`    apiId: ${id}\n`))
      expect(checked).toMatchObject({
        kind: 'intent',
        intent: { bridges: { whatsapp: {}, telegram: { apiId: '1234567' } } },
      })
      if (checked.kind === 'intent') expect(checkAnswers(writeAnswers(checked.intent))).toEqual(checked)
    }
  })

  it.each<[string, string, string[]]>([
    [
      'a question without an answer',
      telegram('    chats: all\n'),
      ['line 7, bridges.telegram.apiId: API id of the bridge “telegram”: it is missing.'],
    ],
    [
      'a number that is none',
      telegram('    apiId: 0\n'),
      [
        'line 8, bridges.telegram.apiId: API id of the bridge “telegram”: it is a number of up to nine digits.',
      ],
    ],
    [
      'a number with a fraction, beside another bridge’s mistake',
      `${telegram('    apiId: 1.5\n')}  slack: {onlyDirect: perhaps}\n`,
      [
        'line 8, bridges.telegram.apiId: Answer this with a text, a whole number, or true or false.',
        'line 9, bridges.slack.onlyDirect: Direct messages only of the bridge “slack”: answer it with true or false.',
      ],
    ],
    [
      'a choice and a setting that there are not',
      telegram('    apiId: 1\n    chats: some\n    colour: red\n'),
      [
        'line 9, bridges.telegram.chats: Chats that come along at once of the bridge “telegram”: it must be one of 15, 50, 200, all.',
        'line 10, bridges.telegram.colour: The Telegram bridge has no setting “colour”.',
      ],
    ],
    [
      'a bridge that nobody knows',
      `${plain}bridges: {icq: {}}\n`,
      ['line 5, bridges.icq: Nothing here knows the bridge “icq”.'],
    ],
    [
      'two that want the same names',
      `${plain}bridges:\n  irc: {}\n  heisenbridge: {}\n`,
      [
        'line 6, bridges.irc: The bridges “irc” and “heisenbridge” claim the same names: keep one of them.',
        'line 7, bridges.heisenbridge: The bridges “heisenbridge” and “irc” claim the same names: keep one of them.',
      ],
    ],
    [
      'a secret',
      telegram(`    apiId: 1\n    apiHash: canary\n`),
      [
        'line 9, bridges.telegram.apiHash: Answers never hold a secret. Take it out, and hand it over in the file of --secrets, under the name bridge-telegram-api-hash.',
      ],
    ],
  ])('%s', (_, text, words) => {
    expect(wrongIn(text)).toEqual(words)
  })
})

describe('bridges in the schema', () => {
  it('are all there with their questions, and without their secrets', () => {
    const text = answersSchemaText()
    const known = answersSchema().properties?.['bridges']?.properties ?? {}
    expect(Object.keys(known)).toEqual(bridges.map(({ id }) => id))
    for (const { id, fields } of bridges) {
      const asked = fields.filter((field) => !isSecretField(field)).map(({ name }) => name)
      expect(Object.keys(known[id]?.properties ?? {})).toEqual(asked)
    }
    expect(text).not.toContain('apiHash')
  })

  it('answers that a bridge does not ask for, or not so, are refused by both', () => {
    const [, text] = examples.find(([name]) => name === 'home-bridges.yaml') ?? ['', '']
    for (const [from, to] of [
      ['apiId: 1234567', 'apiId: number'],
      ['apiId: 1234567', 'apiHash: canary'],
      [/ +apiId: .*\n/, ''],
      ['wholeYear: true', 'wholeYear: perhaps'],
      ["chats: '50'", 'chats: 51'],
      ['whatsapp:', 'icq:'],
    ] as const) {
      const spoilt = text.replace(from, to)
      expect(spoilt).not.toBe(text)
      expect(checkAnswers(spoilt).kind).toBe('mistakes')
      expect(validate(parse(spoilt))).toBe(false)
    }
  })

  it('digits need no quotes for either', () => {
    const [, text] = examples.find(([name]) => name === 'home-bridges.yaml') ?? ['', '']
    const bare = text.replace("chats: '50'", 'chats: 50')
    expect(checkAnswers(bare)).toEqual(checkAnswers(text))
    expect(validate(parse(bare))).toBe(true)
  })
})
