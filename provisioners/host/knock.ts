/** Knocks at a port from this computer: who is there, and what does it say. */
import { connect } from 'node:net'
import type { Knock, Knocked } from '../model/web.ts'
import { traits } from './ssh-errors.ts'

const TIMEOUT_MS = 4000
const LIMIT = 4096

/** @param timeoutMs for the whole of it */
export const knockFromHere =
  (timeoutMs = TIMEOUT_MS): Knock =>
  ({ address, port, say }) =>
    new Promise((resolve) => {
      let heard = Buffer.alloc(0)
      let connected = false
      const socket = connect({ host: address, port })
      const done = (knocked: Knocked): void => {
        clearTimeout(timer)
        socket.destroy()
        resolve(knocked)
      }
      const answered = (): void => done({ kind: 'answered', text: heard.toString('latin1') })
      const timer = setTimeout(() => (connected ? answered() : done({ kind: 'silent' })), timeoutMs)
      socket.once('connect', () => {
        connected = true
        socket.write(say)
      })
      socket.on('data', (chunk: Buffer) => {
        heard = Buffer.concat([heard, chunk]).subarray(0, LIMIT)
        if (heard.length >= LIMIT) answered()
      })
      socket.once('end', answered)
      socket.once('error', (error) => (connected ? answered() : done({ kind: kindOf(error) })))
    })

/** Codes: Node, "Common system errors". Without a way there, nothing is known of who is at its end. */
function kindOf(error: unknown): 'refused' | 'silent' | 'no-way' {
  switch (traits(error).code) {
    case 'ECONNREFUSED':
      return 'refused'
    case 'ETIMEDOUT':
      return 'silent'
    default:
      return 'no-way'
  }
}
