// Pods that outlive their Job, or are let go by it, must not be held for ever by its finalizer: whoever holds it and has no Job loses it. Upstream:
// pkg/controller/job/job_controller.go syncOrphanPod.
import { type Actor, type Commit, keyOf, type World } from '../../../engine/index.ts'
import { type ApiObject, controllerOf, type Job, type Pod } from '../../../kube/index.ts'
import { isTracked } from './pods.ts'
import { release } from './tracking.ts'

/** Whether nobody will ever count this pod. Pods of other kinds of owners are not ours to judge. */
function isForsaken(world: Pick<World, 'get'>, p: ApiObject): boolean {
  if (!isTracked(p)) return false
  const ref = controllerOf(p)
  if (!ref) return true
  if (ref.kind !== 'Job' || ref.apiVersion !== 'batch/v1') return false
  return world.get<Job>('jobs', `${p.metadata.namespace}/${ref.name}`)?.metadata.uid !== ref.uid
}

const jobChanged = (c: Commit, world: World): readonly string[] =>
  c.type === 'DELETED' ? world.by<Pod>('pods', 'job', c.object.metadata.uid).filter(isTracked).map(keyOf) : []

export const jobOrphans: Actor = {
  name: 'joborphans',
  plural: 'pods',
  watches: [
    { plural: 'jobs', keys: jobChanged },
    { plural: 'pods', keys: (c, world) => ([c.object, c.old].some(p => p && isForsaken(world, p)) ? [c.key] : []) },
  ],
  look(world, key) {
    const pod = world.get<Pod>('pods', key)
    if (!pod || !isForsaken(world, pod)) return undefined
    return { caption: { code: 'joborphans.releasing', args: { pod: pod.metadata.name } }, steps: [[release(pod)]] }
  },
}
