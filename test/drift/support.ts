/** A practice Pi with a server on it, and what somebody does there by hand. */
import { expect } from 'vitest'
import { sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { createServerPi } from './server-pi.ts'

export type ServerPi = Awaited<ReturnType<typeof createServerPi>>

/** Runs a command as root on the Pi; fails loudly. */
export async function byHand(server: ServerPi, command: Command): Promise<string> {
  const host = await server.connect()
  const [answer] = await host.ask([{ command, timeoutSeconds: 60, capBytes: 1024 * 1024 }])
  expect(answer?.status, answer?.stderr).toBe(0)
  return answer?.stdout ?? ''
}

export const write = (path: string, text: string): Command => withInput(sh`tee ${path}`, [text])

/** Ids of the stack's containers by service. */
export async function containerIds(server: ServerPi): Promise<ReadonlyMap<string, string>> {
  const lines = await byHand(server, sh`docker ps --all --no-trunc --format ${'{{json .}}'}`)
  return new Map(
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { Names: string; ID: string })
      .map(({ Names, ID }) => [Names, ID]),
  )
}
