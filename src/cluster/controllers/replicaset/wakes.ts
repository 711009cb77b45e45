// Whose change wakes which ReplicaSet: its own, that of its pods, and of pods that it might adopt. Upstream: pkg/controller/replicaset/replica_set.go,
// its event handlers.
import { type Commit, keyOf, type Watch, type World } from '../../../engine/index.ts'
import { type ApiObject, controllerOf, type ReplicaSet, selectorMatches } from '../../../kube/index.ts'

const ownerKey = (o: ApiObject): string | undefined => {
  const ref = controllerOf(o)
  return ref?.kind === 'ReplicaSet' ? `${o.metadata.namespace}/${ref.name}` : undefined
}

/** The ReplicaSets that could adopt an orphan. */
const suitors = (o: ApiObject, world: World): string[] =>
  world
    .by<ReplicaSet>('replicasets', 'namespace', o.metadata.namespace ?? '')
    .filter(rs => selectorMatches(rs.spec.selector, o.metadata.labels))
    .map(keyOf)

function podChanged(c: Commit, world: World): readonly string[] {
  const now = ownerKey(c.object)
  const before = c.old && c.old.metadata.ownerReferences !== c.object.metadata.ownerReferences ? ownerKey(c.old) : undefined
  const keys = now === undefined ? [] : [now]
  if (before !== undefined && before !== now) keys.push(before)
  if (c.type === 'DELETED' || controllerOf(c.object)) return keys
  return [...new Set([...keys, ...suitors(c.object, world)])]
}

export const watches: readonly Watch[] = [
  { plural: 'replicasets', keys: c => [c.key] },
  { plural: 'pods', keys: podChanged },
]
