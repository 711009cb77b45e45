// The disks of claims, as a kubelet mounts them: when the claim is bound and its volume attached to this machine. What is written goes to the disk itself
// and is there for whoever mounts it next; a disk that was taken away by force takes nothing more. Upstream: pkg/kubelet/volumemanager.
import type { World } from '../../../engine/index.ts'
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../../kube/index.ts'
import { type DiskDirectory, emptyDisk } from '../../../shell/index.ts'
import { attachments, type Disk, disks, isAttachable, isAttachedTo, isBound, mounted } from '../../storage/index.ts'

type Volume = NonNullable<Pod['spec']['volumes']>[number]

const mountKey = (pod: Pod, v: Volume) => `${pod.metadata.uid} ${v.name}`

/** The volume of a claim, if it can be mounted on the pod's machine now. */
function volumeFor(world: World, pod: Pod, v: Volume): PersistentVolume | undefined {
  const key = `${pod.metadata.namespace}/${v.persistentVolumeClaim?.claimName}`
  const claim = world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)
  if (!claim || !isBound(claim)) return undefined
  const volume = world.get<PersistentVolume>('persistentvolumes', claim.spec.volumeName as string)
  return volume && isAttachedTo(world, volume, pod.spec.nodeName as string) ? volume : undefined
}

/** Mounts a claim's disk, if it is not mounted yet. Returns whether it is. */
export function mountClaim(world: World, pod: Pod, v: Volume): boolean {
  const key = mountKey(pod, v)
  if (mounted(world).has(key)) return true
  const volume = volumeFor(world, pod, v)
  if (!volume) return false
  const { name } = volume.metadata
  mounted(world).set(key, { uid: pod.metadata.uid, node: pod.spec.nodeName as string, disk: name, attached: isAttachable(volume) })
  if (!disks(world).has(name)) disks(world).set(name, newDisk(world, name))
  world.tell('kubelet', `pods ${pod.metadata.namespace}/${pod.metadata.name}`, 'kubelet.mounted', { volume: v.name, disk: name })
  return true
}

const newDisk = (world: World, volume: string): Disk => ({ volume, bornAt: world.now, content: emptyDisk(world.nowMs, 0o777) })

/** The pod is gone from the machine: it lets go of its disks, which stay what they are. */
export function unmountClaim(world: World, pod: Pod, v: Volume): void {
  const key = mountKey(pod, v)
  const row = mounted(world).get(key)
  if (!row) return
  mounted(world).delete(key)
  if (row.attached) world.wake('attachdetach', row.disk)
}

/** What lies on the disk of a mounted claim. */
export function contentOf(world: World, pod: Pod, v: Volume): DiskDirectory {
  const row = mounted(world).get(mountKey(pod, v))
  return (row && disks(world).get(row.disk)?.content) ?? emptyDisk(world.nowMs, 0o777)
}

/** Puts back what processes have made of it. */
export function keepContent(world: World, pod: Pod, v: Volume, content: DiskDirectory): void {
  const row = mounted(world).get(mountKey(pod, v))
  const disk = row && disks(world).get(row.disk)
  if (!row || !disk || content === disk.content) return
  const to = attachments(world).get(row.disk)?.node
  if (row.attached && to !== undefined && to !== row.node) return
  disks(world).set(row.disk, { ...disk, content })
}
