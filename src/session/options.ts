// What a cluster is made of, unless somebody wishes otherwise, and how far one can go.
import { type ProfileName, profiles } from '../cluster/index.ts'
import type { SessionOptions } from './contract.ts'

export const DEFAULTS: SessionOptions = { seed: 7, nodes: 3, profile: 'classroom' }

/** As the engine takes it: a profile that is none is the usual one. */
export function clusterOf({ seed, nodes, profile }: SessionOptions) {
  return { seed, nodes, profile: (Object.hasOwn(profiles, profile) ? profile : 'classroom') as ProfileName }
}

/** How far beyond what was played one can seek. */
const FARTHEST_MS = 24 * 3_600_000

/** A moment that can be gone to: nobody waits for more than a day of the future at once. */
export function within(ms: number, head: number): number {
  return Math.min(Math.max(0, Math.round(ms) || 0), Math.ceil(head) + FARTHEST_MS)
}
