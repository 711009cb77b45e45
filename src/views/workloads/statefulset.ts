// StatefulSets: each place is an ordinal with a name of its own. Upstream: pkg/controller/statefulset/stateful_set_utils.go.
import { controllerOf, type Pod, type StatefulSet } from '../../kube/index.ts'
import { isActive, isReady, keyOf } from './census.ts'
import { type Census, PLACES_MOST, type Place, type WorkloadKind } from './types.ts'

const HASH = 'controller-revision-hash'

/** `zk-12`: 12; -1 when the name ends otherwise. */
export function ordinalOf(name: string): number {
  const digits = /-(\d+)$/.exec(name)?.[1]
  return digits === undefined ? -1 : Number(digits)
}

/** Upstream writes the name of the revision on each pod. */
const podRevision = (pod: Pod, census: Census) => census.revision(controllerOf(pod)?.uid ?? '', pod.metadata.labels?.[HASH] ?? '')

export const statefulsets: WorkloadKind<StatefulSet> = {
  kind: 'StatefulSet',
  plural: 'statefulsets',
  actor: 'statefulset',
  owner: 'sts',
  pods: (s, census) => census.podsOf(s.metadata.uid),
  counts(s, census) {
    // Of its pods, not of its places: of these only the first so many are told.
    const pods = census.podsOf(s.metadata.uid)
    const within = pods.filter(p => inRange(s, ordinalOf(p.metadata.name)))
    const ready = within.filter(p => isActive(p) && isReady(p)).length
    return { desired: s.spec.replicas, observed: within.length, ready, surplus: pods.length - within.length }
  },
  outcome: () => undefined,
  resting: () => undefined,
  revision: (s, census) => census.revision(s.metadata.uid, s.status.updateRevision ?? s.status.currentRevision ?? ''),
  podRevision,
  places(s, census) {
    const pods = new Map(census.podsOf(s.metadata.uid).map(p => [ordinalOf(p.metadata.name), p]))
    const wanted = statefulsets.revision(s, census)
    return Array.from({ length: Math.min(PLACES_MOST, s.spec.replicas) }, (_, i): Place => {
      const ordinal = startOf(s) + i
      const name = `${s.metadata.name}-${ordinal}`
      const pod = pods.get(ordinal)
      if (!pod) return { name, ordinal, state: 'missing', revision: wanted }
      const state = isActive(pod) && isReady(pod) ? 'ready' : 'present'
      return { name, ordinal, state, revision: podRevision(pod, census), pod }
    })
  },
  missing: (s, census) =>
    statefulsets
      .places(s, census)
      .filter(p => p.state === 'missing')
      .map(({ name }) => ({ id: `ghost statefulsets ${keyOf(s)} ${name}`, subject: `statefulsets ${keyOf(s)}`, name })),
  most: s => s.spec.replicas,
  /** `datadir-zk-1` of template `datadir`: `zk-1`, also beyond the replicas, since disks stay. */
  holderOf(s, claim) {
    for (const t of s.spec.volumeClaimTemplates ?? []) {
      const prefix = `${t.metadata?.name ?? ''}-${s.metadata.name}-`
      if (claim.startsWith(prefix) && /^\d+$/.test(claim.slice(prefix.length))) return `${s.metadata.name}-${claim.slice(prefix.length)}`
    }
    return undefined
  },
  // The name is the identity.
  short: pod => pod.metadata.name,
}

const startOf = (s: StatefulSet) => s.spec.ordinals?.start ?? 0
const inRange = (s: StatefulSet, ordinal: number) => ordinal >= startOf(s) && ordinal < startOf(s) + s.spec.replicas
