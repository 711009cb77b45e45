// One node as a DaemonSet sees it: whether a pod belongs there, which pods are there, what is to be done about it, how it counts in the status and where it
// stands in an update. A verdict depends on nothing but the place, the terms of the set and the time. Upstream: pkg/controller/daemon/daemon_controller.go
// podsShouldBeOnNode, updateDaemonSetStatus; update.go rollingUpdate, findUpdatedPodsOnNode.
import type { Labels, Node, Pod } from '../../../kube/index.ts'
import type { Eligible } from './eligibility.ts'
import { availableAtMs, byAge, hasEnded, isAvailable, isGoing, isReady, isUpdated } from './pods.ts'

/** What of a set all verdicts depend on. */
export interface Terms {
  readonly eligible: (node: Node) => Eligible
  readonly matches: (labels: Labels) => boolean
  /** Of the revision that is wanted. */
  readonly hash: string
  readonly surges: boolean
  readonly minReadySeconds: number
}

/** Where a place stands in an update. */
export type Stand =
  /** Not part of it. */
  | 'none'
  /** Updated and well; with surge also: nothing is to be done about it here. */
  | 'fine'
  /** Takes one of the budget: not available, or with surge, two pods of which the new one is not available yet. */
  | 'spending'
  /** Old and not available: replaced whatever the budget says. */
  | 'broken'
  /** Old and available: replaced when the budget allows. */
  | 'candidate'
  /** With surge: the new one is available, the old one may go. */
  | 'relieved'
  /** With surge: old, available, and on a node that the set no longer wants. */
  | 'leaving'

export interface Verdict extends Eligible {
  /** Make a pod here. */
  readonly create: boolean
  readonly failed: readonly Pod[]
  readonly succeeded: readonly Pod[]
  /** Too many, or not wanted here. */
  readonly surplus: readonly Pod[]
  /** Owned, but the selector does not mean them any more: to be let go. */
  readonly foreign: readonly Pod[]
  readonly present: boolean
  readonly ready: boolean
  readonly available: boolean
  readonly updated: boolean
  readonly stand: Stand
  /** The old pod of the stand. */
  readonly old?: Pod
  /** With surge: somebody serves here, be it the old one or the new one. */
  readonly serves: boolean
  /** When waiting for minReadySeconds will be over for the first of the pods here. */
  readonly changesAtMs?: number
}

const NOWHERE: Eligible = { shouldRun: false, mayStay: true }
const none: readonly Pod[] = []

export function judge(node: Node | undefined, all: Iterable<Pod>, terms: Terms, nowMs: number): Verdict {
  const eligible = node ? terms.eligible(node) : NOWHERE
  const own: Pod[] = []
  const foreign: Pod[] = []
  for (const p of all) {
    if (terms.matches(p.metadata.labels)) own.push(p)
    else foreign.push(p)
  }
  own.sort(byAge)
  const oldest = own[0]
  const pods = own.filter(p => !(isGoing(p) && hasEnded(p)))
  const updating = stand(eligible, pods, terms, nowMs)
  const waits = waitsUntil(own, terms, nowMs)
  return {
    ...eligible,
    ...(node ? toDo(eligible, pods, terms, nowMs) : { ...NOTHING, surplus: pods.filter(p => !p.spec.nodeName && !isGoing(p)) }),
    foreign,
    present: node !== undefined && oldest !== undefined,
    ready: oldest !== undefined && isReady(oldest),
    available: oldest !== undefined && isAvailable(oldest, terms.minReadySeconds, nowMs),
    updated: oldest !== undefined && isUpdated(oldest, terms.hash),
    ...updating,
    ...(waits !== undefined && { changesAtMs: waits }),
  }
}

const NOTHING = { create: false, failed: none, succeeded: none, surplus: none }

function toDo({ shouldRun, mayStay }: Eligible, pods: readonly Pod[], terms: Terms, nowMs: number) {
  if (shouldRun && pods.length === 0) return { ...NOTHING, create: true }
  const staying = pods.filter(p => !isGoing(p))
  if (!mayStay) return { ...NOTHING, surplus: staying }
  const running = staying.filter(p => !hasEnded(p))
  return {
    create: terms.surges && shouldRun && running.length === 0,
    failed: staying.filter(p => p.status?.phase === 'Failed'),
    succeeded: staying.filter(p => p.status?.phase === 'Succeeded'),
    surplus: terms.surges ? surplusOfPairs(running, terms, nowMs) : running.slice(1),
  }
}

/** With surge one new and one old pod may be there; the old one goes when it is of no use any more. */
function surplusOfPairs(running: readonly Pod[], { hash, minReadySeconds }: Terms, nowMs: number): Pod[] {
  if (running.length <= 1) return []
  const fresh = running.find(p => isUpdated(p, hash))
  const old = running.find(p => !isUpdated(p, hash))
  const more = running.filter(p => p !== fresh && p !== old)
  const oldMayGo = fresh && old && (!isReady(old) || isAvailable(fresh, minReadySeconds, nowMs))
  return oldMayGo ? [...more, old] : more
}

function stand({ shouldRun }: Eligible, pods: readonly Pod[], terms: Terms, nowMs: number): Pick<Verdict, 'stand' | 'old' | 'serves'> {
  if (!shouldRun && pods.length === 0) return { stand: 'none', serves: false }
  const staying = pods.filter(p => !isGoing(p))
  const fresh = staying.filter(p => isUpdated(p, terms.hash))
  const past = staying.filter(p => !isUpdated(p, terms.hash))
  if (fresh.length > 1 || past.length > 1) return { stand: 'spending', serves: false }
  const [pod] = fresh
  const [old] = past
  const available = (p: Pod | undefined) => p !== undefined && isAvailable(p, terms.minReadySeconds, nowMs)
  const rest = { ...(old && { old }), serves: available(old ?? pod) }
  if (terms.surges) {
    if (!old) return { stand: 'fine', ...rest }
    if (pod) return { stand: available(pod) ? 'relieved' : 'spending', ...rest }
    return { stand: !available(old) ? 'broken' : shouldRun ? 'candidate' : 'leaving', ...rest }
  }
  if (Boolean(pod) === Boolean(old)) return { stand: 'spending', ...rest }
  if (pod) return { stand: available(pod) ? 'fine' : 'spending', ...rest }
  return { stand: available(old) ? 'candidate' : 'broken', ...rest }
}

function waitsUntil(pods: readonly Pod[], { minReadySeconds }: Terms, nowMs: number): number | undefined {
  if (minReadySeconds === 0) return undefined
  const ends = pods.filter(p => isReady(p) && !isAvailable(p, minReadySeconds, nowMs)).map(p => availableAtMs(p, minReadySeconds, nowMs))
  return ends.length > 0 ? Math.min(...ends) : undefined
}
