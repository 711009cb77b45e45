// Whose change wakes which ReplicaSet: its own, that of its pods, and of pods that it might adopt. Upstream: pkg/controller/replicaset/replica_set.go,
// its event handlers.
import type { Watch } from '../../../engine/index.ts'
import { owners } from '../owners.ts'

export const watches: readonly Watch[] = [
  { plural: 'replicasets', keys: c => [c.key] },
  { plural: 'pods', keys: owners('replicasets', 'ReplicaSet') },
]
