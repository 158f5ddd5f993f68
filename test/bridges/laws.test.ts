/** What holds for every bridge that is registered, at any server's name: each of these has cost somebody an evening. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serviceOf } from '../../provisioners/bridges/bridge.ts'
import { bridges } from '../../provisioners/bridges/index.ts'
import { images } from '../../provisioners/images.ts'
import { registrationKeys } from '../../provisioners/matrix/known-keys/registration.ts'
import { checkText } from '../../provisioners/stack/strict/file.ts'
import { at, familyIds, hostileNames, placeWith, rendered, settingsArb } from './support.ts'

const folder = fileURLToPath(new URL('../../provisioners/bridges/', import.meta.url))
const namesOfSynapse = fc.constantFrom(...hostileNames)

describe('the list of bridges', () => {
  it('has every file that describes one, those for everybody first', () => {
    const index = readFileSync(`${folder}index.ts`, 'utf8')
    const defining = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .filter((name) =>
        /^export const \w+ = (mautrix|defineBridge)\(/m.test(readFileSync(folder + name, 'utf8')),
      )
    expect(defining.filter((name) => !index.includes(`'./${name}'`))).toEqual([])
    expect(bridges.map(({ id }) => `${id}.ts`).sort()).toEqual(defining.sort())
    const tiers = bridges.map(({ tier }) => tier)
    expect(tiers).toEqual([...tiers].sort((a, b) => Number(a === 'advanced') - Number(b === 'advanced')))
  })

  it('holds what was promised', () => {
    expect(bridges.filter(({ tier }) => tier === 'offered').map(({ name }) => name)).toEqual([
      'Signal',
      'WhatsApp',
      'Telegram',
      'Discord',
      'Messenger',
      'Instagram',
      'Google Messages',
      'Slack',
      'Bluesky',
      'X',
    ])
    expect(bridges.filter(({ tier }) => tier === 'advanced').map(({ id }) => id)).toEqual([
      'gvoice',
      'linkedin',
      'zulip',
      'irc',
      'heisenbridge',
      'hookshot',
    ])
  })
})

describe.each(bridges.map((bridge) => [bridge.id, bridge] as const))('%s', (id, bridge) => {
  const one = rendered(bridge, placeWith(bridge, 'brookside.example'))
  const family = familyIds.includes(id)

  it('has an image of its own with the tag that its maker’s rule gives', () => {
    const image = (images as Record<string, string>)[id]
    expect(one.service.image).toBe(image)
    const rules: Readonly<Record<string, RegExp>> = {
      facebook: /^dock\.mau\.dev\/mautrix\/meta:v\d{2}\.\d{2}(\.\d+)?$/,
      instagram: /^dock\.mau\.dev\/mautrix\/meta:ig-v\d{2}\.\d{2}(\.\d+)?$/,
      discord: /^dock\.mau\.dev\/mautrix\/discord:v0\.\d+\.\d+$/,
      // nothing else is published
      irc: /^dock\.mau\.dev\/mautrix\/irc:latest$/,
      heisenbridge: /^docker\.io\/hif1\/heisenbridge:\d+\.\d+\.\d+$/,
      hookshot: /^ghcr\.io\/matrix-org\/matrix-hookshot:\d+\.\d+\.\d+$/,
    }
    expect(image).toMatch(
      rules[id] ?? new RegExp(`^dock\\.mau\\.dev/mautrix/${id}:v\\d{2}\\.\\d{2}(\\.\\d+)?$`),
    )
  })

  it('says what it is to people, and names its bot', () => {
    for (const words of [bridge.name, bridge.what, bridge.caveat ?? 'Nothing.'])
      expect(words).toMatch(/^[A-Z][^!{}]*$/)
    expect(bridge.caveat ?? 'x.').toMatch(/\.$/)
    expect(bridge.firstWords.join(' ')).toContain(`{@${bridge.bot}}`)
    for (const words of bridge.firstWords) {
      expect(words).toMatch(/\.$/)
      // braces are what is to be copied, and they close
      expect(words.replaceAll(/\{[^{}]+\}/g, '')).not.toMatch(/[{}]/)
    }
    for (const { label, help } of bridge.fields) {
      expect(label).toMatch(/^[A-Z][^.!]+$/)
      expect(help ?? 'x.').toMatch(/[.]$/)
    }
  })

  it('is looked after: health, a memory limit, room on the card', () => {
    expect(one.service.compose).toHaveProperty('healthcheck')
    expect(one.service.memoryLimitMiB).toBeGreaterThanOrEqual(one.service.memoryUseMiB * 1.5)
    expect(one.service.diskMiB).toBeGreaterThanOrEqual(one.service.downloadMiB)
    expect(one.service.after).toContain('synapse')
  })

  it('runs its program itself, as a user without rights, and leaves nothing in an unnamed volume', () => {
    expect(one.service.user).toEqual({ uid: 1337, gid: 1337 })
    expect(one.service.compose['user']).toBe('1337:1337')
    if (id !== 'heisenbridge')
      expect(one.service.compose['tmpfs']).toEqual(['/data:uid=1337,gid=1337,mode=0700'])
    expect(one.service.data ?? []).toEqual([])
    const command = one.service.compose['command'] as string[]
    expect(command.join(' ')).not.toMatch(/docker-run|\.sh\b/)
    if (!family) return
    // the published image of Instagram calls its program as that of Messenger
    const program = id === 'facebook' || id === 'instagram' ? 'meta' : id
    expect(command).toEqual([`/usr/bin/mautrix-${program}`, '-c', '/config/config.yaml', '--no-update'])
  })

  it('is known to Synapse at any name of the server, and claims nobody else’s people', () => {
    fc.assert(
      fc.property(namesOfSynapse, settingsArb(bridge.fields), (serverName, settings) => {
        const { registration, registrationText, known } = rendered(
          bridge,
          placeWith(bridge, serverName, settings),
        )
        expect(checkText('registration.yaml', registrationKeys, registrationText)).toEqual([])
        expect(registration['id']).toBe(id)
        expect(registration['rate_limited']).toBe(false)
        const users = at(registration, 'namespaces', 'users') as { regex: string; exclusive: boolean }[]
        for (const { regex, exclusive } of users) {
          expect(exclusive).toBe(true)
          expect(regex).toMatch(known.fromSign ? /^@[^^].*\$$/ : /^\^@.*\$$/)
          const own = new RegExp(`^(?:${regex})`)
          const body = regex.replace(/^\^?@/, '').split(':')[0] ?? ''
          const somebody = `@${body.replace('.*', '0-9_a=b').replaceAll('\\', '')}`
          expect(`${somebody}:${serverName}`).toMatch(own)
          // a dot of the name is no wild card, and nothing may stand behind it
          expect(`${somebody}:${serverName.replaceAll('.', 'x')}`).not.toMatch(own)
          expect(`${somebody}:${serverName}.evil.example`).not.toMatch(own)
          expect(`${somebody}:evil.example:${serverName}x`).not.toMatch(own)
        }
        expect(users.some(({ regex }) => regex.includes('_.*'))).toBe(id !== 'hookshot')
      }),
      { numRuns: 15 },
    )
  })

  it('is told of typing and reading in both spellings, or in none', () => {
    const flags = ['de.sorunome.msc2409.push_ephemeral', 'receive_ephemeral'].map(
      (key) => one.registration[key],
    )
    expect(flags).toEqual(id === 'heisenbridge' ? [undefined, undefined] : [true, true])
    expect(one.registration['io.element.msc4190']).toBe(family ? true : undefined)
    expect(Object.keys(one.registration)).not.toContain('org.matrix.msc4190')
  })

  it('has a sender that is nobody, unless its program never asks to sync', () => {
    const sender = one.registration['sender_localpart']
    if (id === 'heisenbridge' || id === 'hookshot') expect(sender).toBe(bridge.bot)
    else {
      expect(one.known.sender).toHaveProperty('secret')
      expect(sender).toMatch(/^[0-9a-f]{32}$/)
      expect(sender).not.toBe(bridge.bot)
    }
    expect(encodeURIComponent(String(sender))).toBe(sender)
  })

  it('listens where Synapse is told to call it', () => {
    const { port } = new URL(String(one.registration['url']))
    expect(one.registration['url']).toBe(`http://${serviceOf(bridge)}:${port}`)
    expect(JSON.stringify(one.service.compose['healthcheck'])).toContain(`127.0.0.1:${port}/`)
    if (bridge.signIn.by === 'app') expect(bridge.signIn.port).toBe(Number(port))
    if (family)
      expect(at(one.settings, 'appservice')).toMatchObject({ hostname: '0.0.0.0', port: Number(port) })
  })

  it('writes the same bytes for the same answers, and only what its own checker knows', () => {
    fc.assert(
      fc.property(namesOfSynapse, settingsArb(bridge.fields), (serverName, settings) => {
        const place = placeWith(bridge, serverName, settings)
        const { files, service } = rendered(bridge, place)
        expect(rendered(bridge, place).files).toEqual(files)
        for (const { name, shape } of service.store?.files ?? [])
          if (shape) expect(checkText(name, shape, files.get(name) ?? '')).toEqual([])
      }),
      { numRuns: 15 },
    )
  })
})
