// What the attach/detach controller says, and to whom: to kubelets that a disk has come, to people that a pod must wait for one. Upstream:
// pkg/controller/volume/attachdetach/reconciler/reconciler.go reportMultiAttachError.
import type { World, Write } from '../../../engine/index.ts'
import type { PersistentVolume, Pod } from '../../../kube/index.ts'
import { podsOfVolume } from '../../storage/index.ts'
import { hideTimer, showTimer } from '../../tables.ts'
import { voiceOf } from '../saying.ts'
import { usersOf } from './wanted.ts'

const say = voiceOf('attachdetach-controller')
const TIMER = 'forceDetach'

const tell = (world: World, write: Write) => {
  if (write.verb === 'tell') world.schedule(0, write.to, write.event)
}

/** Kubelets that wait to mount the volume try again. */
export function letMount(world: World, v: PersistentVolume, node?: string): void {
  for (const pod of podsOfVolume(world, v)) {
    if (!pod.spec.nodeName || (node !== undefined && pod.spec.nodeName !== node)) continue
    for (const volume of pod.spec.volumes ?? [])
      if (volume.persistentVolumeClaim?.claimName === v.spec.claimRef?.name)
        world.schedule(0, 'kubelet', { type: 'mount', uid: pod.metadata.uid, volume: volume.name, waitedMs: 0 })
  }
}

/** The disk is attached to a node. Said aloud only where somebody was made to wait. */
export function attached(world: World, v: PersistentVolume, node: string, hadToWait: boolean): void {
  const { name } = v.metadata
  world.tell('attachdetach', `persistentvolumes ${name}`, 'attachdetach.attach', { volume: name, node, claim: v.spec.claimRef?.name ?? '' })
  if (hadToWait)
    for (const pod of usersOf(world, v))
      if (pod.spec.nodeName === node)
        tell(world, say(pod, 'Normal', 'SuccessfulAttachVolume', `AttachVolume.Attach succeeded for volume "${name}"`))
  letMount(world, v, node)
}

/** The disk is elsewhere: the pods that wait for it are told, and by whom it is used. */
export function contested(world: World, name: string, node: string, others: readonly string[]): void {
  const v = world.get<PersistentVolume>('persistentvolumes', name)
  if (!v) return
  const pods = podsOfVolume(world, v)
  const waiting = pods.filter(p => others.includes(p.spec.nodeName ?? ''))
  const message = `Multi-Attach error for volume "${name}" ${whoHasIt(pods, node)}`
  for (const pod of waiting) tell(world, say(pod, 'Warning', 'FailedAttachVolume', message))
  world.tell('attachdetach', `persistentvolumes ${name}`, 'attachdetach.refused', { volume: name, node, to: others[0] ?? '' })
}

function whoHasIt(pods: readonly Pod[], node: string): string {
  const users = pods.filter(p => p.spec.nodeName === node).map(p => p.metadata.name)
  if (users.length === 0) return "Volume is already exclusively attached to one node and can't be attached to another"
  return `Volume is already used by pod(s) ${users.join(', ')}`
}

export const showForce = (world: World, volume: string, delayMs: number): void =>
  showTimer(world, `persistentvolumes ${volume}`, TIMER, delayMs)
export const hideForce = (world: World, volume: string): void => hideTimer(world, `persistentvolumes ${volume}`, TIMER)
