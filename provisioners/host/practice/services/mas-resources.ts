/** The outer form of the practice MAS's answers: one resource, a page of them, a refusal (MAS, docs/topics/admin-api.md). */
import type { Machine } from '../machine.ts'
import { json, type HttpAnswer } from './behaviour.ts'

export interface Kept {
  readonly kind: string
  readonly id: string
  /** Seconds since the epoch. */
  readonly createdAt: number
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BASE = '/api/admin/v1'

/** Milliseconds of the newest id of each machine. */
const newest = new WeakMap<Machine, number>()

/** A ULID: milliseconds first, never the same twice, so that ids sort by age. */
export function newId(machine: Machine): string {
  let time = Math.max(Math.floor(machine.clock.now() * 1000), (newest.get(machine) ?? 0) + 1)
  newest.set(machine, time)
  let front = ''
  for (let digit = 0; digit < 10; digit++) {
    front = (LETTERS[time % 32] ?? '0') + front
    time = Math.floor(time / 32)
  }
  return `${front}${machine.hex(16).toUpperCase()}`
}

export const idIn = (text: string): boolean => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text)

export const refuse = (status: number, title: string): HttpAnswer => json(status, { errors: [{ title }] })

const pathOf = ({ kind, id }: Kept): string => `${BASE}/${kind.replaceAll('_', '-')}s/${id}`

const inner = (kept: Kept, attributes: object): object => ({
  type: kept.kind,
  id: kept.id,
  attributes,
  links: { self: pathOf(kept) },
})

export const resource = (kept: Kept, attributes: object): object => ({
  data: inner(kept, attributes),
  links: { self: pathOf(kept) },
})

export interface PageQuery {
  readonly after: string | null
  readonly before: string | null
  readonly size: number
  /** Whether the last ones are wanted, not the first. */
  readonly backward: boolean
  readonly count: 'true' | 'false' | 'only'
}

/** Ten unless told (MAS, crates/handlers/src/admin/params.rs). */
export function pageOfQuery({ searchParams }: URL): PageQuery {
  const count = searchParams.get('count')
  return {
    after: searchParams.get('page[after]'),
    before: searchParams.get('page[before]'),
    size: Number(searchParams.get('page[first]') ?? searchParams.get('page[last]') ?? 10),
    backward: searchParams.has('page[last]'),
    count: count === 'false' || count === 'only' ? count : 'true',
  }
}

/** @param all what fits the filter, sorted by id */
export function page<T extends Kept>(
  all: readonly T[],
  query: PageQuery,
  url: URL,
  attributes: (kept: T) => object,
): HttpAnswer {
  const self = `${url.pathname}${url.search}`
  const count = { meta: { count: all.length } }
  if (query.count === 'only') return json(200, { ...count, links: { self } })
  const { after, before, size, backward } = query
  const between = all.filter(({ id }) => (after === null || id > after) && (before === null || id < before))
  const shown = backward ? between.slice(-size) : between.slice(0, size)
  const more = between.length > shown.length
  const last = shown.at(-1)
  return json(200, {
    ...(query.count === 'true' && count),
    data: shown.map((kept) => inner(kept, attributes(kept))),
    links: {
      self,
      ...(more &&
        !backward &&
        last && { next: `${url.pathname}?page[after]=${last.id}&page[first]=${size}` }),
    },
  })
}
