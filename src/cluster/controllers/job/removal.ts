// Which pods go when a Job has too many at work: those whose index is taken or none of the Job's, then those of whom least is lost. Upstream:
// pkg/controller/job/job_controller.go activePodsForRemoval; pkg/controller/controller_utils.go ActivePods.
import { getCondition, type Job, type Pod, parseTime } from '../../../kube/index.ts'
import { indexOf, isIndexed } from './pods.ts'

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }
const phase = (p: Pod) => PHASES[p.status?.phase ?? ''] ?? 0
const restarts = (p: Pod) => Math.max(0, ...(p.status?.containerStatuses ?? []).map(c => c.restartCount))

function readySince(p: Pod): number | undefined {
  const c = getCondition(p.status?.conditions, 'Ready')
  return c?.status === 'True' ? parseTime(c.lastTransitionTime ?? '') || 0 : undefined
}
const born = (p: Pod) => parseTime(p.metadata.creationTimestamp ?? '') || 0

/** Negative: `a` goes before `b`. */
export function byLeastLost(a: Pod, b: Pod): number {
  const [x, y] = [readySince(a), readySince(b)]
  return (
    Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName)) ||
    phase(a) - phase(b) ||
    Number(x !== undefined) - Number(y !== undefined) ||
    (y ?? 0) - (x ?? 0) ||
    restarts(b) - restarts(a) ||
    born(b) - born(a)
  )
}

/** Pods that have no index of the Job, or share one: all but the best of each are to go. */
export function duplicates(active: readonly Pod[], completions: number): { remove: Pod[]; left: Pod[] } {
  const byIndex = new Map<number, Pod[]>()
  const [remove, left]: [Pod[], Pod[]] = [[], []]
  for (const p of active) {
    const i = indexOf(p)
    if (i === undefined || i >= completions) remove.push(p)
    else if (byIndex.has(i)) byIndex.get(i)?.push(p)
    else byIndex.set(i, [p])
  }
  for (const [, pods] of [...byIndex].sort(([a], [b]) => a - b)) {
    const ranked = pods.length > 1 ? pods.sort(byLeastLost) : pods
    left.push(ranked.pop() as Pod)
    remove.push(...ranked)
  }
  return { remove, left }
}

/** At least `surplus` pods to remove; more when indexes are taken twice. */
export function podsToRemove(j: Job, active: readonly Pod[], surplus: number): readonly Pod[] {
  if (!isIndexed(j)) return surplus >= active.length ? active : surplus > 0 ? [...active].sort(byLeastLost).slice(0, surplus) : []
  const { remove, left } = duplicates(active, j.spec.completions ?? 0)
  return remove.length >= surplus ? remove : [...remove, ...left.sort(byLeastLost).slice(0, surplus - remove.length)]
}
