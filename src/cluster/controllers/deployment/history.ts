// Revision history: finished old ReplicaSets are kept so that one can go back, but not more than revisionHistoryLimit of them.
// Upstream: pkg/controller/deployment/sync.go cleanupDeployment.
import type { Deployment, ReplicaSet } from '../../../kube/index.ts'
import { revisionOf } from './annotations.ts'
import { byAge, type Sets } from './sets.ts'

const UNLIMITED = 2_147_483_647

/** The old ReplicaSets that are too many: the lowest revisions; one that still has pods counts among them but stays. */
export function surplus(d: Deployment, oldSets: Sets): Sets {
  const limit = d.spec.revisionHistoryLimit
  if (limit === undefined || limit === null || limit === UNLIMITED) return []
  const alive = oldSets.filter(s => !s.metadata.deletionTimestamp)
  return [...alive]
    .sort((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
    .slice(0, Math.max(0, alive.length - limit))
    .filter(isIdle)
}

const isIdle = (s: ReplicaSet) =>
  s.spec.replicas === 0 && (s.status?.replicas ?? 0) === 0 && (s.metadata.generation ?? 0) <= (s.status?.observedGeneration ?? 0)
