// Deployments and ReplicaSets: exchangeable pods, so many of them. Upstream: pkg/controller/deployment, pkg/controller/replicaset.
import { controllerOf, type Deployment, type Pod, type ReplicaSet, resolveIntOrPercent } from '../../kube/index.ts'
import { annotatedRevision, keyOf } from './census.ts'
import { type Census, type Counts, type Missing, PLACES_MOST, type Place, type WorkloadKind } from './types.ts'

const last = (name: string) => name.slice(name.lastIndexOf('-') + 1) || name
/** `nginx-5d8c7b6f4-f8q3s` of ReplicaSet `nginx-5d8c7b6f4`: `f8q3s`. */
const short = (pod: Pod, owner: string) => (pod.metadata.name.startsWith(owner) ? last(pod.metadata.name) : pod.metadata.name)

/** The ReplicaSet of the revision that a Deployment wants. */
export function newestSet(d: Deployment, census: Census): ReplicaSet | undefined {
  const sets = census.setsOf(d.metadata.uid)
  const revision = annotatedRevision(d)
  return sets.find(s => annotatedRevision(s) === revision) ?? sets[0]
}

/** So many exchangeable places: first those that deliver, then those with a pod, then the empty ones. */
export function exchangeable({ desired, observed, ready }: Counts, revision: number): Place[] {
  return Array.from({ length: Math.min(PLACES_MOST, desired) }, (_, i) => ({
    name: '',
    state: i < ready ? 'ready' : i < observed ? 'present' : 'missing',
    revision,
  }))
}

const ghosts = new Map<string, Missing[]>()
const GHOSTS_KEPT = 200

/** Exchangeable ghosts are numbered; the same number is the same ghost. */
export function numbered(plural: string, key: string, count: number): readonly Missing[] {
  const subject = `${plural} ${key}`
  const known = ghosts.get(subject) ?? []
  if (ghosts.size > GHOSTS_KEPT) ghosts.clear()
  ghosts.set(subject, known)
  const most = Math.min(PLACES_MOST, Math.max(0, count))
  for (let i = known.length; i < most; i++) known.push({ id: `ghost ${subject} ${i}`, subject, name: '' })
  return known.slice(0, most)
}

const podRevision = (pod: Pod, census: Census) => {
  const set = census.setOf(controllerOf(pod)?.uid ?? '')
  return set ? annotatedRevision(set) : 0
}

/** Upstream: pkg/controller/deployment/util MaxSurge; percentages are rounded up. */
function surge({ spec }: Deployment): number {
  if (spec.strategy?.type === 'Recreate') return 0
  return resolveIntOrPercent(spec.strategy?.rollingUpdate?.maxSurge ?? '25%', spec.replicas, 'up')
}

export const deployments: WorkloadKind<Deployment> = {
  kind: 'Deployment',
  plural: 'deployments',
  actor: 'deployment',
  owner: 'dep',
  pods: (d, census) => census.setsOf(d.metadata.uid).flatMap(s => census.podsOf(s.metadata.uid)),
  counts(d, census) {
    const set = newestSet(d, census)
    const pods = set ? census.activeOf(set.metadata.uid) : []
    const { replicas } = d.spec
    return {
      desired: replicas,
      observed: Math.min(replicas, pods.length),
      ready: Math.min(replicas, set?.status.availableReplicas ?? 0),
      surplus: Math.max(0, (d.status.replicas ?? 0) - replicas),
    }
  },
  outcome: () => undefined,
  resting: d => (d.spec.paused ? 'paused' : undefined),
  revision: annotatedRevision,
  podRevision,
  places: (d, census) => exchangeable(deployments.counts(d, census), annotatedRevision(d)),
  // Its ReplicaSets miss pods; a Deployment misses at most a ReplicaSet.
  missing: () => [],
  most: d => d.spec.replicas + surge(d),
  short,
}

export const replicasets: WorkloadKind<ReplicaSet> = {
  kind: 'ReplicaSet',
  plural: 'replicasets',
  actor: 'replicaset',
  owner: 'dep',
  pods: (s, census) => census.podsOf(s.metadata.uid),
  counts(s, census) {
    const active = census.activeOf(s.metadata.uid).length
    const ready = active - census.waitingOf(s.metadata.uid).length
    const { replicas } = s.spec
    return {
      desired: replicas,
      observed: Math.min(replicas, active),
      ready: Math.min(replicas, ready),
      surplus: Math.max(0, active - replicas),
    }
  },
  outcome: () => undefined,
  resting: () => undefined,
  revision: annotatedRevision,
  podRevision,
  places: (s, census) => exchangeable(replicasets.counts(s, census), annotatedRevision(s)),
  missing(s, census) {
    const active = census.activeOf(s.metadata.uid).length
    return numbered('replicasets', keyOf(s), s.spec.replicas - active)
  },
  // A Deployment's are in the Deployment's number.
  most: s => (controllerOf(s) ? 0 : s.spec.replicas),
  short,
}
