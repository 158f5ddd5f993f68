/** The laws that everything generated obeys, asked of one intent at a time. */
import { checks, stackOf } from '../../provisioners/components.ts'
import { images } from '../../provisioners/images.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { reveal } from '../../provisioners/model/text.ts'
import type { Secret } from '../../provisioners/model/secret.ts'
import type { Stack } from '../../provisioners/stack/fold.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { check } from '../../provisioners/stack/strict/check.ts'
import { composeKeys } from '../../provisioners/stack/strict/compose.ts'
import { readText } from '../../provisioners/stack/strict/file.ts'
import { stackResources } from '../../provisioners/stack/resources.ts'
import { secretOf } from '../stack/fake.ts'
import type { Verdict } from './upstream-schemas.ts'

export interface Generated {
  readonly stack: Stack
  readonly compose: string
  /** By SERVICE/FILE. */
  readonly files: ReadonlyMap<string, string>
}

/** Every file of an intent, as its components render it. */
export function generate(intent: Intent, secrets = secretsOf(intent)): Generated {
  const stack = stackOf(intent)
  const stores = new Map(stack.services.flatMap(({ id, store }) => (store ? [[id, `${id}-1`]] : [])))
  const secret = (id: string): Secret => {
    const found = secrets.get(id)
    if (!found) throw new TypeError(`no component declares the secret ${id}`)
    return found
  }
  const files = new Map(
    stack.services.flatMap(({ id, store }) =>
      (store?.files ?? []).map((file): [string, string] => [
        `${id}/${file.name}`,
        reveal(file.render(secret)),
      ]),
    ),
  )
  return { stack, compose: compose(stack, stores).text, files }
}

export const secretsOf = (intent: Intent): ReadonlyMap<string, Secret> =>
  new Map(stackOf(intent).secrets.map((spec) => [spec.id, secretOf(spec)]))

/** Many intents share a file; what a text says is worked out once. */
const read = new Map<string, unknown>()
function valueOf(name: string, text: string): unknown {
  if (!read.has(text)) {
    if (read.size > 500) read.clear()
    read.set(text, readText(name, text))
  }
  return read.get(text)
}

/**
 * @param verdicts of upstream's schemas by SERVICE/FILE; empty where they are not there
 * @returns every law that the intent's files break, one line each
 */
export function broken(intent: Intent, verdicts: ReadonlyMap<string, Verdict>): string[] {
  const secrets = secretsOf(intent)
  const first = generate(intent, secrets)
  const again = generate(intent, secrets)
  return [
    ...strictness(first, verdicts),
    ...(again.compose === first.compose ? [] : ['compose.yaml is another the second time']),
    ...[...first.files]
      .filter(([name, text]) => again.files.get(name) !== text)
      .map(([name]) => `${name} is another the second time`),
    ...hygiene(first),
    ...distinctness(first.stack, intent),
    ...silence(first.compose, secrets.values()),
  ]
}

function strictness(
  { stack, compose: text, files }: Generated,
  verdicts: ReadonlyMap<string, Verdict>,
): string[] {
  const known = stack.services.flatMap(({ id, store }) =>
    (store?.files ?? []).flatMap(({ name, shape }) => {
      const path = `${id}/${name}`
      if (!shape) return /\.(ya?ml|json)$/.test(name) ? [`${path} has no shape`] : []
      const value = valueOf(name, files.get(path) ?? '')
      return [
        ...check(shape, value).map((finding) => `${path}: ${finding.path} ${finding.why}`),
        ...(verdicts.get(path)?.(value) ?? []).map((line) => `${path}, by upstream’s schema: ${line}`),
      ]
    }),
  )
  return [
    ...known,
    ...[...verdicts.keys()].filter((path) => !files.has(path)).map((path) => `${path} is not there`),
    ...check(composeKeys, valueOf('compose.yaml', text)).map(
      ({ path, why }) => `compose.yaml: ${path} ${why}`,
    ),
  ]
}

const pinned = /^[a-z0-9.-]+\.[a-z]+\/[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/

function hygiene({ stack, compose: text, files }: Generated): string[] {
  const { services } = valueOf('compose.yaml', text) as { services: Record<string, Record<string, unknown>> }
  const kept = stack.services.flatMap((service) => {
    const own = services[service.id] ?? {}
    const demands: Record<string, boolean> = {
      'is not in the list of images': (Object.values(images) as string[]).includes(service.image),
      'has no exact version': pinned.test(service.image) && own['image'] === service.image,
      'does not start again': own['restart'] === 'unless-stopped',
      'has no memory limit': own['mem_limit'] === `${service.memoryLimitMiB}m`,
      'has a log that never rotates': JSON.stringify(own['logging']).includes('"max-size":"10m"'),
      'has no health': 'healthcheck' in service.compose || service.probe !== undefined,
    }
    return Object.entries(demands).flatMap(([words, met]) => (met ? [] : [`${service.id} ${words}`]))
  })
  const empty = [...files].filter(([, content]) => /\bundefined\b|\[object Object\]|\[secret: /.test(content))
  return [...kept, ...empty.map(([name]) => `${name} holds a value that is none`)]
}

function distinctness(stack: Stack, intent: Intent): string[] {
  const twice = (ids: readonly string[]): string[] => ids.filter((id, at) => ids.indexOf(id) !== at)
  return [
    ...twice(stackResources(stack, []).map(({ id }) => id)),
    ...twice(checks(intent).map(({ code }) => code)),
  ].map((id) => `${id} is there twice`)
}

function silence(text: string, secrets: Iterable<Secret>): string[] {
  return [...secrets]
    .filter((secret) =>
      secret
        .reveal()
        .split('\n')
        .some((line) => line !== '' && !line.startsWith('-----') && text.includes(line)),
    )
    .map(({ label }) => `compose.yaml holds the ${label}`)
}
