// The binding of a claim and a volume, which stands in both: the volume names the claim, the claim the volume. Every step can be done again. Upstream:
// pkg/controller/volume/persistentvolume/pv_controller.go bind, bindVolumeToClaim, bindClaimToVolume, updateClaimStatus, updateVolumePhase.
import { keyOf, same, type World, type Write } from '../../../engine/index.ts'
import type { ApiObject, PersistentVolume, PersistentVolumeClaim } from '../../../kube/index.ts'
import { annotation, BIND_COMPLETED, BOUND_BY_CONTROLLER } from '../../storage/index.ts'

const withAnnotation = <T extends ApiObject>(o: T, name: string): T =>
  annotation(o, name) !== undefined ? o : { ...o, metadata: { ...o.metadata, annotations: { ...o.metadata.annotations, [name]: 'yes' } } }

/** The volume as it is when it is held for a claim. */
export function heldFor(v: PersistentVolume, c: PersistentVolumeClaim): PersistentVolume {
  const ref = v.spec.claimRef
  if (ref && ref.uid === c.metadata.uid && ref.name === c.metadata.name) return v
  const claimRef = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    name: c.metadata.name,
    namespace: c.metadata.namespace as string,
    uid: c.metadata.uid,
    resourceVersion: c.metadata.resourceVersion,
  }
  const held = { ...v, spec: { ...v.spec, claimRef } }
  // Who named the claim himself keeps the volume reserved for it when it is let go.
  return ref ? held : withAnnotation(held, BOUND_BY_CONTROLLER)
}

/** The writes that bind; none when all is as it should be. */
export function bind(world: World, v: PersistentVolume, c: PersistentVolumeClaim): Write[][] {
  const held = heldFor(v, c)
  const chosen = c.spec.volumeName ? c : withAnnotation({ ...c, spec: { ...c.spec, volumeName: v.metadata.name } }, BOUND_BY_CONTROLLER)
  const complete = withAnnotation(chosen, BIND_COMPLETED)
  const volumeWrites: Write[] = held === v ? [] : [{ verb: 'update', plural: 'persistentvolumes', object: held, trusted: true }]
  const claimWrites: Write[] = complete === c ? [] : [{ verb: 'update', plural: 'persistentvolumeclaims', object: complete, trusted: true }]
  return [volumeWrites, phaseWrites(world, v, 'Bound'), claimWrites, claimStatusWrites(c, 'Bound', v)]
}

/** A volume's phase, with the moment of its change. */
export function phaseWrites(world: World, v: PersistentVolume, phase: string, message?: string): Write[] {
  if (v.status?.phase === phase) return []
  const status = { phase, message: message ?? null, lastPhaseTransitionTime: world.timestamp }
  return [
    {
      verb: 'merge',
      plural: 'persistentvolumes',
      key: keyOf(v),
      uid: v.metadata.uid,
      subresource: 'status',
      patch: { status },
      trusted: true,
    },
  ]
}

/** A claim's phase, and what it got. */
export function claimStatusWrites(c: PersistentVolumeClaim, phase: string, v?: PersistentVolume): Write[] {
  const got = v && { accessModes: v.spec.accessModes, capacity: v.spec.capacity }
  const status = { ...got, phase }
  if (same({ ...c.status, ...status }, c.status)) return []
  return [
    {
      verb: 'merge',
      plural: 'persistentvolumeclaims',
      key: keyOf(c),
      uid: c.metadata.uid,
      subresource: 'status',
      patch: { status },
      trusted: true,
    },
  ]
}
