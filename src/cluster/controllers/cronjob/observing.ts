// What has become of a CronJob's runs since the last visit, before anything new is decided: those that have ended leave the list of active ones, those that
// are gone are missed, the newest good end is noted. And which old ones are history enough to be forgotten. Upstream:
// pkg/controller/cronjob/cronjob_controllerv2.go syncCronJob, cleanupFinishedJobs.
import { type CronJob, type core, isConditionTrue, type Job, parseTime } from '../../../kube/index.ts'
import { isFinished } from '../job/conditions.ts'

export interface Words {
  readonly sort: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}
export const normal = (reason: string, message: string): Words => ({ sort: 'Normal', reason, message })
export const warning = (reason: string, message: string): Words => ({ sort: 'Warning', reason, message })

export type Active = readonly core.ObjectReference[]

export interface Observed {
  readonly active: Active
  readonly lastSuccessfulTime?: string
  readonly says: readonly Words[]
}

const succeeded = (j: Job) => isConditionTrue(j.status?.conditions, 'Complete')

export function observe(cj: CronJob, jobs: readonly Job[]): Observed {
  let active: Active = cj.status?.active ?? []
  let last = cj.status?.lastSuccessfulTime as string | undefined
  const says: Words[] = []
  for (const j of jobs) {
    const { uid, name } = j.metadata
    const isListed = active.some(a => a.uid === uid)
    if (!isListed && !isFinished(j)) says.push(warning('UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`))
    else if (isListed && isFinished(j)) {
      active = active.filter(a => a.uid !== uid)
      says.push(normal('SawCompletedJob', `Saw completed job: ${name}, condition: ${succeeded(j) ? 'Complete' : 'Failed'}`))
    } else if (!isListed && succeeded(j)) {
      const at = j.status?.completionTime as string | undefined
      if (last === undefined || (at !== undefined && parseTime(at) > parseTime(last))) last = at
    }
  }
  const there = new Set(jobs.map(j => j.metadata.uid))
  for (const gone of active.filter(a => !there.has(a.uid as string))) {
    active = active.filter(a => a !== gone)
    says.push(normal('MissingJob', `Active job went missing: ${gone.name}`))
  }
  return { active, says, ...(last !== undefined && { lastSuccessfulTime: last }) }
}

/** Oldest first; one that never started is the newest. */
function byStart(a: Job, b: Job): number {
  const [x, y] = [a, b].map(j => (j.status?.startTime ? parseTime(j.status.startTime) : Number.POSITIVE_INFINITY)) as [number, number]
  return x === y ? (a.metadata.name < b.metadata.name ? -1 : 1) : x - y
}

const beyond = (jobs: readonly Job[], limit: number | undefined): readonly Job[] =>
  limit == null || jobs.length <= limit ? [] : [...jobs].sort(byStart).slice(0, jobs.length - limit)

/** Finished runs that are more than the history is to hold. */
export function surplusHistory(cj: CronJob, jobs: readonly Job[]): readonly Job[] {
  const done = jobs.filter(isFinished)
  return [
    ...beyond(done.filter(succeeded), cj.spec.successfulJobsHistoryLimit),
    ...beyond(
      done.filter(j => !succeeded(j)),
      cj.spec.failedJobsHistoryLimit,
    ),
  ]
}
