// Whose change wakes which Deployment: its own, that of its ReplicaSets, of ReplicaSets that it might adopt, and, for Recreate, the end of a pod.
// Upstream: pkg/controller/deployment/deployment_controller.go, its event handlers.
import type { Commit, Watch, World } from '../../../engine/index.ts'
import { keyOf } from '../../../engine/index.ts'
import { type ApiObject, controllerOf, type Deployment, type ReplicaSet, selectorMatches } from '../../../kube/index.ts'
import { isRolling } from './numbers.ts'

const ownerKey = (o: ApiObject | undefined): string[] => {
  if (!o) return []
  const ref = controllerOf(o)
  return ref?.kind === 'Deployment' ? [`${o.metadata.namespace}/${ref.name}`] : []
}

/** The Deployments that could adopt an orphan. */
function suitors(o: ApiObject, world: World): string[] {
  return world
    .by<Deployment>('deployments', 'namespace', o.metadata.namespace ?? '')
    .filter(d => selectorMatches(d.spec.selector, o.metadata.labels))
    .map(keyOf)
}

function replicaSetChanged(c: Commit, world: World): string[] {
  const keys = [...new Set([...ownerKey(c.object), ...ownerKey(c.old)])]
  return c.type === 'DELETED' || controllerOf(c.object) ? keys : [...new Set([...keys, ...suitors(c.object, world)])]
}

function podEnded(c: Commit, world: World): string[] {
  if (c.type !== 'DELETED') return []
  const ref = controllerOf(c.object)
  if (ref?.kind !== 'ReplicaSet') return []
  const key = ownerKey(world.get<ReplicaSet>('replicasets', `${c.object.metadata.namespace}/${ref.name}`))
  const d = key[0] === undefined ? undefined : world.get<Deployment>('deployments', key[0])
  return d && !isRolling(d) ? key : []
}

export const watches: readonly Watch[] = [
  { plural: 'deployments', keys: c => [c.key] },
  { plural: 'replicasets', keys: replicaSetChanged },
  { plural: 'pods', keys: podEnded },
]
