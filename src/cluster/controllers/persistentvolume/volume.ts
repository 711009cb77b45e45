// What becomes of a volume: free, held for a claim, or let go by a claim that is no more. Then it is kept as it is (Retain), or destroyed with what is on
// it (Delete); a volume that somebody else's provisioner made is left to him. Upstream: pkg/controller/volume/persistentvolume/pv_controller.go syncVolume,
// reclaimVolume, deleteVolumeOperation.
import { type Caption, keyOf, type World, type Write } from '../../../engine/index.ts'
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/index.ts'
import { annotation, BOUND_BY_CONTROLLER, PROVISIONED_BY } from '../../storage/index.ts'
import { voiceOf } from '../saying.ts'
import { phaseWrites } from './binding.ts'

const say = voiceOf('persistentvolume-controller')

export interface VolumeFound {
  readonly caption: Caption
  readonly steps: Write[][]
  /** The claim is to look at it. */
  readonly wakes?: string
  /** Nobody tells when this ends: a claim that goes before it knows its volume takes no leave of it. */
  readonly unsettled?: true
}

const found = (state: string, v: PersistentVolume, steps: Write[][], wakes?: string): VolumeFound => ({
  caption: { code: `persistentvolume.${state}`, args: { volume: v.metadata.name, claim: v.spec.claimRef?.name ?? '' } },
  steps,
  ...(wakes && { wakes }),
})

export function lookAtVolume(world: World, v: PersistentVolume): VolumeFound {
  const ref = v.spec.claimRef
  if (!ref) return found('available', v, [phaseWrites(world, v, 'Available')])
  const key = `${ref.namespace}/${ref.name}`
  if (!ref.uid) return found('reserved', v, [phaseWrites(world, v, 'Available')], key)
  const claim = world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)
  if (!claim || claim.metadata.uid !== ref.uid) return released(world, v)
  if (!claim.spec.volumeName) return { ...found('held', v, [], key), unsettled: true }
  if (claim.spec.volumeName === v.metadata.name) return found('boundVolume', v, [phaseWrites(world, v, 'Bound')], key)
  return superseded(world, v)
}

/** Its claim is gone. */
function released(world: World, v: PersistentVolume): VolumeFound {
  const phase = v.status?.phase
  const letGo = phase === 'Released' || phase === 'Failed' ? [] : phaseWrites(world, v, 'Released')
  if (v.spec.persistentVolumeReclaimPolicy !== 'Delete') return found('released', v, [letGo])
  return found(v.metadata.deletionTimestamp ? 'removing' : 'reclaiming', v, [letGo, reclaim(v)])
}

/** Its claim has got another one. What was made for the claim is not needed; what was chosen for it is free again. */
function superseded(world: World, v: PersistentVolume): VolumeFound {
  const made = annotation(v, PROVISIONED_BY) !== undefined
  if (made && v.spec.persistentVolumeReclaimPolicy === 'Delete') return released(world, v)
  const { claimRef, ...spec } = v.spec
  const byController = annotation(v, BOUND_BY_CONTROLLER) !== undefined
  if (!byController) {
    const { uid: _, resourceVersion: __, ...ref } = claimRef as NonNullable<typeof claimRef>
    return found('available', v, [
      [{ verb: 'update', plural: 'persistentvolumes', object: { ...v, spec: { ...spec, claimRef: ref } }, trusted: true }],
    ])
  }
  const { [BOUND_BY_CONTROLLER]: _, ...annotations } = v.metadata.annotations ?? {}
  const object = { ...v, metadata: { ...v.metadata, annotations }, spec }
  return found('available', v, [[{ verb: 'update', plural: 'persistentvolumes', object, trusted: true }]])
}

/** What the controller itself can destroy: a directory under /tmp. The rest is the provisioner's. */
function reclaim(v: PersistentVolume): Write[] {
  if (v.metadata.deletionTimestamp || v.status?.phase === 'Failed') return []
  const path = v.spec.hostPath?.path
  if (annotation(v, PROVISIONED_BY) !== undefined || path === undefined) return []
  if (path.startsWith('/tmp/')) return [{ verb: 'delete', plural: 'persistentvolumes', key: keyOf(v) }]
  const message = `host_path deleter only supports /tmp/.+ but received provided ${path}`
  const status = { phase: 'Failed', message }
  return [
    { verb: 'merge', plural: 'persistentvolumes', key: keyOf(v), subresource: 'status', patch: { status }, trusted: true },
    say(v, 'Warning', 'VolumeFailedDelete', message),
  ]
}
