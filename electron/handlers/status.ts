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
  const { look, name } = await watched(engine)
  for (let number = 1; !signal.aborted; number++) {
    const value = await look()
    await remember(value, name)
    yield { number, value }
    await sleep(PAUSE, signal)
  }
}

/** What a look is made of: the answers, or what runs where a newer Bramble has written them. */
async function watched(
  engine: Engine,
): Promise<{ look: () => Promise<StreamEvent<'status.watch'>>; name: string }> {
  const { stored } = await engine.inspect()
  if (stored.kind !== 'newer') {
    const intent = intentIn(stored)
    return { look: () => engine.status(intent), name: intent.name }
  }
  const name = stored.name ?? (await engine.machine()).piName
  return { look: () => engine.statusOfNewer(stored.version), name }
}

/** @throws EngineError not-found where Bramble has set up nothing yet, state-newer where a newer one has */
export async function storedIntent(engine: Engine): Promise<Intent> {
  return intentIn((await engine.inspect()).stored)
}

function intentIn(stored: Awaited<ReturnType<Engine['inspect']>>['stored']): Intent {
  if (stored.kind === 'state') return stored.state.intent
  if (stored.kind === 'newer') throw new EngineError('state-newer', `version ${stored.version}`)
  throw new EngineError('not-found', 'There is no server on this Pi yet.')
}
