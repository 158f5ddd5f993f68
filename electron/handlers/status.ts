/** The live status of a server: one look after another, the latest value wins. */
import { EngineError, sleep, type Engine, type Intent } from '../../provisioners/index.ts'
import type { StreamEvent } from '../contract/api.ts'

/** Seconds between two looks. */
const PAUSE = 15

/**
 * @param remember told of every look, with the server's name
 * @returns one status after another until the signal aborts
 */
export async function* watchStatus(
  engine: Engine,
  signal: AbortSignal,
  remember: (status: StreamEvent<'status.watch'>, name: string) => Promise<void>,
): AsyncGenerator<{ number: number; value: StreamEvent<'status.watch'> }> {
  const intent = await storedIntent(engine)
  for (let number = 1; !signal.aborted; number++) {
    const value = await engine.status(intent)
    await remember(value, intent.name)
    yield { number, value }
    await sleep(PAUSE, signal)
  }
}

/** @throws EngineError not-found where Bramble has set up nothing yet */
export async function storedIntent(engine: Engine): Promise<Intent> {
  const { stored } = await engine.inspect()
  if (stored.kind === 'state') return stored.state.intent
  throw new EngineError('not-found', 'There is no server on this Pi yet.')
}
