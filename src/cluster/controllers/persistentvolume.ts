// The PersistentVolume controllers: a claim is a wish, a volume a disk, and binding them is the work of the binder, who looks at both sides; the protectors
// hold back what is in use. All of them only compare what is there. Upstream: pkg/controller/volume/{persistentvolume,pvcprotection,pvprotection};
// https://kubernetes.io/docs/concepts/storage/persistent-volumes/
import { type Actor, type Commit, keyOf, type World } from '../../engine/index.ts'
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/index.ts'
import { claimKeys, className } from '../storage/index.ts'
import { lookAtClaim } from './persistentvolume/claim.ts'
import { freeClaim, freeVolume, holders } from './persistentvolume/protection.ts'
import { lookAtVolume } from './persistentvolume/volume.ts'

/** All that is not bound is looked at again after this. */
const RESYNC_MS = 15_000

const refKey = (v: PersistentVolume): string[] => (v.spec.claimRef ? [`${v.spec.claimRef.namespace}/${v.spec.claimRef.name}`] : [])

/** The claims of a class that are not bound. */
const openClaims = (world: World, name: string): string[] => [...world.keysBy('persistentvolumeclaims', 'open', `class ${name}`)]

function wakesClaims({ object, old }: Commit, world: World): readonly string[] {
  const v = object as PersistentVolume
  const keys = [...refKey(v), ...(old ? refKey(old as PersistentVolume) : [])]
  return v.spec.claimRef || v.status?.phase !== 'Available'
    ? [...new Set(keys)]
    : [...new Set([...keys, ...openClaims(world, className(v))])]
}

/** Binds claims. Key: the claim. */
const claims: Actor = {
  name: 'persistentvolume',
  plural: 'persistentvolumeclaims',
  watches: [
    { plural: 'persistentvolumeclaims', keys: c => [c.key] },
    { plural: 'persistentvolumes', keys: wakesClaims },
    { plural: 'storageclasses', keys: (c, world) => [...openClaims(world, c.object.metadata.name), ...openClaims(world, '')] },
  ],
  look(world, key) {
    const claim = world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)
    if (!claim) return undefined
    const { caption, steps, unsettled } = lookAtClaim(world, claim)
    return { caption, steps, ...(unsettled && { againInMs: RESYNC_MS }) }
  },
}

function wakesVolumes({ object, old }: Commit): readonly string[] {
  const now = (object as PersistentVolumeClaim).spec.volumeName
  const before = (old as PersistentVolumeClaim | undefined)?.spec.volumeName
  return [...new Set([now, before].filter(n => n !== undefined))]
}

/** Tells volumes free, bound or released. Key: the volume. */
const volumes: Actor = {
  name: 'pvphase',
  plural: 'persistentvolumes',
  watches: [
    { plural: 'persistentvolumes', keys: c => [c.key] },
    { plural: 'persistentvolumeclaims', keys: wakesVolumes },
  ],
  look(world, key) {
    const volume = world.get<PersistentVolume>('persistentvolumes', key)
    if (!volume) return undefined
    const { caption, steps, unsettled } = lookAtVolume(world, volume)
    return { caption, steps, ...(unsettled && { againInMs: RESYNC_MS }) }
  },
}

/** Holds back claims that pods use. Key: the claim. */
const claimProtection: Actor = {
  name: 'pvcprotection',
  plural: 'persistentvolumeclaims',
  watches: [
    { plural: 'persistentvolumeclaims', keys: c => (c.object.metadata.deletionTimestamp ? [c.key] : []) },
    { plural: 'pods', keys: c => (c.type === 'DELETED' ? claimKeys(c.object as Pod) : []) },
  ],
  look(world, key) {
    const claim = world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)
    if (!claim?.metadata.deletionTimestamp) return undefined
    const pods = holders(world, key)
    const pod = pods[0]?.metadata.name
    if (pod) return { caption: { code: 'pvcprotection.held', args: { claim: claim.metadata.name, pod, pods: pods.length } } }
    return { caption: { code: 'pvcprotection.free', args: { claim: claim.metadata.name } }, steps: [freeClaim(claim)] }
  },
}

/** Holds back volumes that are bound. Key: the volume. */
const volumeProtection: Actor = {
  name: 'pvprotection',
  plural: 'persistentvolumes',
  watches: [{ plural: 'persistentvolumes', keys: c => (c.object.metadata.deletionTimestamp ? [c.key] : []) }],
  look(world, key) {
    const volume = world.get<PersistentVolume>('persistentvolumes', key)
    if (!volume?.metadata.deletionTimestamp) return undefined
    const held = volume.status?.phase === 'Bound'
    return { caption: { code: `pvprotection.${held ? 'held' : 'free'}`, args: { volume: keyOf(volume) } }, steps: [freeVolume(volume)] }
  },
}

export const persistentVolumes: readonly Actor[] = [claims, volumes, claimProtection, volumeProtection]
