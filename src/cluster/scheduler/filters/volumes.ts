// Volumes say where a pod can go: its claims must be there and bound, or be of a class that binds them when the node is known; a volume may be usable on
// some nodes only. Upstream: plugins/volumebinding/{volume_binding,binder}.go, plugins/volumezone/volume_zone.go, plugins/volumerestrictions (claims for one
// pod alone).
import { keyOf, type World } from '../../../engine/index.ts'
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../../kube/index.ts'
import {
  annotation,
  claimKeys,
  classOf,
  findVolume,
  fitsNode,
  isBound,
  podsOfClaim,
  SELECTED_NODE,
  waitsForConsumer,
} from '../../storage/index.ts'
import type { Filter, Refusal } from '../plugin.ts'
import type { Snapshot } from '../snapshot.ts'

const refusal = (reason: string): Refusal => ({ reasons: [reason], resolvable: false })
const UNBOUND = refusal('pod has unbound immediate PersistentVolumeClaims')
const NO_VOLUME = refusal("node(s) didn't find available persistent volumes to bind")
const CONFLICT = refusal('node(s) had volume node affinity conflict')
const NO_SUCH_VOLUME = refusal('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)')
const OTHER_ZONE = refusal('node(s) had no available volume zone')
const ALONE = {
  reasons: ['node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod'],
  resolvable: true,
}

/** The claims of a pod, or why they keep it from going anywhere. */
export function claimsFor(world: World, pod: Pod): readonly PersistentVolumeClaim[] | Refusal {
  const claims: PersistentVolumeClaim[] = []
  for (const key of claimKeys(pod)) {
    const claim = world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)
    const name = key.slice(key.indexOf('/') + 1)
    if (!claim) return refusal(`persistentvolumeclaim "${name}" not found`)
    if (claim.status?.phase === 'Lost')
      return refusal(`persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`)
    if (claim.metadata.deletionTimestamp) return refusal(`persistentvolumeclaim "${name}" is being deleted`)
    claims.push(claim)
  }
  return claims
}

/** Still to be bound, by the scheduler's choice of a node. */
export const isDelayed = (world: World, c: PersistentVolumeClaim): boolean =>
  !isBound(c) && !c.spec.volumeName && waitsForConsumer(world, c)

/** Whether a claim that waits for a node could be had on this one: a free volume, or a provisioner who makes one. */
function canBeHad(world: World, c: PersistentVolumeClaim, node: Node): boolean {
  const selected = annotation(c, SELECTED_NODE)
  if (selected !== undefined) return selected === node.metadata.name
  if (findVolume(world, c, { node })) return true
  const storageClass = classOf(world, c)
  if (!storageClass || storageClass.provisioner === 'kubernetes.io/no-provisioner') return false
  const terms = storageClass.allowedTopologies as { matchLabelExpressions?: { key: string; values: string[] }[] }[] | undefined
  if (!terms?.length) return true
  return terms.some(t => (t.matchLabelExpressions ?? []).every(e => e.values.includes(node.metadata.labels?.[e.key] ?? '')))
}

const volumeBinding: Filter = {
  name: 'VolumeBinding',
  local: false,
  prepare(pod: Pod, { world }: Snapshot) {
    if (claimKeys(pod).length === 0) return undefined
    const claims = claimsFor(world, pod)
    if ('reasons' in claims) return claims
    if (claims.some(c => !isBound(c) && !isDelayed(world, c))) return UNBOUND
    return ({ node }) => (node ? verdictOn(world, claims, node) : undefined)
  },
}

function verdictOn(world: World, claims: readonly PersistentVolumeClaim[], node: Node): Refusal | undefined {
  for (const c of claims) {
    if (!isBound(c)) continue
    const volume = world.get<PersistentVolume>('persistentvolumes', c.spec.volumeName as string)
    if (!volume) return NO_SUCH_VOLUME
    if (!fitsNode(volume, node)) return CONFLICT
  }
  return claims.every(c => isBound(c) || canBeHad(world, c, node)) ? undefined : NO_VOLUME
}

const ZONES = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region']

/** A volume that carries the label of a zone is of no use in another. */
const volumeZone: Filter = {
  name: 'VolumeZone',
  local: false,
  prepare(pod, { world }) {
    const labels = claimKeys(pod).flatMap(key => {
      const name = world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)?.spec.volumeName
      const volume = name && world.get<PersistentVolume>('persistentvolumes', name)
      return volume ? ZONES.flatMap(z => (volume.metadata.labels?.[z] ? [[z, volume.metadata.labels[z].split('__')] as const] : [])) : []
    })
    if (labels.length === 0) return undefined
    return ({ node }) => (labels.every(([zone, values]) => values.includes(node?.metadata.labels?.[zone] ?? '')) ? undefined : OTHER_ZONE)
  },
}

const isForOnePod = (c: PersistentVolumeClaim | undefined) => c?.spec.accessModes?.includes('ReadWriteOncePod') ?? false

/** A claim for one pod alone is taken while another pod has it. */
const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  local: false,
  prepare(pod, { world }) {
    const alone = claimKeys(pod).filter(key => isForOnePod(world.get<PersistentVolumeClaim>('persistentvolumeclaims', key)))
    const users = alone.flatMap(key => podsOfClaim(world, key)).filter(p => p.spec.nodeName && keyOf(p) !== keyOf(pod) && !isOver(p))
    return users.length > 0 ? () => ALONE : undefined
  },
}
const isOver = (p: Pod) => p.status?.phase === 'Succeeded' || p.status?.phase === 'Failed'

export const volumeFilters: readonly Filter[] = [volumeRestrictions, volumeBinding, volumeZone]
