// What is in use does not go: a finalizer holds a claim while a pod that has a node names it, and a volume while it is bound. Upstream:
// pkg/controller/volume/{pvcprotection,pvprotection}.
import type { World, Write } from '../../../engine/index.ts'
import type { ApiObject, PersistentVolume, PersistentVolumeClaim } from '../../../kube/index.ts'
import { podsOfClaim } from '../../storage/index.ts'
import { withList } from '../garbagecollector/fate.ts'

const letGo = (plural: string, o: ApiObject, finalizer: string): Write[] => {
  const finalizers = o.metadata.finalizers ?? []
  if (!o.metadata.deletionTimestamp || !finalizers.includes(finalizer)) return []
  const rest = finalizers.filter(f => f !== finalizer)
  return [{ verb: 'update', plural, object: withList(o, 'finalizers', rest), trusted: true }]
}

/** The pods that hold a claim. */
export const holders = (world: World, key: string) => podsOfClaim(world, key).filter(p => p.spec.nodeName)

export const freeClaim = (c: PersistentVolumeClaim): Write[] => letGo('persistentvolumeclaims', c, 'kubernetes.io/pvc-protection')
export const freeVolume = (v: PersistentVolume): Write[] =>
  v.status?.phase === 'Bound' ? [] : letGo('persistentvolumes', v, 'kubernetes.io/pv-protection')
