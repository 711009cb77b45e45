// Which nodes want a volume: those of its pods that have not ended. A pod that is being deleted wants it until its containers are reported to run no more;
// on a dead node nobody reports that. Upstream: pkg/controller/volume/attachdetach/cache/desired_state_of_world.go, util.DetermineVolumeAction.
import type { World } from '../../../engine/index.ts'
import type { PersistentVolume, Pod } from '../../../kube/index.ts'
import { podsOfVolume } from '../../storage/index.ts'

const runs = (pod: Pod): boolean => pod.status?.containerStatuses?.some(c => c.state?.running !== undefined) ?? false

const wants = (pod: Pod): boolean => {
  const { phase } = pod.status ?? {}
  if (!pod.spec.nodeName || phase === 'Succeeded' || phase === 'Failed') return false
  return !pod.metadata.deletionTimestamp || runs(pod)
}

export const usersOf = (world: World, v: PersistentVolume): Pod[] => podsOfVolume(world, v).filter(wants)

/** In the order in which their pods came. */
export const nodesThatWant = (world: World, v: PersistentVolume): string[] => [
  ...new Set(usersOf(world, v).map(p => p.spec.nodeName as string)),
]
