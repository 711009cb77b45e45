// Claims and the volumes that answer them: what a pod asks for, what is bound to what, when binding waits for a pod. Upstream:
// staging/src/k8s.io/component-helpers/storage/volume/{helpers,pv_helpers}.go.
import { keyOf, type World } from '../../engine/index.ts'
import type { ApiObject, PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/index.ts'

export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'
export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner'
export const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner'
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'

/** Who makes disks in this house. */
export const OUR_PROVISIONER = 'podium.local/disk'

type Reads = Pick<World, 'get' | 'by' | 'list'>

export const annotation = (o: ApiObject, name: string): string | undefined => o.metadata.annotations?.[name]

export const className = (o: PersistentVolumeClaim | PersistentVolume): string =>
  annotation(o, BETA_CLASS) ?? (o.spec as { storageClassName?: string }).storageClassName ?? ''

export const classOf = (world: Reads, o: PersistentVolumeClaim | PersistentVolume): ApiObject | undefined => {
  const name = className(o)
  return name ? world.get('storageclasses', name) : undefined
}

/** Binding is complete: the claim names its volume and the controller has said so. */
export const isBound = (c: PersistentVolumeClaim): boolean => Boolean(c.spec.volumeName) && annotation(c, BIND_COMPLETED) !== undefined

/** The class wants to know first where the pod will run. */
export const waitsForConsumer = (world: Reads, c: PersistentVolumeClaim): boolean =>
  classOf(world, c)?.volumeBindingMode === 'WaitForFirstConsumer'

/** A claim's volume is held for this very claim, not for an earlier one of its name. */
export const isFor = (v: PersistentVolume, c: PersistentVolumeClaim): boolean => {
  const ref = v.spec.claimRef
  if (!ref || ref.name !== c.metadata.name || ref.namespace !== c.metadata.namespace) return false
  return !ref.uid || ref.uid === c.metadata.uid
}

/** For whom a volume is, as an index: for a claim by name, or for any of its class. */
export const whomFor = (v: PersistentVolume): string => {
  const ref = v.spec.claimRef
  return ref ? `claim ${ref.namespace}/${ref.name}` : `class ${className(v)}`
}

const NONE: readonly string[] = []

/** The keys of the claims that a pod's volumes name. */
export function claimKeys(pod: Pod): readonly string[] {
  let keys: string[] | undefined
  for (const v of pod.spec.volumes ?? []) {
    if (!v.persistentVolumeClaim) continue
    keys ??= []
    keys.push(`${pod.metadata.namespace}/${v.persistentVolumeClaim.claimName}`)
  }
  return keys ?? NONE
}

/** The pods that name a claim. */
export const podsOfClaim = (world: Reads, key: string): Pod[] => world.by<Pod>('pods', 'claim', key)

/** The claim that a volume is bound to, if it is there. */
export function claimOf(world: Reads, v: PersistentVolume): PersistentVolumeClaim | undefined {
  const ref = v.spec.claimRef
  if (!ref) return undefined
  const claim = world.get<PersistentVolumeClaim>('persistentvolumeclaims', `${ref.namespace}/${ref.name}`)
  return claim && (!ref.uid || ref.uid === claim.metadata.uid) ? claim : undefined
}

/** The pods that use a volume. */
export function podsOfVolume(world: Reads, v: PersistentVolume): Pod[] {
  const claim = claimOf(world, v)
  return claim ? podsOfClaim(world, keyOf(claim)) : []
}
