// Recreate: all old pods go, and only when the last one is really gone the new ones come. Upstream: pkg/controller/deployment/recreate.go.
import type { Pod, ReplicaSet } from '../../../kube/index.ts'
import { type Move, move } from './moves.ts'
import { active, existing, type Sets } from './sets.ts'

export const stopOld = (oldSets: Sets): Move[] => active(oldSets).map(s => move(s, 0))

/** Whether an old pod may still be running: one that is terminating may, and so may one whose phase is Unknown. */
export const oldPodsRun = (oldSets: Sets, podsOf: (s: ReplicaSet) => Iterable<Pick<Pod, 'status'>>): boolean =>
  existing(oldSets) > 0 || oldSets.some(s => [...podsOf(s)].some(p => p.status?.phase !== 'Failed' && p.status?.phase !== 'Succeeded'))
