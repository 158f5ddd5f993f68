/** Words for what goes wrong on the way to a public address. */
import type { ProblemCode } from '../model/problem.ts'

export interface Words {
  readonly title: string
  readonly cause: (detail: string) => string
  readonly remedy: string
  readonly retryable: boolean
}

export const plain = (detail: string): string => detail
type Code = Extract<
  ProblemCode,
  | 'nobody-answered'
  | 'tailscale-unfit'
  | 'tailscale-key-refused'
  | 'tailscale-unreachable'
  | 'tailnet-name-differs'
  | 'tailnet-other'
  | 'tailnet-tags-refused'
  | 'serve-refused'
  | 'funnel-refused'
  | 'certificate-refused'
  | 'domain-not-ready'
  | 'proxy-unfit'
>

export const reachWords: Record<Code, Words> = {
  'nobody-answered': {
    title: 'Nobody did what was asked',
    cause: plain,
    remedy: 'Start it again when you have a minute for it: what was done so far stays.',
    retryable: true,
  },
  'tailscale-unfit': {
    title: 'This Tailscale cannot be used',
    cause: plain,
    remedy: 'Let Bramble install a newer one, or update it yourself with “sudo tailscale update”.',
    retryable: true,
  },
  'tailscale-key-refused': {
    title: 'The tailnet did not accept the key',
    cause: plain,
    remedy: 'Make a new auth key in your tailnet’s settings and give it again, or sign in by a link.',
    retryable: true,
  },
  'tailscale-unreachable': {
    title: 'Tailscale could not reach its server',
    cause: plain,
    remedy: 'Can the Pi reach the internet? A firewall may be in the way. Then try again.',
    retryable: true,
  },
  'tailnet-name-differs': {
    title: 'The tailnet gave the Pi another name',
    cause: plain,
    remedy:
      'Rename or remove the machine that has the name in your tailnet, or take the name that it has now: nothing was made under the other one yet.',
    retryable: true,
  },
  'tailnet-other': {
    title: 'The Pi is in another tailnet already',
    cause: plain,
    remedy:
      'Choose the tailnet that it is in, or sign it out there first with “sudo tailscale logout”. Other things may rely on it.',
    retryable: true,
  },
  'tailnet-tags-refused': {
    title: 'The tailnet does not allow these tags',
    cause: plain,
    remedy: 'Make yourself an owner of the tag in your tailnet’s policy, or join without tags.',
    retryable: true,
  },
  'serve-refused': {
    title: 'Tailscale cannot serve this address',
    cause: plain,
    remedy: 'Change what is named and try again, or choose another address.',
    retryable: true,
  },
  'funnel-refused': {
    title: 'Funnel cannot be turned on',
    cause: plain,
    remedy: 'Allow Funnel and HTTPS certificates in your tailnet’s settings, or choose another address.',
    retryable: true,
  },
  'certificate-refused': {
    title: 'There is no certificate for the server’s name yet',
    cause: plain,
    remedy:
      'Put right what is named here: the name’s address in the domain’s settings, or ports 80 and 443 in the router. Then try again.',
    retryable: true,
  },
  'domain-not-ready': {
    title: 'The domain does not lead here yet',
    cause: plain,
    remedy:
      'Change what is named at your domain’s provider or at your router, wait until it is known, and try again.',
    retryable: true,
  },
  'proxy-unfit': {
    title: 'The proxy that is there cannot be used like this',
    cause: plain,
    remedy: 'Choose another way to reach it, or another address.',
    retryable: true,
  },
}
