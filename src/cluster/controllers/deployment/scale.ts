// A change of the Deployment's size. With one ReplicaSet it is simple; in the middle of a rollout all of them grow or shrink in proportion, so that
// the risk stays spread as it was. Upstream: pkg/controller/deployment/sync.go scale, util GetReplicaSetProportion.
import type { Deployment, ReplicaSet } from '../../../kube/index.ts'
import { annotationsOf, isSaturated, MAX_REPLICAS, wholeNumber } from './annotations.ts'
import { type Move, move, moveTo } from './moves.ts'
import { isRolling, mostReplicas } from './numbers.ts'
import { active, activeOrLatest, byAge, type Sets, wanted } from './sets.ts'

export function scale(d: Deployment, newSet: ReplicaSet | undefined, oldSets: Sets): Move[] {
  const only = activeOrLatest(newSet, oldSets)
  if (only) return moveTo(only, d.spec.replicas)
  if (isSaturated(d, newSet)) return active(oldSets).map(s => move(s, 0))
  return isRolling(d) ? proportional(d, active(newSet ? [...oldSets, newSet] : oldSets)) : []
}

/** The largest gets the rest of the division; among equals the youngest grows and the oldest shrinks. */
function proportional(d: Deployment, sets: Sets): Move[] {
  const toAdd = (d.spec.replicas > 0 ? mostReplicas(d) : 0) - wanted(sets)
  const order = [...sets].sort((a, b) => b.spec.replicas - a.spec.replicas || (toAdd > 0 ? byAge(b, a) : byAge(a, b)))
  let added = 0
  const sizes = order.map(s => {
    const share = toAdd === 0 ? 0 : proportion(d, s, toAdd - added)
    added += share
    return s.spec.replicas + share
  })
  return order.map((s, i) => move(s, i === 0 ? Math.max(0, (sizes[i] as number) + toAdd - added) : (sizes[i] as number)))
}

/** The share of one ReplicaSet, of which no more than `left` may be given out. */
function proportion(d: Deployment, s: ReplicaSet, left: number): number {
  if (s.spec.replicas === 0 || left === 0) return 0
  const share = fraction(d, s)
  return left > 0 ? Math.min(share, left) : Math.max(share, left)
}

/** How much it would grow (or shrink) if it kept its part of what the Deployment was when it was last scaled. */
export function fraction(d: Deployment, s: ReplicaSet): number {
  const now = s.spec.replicas
  if (d.spec.replicas === 0) return -now
  const before = wholeNumber(annotationsOf(s)[MAX_REPLICAS]) || (d.status?.replicas ?? 0)
  return before === 0 ? 0 : Math.round((now * mostReplicas(d)) / before) - now
}
