// Whose change wakes which StatefulSet: its own, that of its pods and revisions, of pods that it might adopt, and the end of a claim that kept a place
// empty. Upstream: pkg/controller/statefulset/stateful_set.go, its event handlers.
import { type Commit, keyOf, type Watch, type World } from '../../../engine/index.ts'
import type { StatefulSet } from '../../../kube/index.ts'
import { owners } from '../owners.ts'
import { podChanged as carryPod, claimChanged, setDeleted } from './census.ts'
import { podOfClaim } from './claims.ts'

const dependentChanged = owners('statefulsets', 'StatefulSet')

const podChanged = (c: Commit, world: World): readonly string[] => {
  carryPod(world, c)
  return dependentChanged(c, world)
}

function claimEnded(c: Commit, world: World): readonly string[] {
  claimChanged(world, c)
  if (c.type !== 'DELETED') return []
  return world
    .by<StatefulSet>('statefulsets', 'namespace', c.object.metadata.namespace ?? '')
    .filter(s => s.spec.volumeClaimTemplates?.length && podOfClaim(s.metadata.name, c.object.metadata.name))
    .map(keyOf)
}

export const watches: readonly Watch[] = [
  {
    plural: 'statefulsets',
    keys: (c, world) => {
      if (c.type === 'DELETED') setDeleted(world, c.object.metadata.uid)
      return [c.key]
    },
  },
  { plural: 'pods', keys: podChanged },
  { plural: 'controllerrevisions', keys: dependentChanged },
  { plural: 'persistentvolumeclaims', keys: claimEnded },
]
