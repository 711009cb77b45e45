// Which pods go first when there are too many: those of whom least is lost. Unbound before bound, not running before running, unready before ready,
// cheap before dear, where many are before where few are, young before old. Upstream: pkg/controller/controller_utils.go ActivePodsWithRanks,
// pkg/controller/replicaset/replica_set.go getPodsToDelete.
import { getCondition, type Pod, parseTime } from '../../../kube/index.ts'
import { isReady } from './counting.ts'

export const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/** A pod and how many active ones of the same owner are on its node. */
export interface Ranked {
  readonly pod: Pod
  readonly rank: number
}

/** A cost that is no whole number counts as none. */
const cost = (p: Pod): number => {
  const text = p.metadata.annotations?.[DELETION_COST] ?? '0'
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0
}
const phase = (p: Pod) => PHASES[p.status?.phase ?? ''] ?? 0
const restarts = (p: Pod) => Math.max(0, ...(p.status?.containerStatuses ?? []).map(c => c.restartCount))
const readySince = (p: Pod) => (isReady(p) ? getCondition(p.status?.conditions, 'Ready')?.lastTransitionTime : undefined)

/** Ages count only by their order of magnitude: the whole part of the binary logarithm of nanoseconds. Younger is smaller; without a time youngest. */
export function magnitude(since: string | undefined | null, nowMs: number): number {
  if (!since) return Number.NEGATIVE_INFINITY
  const age = nowMs - parseTime(since)
  if (!(age > 0)) return -1
  let n = age * 1e6
  let bits = 0
  for (; n >= 2; n /= 2) bits++
  return bits
}

/** Negative: `a` goes before `b`. */
export function compareForDeletion(a: Ranked, b: Ranked, nowMs: number): number {
  const [p, q] = [a.pod, b.pod]
  return (
    Number(Boolean(p.spec.nodeName)) - Number(Boolean(q.spec.nodeName)) ||
    phase(p) - phase(q) ||
    Number(isReady(p)) - Number(isReady(q)) ||
    cost(p) - cost(q) ||
    b.rank - a.rank ||
    (isReady(p) && isReady(q) ? byMagnitude(readySince(p), readySince(q), p, q, nowMs) : 0) ||
    restarts(q) - restarts(p) ||
    byMagnitude(p.metadata.creationTimestamp, q.metadata.creationTimestamp, p, q, nowMs)
  )
}

/** Of two in the same magnitude the one with the smaller uid goes; of two at the very same moment neither is preferred. */
function byMagnitude(a: string | undefined, b: string | undefined, p: Pod, q: Pod, nowMs: number): number {
  if (a === b) return 0
  const [x, y] = [magnitude(a, nowMs), magnitude(b, nowMs)]
  if (x !== y) return x < y ? -1 : 1
  return p.metadata.uid < q.metadata.uid ? -1 : p.metadata.uid > q.metadata.uid ? 1 : 0
}

/** The `surplus` pods that go. `related` are the active pods of all ReplicaSets with the same owner: they say how crowded a node is. */
export function podsToDelete(pods: readonly Pod[], related: readonly Pod[], surplus: number, nowMs: number): readonly Pod[] {
  if (surplus >= pods.length) return pods
  const onNode = new Map<string, number>()
  for (const p of related) {
    const node = p.spec.nodeName
    if (node) onNode.set(node, (onNode.get(node) ?? 0) + 1)
  }
  return pods
    .map(pod => ({ pod, rank: onNode.get(pod.spec.nodeName ?? '') ?? 0 }))
    .sort((a, b) => compareForDeletion(a, b, nowMs))
    .slice(0, surplus)
    .map(r => r.pod)
}
