/** Every program that the practice Pi knows, on the host and in containers; one file a family. */
import type { Machine } from '../machine.ts'
import type { Program } from '../process/process.ts'
import { aptPrograms } from './apt.ts'
import { bashPrograms } from './bash.ts'
import { basicPrograms } from './basic.ts'
import { curlPrograms } from './curl.ts'
import { diskPrograms } from './disk.ts'
import { dockerPrograms } from './docker.ts'
import { filePrograms } from './files.ts'
import { findPrograms } from './find.ts'
import { networkPrograms } from './network.ts'
import { cloudflaredPrograms } from './cloudflared.ts'
import { pocketIdPrograms } from './pocket-id.ts'
import { postgresPrograms } from './postgres.ts'
import { readPrograms } from './read.ts'
import { scriptingPrograms } from './scripting.ts'
import { sedPrograms } from './sed.ts'
import { systemPrograms } from './system.ts'
import { systemdPrograms } from './systemd.ts'
import { tailscalePrograms } from './tailscale.ts'
import { textPrograms } from './text.ts'
import { wgetPrograms } from './wget.ts'

export interface KnownProgram {
  readonly run: Program
  /** Present only while one of these files is there; absent for what every Debian has. */
  readonly files?: readonly string[]
}

export const programs: Readonly<Record<string, KnownProgram>> = {
  ...basicPrograms,
  ...readPrograms,
  ...filePrograms,
  ...findPrograms,
  ...textPrograms,
  ...sedPrograms,
  ...systemPrograms,
  ...diskPrograms,
  ...networkPrograms,
  ...systemdPrograms,
  ...aptPrograms,
  ...curlPrograms,
  ...dockerPrograms,
  ...tailscalePrograms,
}

/** Where a program that not every machine has is on this one; undefined where it is missing. */
export const placeOf = (program: KnownProgram, machine: Machine): string | undefined =>
  program.files?.find((path) => machine.files.exists(path))

/** What is run inside a container; which of them an image has is its behaviour's business. */
export const containerPrograms: Readonly<Record<string, KnownProgram>> = {
  ...curlPrograms,
  ...wgetPrograms,
  ...postgresPrograms,
  ...cloudflaredPrograms,
  ...pocketIdPrograms,
  ...bashPrograms,
  ...scriptingPrograms,
}
