/** The examples of docs/answers. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { IntentInput } from '../../provisioners/model/intent.ts'
import { providers } from '../../provisioners/identity/index.ts'

export const folder = fileURLToPath(new URL('../../docs/answers/', import.meta.url))

export const examples: readonly (readonly [name: string, text: string])[] = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')])

/** Kinds of the examples whose own file is yet to come; a test fails when one of them is there and still in this list. */
export const kindsToCome: readonly string[] = ['google', 'pocket-id']

const kindsOf = (text: string): string[] =>
  ((parse(text) as IntentInput).signIn.providers ?? []).map(({ kind }) => kind)

export const isReady = (text: string): boolean =>
  kindsOf(text).every((kind) => providers.some(({ id }) => id === kind))
export const waitsFor = (text: string): string[] => kindsOf(text).filter((kind) => kindsToCome.includes(kind))
