// A Deployment's ReplicaSets: which is the new one, which are old, and what they add up to. All sizes that the rules speak of are wanted sizes
// (spec.replicas); availability is what the ReplicaSets report. Upstream: pkg/controller/deployment/util/deployment_util.go.
import { type Deployment, type ReplicaSet, templatesEqual } from '../../../kube/index.ts'

export type Sets = readonly ReplicaSet[]
/** What counting needs: a ReplicaSet, or one that is yet to be made. */
export type Sized = Pick<ReplicaSet, 'spec'> & { readonly status?: ReplicaSet['status'] }

/** The oldest first; of two born in the same second the first by name. */
export const byAge = (a: ReplicaSet, b: ReplicaSet): number =>
  compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || compare(a.metadata.name, b.metadata.name)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The new one: the oldest whose template is the Deployment's, the hash label aside. */
export const findNew = (d: Deployment, sets: Sets): ReplicaSet | undefined =>
  [...sets].sort(byAge).find(s => templatesEqual(s.spec.template, d.spec.template))

/** Everything else is old, younger twins of the new one too. */
export const findOld = (sets: Sets, newSet: ReplicaSet | undefined): Sets => sets.filter(s => s.metadata.uid !== newSet?.metadata.uid)

export const isActive = (s: ReplicaSet) => s.spec.replicas > 0
export const active = (sets: Sets): Sets => sets.filter(isActive)

const sum = (sets: readonly Sized[], of: (s: Sized) => number | undefined) => sets.reduce((n, s) => n + (of(s) ?? 0), 0)
export const wanted = (sets: readonly Sized[]) => sum(sets, s => s.spec.replicas)
export const existing = (sets: readonly Sized[]) => sum(sets, s => s.status?.replicas)
export const ready = (sets: readonly Sized[]) => sum(sets, s => s.status?.readyReplicas)
export const available = (sets: readonly Sized[]) => sum(sets, s => s.status?.availableReplicas)

/** The one to scale when there is no choice: the only active one, or the youngest when none is active. undefined: there are several. */
export function activeOrLatest(newSet: ReplicaSet | undefined, oldSets: Sets): ReplicaSet | undefined {
  const all = newSet ? [...oldSets, newSet] : oldSets
  const alive = active(all)
  if (alive.length === 0) return newSet ?? [...oldSets].sort(byAge).at(-1)
  return alive.length === 1 ? alive[0] : undefined
}
