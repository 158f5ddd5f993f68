/** An answer of a host, for tests of parsers. */
import type { Answer } from '../../provisioners/host/host.ts'

export const answer = (stdout: string, status = 0, stderr = ''): Answer => ({
  status,
  stdout,
  stderr,
  truncated: false,
})

/** What a shell says about a program that is not there. */
export const missing = answer('', 127, 'sh: 1: program: not found\n')
