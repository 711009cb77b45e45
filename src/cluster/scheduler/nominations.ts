// Places that were made free by preemption are promised: the pod's status.nominatedNodeName says where. Until it comes, others of lower or the same
// priority must not take the place. Upstream: pkg/scheduler/backend/queue/nominator.go, framework/runtime RunFilterPluginsWithNominatedPods.
import { keyOf, type World } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import type { Snapshot } from './snapshot.ts'

/** A promise as the scheduler knows it, also before it is written. Table `scheduler.nominated`, key: pod key. */
export interface Nomination {
  readonly uid: string
  readonly node: string
}
export const nominations = (w: Pick<World, 'table'>) => w.table<Nomination>('scheduler.nominated')

export const priorityOf = (pod: Pod): number => pod.spec.priority ?? 0

const NONE: ReadonlyMap<string, readonly Pod[]> = new Map()

/** By node: the pods that it was promised to and that this one must not push aside. */
export function nominatedOn(pod: Pod, { world }: Snapshot): ReadonlyMap<string, readonly Pod[]> {
  const table = nominations(world)
  if (!table.size) return NONE
  const found = new Map<string, Pod[]>()
  for (const [key, { uid, node }] of table.entries()) {
    const other = world.get<Pod>('pods', key)
    if (!other || other.metadata.uid !== uid || other.spec.nodeName || key === keyOf(pod)) continue
    if (priorityOf(other) < priorityOf(pod)) continue
    const list = found.get(node) ?? []
    found.set(node, list)
    list.push(other)
  }
  return found
}
