/** A directory that is gone after the test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function sandbox(): string {
  const directory = mkdtempSync(join(tmpdir(), 'bramble-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
