// What a cluster is made of, unless somebody wishes otherwise.
import { type ProfileName, profiles } from '../cluster/index.ts'
import type { SessionOptions } from './contract.ts'

export const DEFAULTS: SessionOptions = { seed: 7, nodes: 3, profile: 'classroom' }

/** As the engine takes it: a profile that is none is the usual one. */
export function clusterOf({ seed, nodes, profile }: SessionOptions) {
  return { seed, nodes, profile: (Object.hasOwn(profiles, profile) ? profile : 'classroom') as ProfileName }
}
