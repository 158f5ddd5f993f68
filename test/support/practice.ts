/** The engine over a fresh practice Pi, as fast as possible. */
import { randomBytes } from 'node:crypto'
import { newRunId, now, sleep } from '../../provisioners/computer.ts'
import { keepConnected } from '../../provisioners/connection.ts'
import { createEngine, type Engine } from '../../provisioners/engine.ts'
import type { Host } from '../../provisioners/host/host.ts'
import { createPracticePi, type PracticePi } from '../../provisioners/host/practice/index.ts'

export function practiceEngine(options: Omit<Parameters<typeof createPracticePi>[0] & object, 'now'> = {}): {
  engine: Engine
  pi: PracticePi
  connect: () => Promise<Host>
  close: () => Promise<void>
} {
  const pi = createPracticePi({ now, speed: 0, ...options })
  const connection = keepConnected(() => pi.connect())
  const engine = createEngine({
    connect: connection.connect,
    outside: pi.outside,
    fromHere: pi.fromHere,
    address: 'practice',
    installation: 'test',
    machine: 'test',
    now,
    sleep,
    newRunId,
    random: (bytes) => randomBytes(bytes),
  })
  return { engine, pi, connect: connection.connect, close: connection.close }
}
