/** What one known failure looks like in a log, and what it means in words for people. */

/** Whose words they are: the bridge's, Synapse's, the start script's of its image, or a notice in a chat. */
export type Where = 'bridge' | 'synapse' | 'container' | 'notice'

/** What Bramble itself can do about it: repair by a plan, start the bridge again, or nothing. */
export type Mending = 'converge' | 'restart' | 'none'

export interface Signature {
  /** Stable. */
  readonly id: string
  readonly where: readonly Where[]
  /** Ids of the bridges that can say so; absent where all can. */
  readonly bridges?: readonly string[]
  /** Exit statuses that go with it; none where the program goes on. */
  readonly exits: readonly number[]
  /** What a line says, in the form of `record.ts`. */
  readonly says: RegExp
  /** It is read over several lines, as a traceback has them. */
  readonly across?: true
  /** What a line says that the program itself does not call a warning; such lines count for nothing where this is absent. */
  readonly quiet?: RegExp
  /** An account of the network has it, and the program runs on: a start of the program does not end it, that account's connection does. */
  readonly account?: true
  /** Broader ones that it is the reason of, which are then left out. */
  readonly explains?: readonly string[]
  /** A short sentence without a full stop. */
  readonly title: string
  readonly cause: string
  readonly remedy: string
  readonly action: Mending
}
