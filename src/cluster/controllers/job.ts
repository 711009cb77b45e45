// The Job controller: pods that are to end well, so many times, so many at once. A pod that fails is replaced, after a wait that doubles, until the
// Job's patience is at an end. Every pod carries a finalizer until it is counted, so that none is counted twice and none is forgotten. It ends in two
// steps: first it is decided how, then, when no pod is going any more, it is over; its pods are kept to be read. Upstream:
// pkg/controller/job/job_controller.go syncJob; https://kubernetes.io/docs/concepts/workloads/controllers/job/
import type { Actor, Caption } from '../../engine/index.ts'
import type { Job } from '../../kube/index.ts'
import { isEmptyClaim } from './claiming.ts'
import type { BackoffRecord } from './job/backoff.ts'
import { jobClaimWrites } from './job/claims.ts'
import { isFinished } from './job/conditions.ts'
import { deadlineMs } from './job/ending.ts'
import { forget, remember } from './job/holding.ts'
import { end, memoOf, type Plan, resize, settlePlan, statusSteps } from './job/plan.ts'
import { isSuspended } from './job/pods.ts'
import { records } from './job/sight.ts'
import { wantedPods } from './job/sizing.ts'
import { keepTimers } from './job/timers.ts'
import { type View, viewOf } from './job/view.ts'
import { batchOver, watches } from './job/wakes.ts'
import { lookingChart } from './looking.ts'

const OUR_NAME = 'kubernetes.io/job-controller'

const chart = lookingChart(
  'job',
  [
    ['isFinished', 'finished'],
    ['isManagedByAnother', 'managedByAnother'],
    ['aPodIsToBeClaimedOrLetGo', 'claiming'],
    ['itHasFailed', 'failing'],
    ['enoughHasSucceeded', 'succeeding'],
    ['isBeingDeleted', 'deleting'],
    ['isSuspended', 'suspended'],
    ['podsAreTooMany', 'tooMany'],
    ['failuresHoldItBack', 'backingOff'],
    ['podsAreMissing', 'creating'],
    ['allCompletionsAreReached', 'completing'],
    ['podsAreAtWork', 'working'],
  ],
  'waitingForEnd',
)
export const { machine } = chart
type State = ReturnType<typeof chart.decide>

const guardsOf = (s: View) => ({
  isFinished: () => isFinished(s.stored),
  isManagedByAnother: () => (s.job.spec.managedBy ?? OUR_NAME) !== OUR_NAME,
  aPodIsToBeClaimedOrLetGo: () => !isEmptyClaim(s.claim),
  itHasFailed: () => s.ending?.type === 'FailureTarget',
  enoughHasSucceeded: () => s.ending?.type === 'SuccessCriteriaMet',
  isBeingDeleted: () => s.job.metadata.deletionTimestamp !== undefined,
  isSuspended: () => isSuspended(s.job),
  podsAreTooMany: () => s.sizing.what === 'remove',
  failuresHoldItBack: () => s.sizing.what === 'wait',
  podsAreMissing: () => s.sizing.what === 'create',
  allCompletionsAreReached: () => s.active.length === 0 && s.succeeded > 0 && s.succeeded >= (s.job.spec.completions ?? 0),
  podsAreAtWork: () => s.active.length > 0,
})

/** What is done in each state; none: the Job is not touched. Counting pods that have ended goes with all of them. */
const actions: Record<State, ((s: View) => Plan) | undefined> = {
  finished: undefined,
  managedByAnother: undefined,
  claiming: s => ({ claims: true, steps: [jobClaimWrites(s.job, s.claim)] }),
  failing: end,
  succeeding: end,
  deleting: () => ({}),
  suspended: resize,
  tooMany: resize,
  backingOff: resize,
  creating: resize,
  completing: resize,
  working: resize,
  waitingForEnd: resize,
}

const captionOf = (state: State, s: View, waitMs: number): Caption => ({
  code: `job.${state}`,
  args: {
    wanted: wantedPods(s.job, s.active.length, s.succeeded),
    active: s.active.length,
    succeeded: s.succeeded,
    failed: s.failed,
    terminating: s.terminating.length,
    completions: s.job.spec.completions ?? 1,
    ...(s.ending && { reason: s.ending.reason }),
    ...(state === 'backingOff' && { seconds: Math.ceil(waitMs / 1000) }),
  },
})

export const job: Actor = {
  name: 'job',
  plural: 'jobs',
  watches,
  look(world, key) {
    const stored = world.get<Job>('jobs', key)
    if (!stored || isFinished(stored)) {
      records(world).delete(key)
      forget(world, key)
      keepTimers(world, key, {})
    }
    if (!stored) return undefined
    const s = viewOf(world, stored)
    const state = chart.decide(guardsOf(s))
    const plan = actions[state]?.(s)
    const waitMs = state === 'backingOff' && s.sizing.what === 'wait' ? s.sizing.waitMs : 0
    const caption = captionOf(state, s, waitMs)
    if (!plan) return { caption }
    const deadline = s.ending ? undefined : deadlineMs(s.job)
    const again = keepTimers(world, key, { deadline: deadline && deadline - world.nowMs, backOff: waitMs }, s.heldMs)
    const steps = plan.steps?.filter(b => b.length > 0) ?? []
    return steps.length > 0 ? { caption, steps, memo: memoOf(s, plan), ...again } : { caption, steps: statusSteps(s, plan), ...again }
  },
  settle(world, key, outcomes, memo) {
    const stored = world.get<Job>('jobs', key)
    if (memo) remember(world, key, outcomes)
    return stored && memo ? { steps: settlePlan(world, stored, memo, outcomes) } : undefined
  },
  receive(world, event) {
    const key = event.key as string
    if (event.type === 'batch') batchOver(world, key)
    if (event.type === 'record' && world.get('jobs', key)) records(world).set(key, event.record as BackoffRecord)
  },
}
