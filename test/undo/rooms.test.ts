/** Leaving rooms before the server goes: who, where, with which key, and what is said where there is none. */
import { describe, expect, it } from 'vitest'
import type { Diff } from '../../provisioners/engine/resource.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { describe as shown } from '../../provisioners/shell/describe.ts'
import { render } from '../../provisioners/shell/render.ts'
import { parseMemberships, roomsLeft, type Membership } from '../../provisioners/uninstall-rooms.ts'

const two: Membership[] = [
  { user: '@ada:brookside.local', room: '!garden:brookside.local' },
  { user: '@bo:brookside.local', room: '!weather:far.example' },
]
const registered = new Map([['/opt/bramble/store/synapse-3/registration-doublepuppet.yaml', {}]])
const diff = (memberships: readonly Membership[] | null, more: Record<string, unknown> = {}): Diff =>
  roomsLeft.diff(
    {
      memberships,
      stores: new Map([['synapse', 'synapse-3']]),
      listing: registered,
      secrets: new Map([['/opt/bramble/secrets/doublepuppet-as-token', {}]]),
      ...more,
    },
    { secret: (id) => new Secret(`canary-${id}`, id), changed: () => false },
  )

describe('leaving rooms', () => {
  it('asks Synapse for each person and room, with the key in no argument', () => {
    const found = diff(two)
    if (found.met) throw new Error('nothing to do')
    expect(found.summary).toBe(
      '2 rooms are shared with other servers; 2 memberships end, as far as 15 minutes allow',
    )
    const [action] = found.actions
    if (action?.kind !== 'run') throw new Error('no command')
    const text = render(action.command)
    for (const { user, room } of two)
      expect(text).toContain(`${encodeURIComponent(room)}/leave?user_id=${encodeURIComponent(user)}`)
    expect(text).toContain('Bearer canary-doublepuppet-as-token')
    expect(shown(action.command)).not.toContain('canary')
  })

  it.each<[string, Diff, RegExp]>([
    ['none is shared', diff([]), /^No room is shared/],
    ['the server does not run', diff(null), /nobody can say/],
    ['there is no key', diff(two, { secrets: new Map() }), /Leave them in your apps first/],
    ['Synapse does not know the key', diff(two, { listing: new Map() }), /Leave them in your apps first/],
  ])('says so where %s', (_, found, words) => {
    expect(found).toMatchObject({ met: true, reason: expect.stringMatching(words) as string })
  })

  it('stops at a number that can be done', () => {
    const many = Array.from({ length: 2500 }, (_, at) => ({ user: '@ada:b.local', room: `!r${at}:b.local` }))
    const found = diff(many)
    expect(found).toMatchObject({
      met: false,
      summary: expect.stringMatching(/2000 memberships end of 2500/) as string,
    })
  })

  it('takes only people and rooms from the answer', () => {
    expect(parseMemberships('@ada:b.local\t!r:b.local\nx\n@ada:b.local\t!r:b.local" \n\t\n')).toEqual([
      { user: '@ada:b.local', room: '!r:b.local' },
    ])
  })
})
