// What a visit wants done with pods, and what is reported when that is answered: a job's status is always that of the pods as they are then. Upstream:
// pkg/controller/job/job_controller.go syncJob, deleteActivePods, deleteJobPods, recordJobFinished.
import { keyOf, type Outcome, type World, type Write } from '../../../engine/index.ts'
import type { ApiObject, Job, Pod } from '../../../kube/index.ts'
import { voiceOf } from '../saying.ts'
import { condition, type Ending, ensure } from './conditions.ts'
import { creations } from './creation.ts'
import { completionsReached } from './ending.ts'
import { isSuspended, isTracked } from './pods.ts'
import { recordKey, type Sight, see } from './sight.ts'
import { type Finding, release, type Tracked, track, trackingSteps } from './tracking.ts'
import type { View } from './view.ts'

const say = voiceOf('job-controller')

export interface Plan {
  /** Batches of pod writes. */
  readonly steps?: readonly (readonly Write[])[]
  /** How the Job is to end when no pod is at work any more. */
  readonly ending?: Ending | undefined
  /** Whether the number of pods was looked after: only then suspending and resuming are told. */
  readonly isSized?: boolean
  /** It waits after failures, and reports no pod at work meanwhile. */
  readonly isHeldBack?: boolean
  readonly claims?: boolean
}

/** What `settle` needs of it: plain data, since it waits on the agenda. */
interface Memo {
  readonly uid: string
  readonly resourceVersion: string
  readonly plan: Omit<Plan, 'steps'>
  /** What each write of a pod does to which; unnamed while it is not made. */
  readonly deeds: readonly { verb: 'create' | 'delete' | 'release'; name?: string }[]
}

/** When the Job ends its pods are only deleted, and counted by how it ends. */
const deletions = (pods: readonly Pod[]): Write[][] => [pods.map((p): Write => ({ verb: 'delete', plural: 'pods', key: keyOf(p) }))]

/** Pods that are too many are let go first: they are no failures. */
const removals = (pods: readonly Pod[]): Write[][] => [pods.filter(isTracked).map(release), ...deletions(pods)]

/** As many pods at work as are wanted: takes some away, or makes some, or waits; never two of these in one visit. */
export function resize(s: View): Plan {
  const { sizing } = s
  if (sizing.what === 'remove') return { steps: removals(sizing.pods), isSized: true }
  if (sizing.what === 'create') return { steps: creations(s, sizing.indexes), isSized: true }
  return { isSized: true, isHeldBack: sizing.what === 'wait' }
}

export const end = (s: View): Plan => ({ steps: deletions(s.active), ending: s.ending })

function deedOf(w: Write): Memo['deeds'][number] {
  if (w.verb === 'create') return { verb: 'create' }
  const name = w.verb === 'delete' || w.verb === 'merge' ? w.key.slice(w.key.indexOf('/') + 1) : ''
  return { verb: w.verb === 'delete' ? 'delete' : 'release', name }
}

export function memoOf(s: Sight, { steps = [], ...plan }: Plan): Memo {
  const { uid, resourceVersion = '' } = s.stored.metadata
  return { uid, resourceVersion, plan, deeds: plan.claims ? [] : steps.flat().map(deedOf) }
}

const isOver = (s: Sight, active: number): boolean => {
  const { completions } = s.job.spec
  return active === 0 && (completions == null ? s.succeeded > 0 : s.succeeded >= completions)
}

/** What is reported of the pods as they are. */
export function findingOf(s: Sight, plan: Plan, taken: readonly string[] = []): Finding {
  const active = plan.isHeldBack ? 0 : s.active.length
  const wished = plan.ending ?? (isOver(s, active) ? completionsReached() : undefined)
  const had = s.job.status?.conditions ?? []
  const isStopped = isSuspended(s.job)
  const turn = isStopped
    ? condition('Suspended', 'True', 'JobSuspended', 'Job suspended', s.now)
    : condition('Suspended', 'False', 'JobResumed', 'Job resumed', s.now)
  const conditions = plan.isSized && !wished ? ensure(had, turn) : had
  return {
    active,
    ready: s.ready,
    terminating: s.terminating.length,
    ending: wished && active === 0 ? wished : undefined,
    conditions,
    taken: new Set(taken),
    hasTurned: conditions !== had,
    ...(conditions !== had && !isStopped && { startTime: s.now }),
  }
}

/** The API server takes no status with more ready pods than active ones: while failures hold a Job back beside ready pods, nothing can be counted. */
export const isRefused = (f: Finding): boolean => f.ready > f.active

const spoken = (s: Sight, f: Finding): Write[] => {
  if (!f.hasTurned) return []
  const turn = isSuspended(s.job) ? 'Suspended' : 'Resumed'
  return [say(s.stored, 'Normal', turn, `Job ${turn.toLowerCase()}`)]
}

function farewell({ job, stored }: Sight, { ended, counted }: Tracked): Write[] {
  if (!ended) return []
  if (ended.type === 'FailureTarget') return [say(stored, 'Warning', ended.reason, ended.message)]
  const surplus = job.spec.completions != null && (counted?.succeeded ?? 0) > job.spec.completions
  const words = 'Too many succeeded pods running after completion count reached'
  return [...(surplus ? [say(stored, 'Warning', 'TooManySucceededPods', words)] : []), say(stored, 'Normal', 'Completed', 'Job completed')]
}

/** The batches that bring status up to date and let counted pods go. */
export function statusSteps(s: Sight, plan: Plan, taken: readonly string[] = []): Write[][] {
  const found = findingOf(s, plan, taken)
  if (isRefused(found)) return []
  const t = track(s, found)
  const remember: Write = { verb: 'tell', to: 'job', event: { type: 'record', key: recordKey(s.job), record: s.record } }
  return trackingSteps(s, t, [remember, ...spoken(s, found)], farewell(s, t))
}

const isEndOfNamespace = (o: Outcome) => !o.ok && o.error.details?.causes?.some(c => c.reason === 'NamespaceTerminating')

function told(job: ApiObject, verb: 'create' | 'delete' | 'release', name: string | undefined, o: Outcome): Write[] {
  if (o.ok && verb === 'create') return [say(job, 'Normal', 'SuccessfulCreate', `Created pod: ${o.object?.metadata.name}`)]
  if (o.ok && verb === 'delete') return [say(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`)]
  if (o.ok || isEndOfNamespace(o) || o.error.reason === 'NotFound') return []
  if (verb === 'create') return [say(job, 'Warning', 'FailedCreate', `Error creating: ${o.error.message}`)]
  return verb === 'delete' ? [say(job, 'Warning', 'FailedDelete', `Error deleting: ${o.error.message}`)] : []
}

/** What to write when the answers are there. A Job that somebody changed meanwhile is looked at anew instead. */
export function settlePlan(world: World, job: Job, memo: unknown, outcomes: readonly Outcome[]): Write[][] {
  const { uid, resourceVersion, plan, deeds } = memo as Memo
  if (job.metadata.uid !== uid || plan.claims) return []
  const events = deeds.flatMap((d, i) => (outcomes[i] ? told(job, d.verb, d.name, outcomes[i]) : []))
  const taken = deeds.flatMap(d => (d.verb === 'delete' && d.name ? [d.name] : []))
  const steps = job.metadata.resourceVersion === resourceVersion ? statusSteps(see(world, job, new Set(taken)), plan, taken) : []
  return [events, ...steps].filter(b => b.length > 0)
}
