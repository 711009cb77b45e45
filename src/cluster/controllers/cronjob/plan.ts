// What a visit does about a CronJob's Jobs, and what is reported of it when that is answered. Upstream: pkg/controller/cronjob/cronjob_controllerv2.go
// syncCronJob, deleteJob, removeOldestJobs.
import { type Outcome, same, type World, type Write } from '../../../engine/index.ts'
import { type CronJob, controllerOf, formatTime, type Job } from '../../../kube/index.ts'
import { voiceOf } from '../saying.ts'
import { type Active, normal, type Words, warning } from './observing.ts'
import { jobFor, jobName } from './run.ts'
import type { Sight } from './sight.ts'

const say = voiceOf('cronjob-controller')
const words = (cj: CronJob, list: readonly Words[]): Write[] => list.map(w => say(cj, w.sort, w.reason, w.message))

export interface Plan {
  readonly says?: readonly Words[]
  /** Runs to be ended before the next one starts. */
  readonly replaces?: readonly { readonly name: string; readonly uid: string }[]
  /** The time whose run is to be started. */
  readonly startMs?: number
}

/** What `settle` needs: plain data, since it waits on the agenda. */
interface Memo {
  readonly uid: string
  readonly resourceVersion: string
  readonly active: Active
  readonly lastSuccessfulTime?: string
  readonly deletes: readonly { readonly name: string; readonly uid: string }[]
  readonly startMs?: number
  /** How many writes come before the first deletion. */
  readonly before: number
}

function statusWrite(cj: CronJob, active: Active, lastSuccessfulTime: string | undefined, lastScheduleTime: string | undefined): Write[] {
  const status = {
    ...(active.length > 0 && { active: [...active] }),
    ...(lastScheduleTime !== undefined && { lastScheduleTime }),
    ...(lastSuccessfulTime !== undefined && { lastSuccessfulTime }),
  }
  if (same(status, cj.status ?? {})) return []
  return [{ verb: 'update', plural: 'cronjobs', subresource: 'status', object: { ...cj, status }, trusted: true }]
}

const lastScheduled = (cj: CronJob) => cj.status?.lastScheduleTime as string | undefined

/** Old runs and those to be replaced are deleted first, then the new one is made. */
export function stepsOf(s: Sight, plan: Plan): { steps: Write[][]; memo?: Memo } {
  const { cj, observed, surplus, reading } = s
  const says = words(cj, [...observed.says, ...(plan.says ?? [])])
  const deletes = [...surplus.map(j => ({ name: j.metadata.name, uid: j.metadata.uid })), ...(plan.replaces ?? [])]
  if (deletes.length === 0 && plan.startMs === undefined) {
    return { steps: [says, statusWrite(cj, observed.active, observed.lastSuccessfulTime, lastScheduled(cj))].filter(b => b.length > 0) }
  }
  const deletions = deletes.map(
    ({ name }): Write => ({
      verb: 'delete',
      plural: 'jobs',
      key: `${cj.metadata.namespace}/${name}`,
      options: { propagationPolicy: 'Background' },
    }),
  )
  const offset = plan.startMs !== undefined && reading.ok ? reading.offsetAt(plan.startMs) : 0
  const creation: Write[] = plan.startMs === undefined ? [] : [{ verb: 'create', plural: 'jobs', object: jobFor(cj, plan.startMs, offset) }]
  const { uid, resourceVersion = '' } = cj.metadata
  const memo = {
    uid,
    resourceVersion,
    active: observed.active,
    ...(observed.lastSuccessfulTime !== undefined && { lastSuccessfulTime: observed.lastSuccessfulTime }),
    deletes,
    ...(plan.startMs !== undefined && { startMs: plan.startMs }),
    before: says.length,
  }
  return { steps: [[...says, ...deletions], creation].filter(b => b.length > 0), memo }
}

const refTo = (j: Job) => {
  const { name, namespace, uid, resourceVersion } = j.metadata
  return { apiVersion: 'batch/v1', kind: 'Job', name, namespace, uid, resourceVersion } as Active[number]
}

/** The run that was made, or that an earlier visit made and did not live to note down. */
function startedRun(world: Pick<World, 'get'>, cj: CronJob, name: string, made: Outcome): Job | undefined {
  if (made.ok) return made.object as Job
  if (made.error.reason !== 'AlreadyExists') return undefined
  const there = world.get<Job>('jobs', `${cj.metadata.namespace}/${name}`)
  return there && controllerOf(there)?.uid === cj.metadata.uid ? there : undefined
}

/** What to write when the answers are there. */
export function settlePlan(world: World, cj: CronJob, memo: unknown, outcomes: readonly Outcome[]): Write[][] {
  const m = memo as Memo
  if (cj.metadata.uid !== m.uid) return []
  const says: Words[] = []
  let active = m.active
  m.deletes.forEach(({ name, uid }, i) => {
    const o = outcomes[m.before + i]
    if (o?.ok) {
      says.push(normal('SuccessfulDelete', `Deleted job ${name}`))
      active = active.filter(a => a.uid !== uid)
    } else if (o) says.push(warning('FailedDelete', `Deleted job: ${o.error.message}`))
  })
  let scheduled = lastScheduled(cj)
  const made = outcomes[m.before + m.deletes.length]
  if (m.startMs !== undefined && made) {
    const run = startedRun(world, cj, jobName(cj.metadata.name, m.startMs), made)
    if (made.ok && run) says.push(normal('SuccessfulCreate', `Created job ${run.metadata.name}`))
    else if (!made.ok && !isQuiet(made)) says.push(warning('FailedCreate', `Error creating job: ${made.error.message}`))
    if (run && !active.some(a => a.uid === run.metadata.uid)) {
      active = [...active, refTo(run)]
      scheduled = formatTime(m.startMs)
    }
  }
  const current =
    cj.metadata.resourceVersion === m.resourceVersion ? cj : { ...cj, metadata: { ...cj.metadata, resourceVersion: m.resourceVersion } }
  return [words(cj, says), statusWrite(current, active, m.lastSuccessfulTime, scheduled)].filter(b => b.length > 0)
}

const isQuiet = (o: Outcome) =>
  !o.ok && (o.error.reason === 'AlreadyExists' || o.error.details?.causes?.some(c => c.reason === 'NamespaceTerminating'))

export const toReplace = ({ observed, cj }: Sight): Plan['replaces'] =>
  cj.spec.concurrencyPolicy === 'Replace' ? observed.active.map(a => ({ name: a.name as string, uid: a.uid as string })) : []
