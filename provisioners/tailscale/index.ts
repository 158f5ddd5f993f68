/** Tailscale on the machine: installed, signed in, named, and leading visitors to the server. */
import type { Resource } from '../engine/resource.ts'
import type { JoinSettings } from '../model/reach.ts'
import { installResources } from './install.ts'
import { addressResources, type Serving } from './serving.ts'
import { signInResources } from './sign-in.ts'

/** What it takes to be in a tailnet; after `base-packages`. */
export const joinResources = (settings: JoinSettings): Resource[] => [
  ...installResources(),
  ...signInResources(settings),
]

/** The same for a server that is reached there: nothing of it is made under a name that the tailnet does not give. */
export const beforeResources = (of: {
  readonly settings: JoinSettings
  readonly serving: Serving
}): Resource[] => [...joinResources(of.settings), ...addressResources(of.serving)]

export { tailscaleKey } from './sign-in.ts'
export { tailscaleChecks } from './checks.ts'
export { servingResources, type Serving } from './serving.ts'
