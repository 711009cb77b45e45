// Between the choice of a node and the binding of the pod: claims that waited for a node are told which, and the pod is bound when they are. Meanwhile it
// counts on its node. Table `scheduler.volumes`, key: pod key. Upstream: plugins/volumebinding/volume_binding.go Reserve, PreBind; binder.go BindPodVolumes.
import { type Commit, keyOf, type Look, type World, type Write } from '../../engine/index.ts'
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/index.ts'
import { heldFor } from '../controllers/persistentvolume/binding.ts'
import { annotation, claimKeys, className, findVolume, isBound, podsOfClaim, SELECTED_NODE } from '../storage/index.ts'
import { claimsFor, isDelayed } from './filters/volumes.ts'
import { isRefuser, pool } from './queue.ts'

/** A pod whose node is chosen and whose claims are being bound. */
export interface Reserved {
  readonly uid: string
  readonly node: string
  readonly fit: number
  readonly of: number
}
export const reserved = (w: Pick<World, 'table'>) => w.table<Reserved>('scheduler.volumes')

/** What a visit must know when these writes are answered. */
export interface VolumeMemo {
  readonly uid: string
  readonly node: string
  readonly volumes: true
}

/** Tells the claims of a pod which node was chosen; undefined: there is nothing to wait for. */
export function reserveVolumes(world: World, pod: Pod, node: string, fit: number, of: number): Look | undefined {
  const claims = claimsFor(world, pod)
  if ('reasons' in claims) return undefined
  const delayed = claims.filter(c => isDelayed(world, c))
  if (delayed.length === 0) return undefined
  const { uid, name } = pod.metadata
  reserved(world).set(keyOf(pod), { uid, node, fit, of })
  const writes = delayed.flatMap(c => choice(world, c, node))
  const memo: VolumeMemo = { uid, node, volumes: true }
  const caption = {
    code: 'scheduler.bindingVolumes',
    args: { pod: name, node, claims: delayed.length, claim: delayed[0]?.metadata.name ?? '' },
  }
  return { caption, steps: [writes], memo }
}

/** A free volume is held for the claim; where there is none, the provisioner learns the node. */
function choice(world: World, c: PersistentVolumeClaim, name: string): Write[] {
  const node = world.get<Node>('nodes', name)
  const volume = node && annotation(c, SELECTED_NODE) === undefined ? findVolume(world, c, { node }) : undefined
  if (volume) return [{ verb: 'update', plural: 'persistentvolumes', object: heldFor(volume, c), trusted: true }]
  if (annotation(c, SELECTED_NODE) === name) return []
  const annotations = { ...c.metadata.annotations, [SELECTED_NODE]: name }
  return [{ verb: 'update', plural: 'persistentvolumeclaims', object: { ...c, metadata: { ...c.metadata, annotations } }, trusted: true }]
}

/** Whether all claims of the pod are bound now. */
export function areVolumesBound(world: World, pod: Pod): boolean {
  return claimKeys(pod).every(key => {
    const c = world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)
    return c !== undefined && isBound(c)
  })
}

/** The pods that a change of a claim concerns: those that wait for it. */
export const wakenByClaim = (c: Commit, world: World): readonly string[] =>
  podsOfClaim(world, c.key)
    .filter(p => !p.spec.nodeName)
    .map(keyOf)

/** Those that no volume was found for try again when one comes, or a class. */
export function wakenByVolume(c: Commit, world: World): readonly string[] {
  if (c.type === 'DELETED' || !isRefuser(world, 'VolumeBinding')) return []
  const name = c.plural === 'storageclasses' ? c.object.metadata.name : className(c.object as PersistentVolume)
  return [...pool(world)].filter(([key, row]) => row.refusedBy.includes('VolumeBinding') && asksFor(world, key, name)).map(([key]) => key)
}

function asksFor(world: World, key: string, storageClass: string): boolean {
  const pod = world.get<Pod>('pods', key)
  if (!pod) return false
  return claimKeys(pod).some(k => {
    const c = world.get<PersistentVolumeClaim>('persistentvolumeclaims', k)
    return c !== undefined && !isBound(c) && className(c) === storageClass
  })
}
