// The rolling update: the new ReplicaSet grows as far as the surge allows, the old ones shrink as far as availability allows, pods that do not work
// anyway first. It holds no plan and no counter: each visit compares the sizes anew. Upstream: pkg/controller/deployment/rolling.go.
import type { Deployment, ReplicaSet } from '../../../kube/index.ts'
import { after, type Move, move, moveTo } from './moves.ts'
import { isRolling, minAvailable, mostReplicas } from './numbers.ts'
import { active, available, byAge, type Sets, type Sized, wanted } from './sets.ts'

/** The size that the new ReplicaSet may have now; `sets` are all of them, itself included. */
export function newReplicas(d: Deployment, sets: Sets, now: number): number {
  if (!isRolling(d)) return d.spec.replicas
  const room = mostReplicas(d) - wanted(sets)
  return room <= 0 ? now : now + Math.min(room, d.spec.replicas - now)
}

/** The new ReplicaSet's turn: never more than the size, otherwise what the surge allows. */
export function growNew(d: Deployment, newSet: ReplicaSet, sets: Sets): Move[] {
  const now = newSet.spec.replicas
  if (now === d.spec.replicas) return []
  return moveTo(newSet, now > d.spec.replicas ? d.spec.replicas : newReplicas(d, sets, now))
}

/** The old ones' turn. New pods that are not available yet are counted as missing already, lest the old ones go too early. */
export function shrinkOld(d: Deployment, newSet: Sized, allOldSets: Sets): Move[] {
  const oldSets = active(allOldSets)
  if (wanted(oldSets) === 0) return []
  const notYet = newSet.spec.replicas - available([newSet])
  const budget = wanted([...oldSets, newSet]) - minAvailable(d) - notYet
  if (budget <= 0 || oldSets.some(hasYetToShrink)) return []
  const unhealthy = shrinkUnhealthy(oldSets, budget)
  const left = after(oldSets, unhealthy)
  return [...unhealthy, ...shrinkAvailable(d, [...left, newSet], left)]
}

/** It reports more pods than it wants: it has not caught up with its last change of size, and its numbers are not to be trusted yet. */
const hasYetToShrink = (s: ReplicaSet) => available([s]) > s.spec.replicas

/** Old pods that are not available can go without anybody missing them. */
export function shrinkUnhealthy(oldSets: Sets, budget: number): Move[] {
  return spend(oldSets, budget, s => Math.max(0, s.spec.replicas - available([s])))
}

/** Available ones go as long as enough are left. */
export function shrinkAvailable(d: Deployment, sets: readonly Sized[], oldSets: Sets): Move[] {
  return spend(oldSets, available(sets) - minAvailable(d), s => s.spec.replicas)
}

/** Takes away up to `budget` pods, the oldest ReplicaSet first. */
function spend(sets: Sets, budget: number, most: (s: ReplicaSet) => number): Move[] {
  const moves: Move[] = []
  let left = budget
  for (const s of [...sets].sort(byAge)) {
    const less = Math.min(left, most(s))
    if (less <= 0) continue
    moves.push(move(s, s.spec.replicas - less))
    left -= less
  }
  return moves
}
