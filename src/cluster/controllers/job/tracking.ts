// Counting pods that have ended, each exactly once, though a visit may break off anywhere: first their uids are noted in status, then the finalizers that
// hold them are taken away, then the counts are raised and the notes dropped. An index that is done is its own note. Upstream:
// pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers, flushUncountedAndRemoveFinalizers, enactJobFinished.
import { keyOf, same, type Write } from '../../../engine/index.ts'
import { isConditionTrue, type Job, type Pod } from '../../../kube/index.ts'
import { condition, type Ending, ensure, finalType, type JobCondition } from './conditions.ts'
import { judge } from './failurepolicy.ts'
import { formatIntervals, has, intervalsOf, total, union } from './intervals.ts'
import { hasFailed, hasLimitPerIndex, hasSucceeded, indexOf, isTracked, TRACKING, validIndex } from './pods.ts'
import type { Sight } from './sight.ts'

/** The most pods whose uids stand in status at once. */
const MOST_NOTED = 500

type Status = Job['status']

/** What a visit has found out besides the pods. */
export interface Finding {
  /** Pods at work, as it is reported. */
  readonly active: number
  readonly ready: number
  readonly terminating: number
  readonly ending: Ending | undefined
  readonly conditions: readonly JobCondition[]
  /** It was suspended or resumed by this visit. */
  readonly hasTurned: boolean
  readonly startTime?: string
  /** Names of the pods that this very visit has deleted. */
  readonly taken: ReadonlySet<string>
}

/** The two writes of status with the pods to let go between them. */
export interface Tracked {
  readonly noted: Status
  readonly released: readonly Pod[]
  readonly counted: Status
  /** The Job has got its last condition. */
  readonly ended: Ending | undefined
}

/** Whether a pod's object is held no longer: it has ended and nothing waits for it, or the Job itself ends. */
function mayGo(s: Sight, p: Pod, ending: Ending | undefined): boolean {
  if (s.job.metadata.deletionTimestamp || ending || hasSucceeded(p)) return true
  if (!hasFailed(s.job, p)) return false
  const index = hasLimitPerIndex(s.job) ? indexOf(p) : undefined
  return index === undefined || s.delayed.get(index)?.metadata.uid !== p.metadata.uid
}

interface Notes {
  readonly succeeded: string[]
  readonly failed: string[]
  readonly indexes: number[]
}

function note(s: Sight, p: Pod, { ending, taken }: Finding, notes: Notes, known: ReadonlySet<string>): void {
  const { uid } = p.metadata
  const index = s.indexes && validIndex(s.job, p)
  if (hasSucceeded(p) && !s.job.status?.uncountedTerminatedPods?.failed?.includes(uid)) {
    if (!s.indexes) {
      if (!known.has(uid)) notes.succeeded.push(uid)
    } else if (index !== undefined && !has(s.indexes.before, index)) notes.indexes.push(index)
    return
  }
  // When a Job fails, its pods that are still at work have failed too; when it succeeds early, they are nothing.
  const isFailure =
    ending?.type === 'FailureTarget' || (hasFailed(s.job, p) && !(p.status?.phase !== 'Failed' && taken.has(p.metadata.name)))
  if (!isFailure || known.has(uid) || (s.indexes && index === undefined)) return
  if (judge(s.job.spec.podFailurePolicy, p).counts) notes.failed.push(uid)
}

/** Zeros and empty lists are not written down. */
const uncounted = (succeeded: readonly string[], failed: readonly string[]) => ({
  ...(succeeded.length > 0 && { succeeded: [...succeeded] }),
  ...(failed.length > 0 && { failed: [...failed] }),
})

function statusWith(base: Status, counts: Record<string, number | string | undefined>): Status {
  const out: Record<string, unknown> = { ...base }
  for (const [k, v] of Object.entries(counts)) {
    if (v === 0 || v === '' || v === undefined) delete out[k]
    else out[k] = v
  }
  return out as Status
}

export function track(s: Sight, found: Finding): Tracked {
  const { job, indexes, failedIndexes } = s
  const { ending } = found
  const held = new Set<string>()
  for (const p of s.pods) if (isTracked(p)) held.add(p.metadata.uid)
  const { succeeded: oldS = [], failed: oldF = [] } = job.status?.uncountedTerminatedPods ?? {}
  const notes: Notes = { succeeded: oldS.filter(u => held.has(u)), failed: oldF.filter(u => held.has(u)), indexes: [] }
  const known = new Set([...oldS, ...oldF])
  let succeeded = (job.status?.succeeded ?? 0) + oldS.length - notes.succeeded.length
  let failed = (job.status?.failed ?? 0) + oldF.length - notes.failed.length

  const released: Pod[] = []
  let isFull = false
  const ordered = indexes ? [...s.pods].sort((a, b) => (indexOf(a) ?? -1) - (indexOf(b) ?? -1)) : s.pods
  for (const p of ordered) {
    if (!isTracked(p) || !mayGo(s, p, ending)) continue
    released.push(p)
    note(s, p, found, notes, known)
    isFull = notes.succeeded.length + notes.failed.length + notes.indexes.length >= MOST_NOTED
    if (isFull) break
  }

  const done = indexes && union(indexes.before, intervalsOf(notes.indexes))
  if (done) succeeded = total(done)
  const interim = ending && isConditionTrue(found.conditions, ending.type) ? found.conditions : withInterim(found.conditions, ending, s.now)
  const base = {
    ...job.status,
    ready: found.ready,
    terminating: found.terminating,
    uncountedTerminatedPods: uncounted(notes.succeeded, notes.failed),
    ...(failedIndexes && { failedIndexes: formatIntervals(failedIndexes) }),
    ...(found.startTime && { startTime: found.startTime }),
    ...(interim.length > 0 && { conditions: [...interim] }),
  } as Status
  const noted = statusWith(base, { active: found.active, succeeded, failed, ...(done && { completedIndexes: formatIntervals(done) }) })

  const gone = new Set(released.map(p => p.metadata.uid))
  const [leftS, leftF] = [notes.succeeded.filter(u => !gone.has(u)), notes.failed.filter(u => !gone.has(u))]
  if (!indexes) succeeded += notes.succeeded.length - leftS.length
  failed += notes.failed.length - leftF.length
  const left = statusWith({ ...noted, uncountedTerminatedPods: uncounted(leftS, leftF) } as Status, { succeeded, failed })
  const isOver = ending !== undefined && !isFull && leftS.length + leftF.length === 0 && found.terminating === 0
  return { noted, released, counted: isOver ? withFinal(left, ending, s.now) : left, ended: isOver ? ending : undefined }
}

const withInterim = (have: readonly JobCondition[], e: Ending | undefined, now: string): readonly JobCondition[] =>
  e ? [...have, condition(e.type, 'True', e.reason, e.message, now)] : have

function withFinal(status: Status, e: Ending, now: string): Status {
  const last = condition(finalType(e), 'True', e.reason, e.message, now)
  const conditions = [...ensure(status?.conditions ?? [], last)]
  return { ...status, conditions, ...(last.type === 'Complete' && { completionTime: now }) }
}

/** Takes the finalizer from a pod. */
export function release(p: Pod): Write {
  const rest = (p.metadata.finalizers ?? []).filter(f => f !== TRACKING)
  const { uid } = p.metadata
  return {
    verb: 'merge',
    plural: 'pods',
    key: keyOf(p),
    uid,
    patch: { metadata: { finalizers: rest.length > 0 ? rest : null } },
    trusted: true,
  }
}

/** The batches of writes. `alongside` lands when the notes are written. */
export function trackingSteps(s: Sight, t: Tracked, alongside: readonly Write[], atTheEnd: readonly Write[]): Write[][] {
  const write = (status: Status, resourceVersion: string): Write => ({
    verb: 'update',
    plural: 'jobs',
    subresource: 'status',
    object: { ...s.job, metadata: { ...s.job.metadata, resourceVersion }, status },
    trusted: true,
  })
  const first = same(t.noted, s.stored.status) ? [] : [write(t.noted, s.stored.metadata.resourceVersion ?? '')]
  const second = same(t.counted, t.noted) ? [] : [write(t.counted, '')]
  return [first, [...(first.length > 0 ? alongside : []), ...t.released.map(release)], second, [...atTheEnd]].filter(b => b.length > 0)
}
