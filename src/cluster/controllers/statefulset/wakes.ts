// Whose change wakes which StatefulSet: its own, that of its pods and revisions, of pods that it might adopt, and the end of a claim that kept a place
// empty. Upstream: pkg/controller/statefulset/stateful_set.go, its event handlers.
import { type Commit, keyOf, type Watch, type World } from '../../../engine/index.ts'
import { type ApiObject, controllerOf, type StatefulSet, selectorMatches } from '../../../kube/index.ts'
import { podOfClaim } from './claims.ts'
import { parentOf } from './identity.ts'

const ownerKey = (o: ApiObject | undefined): string[] => {
  const ref = o && controllerOf(o)
  return ref?.kind === 'StatefulSet' ? [`${o?.metadata.namespace}/${ref.name}`] : []
}

/** The sets that could adopt an orphan. */
const suitors = (o: ApiObject, world: World): string[] =>
  world
    .by<StatefulSet>('statefulsets', 'namespace', o.metadata.namespace ?? '')
    .filter(s => selectorMatches(s.spec.selector, o.metadata.labels))
    .map(keyOf)

function dependentChanged(c: Commit, world: World): readonly string[] {
  const now = ownerKey(c.object)
  const before = c.old && c.old.metadata.ownerReferences !== c.object.metadata.ownerReferences ? ownerKey(c.old) : []
  const keys = before.length ? [...new Set([...now, ...before])] : now
  if (c.type === 'DELETED' || controllerOf(c.object)) return keys
  return [...new Set([...keys, ...suitors(c.object, world)])]
}

/** A pod of another's that had the name which a set wants: when it is gone, the set may try again. */
const podChanged = (c: Commit, world: World): readonly string[] => {
  const keys = dependentChanged(c, world)
  const parent = c.type === 'DELETED' && keys.length === 0 ? `${c.object.metadata.namespace}/${parentOf(c.object.metadata.name)}` : ''
  return parent && world.get('statefulsets', parent) ? [parent] : keys
}

function claimEnded(c: Commit, world: World): readonly string[] {
  if (c.type !== 'DELETED') return []
  return world
    .by<StatefulSet>('statefulsets', 'namespace', c.object.metadata.namespace ?? '')
    .filter(s => s.spec.volumeClaimTemplates?.length && podOfClaim(s.metadata.name, c.object.metadata.name))
    .map(keyOf)
}

export const watches: readonly Watch[] = [
  { plural: 'statefulsets', keys: c => [c.key] },
  { plural: 'pods', keys: podChanged },
  { plural: 'controllerrevisions', keys: dependentChanged },
  { plural: 'persistentvolumeclaims', keys: claimEnded },
]
