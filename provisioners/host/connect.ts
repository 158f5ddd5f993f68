/** The way to a real Pi: who it is, signing in, and then the Host port. */
import { signIn, type SignInOptions } from './sign-in.ts'
import { SshHost, type SshHostOptions } from './ssh-host.ts'
import type { Target } from './target.ts'

export { presentHostKey } from './sign-in.ts'
export { SshHost, type SudoPassword } from './ssh-host.ts'
export type { Credentials } from './credentials.ts'
export type { PresentedHostKey, Verdict } from './host-key.ts'
export type { KnownHosts } from './known-hosts.ts'
export type { Target } from './target.ts'

export interface ConnectOptions extends SignInOptions, SshHostOptions {}

/**
 * Connects to a Pi, decides about its host key, signs in. sudo is asked for at the first question that needs it.
 *
 * @throws EngineError unreachable, refused, name-not-found, host-key-unknown, host-key-changed, auth-failed, key-unreadable
 */
export async function connectSsh(target: Target, options: ConnectOptions): Promise<SshHost> {
  return new SshHost(await signIn(target, options), target, options)
}
