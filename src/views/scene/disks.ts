// The disks that are drawn: every volume that a claim is bound to. What the API says of it (claim, volume), where it is attached, what is written on it,
// and for whom it is kept, whether that pod is there or not.
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/index.ts'
import { isUnreachable } from '../machines.ts'
import { keyOf } from '../workloads/index.ts'
import type { PodFacts, Workload } from './cluster.ts'
import type { Owner, Source } from './types.ts'

const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

export interface DiskFacts {
  /** Name of the PersistentVolume. */
  readonly volume: string
  /** Name of the claim, without its namespace. */
  readonly claim: string
  readonly claimKey: string
  readonly size: string
  readonly bytes: number
  /** Number of the last write of a store that numbers them. */
  readonly writes: number | undefined
  readonly owner: Owner
  /** `zk-1`: for whom it is kept. */
  readonly holder: string
  /** Which tenant of a node it belongs to: that of its pod, or its own. */
  readonly tenant: string
  /** Where it is attached. */
  readonly attachedTo: string | undefined
  /** Where it stands when it is attached nowhere: where its pod is, or where it was made. */
  readonly home: string | undefined
  /** The pod that uses it, when that has a node. */
  readonly user: PodFacts | undefined
}

export const claimsOf = (pod: Pod): string[] =>
  (pod.spec.volumes ?? []).flatMap(v => (v.persistentVolumeClaim ? [`${pod.metadata.namespace}/${v.persistentVolumeClaim.claimName}`] : []))

export function disksOf(source: Source, pods: readonly PodFacts[], workloads: readonly Workload[]): DiskFacts[] {
  const claims = source.objects<PersistentVolumeClaim>('persistentvolumeclaims')
  if (claims.size === 0) return []
  const users = new Map<string, PodFacts[]>()
  for (const p of pods) for (const key of claimsOf(p.pod)) users.set(key, [...(users.get(key) ?? []), p])
  const keepers = workloads.filter(w => w.kind.holderOf)
  return [...claims.values()].flatMap(c => {
    const volume = c.spec.volumeName
    const v = volume ? source.object<PersistentVolume>('persistentvolumes', volume) : undefined
    if (!volume || !v) return []
    return [diskFacts(source, c, v, users.get(keyOf(c)) ?? [], keepers)]
  })
}

function diskFacts(
  source: Source,
  c: PersistentVolumeClaim,
  v: PersistentVolume,
  users: readonly PodFacts[],
  keepers: readonly Workload[],
): DiskFacts {
  const volume = v.metadata.name
  const attachedTo = source.row('attachments', volume)?.node
  const bound = users.filter(u => u.pod.spec.nodeName)
  const user = bound.find(u => u.pod.spec.nodeName === attachedTo) ?? bound[0]
  const mine = (w: Workload) => w.object.metadata.namespace === c.metadata.namespace
  let holder = ''
  let owner: Owner = user?.owner ?? users[0]?.owner ?? 'bare'
  for (const w of keepers) {
    const found = mine(w) ? w.kind.holderOf?.(w.object, c.metadata.name) : undefined
    if (found === undefined) continue
    holder = found
    owner = w.kind.owner
  }
  const kept = holder ? source.row('kept', `${c.metadata.namespace}/${holder}`) : undefined
  return {
    volume,
    claim: c.metadata.name,
    claimKey: keyOf(c),
    size: String(v.spec.capacity?.storage ?? ''),
    bytes: source.row('disks', volume)?.bytes ?? 0,
    writes: kept?.disk === volume ? kept.writes : undefined,
    owner,
    holder: holder || (user?.short ?? ''),
    tenant: holder ? `sts ${c.metadata.namespace}/${holder}` : user ? user.tenant : `disk ${volume}`,
    attachedTo,
    home: user?.pod.spec.nodeName ?? c.metadata.annotations?.[SELECTED_NODE],
    user,
  }
}

/** Whether the one who uses it can be believed to be there: dotted when not. */
export const isSure = (d: DiskFacts): boolean =>
  d.user !== undefined && !d.user.pod.metadata.deletionTimestamp && !isUnreachable(d.user.machine)

/** How full it is drawn: nobody fills twenty gigabytes here, so each doubling of what was written adds as much. */
export function fillShare(bytes: number): number {
  return bytes <= 0 ? 0 : Math.min(0.92, 0.12 + 0.06 * Math.log2(1 + bytes / 32))
}
