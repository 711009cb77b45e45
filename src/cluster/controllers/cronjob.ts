// The CronJob controller: a Job by the clock. On every visit it looks for the newest time of its schedule that has passed and whose run has not been
// started; older ones are lost, there is never a backlog. What happens when the run before is still at work is the concurrency policy's choice.
// Upstream: pkg/controller/cronjob/cronjob_controllerv2.go; https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
import type { Actor, Caption, Look } from '../../engine/index.ts'
import { type CronJob, formatTime } from '../../kube/index.ts'
import { hideTimer, showTimer, timers } from '../tables.ts'
import { untilNextMs } from './cronjob/missed.ts'
import { normal, type Words, warning } from './cronjob/observing.ts'
import { type Plan, settlePlan, stepsOf, toReplace } from './cronjob/plan.ts'
import { jobName } from './cronjob/run.ts'
import { namesZoneItself } from './cronjob/schedule.ts'
import { isTooLate, type Sight, see, wasStarted } from './cronjob/sight.ts'
import { watches } from './cronjob/wakes.ts'
import { lookingChart } from './looking.ts'

const chart = lookingChart(
  'cronjob',
  [
    ['isBeingDeleted', 'deleting'],
    ['itsTimeZoneIsUnknown', 'unknownTimeZone'],
    ['isSuspended', 'suspended'],
    ['itsScheduleCannotBeRead', 'unreadable'],
    ['itsScheduleNeverComes', 'neverComes'],
    ['noTimeIsDue', 'waiting'],
    ['theStartingDeadlineHasPassed', 'tooLate'],
    ['thatRunWasStarted', 'started'],
    ['anotherRunForbidsIt', 'skipping'],
    ['anotherRunIsToBeReplaced', 'replacing'],
  ],
  'starting',
)
export const { machine } = chart
type State = ReturnType<typeof chart.decide>

const guardsOf = (s: Sight) => ({
  isBeingDeleted: () => s.cj.metadata.deletionTimestamp !== undefined,
  itsTimeZoneIsUnknown: () => !s.zoneIsKnown,
  isSuspended: () => s.cj.spec.suspend === true,
  itsScheduleCannotBeRead: () => !s.reading.ok,
  itsScheduleNeverComes: () => s.neverComes !== undefined,
  noTimeIsDue: () => s.dueMs === undefined,
  theStartingDeadlineHasPassed: () => isTooLate(s),
  thatRunWasStarted: () => wasStarted(s),
  anotherRunForbidsIt: () => s.cj.spec.concurrencyPolicy === 'Forbid' && s.observed.active.length > 0,
  anotherRunIsToBeReplaced: () => (toReplace(s)?.length ?? 0) > 0,
})

const ACTIVE = 'Not starting job because prior execution is running and concurrency policy is Forbid'
const MANY = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew'
const ZONE = 'CRON_TZ or TZ used in schedule'
const SEE = 'see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details'

/** What is wrong with a schedule that could be read. */
const doubts = (s: Sight): Words[] => [
  ...(namesZoneItself(s.cj)
    ? [warning('UnsupportedSchedule', `${ZONE} ${JSON.stringify(s.cj.spec.schedule)} is not officially supported, ${SEE}`)]
    : []),
  ...(s.missedMany ? [warning('TooManyMissedTimes', MANY)] : []),
]
const start = (s: Sight): Plan => ({ says: doubts(s), replaces: toReplace(s) ?? [], ...(s.dueMs !== undefined && { startMs: s.dueMs }) })
const zone = ({ cj }: Sight) => JSON.stringify(cj.spec.timeZone)
const error = ({ reading }: Sight) => (reading.ok ? '' : reading.error)

const actions: Record<State, (s: Sight) => Plan> = {
  deleting: () => ({}),
  unknownTimeZone: s => ({
    says: [warning('UnknownTimeZone', `invalid timeZone: ${zone(s)}: unknown time zone ${s.cj.spec.timeZone}`)],
  }),
  suspended: () => ({}),
  unreadable: s => ({
    says: [warning('UnparseableSchedule', `unparseable schedule: ${JSON.stringify(s.cj.spec.schedule)} : ${error(s)}`)],
  }),
  neverComes: s => ({ says: [...doubts(s), warning('InvalidSchedule', `invalid schedule: ${s.cj.spec.schedule} : ${s.neverComes}`)] }),
  waiting: s => ({ says: doubts(s) }),
  tooLate: s => ({ says: [...doubts(s), warning('MissSchedule', `Missed scheduled time to start a job: ${formatTime(s.dueMs ?? 0)}`)] }),
  started: s => ({ says: doubts(s) }),
  skipping: s => ({ says: [...doubts(s), normal('JobAlreadyActive', ACTIVE)] }),
  replacing: start,
  starting: start,
}
/** Those that have a next time to wait for. */
const untimed: ReadonlySet<State> = new Set<State>(['deleting', 'unknownTimeZone', 'suspended', 'unreadable', 'neverComes'])

const captionOf = (state: State, s: Sight): Caption => ({
  code: `cronjob.${state}`,
  args: {
    schedule: s.cj.spec.schedule,
    zone: s.cj.spec.timeZone ?? 'UTC',
    active: s.observed.active.length,
    ...(s.dueMs !== undefined && { job: jobName(s.cj.metadata.name, s.dueMs) }),
  },
})

export const cronjob: Actor = {
  name: 'cronjob',
  plural: 'cronjobs',
  watches,
  look(world, key): Look | undefined {
    const cj = world.get<CronJob>('cronjobs', key)
    if (!cj) {
      hideTimer(world, `cronjobs ${key}`, 'schedule')
      return undefined
    }
    const s = see(world, cj)
    const state = chart.decide(guardsOf(s))
    const { steps, memo } = stepsOf(s, actions[state](s))
    const nextMs = untimed.has(state) || !s.reading.ok ? undefined : untilNextMs(cj, world.nowMs, s.reading.next)
    if (nextMs === undefined) hideTimer(world, `cronjobs ${key}`, 'schedule')
    else if (timers(world).get(`cronjobs ${key} schedule`)?.until !== world.now + Math.ceil(nextMs)) {
      showTimer(world, `cronjobs ${key}`, 'schedule', nextMs)
    }
    return { caption: captionOf(state, s), steps, ...(memo && { memo }), ...(nextMs !== undefined && { againInMs: nextMs }) }
  },
  settle(world, key, outcomes, memo) {
    const cj = world.get<CronJob>('cronjobs', key)
    return cj && memo ? { steps: settlePlan(world, cj, memo, outcomes) } : undefined
  },
}
