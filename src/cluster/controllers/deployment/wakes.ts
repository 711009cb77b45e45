// Whose change wakes which Deployment: its own, that of its ReplicaSets, of ReplicaSets that it might adopt, and, for Recreate, the end of a pod.
// Upstream: pkg/controller/deployment/deployment_controller.go, its event handlers.
import type { Commit, Watch, World } from '../../../engine/index.ts'
import { controllerOf, type Deployment, type ReplicaSet } from '../../../kube/index.ts'
import { ownerKey, owners } from '../owners.ts'
import { isRolling } from './numbers.ts'

function podEnded(c: Commit, world: World): string[] {
  if (c.type !== 'DELETED') return []
  const ref = controllerOf(c.object)
  if (ref?.kind !== 'ReplicaSet') return []
  const key = ownerKey('Deployment', world.get<ReplicaSet>('replicasets', `${c.object.metadata.namespace}/${ref.name}`))
  const d = key === undefined ? undefined : world.get<Deployment>('deployments', key)
  return key !== undefined && d && !isRolling(d) ? [key] : []
}

export const watches: readonly Watch[] = [
  { plural: 'deployments', keys: c => [c.key] },
  { plural: 'replicasets', keys: owners('deployments', 'Deployment') },
  { plural: 'pods', keys: podEnded },
]
