// Jobs and CronJobs: work that ends. An Indexed Job has a place for each index; any other merely counts. Upstream: pkg/controller/job.
import { type CronJob, isConditionTrue, type Job, type Pod } from '../../kube/index.ts'
import { isActive, isReady, keyOf } from './census.ts'
import { numbered } from './deployment.ts'
import { type Census, type Counts, PLACES_MOST, type Place, type WorkloadKind } from './types.ts'

const INDEX = 'batch.kubernetes.io/job-completion-index'

export const isIndexed = (j: Job): boolean => j.spec.completionMode === 'Indexed'

/** The index that a pod works on. */
export function indexOf(pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[INDEX]
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

/** `1,3-5` as single numbers, at most `most`. */
export function indexesIn(text: string | undefined, most = PLACES_MOST): Set<number> {
  const out = new Set<number>()
  for (const part of text ? text.split(',') : []) {
    const [from = Number.NaN, to = from] = part.split('-').map(Number)
    for (let i = from; i <= to && i < most; i++) out.add(i)
  }
  return out
}

const ended = (p: Pod) => p.status.phase === 'Succeeded' || p.status.phase === 'Failed'

/** A work queue has no number of completions: one success ends it when all its pods have ended. */
export const completionsOf = (j: Job): number => j.spec.completions ?? Math.max(1, j.spec.parallelism ?? 1)

function outcome(j: Job): 'done' | 'failed' | undefined {
  // In two steps: what is decided first (and cannot be taken back), and what is written when the last pod has ended.
  const is = (type: string) => isConditionTrue(j.status.conditions, type)
  if (is('Complete') || is('SuccessCriteriaMet')) return 'done'
  if (is('Failed') || is('FailureTarget')) return 'failed'
  return undefined
}

/** How many pods the Job wants at work now. Upstream: manageJob. */
function wantedNow(j: Job, succeeded: number): number {
  if (j.spec.suspend || outcome(j) || j.metadata.deletionTimestamp) return 0
  const { parallelism = 1, completions } = j.spec
  if (completions === undefined || completions === null) return succeeded > 0 ? 0 : parallelism
  return Math.min(parallelism, Math.max(0, completions - succeeded))
}

export const jobs: WorkloadKind<Job> = {
  kind: 'Job',
  plural: 'jobs',
  actor: 'job',
  owner: 'job',
  pods: (j, census) => census.podsOf(j.metadata.uid),
  counts(j, census) {
    const active = census.activeOf(j.metadata.uid).length
    const done = Math.min(completionsOf(j), j.status.succeeded ?? 0)
    const surplus = Math.max(0, active - wantedNow(j, done))
    return { desired: completionsOf(j), observed: Math.min(completionsOf(j), done + active), ready: done, surplus }
  },
  outcome,
  resting: j => (j.spec.suspend ? 'suspended' : undefined),
  revision: () => 0,
  podRevision: () => 0,
  places: (j, census) => (isIndexed(j) ? byIndex(j, census) : byNumber(j, census)),
  missing(j, census) {
    const pods = census.podsOf(j.metadata.uid)
    const holding = pods.filter(p => isActive(p) || (p.metadata.deletionTimestamp && !ended(p) && j.spec.podReplacementPolicy === 'Failed'))
    return numbered('jobs', keyOf(j), wantedNow(j, j.status.succeeded ?? 0) - holding.length)
  },
  most: j => wantedNow(j, j.status.succeeded ?? 0),
  /** Of an Indexed Job: name and index. */
  short(pod, owner) {
    const index = indexOf(pod)
    const { name } = pod.metadata
    return index === undefined ? name.slice(name.lastIndexOf('-') + 1) || name : `${owner}-${index}`
  },
}

function byIndex(j: Job, census: Census): Place[] {
  const done = indexesIn(j.status.completedIndexes)
  const failed = indexesIn(j.status.failedIndexes)
  const active = new Map<number, Pod>()
  for (const p of census.podsOf(j.metadata.uid)) if (isActive(p)) active.set(indexOf(p) ?? -1, p)
  return Array.from({ length: Math.min(PLACES_MOST, completionsOf(j)) }, (_, i): Place => {
    const pod = active.get(i)
    const state = done.has(i) ? 'done' : failed.has(i) ? 'failed' : pod ? (isReady(pod) ? 'ready' : 'present') : 'waiting'
    return { name: String(i), ordinal: i, state, revision: 0, ...(pod && { pod }) }
  })
}

function byNumber(j: Job, census: Census): Place[] {
  const active = census.activeOf(j.metadata.uid)
  const done = j.status.succeeded ?? 0
  const running = active.filter(isReady).length
  const state = (i: number): Place['state'] =>
    i < done ? 'done' : i < done + running ? 'ready' : i < done + active.length ? 'present' : 'waiting'
  return Array.from({ length: Math.min(PLACES_MOST, completionsOf(j)) }, (_, i) => ({ name: '', state: state(i), revision: 0 }))
}

const jobsOf = (c: CronJob, census: Census) => census.childrenOf('jobs', c.metadata.uid) as readonly Job[]

export const cronjobs: WorkloadKind<CronJob> = {
  kind: 'CronJob',
  plural: 'cronjobs',
  actor: 'cronjob',
  owner: 'job',
  pods: (c, census) => jobsOf(c, census).flatMap(j => census.podsOf(j.metadata.uid)),
  /** Of the Jobs that are there: it wants none in particular. */
  counts(c, census): Counts {
    const list = jobsOf(c, census)
    return { desired: list.length, observed: list.length, ready: list.filter(j => outcome(j) === 'done').length, surplus: 0 }
  },
  outcome: () => undefined,
  resting: c => (c.spec.suspend ? 'suspended' : undefined),
  revision: () => 0,
  podRevision: () => 0,
  places: (c, census) =>
    jobsOf(c, census)
      .slice(-PLACES_MOST)
      .map(j => ({ name: j.metadata.name, state: outcome(j) ?? 'ready', revision: 0 })),
  missing: () => [],
  most: () => 0,
  short: jobs.short,
}
