// What every kind of workload tells the views, in the same words for all: its pods, the places it wants filled and who stands in them, what it counts,
// which revision it is at. Views ask a kind through this and never ask which kind it is.

import type { ApiObject, Node, Pod, ReplicaSet } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'

/** Hue and silhouette: the pattern that owns a pod. */
export type Owner = 'dep' | 'sts' | 'ds' | 'job' | 'bare'

/** What is read of a mirror. */
export type Reads = Pick<Mirror, 'object' | 'objects' | 'revision' | 'changed' | 'epoch'>

/** Who belongs to whom, gathered once for each state of the mirror. */
export interface Census {
  readonly reads: Reads
  readonly nodes: readonly Node[]
  /** Pods by the uid of the object that controls them, oldest first. */
  podsOf(uid: string): readonly Pod[]
  /** Of these the ones that are neither deleted nor ended. */
  activeOf(uid: string): readonly Pod[]
  /** Of these the ones that are not ready. */
  waitingOf(uid: string): readonly Pod[]
  /** Pods that are on their way out. */
  leavingOf(uid: string): readonly Pod[]
  /** ReplicaSets by the uid of their Deployment, newest revision first. */
  setsOf(uid: string): readonly ReplicaSet[]
  setOf(uid: string): ReplicaSet | undefined
  /** Number of the ControllerRevision of that owner with that name or hash; 0: there is none. */
  revision(ownerUid: string, hash: string): number
  /** Objects of any kind by the uid of their controller. */
  childrenOf(plural: string, uid: string): readonly ApiObject[]
}

/** One place that a workload wants filled, or has filled: an ordinal, a node, an index, or merely one of so many. */
export interface Place {
  /** `zk-1`, `node-3`, `7`; '' where places are exchangeable. */
  readonly name: string
  /**
   * `ready`: it delivers (a pod that is ready; for a Job one that runs). `present`: there is a pod, but it does not deliver yet or any more. `missing`: a
   * pod is wanted and does not exist. `waiting`: not its turn yet. `done`, `failed`: ended for good.
   */
  readonly state: 'ready' | 'present' | 'missing' | 'waiting' | 'done' | 'failed'
  /** Number of the revision that stands there, or that is wanted. */
  readonly revision: number
  /** StatefulSet: the ordinal; Indexed Job: the index. */
  readonly ordinal?: number
  /** DaemonSet: the node. */
  readonly node?: string
  readonly pod?: Pod
}

/** A pod that is wanted and does not exist. */
export interface Missing {
  /** `ghost statefulsets default/zk zk-1`: the same as long as it is missing. */
  readonly id: string
  /** `statefulsets default/zk` */
  readonly subject: string
  readonly name: string
  readonly node?: string
}

export interface Counts {
  /** How many places there are: replicas, eligible nodes, completions. */
  readonly desired: number
  /** Of these how many have a pod that is neither deleted nor ended; for a Job also those that are done. */
  readonly observed: number
  /** Of these how many deliver: pods of the present revision that are available; for a Job what has succeeded. */
  readonly ready: number
  /** Pods beyond what is wanted. */
  readonly surplus: number
}

export interface WorkloadKind<T extends ApiObject = ApiObject> {
  readonly kind: string
  readonly plural: string
  /** Name of its controller: of its queue, its captions and its card. */
  readonly actor: string
  readonly owner: Owner
  /** All its pods, those of its ReplicaSets or Jobs included, the deleted and the ended too. */
  pods(o: T, census: Census): readonly Pod[]
  counts(o: T, census: Census): Counts
  /** It has ended: it will never want anything again. */
  outcome(o: T): 'done' | 'failed' | undefined
  /** Somebody told it to rest: paused, suspended. */
  resting(o: T): 'paused' | 'suspended' | undefined
  /** Number of the revision that it wants; 0: it has none. */
  revision(o: T, census: Census): number
  /** Number of the revision that a pod was made from; 0: none. */
  podRevision(pod: Pod, census: Census): number
  /** Its places in their order, at most `PLACES_MOST`. */
  places(o: T, census: Census): readonly Place[]
  /** Pods that are wanted now and do not exist, at most `PLACES_MOST`. None for kinds whose pods are another object's business. */
  missing(o: T, census: Census): readonly Missing[]
  /** How many pods of its own there may be at a time outside the corners of nodes: room is kept for them. */
  most(o: T): number
  /** The pod for which a claim is kept, whether that pod is there or not; undefined: claims of that name are not its business. */
  holderOf?(o: T, claim: string): string | undefined
  /** Shortest part of a pod's name that tells it from its siblings. */
  short(pod: Pod, ownerName: string): string
}

export const PLACES_MOST = 500
