// Changes of size as values: which ReplicaSet goes from how many to how many. A move that keeps the size only brings its notes up to date.
// Upstream: pkg/controller/deployment/sync.go scaleReplicaSet.
import { same } from '../../../engine/index.ts'
import type { Deployment, ReplicaSet } from '../../../kube/index.ts'
import { annotationsOf, sizesOf, withSizes } from './annotations.ts'
import type { Sets } from './sets.ts'

export interface Move {
  readonly set: ReplicaSet
  readonly from: number
  readonly to: number
}

export const move = (set: ReplicaSet, to: number): Move => ({ set, from: set.spec.replicas, to })

/** A move, or nothing where the size is right already. */
export const moveTo = (set: ReplicaSet, to: number): Move[] => (set.spec.replicas === to ? [] : [move(set, to)])

const withReplicas = (s: ReplicaSet, replicas: number): ReplicaSet =>
  s.spec.replicas === replicas ? s : { ...s, spec: { ...s.spec, replicas } }

/** The ReplicaSets as they want to be after the moves. */
export const after = (sets: Sets, moves: readonly Move[]): Sets =>
  sets.map(s => moves.reduce((o, m) => (m.set.metadata.name === s.metadata.name ? withReplicas(o, m.to) : o), s))

/** A ReplicaSet resized for the Deployment's present size; itself when nothing differs. */
export function resized(d: Deployment, s: ReplicaSet, replicas: number): ReplicaSet {
  const have = annotationsOf(s)
  const annotations = withSizes(have, ...sizesOf(d))
  const next = withReplicas(s, replicas)
  return same(annotations, have) ? next : { ...next, metadata: { ...next.metadata, annotations: { ...annotations } } }
}
