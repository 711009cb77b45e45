// What a scheduling plugin is here: a filter says which nodes cannot take the pod and why, a score says which of the others are better. Both first look
// at the pod and the cluster once and then at each node. Upstream: staging/src/k8s.io/kube-scheduler/framework/interface.go.
import type { Pod } from '../../kube/index.ts'
import type { NodeInfo } from './nodeinfo.ts'
import type { Snapshot } from './snapshot.ts'

/** Why a node cannot take a pod. */
export interface Refusal {
  /** As they stand in the message of FailedScheduling. */
  readonly reasons: readonly string[]
  /** Whether other pods leaving the node could change it (upstream: Unschedulable against UnschedulableAndUnresolvable). */
  readonly resolvable: boolean
}

export interface Filter {
  readonly name: string
  /** The answer depends on the pod's spec and on the node alone: it may be kept for other pods that ask for the same. */
  readonly local: boolean
  /** undefined: the pod asks for nothing that this plugin looks at. A Refusal: no node at all can take it. */
  prepare(pod: Pod, snapshot: Snapshot): ((info: NodeInfo) => Refusal | undefined) | Refusal | undefined
  /** Only these nodes need be looked at (upstream: PreFilterResult); undefined: all. */
  only?(pod: Pod): readonly string[] | undefined
  /** Whether a pod that this plugin refused may be tried again, now that something about this node changed. Unless said: when the filter lets it pass now. */
  helps?(pod: Pod, snapshot: Snapshot, info: NodeInfo): boolean
  /** Whether a pod that this plugin refused may be tried again because of another pod that came, changed or went. */
  helpsWith?(pod: Pod, other: Pod): boolean
}

/** A score that depends on the pod's spec and on the node alone, in final points. */
export interface LocalScore {
  readonly name: string
  readonly weight: number
  /** undefined: nothing to say (Skip). */
  rate(pod: Pod): ((info: NodeInfo) => number) | undefined
}

/** Writes the raw value of each node (given by its slot) into `values`, in the same order. */
export type Rater = (slots: Int32Array, values: Float64Array) => void

/** A score that compares nodes with each other. */
export interface WideScore {
  readonly name: string
  readonly weight: number
  /** undefined: nothing to say (Skip). A number: the same, already final, for all nodes. */
  prepare(pod: Pod, snapshot: Snapshot, feasible: Int32Array): Rater | number | undefined
  /** Brings raw values to 0 … 100, in place. */
  normalise(values: Float64Array): void
}

/** A rater that looks at one node after the other. */
export const ratePerNode =
  (snapshot: Snapshot, rate: (info: NodeInfo) => number): Rater =>
  (slots, values) => {
    for (let i = 0; i < slots.length; i++) values[i] = rate(snapshot.order[slots[i] as number] as NodeInfo)
  }

export const MOST_POINTS = 100

/** The usual normalisation: the largest is 100, or with `reverse` 0. Upstream: plugins/helper/normalize_score.go. */
export function normaliseToLargest(values: Float64Array, reverse: boolean): void {
  let most = 0
  for (const v of values) if (v > most) most = v
  for (let i = 0; i < values.length; i++) {
    const share = most === 0 ? 0 : Math.trunc((MOST_POINTS * (values[i] as number)) / most)
    values[i] = reverse ? MOST_POINTS - share : share
  }
}
