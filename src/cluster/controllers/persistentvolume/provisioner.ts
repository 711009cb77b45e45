// The external provisioner podium.local/disk: makes a disk for a claim that calls for one, and destroys it when the volume is released and its class said
// Delete. It stands for what a cloud or a storage system runs in a cluster. Upstream: sigs.k8s.io/sig-storage-lib-external-provisioner/v10/controller.
import { type Actor, keyOf, type World } from '../../../engine/index.ts'
import type { Draft, PersistentVolume, PersistentVolumeClaim } from '../../../kube/index.ts'
import { emptyDisk } from '../../../shell/index.ts'
import {
  annotation,
  askedSize,
  classOf,
  disks,
  isBound,
  OUR_PROVISIONER,
  PROVISIONED_BY,
  PROVISIONER,
  SELECTED_NODE,
  waitsForConsumer,
} from '../../storage/index.ts'

/** How long it takes to make a disk, or to destroy one. */
const TAKES_MS = [200, 600] as const
const NAME = 'provisioner'

const volumeName = (c: PersistentVolumeClaim) => `pvc-${c.metadata.uid}`

function isWanted(world: World, c: PersistentVolumeClaim): boolean {
  if (annotation(c, PROVISIONER) !== OUR_PROVISIONER || isBound(c) || c.spec.volumeName || c.metadata.deletionTimestamp) return false
  if (waitsForConsumer(world, c) && annotation(c, SELECTED_NODE) === undefined) return false
  return !world.get('persistentvolumes', volumeName(c))
}

function volumeFor(world: World, c: PersistentVolumeClaim): Draft {
  const storageClass = classOf(world, c)
  const { namespace = '', name, uid } = c.metadata
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName(c), annotations: { [PROVISIONED_BY]: OUR_PROVISIONER } },
    spec: {
      accessModes: c.spec.accessModes,
      capacity: { storage: askedSize(c) },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      hostPath: { path: `/disks/${uid}`, type: '' },
      persistentVolumeReclaimPolicy: storageClass?.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass?.metadata.name ?? '',
      volumeMode: c.spec.volumeMode ?? 'Filesystem',
      ...(storageClass?.mountOptions && { mountOptions: storageClass.mountOptions }),
    },
  }
}

const isToBeDestroyed = (v: PersistentVolume): boolean =>
  annotation(v, PROVISIONED_BY) === OUR_PROVISIONER && v.status?.phase === 'Released' && v.spec.persistentVolumeReclaimPolicy === 'Delete'

/** What it said of a claim stands until another look has nothing to say. */
const isSpokenOf = (world: World, claim: string) => world.table('captions').has(`${NAME} claim ${claim}`)

/** Keys: `claim NAMESPACE/NAME` and `volume NAME`. */
export const provisioner: Actor = {
  name: NAME,
  plural: 'persistentvolumeclaims',
  watches: [
    {
      plural: 'persistentvolumeclaims',
      keys: (c, world) => (isWanted(world, c.object as PersistentVolumeClaim) || isSpokenOf(world, c.key) ? [`claim ${c.key}`] : []),
    },
    {
      plural: 'persistentvolumes',
      keys: c => (c.type === 'DELETED' || isToBeDestroyed(c.object as PersistentVolume) ? [`volume ${c.key}`] : []),
    },
  ],
  look(world, id) {
    const [what, key = ''] = id.split(' ')
    return what === 'claim' ? lookAtClaim(world, id, key) : lookAtVolume(world, id, key)
  },
}

/** Work that takes time begins at the first visit and is done at the one when it is over. */
function isDone(world: World, id: string): number | true {
  const begun = world.table<number>('provisioner')
  const until = begun.get(id)
  if (until !== undefined && until <= world.now) {
    begun.delete(id)
    return true
  }
  if (until !== undefined) return until - world.now
  const takes = world.dice.between(...TAKES_MS)
  begun.set(id, world.now + takes)
  return takes
}

function lookAtClaim(world: World, id: string, key: string) {
  const claim = world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)
  if (!claim || !isWanted(world, claim)) return undefined
  const done = isDone(world, id)
  const caption = { code: 'provisioner.making', args: { claim: claim.metadata.name, size: askedSize(claim) } }
  if (done !== true) return { caption, againInMs: done }
  const object = volumeFor(world, claim)
  disks(world).set(volumeName(claim), { volume: volumeName(claim), bornAt: world.now, content: emptyDisk(world.nowMs, 0o777) })
  return { caption, steps: [[{ verb: 'create' as const, plural: 'persistentvolumes', object, trusted: true }]] }
}

function lookAtVolume(world: World, id: string, name: string) {
  const volume = world.get<PersistentVolume>('persistentvolumes', name)
  if (!volume || !isToBeDestroyed(volume) || volume.metadata.deletionTimestamp) return undefined
  const done = isDone(world, id)
  const caption = { code: 'provisioner.destroying', args: { volume: name } }
  if (done !== true) return { caption, againInMs: done }
  disks(world).delete(name)
  return { caption, steps: [[{ verb: 'delete' as const, plural: 'persistentvolumes', key: keyOf(volume) }]] }
}
