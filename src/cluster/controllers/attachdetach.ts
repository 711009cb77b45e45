// The attach/detach controller: a disk for one node at a time goes to the node whose pods want it, and only when the node that had it has let go. A node
// that is silent never says so: after six minutes the disk is taken from it by force. Until then a pod elsewhere waits in ContainerCreating. Upstream:
// pkg/controller/volume/attachdetach/reconciler/reconciler.go, cache/actual_state_of_world.go.
import { type Actor, type Commit, keyOf, type Look, type World } from '../../engine/index.ts'
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/index.ts'
import { type Attachment, attachments, claimKeys, isAttachable, isExclusive } from '../storage/index.ts'
import { isHealthy, isOutOfService, saysInUse } from './attachdetach/nodes.ts'
import { attached, contested, hideForce, letMount, showForce } from './attachdetach/telling.ts'
import { nodesThatWant } from './attachdetach/wanted.ts'

/** How long a disk that nobody wants any more stays with a node that does not answer. Upstream: maxWaitForUnmountDuration. */
const FORCE_MS = 360_000
/** A refusal is told when it lasts: pods that move are mostly only a moment apart. */
const TOLD_AFTER_MS = 1_000

/** The volumes of the claims of a pod. */
const volumesOfPod = (world: World, pod: Pod): string[] =>
  claimKeys(pod).flatMap(key => world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)?.spec.volumeName ?? [])

function podChanged({ object, old, type }: Commit, world: World): readonly string[] {
  const pod = object as Pod
  if (claimKeys(pod).length === 0 || !pod.spec.nodeName) return []
  const before = old as Pod | undefined
  const isNews =
    type !== 'MODIFIED' ||
    !before?.spec.nodeName ||
    pod.metadata.deletionTimestamp !== undefined ||
    before.status?.phase !== pod.status?.phase
  return isNews ? volumesOfPod(world, pod) : []
}

function nodeChanged({ object, old }: Commit, world: World): readonly string[] {
  const node = object as Node
  const before = old as Node | undefined
  if (before && isHealthy(before) === isHealthy(node) && before.spec?.taints === node.spec?.taints) return []
  return [...attachments(world).values()].filter(a => a.node === node.metadata.name).map(a => a.volume)
}

/** Key: the volume. */
export const attachDetach: Actor = {
  name: 'attachdetach',
  plural: 'persistentvolumes',
  watches: [
    { plural: 'pods', keys: podChanged },
    { plural: 'nodes', keys: nodeChanged },
    { plural: 'persistentvolumes', keys: c => (c.type === 'DELETED' ? [c.key] : []) },
    {
      plural: 'persistentvolumeclaims',
      keys: c => ((c.object as PersistentVolumeClaim).spec.volumeName ? [c.object.spec.volumeName] : []),
    },
  ],
  look(world, name) {
    const volume = world.get<PersistentVolume>('persistentvolumes', name)
    if (!volume || !isAttachable(volume) || !isExclusive(volume)) {
      if (attachments(world).delete(name)) hideForce(world, name)
      if (volume) letMount(world, volume)
      return undefined
    }
    const wanted = nodesThatWant(world, volume)
    const row = attachments(world).get(name)
    const kept = row && keep(world, row, wanted)
    if (kept) {
      const { row: now, ...look } = kept
      return { ...look, caption: captionOf(volume, now, wanted) }
    }
    const node = wanted[0]
    if (!node) return undefined
    attachments(world).set(name, { volume: name, node, since: world.now, refused: [] })
    attached(world, volume, node, row?.refused.includes(node) ?? false)
    return { caption: captionOf(volume, attachments(world).get(name) as Attachment, wanted) }
  },
}

/** The disk stays where it is; undefined: the node has let go of it, or must. */
function keep(world: World, row: Attachment, wanted: readonly string[]): (Look & { row: Attachment }) | undefined {
  const { volume, node } = row
  const isWanted = wanted.includes(node)
  const since = isWanted ? undefined : (row.unwantedSince ?? world.now)
  if (since !== undefined) {
    const isForced = world.now - since >= FORCE_MS && !isHealthy(world.get<Node>('nodes', node))
    if (!saysInUse(world, volume, node) || isOutOfService(world.get<Node>('nodes', node)) || isForced) {
      attachments(world).delete(volume)
      hideForce(world, volume)
      world.tell('attachdetach', `persistentvolumes ${volume}`, isForced ? 'attachdetach.forced' : 'attachdetach.detached', {
        volume,
        node,
      })
      return undefined
    }
  }
  const { unwantedSince: _, contestedSince: __, ...rest } = row
  const others = wanted.filter(n => n !== node && !row.refused.includes(n))
  const contestedSince = others.length > 0 ? (row.contestedSince ?? world.now) : undefined
  const isToBeTold = contestedSince !== undefined && world.now - contestedSince >= TOLD_AFTER_MS
  if (isToBeTold) contested(world, volume, node, others)
  const next: Attachment = {
    ...rest,
    refused: isToBeTold ? [...row.refused, ...others] : row.refused,
    ...(since !== undefined && { unwantedSince: since }),
    ...(contestedSince !== undefined && !isToBeTold && { contestedSince }),
  }
  attachments(world).set(volume, next)
  if (since === undefined) hideForce(world, volume)
  else if (row.unwantedSince === undefined) showForce(world, volume, FORCE_MS)
  const waits = [
    ...(contestedSince !== undefined && !isToBeTold ? [contestedSince + TOLD_AFTER_MS - world.now] : []),
    ...(since !== undefined && since + FORCE_MS > world.now ? [since + FORCE_MS - world.now] : []),
  ]
  return { row: next, ...(waits.length > 0 && { againInMs: Math.min(...waits) }) }
}

const captionOf = (v: PersistentVolume, row: Attachment, wanted: readonly string[]) => {
  const other = wanted.find(n => n !== row.node)
  const state = row.unwantedSince !== undefined ? 'waitingForNode' : other ? 'waitingForPods' : 'attached'
  return { code: `attachdetach.${state}`, args: { volume: keyOf(v), claim: v.spec.claimRef?.name ?? '', node: row.node, to: other ?? '' } }
}
