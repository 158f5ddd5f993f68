/** Every generated file, whole: a change of any byte is a change that somebody has read. */
import { describe, expect, it } from 'vitest'
import { services, stackOf } from '../../provisioners/components.ts'
import { reveal } from '../../provisioners/model/text.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { fakeSecret, intent, withoutElement } from './fake.ts'

const stores = (of: typeof intent) =>
  new Map(services(of).flatMap(({ id, store }) => (store ? [[id, `${id}-1`]] : [])))

describe('golden files', () => {
  it('compose.yaml', async () => {
    await expect(compose(stackOf(intent), stores(intent)).text).toMatchFileSnapshot('golden/compose.yaml')
  })

  const readable = /\.(ya?ml|json)$/
  const files = services(intent).flatMap(({ id, store }) =>
    (store?.files ?? []).filter(({ name }) => readable.test(name)).map((file) => ({ id, file })),
  )
  it.each(files.map(({ id, file }) => [`${id}.${file.name}`, file] as const))('%s', async (name, file) => {
    await expect(reveal(file.render(fakeSecret))).toMatchFileSnapshot(`golden/${name}`)
  })

  it('caddy without Element Web', async () => {
    const caddy = services(withoutElement).find(({ id }) => id === 'caddy')
    const text = reveal(caddy?.store?.files[0]?.render(fakeSecret) ?? [])
    await expect(text).toMatchFileSnapshot('golden/caddy.without-element.json')
  })
})
