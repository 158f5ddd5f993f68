import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inOrder } from '../../provisioners/engine/order.ts'

describe('order', () => {
  it('puts everything after what it needs, once, whatever the order given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (needs, random) => {
          // Item N needs only lower numbers, so there is an order; then they are shuffled.
          const items = needs.map((list, index) => ({
            id: String(index),
            after: list.filter((need) => need < index).map(String),
          }))
          const shuffled = items
            .map((item) => ({ item, key: random.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item)
          const sorted = inOrder(shuffled)
          expect(sorted.map(({ id }) => id).toSorted()).toEqual(items.map(({ id }) => id).toSorted())
          sorted.forEach((item, index) => {
            const before = sorted.slice(0, index).map(({ id }) => id)
            for (const need of item.after) expect(before).toContain(need)
          })
        },
      ),
    )
  })

  it('refuses circles, strangers and doubles', () => {
    const item = (id: string, ...after: string[]): { id: string; after: string[] } => ({ id, after })
    expect(() => inOrder([item('a', 'b'), item('b', 'a')])).toThrow('a → b → a')
    expect(() => inOrder([item('a', 'z')])).toThrow('z, which does not exist')
    expect(() => inOrder([item('a'), item('a')])).toThrow('two resources are called a')
  })
})
