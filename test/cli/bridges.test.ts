/** `bramble bridges` over the practice Pi: what is drawn, asked and said, and what is asked unseen. */
import { beforeAll, describe, expect, it } from 'vitest'
import { bridges, type BridgesOptions } from '../../provisioners/cli/bridges.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { practiceEngine } from '../support/practice.ts'

const intent: Intent = {
  ...defaultIntent('pi'),
  address: { mode: 'home', host: 'brookside.local' },
  bridges: { whatsapp: {}, telegram: { apiId: '1234567' }, twitter: {} },
}
const given = new Map([
  ['bridge-telegram-api-hash', new Secret('0123456789abcdef0123456789abcdef', 'API hash')],
])

const { engine, pi } = practiceEngine()
beforeAll(async () => {
  await engine.start(intent, { given })
  await pi.idle()
}, 60_000)

/** @param typed what a person answers, one after another; nothing more: no terminal */
async function run(words: string, more: Partial<BridgesOptions> = {}, typed: string[] = []) {
  const lines: string[] = []
  const asked: string[] = []
  const left = [...typed]
  const status = await bridges(
    engine,
    intent,
    { words: words.split(' '), json: false, ...more },
    {
      say: (line) => void lines.push(line),
      ask: async (question, hidden = false) => {
        asked.push(`${hidden ? 'unseen ' : ''}${question}`)
        return left.shift() ?? null
      },
    },
  )
  return { status, asked, text: lines.join('\n') }
}

describe('bramble bridges', () => {
  it('lists them', async () => {
    expect(await run('list')).toMatchObject({
      status: 0,
      text: 'whatsapp: works, @whatsappbot:brookside.local\ntelegram: works, @telegrambot:brookside.local\ntwitter: works, @twitterbot:brookside.local',
    })
  })

  it('draws a code to scan, anew when it changes, and says who is signed in', async () => {
    const { status, text } = await run('sign-in whatsapp anna', { flow: 'qr' })
    expect(status).toBe(0)
    expect(text.match(/Practice: no real account/g)).toHaveLength(2)
    expect(text).toMatch(/\u001b\[97;40m[█▀▄ ]+\u001b\[0m/)
    expect(text.split('\n').at(-1)).toBe('signed in: Practice account 1')
    expect((await run('accounts whatsapp anna')).text).toBe('Practice account 1, connected')
    expect((await run('sign-out whatsapp anna')).text).toBe('signed out: Practice account 1')
    await expect(run('sign-out whatsapp anna')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('asks which way, and passwords unseen', async () => {
    const typed = ['phone', '+4912345', '12345', 'second words']
    const { asked, text } = await run('sign-in telegram anna', {}, typed)
    expect(asked).toEqual(['Which way? ', 'Phone number: ', 'Code: ', 'unseen Password: '])
    expect(text).not.toContain('second words')
    expect(text).toContain('signed in: +4912345 (practice)')
  })

  it('asks for the values of a browser unseen', async () => {
    const { asked, text } = await run('sign-in twitter anna', { flow: 'cookies' }, ['one', 'two'])
    expect(asked).toEqual(['unseen ct0: ', 'unseen auth_token: '])
    expect(text).toContain('https://x.com/')
  })

  it('says steps as data where that is wanted', async () => {
    const { text } = await run('sign-in whatsapp ben', { flow: 'qr', json: true })
    expect(text.split('\n').map((line) => JSON.parse(line).kind)).toEqual(['show', 'show', 'done'])
  })

  it('takes no other words, and says what is missing', async () => {
    await expect(run('dance')).rejects.toMatchObject({ code: 'intent-invalid' })
    await expect(run('sign-in whatsapp')).rejects.toThrow('the name of a person')
    await expect(run('sign-in whatsapp anna', { flow: 'smoke' })).rejects.toThrow('qr, phone')
    await expect(run('sign-in whatsapp anna', { flow: 'phone' })).rejects.toThrow('no terminal')
  })
})
