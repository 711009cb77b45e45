// Whose change wakes which DaemonSet: its own, that of its pods and revisions, of what it might adopt, and of nodes, but of those only what makes it act: a
// node that wants a pod and has none, or has one that must go. A taint that only counts a pod as misscheduled waits for the next visit. Upstream:
// pkg/controller/daemon/daemon_controller.go, its event handlers, syncNodeUpdate.
import { type Commit, keyOf, same, type Watch, type World } from '../../../engine/index.ts'
import { type ApiObject, type DaemonSet, isControlledBy, type Node } from '../../../kube/index.ts'
import { owners } from '../owners.ts'
import { nodeChanged, podChanged, setDeleted } from './census.ts'
import { eligibility } from './eligibility.ts'

const dependentChanged = owners('daemonsets', 'DaemonSet')

const looksTheSame = (a: ApiObject, b: ApiObject) => same(a.metadata.labels, b.metadata.labels) && same(a.spec?.taints, b.spec?.taints)

function nodeKeys(c: Commit, world: World): readonly string[] {
  if (c.type === 'MODIFIED' && c.old && looksTheSame(c.old, c.object)) return []
  nodeChanged(world, c)
  if (c.type === 'DELETED') return []
  const node = c.object as Node
  return [...world.list<DaemonSet>('daemonsets')].filter(ds => isConcerned(world, ds, node, c.type === 'ADDED')).map(keyOf)
}

function isConcerned(world: World, ds: DaemonSet, node: Node, isNew: boolean): boolean {
  const { shouldRun, mayStay } = eligibility(ds.spec.template)(node)
  if (isNew) return shouldRun
  const hasPod = world.by('pods', 'node', node.metadata.name).some(p => isControlledBy(p, ds))
  return (shouldRun && !hasPod) || (!mayStay && hasPod)
}

export const watches: readonly Watch[] = [
  {
    plural: 'daemonsets',
    keys: (c, world) => {
      if (c.type === 'DELETED') setDeleted(world, c.object.metadata.uid)
      return [c.key]
    },
  },
  {
    plural: 'pods',
    keys: (c, world) => {
      podChanged(world, c)
      return dependentChanged(c, world)
    },
  },
  { plural: 'controllerrevisions', keys: dependentChanged },
  { plural: 'nodes', keys: nodeKeys },
]
