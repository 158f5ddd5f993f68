/** What is known about public certificates, from the files that Caddy keeps. */
import type { Fact } from '../../engine/resource.ts'
import { parseTexts } from '../../stack/parse.ts'
import * as commands from './commands.ts'
import { readRefusals, type Refusal } from './refusals.ts'
import { validityOf, type Validity } from './validity.ts'

const nameOf = (path: string): string => path.split('/').at(-2) ?? ''

/** Of every certificate of the production authority, by host name; null for one that cannot be read. None before the first. */
export const certificates: Fact<ReadonlyMap<string, Validity | null>> = {
  id: 'ingress.certificates',
  command: commands.readCertificates(),
  capBytes: 1024 * 1024,
  parse: (answer) =>
    new Map([...parseTexts(answer.stdout)].map(([path, pem]) => [nameOf(path), validityOf(pem)])),
}

/** Names for which the staging authority gave a certificate within a day. */
export const rehearsed: Fact<ReadonlySet<string>> = {
  id: 'ingress.rehearsed',
  command: commands.listRehearsed(),
  parse: (answer) => new Set(answer.stdout.split('\n').filter(Boolean).map(nameOf)),
}

/** The latest refusal for each name, however old. */
export const refusals: Fact<readonly Refusal[]> = {
  id: 'ingress.refusals',
  command: commands.readLog(),
  parse: (answer) => readRefusals(answer.stdout.split('\n')),
}
