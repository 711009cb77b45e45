// Jobs: no more at work than parallelism and what is still wanted, every pod counted once, counts that never fall, one end that comes last, and no pod let go
// uncounted. CronJobs that forbid it never have two at work.
import type { Commit, Engine } from '../../engine/index.ts'
import { type CronJob, controllerOf, type Job, type Pod } from '../../kube/index.ts'
import { isFinished } from '../controllers/job/conditions.ts'
import { isTracked } from '../controllers/job/pods.ts'
import { hasEnded, isGoing, Lately, ownerIn, type Rules, type Say } from './rules.ts'

const COUNTS = ['succeeded', 'failed'] as const

export function jobRules(engine: Engine): Rules {
  const parallelism = new Lately<number>(engine)
  const policies = new Lately<string>(engine)
  /** How many pods a Job ever had, by its uid; only of such as were born before our eyes. */
  const made = new Map<string, number>()
  /** Jobs whose completions somebody has changed: what is beyond them counts no more. */
  const elastic = new Set<string>()
  const { store } = engine

  function jobChanged({ object, old: before, type }: Commit, say: Say): void {
    const [now, old] = [object as Job, before as Job | undefined]
    const { uid } = now.metadata
    if (type === 'ADDED') made.set(uid, 0)
    if (old && old.spec.completions !== now.spec.completions) elastic.add(uid)
    parallelism.set(now.metadata.uid, now.spec.parallelism ?? 1)
    const { succeeded = 0, failed = 0, active = 0, ready = 0, terminating = 0 } = now.status ?? {}
    for (const k of elastic.has(uid) ? [] : COUNTS) if ((now.status?.[k] ?? 0) < (old?.status?.[k] ?? 0)) say(`${k} fell`)
    const pods = made.get(uid)
    if (pods !== undefined && succeeded + failed > pods) say(`has counted ${succeeded + failed} pods of ${pods}`)
    if (now.spec.completions != null && !elastic.has(uid) && succeeded > now.spec.completions)
      say(`${succeeded} succeeded of ${now.spec.completions}`)
    if (ready > active) say(`${ready} ready of ${active} at work`)
    if (isFinished(now) && active + terminating > 0) say('ended with pods')
    if (old && isFinished(old) && now.status !== old.status && JSON.stringify(now.status) !== JSON.stringify(old.status))
      say('changed after its end')
    if (type === 'ADDED' && controllerOf(now)?.kind === 'CronJob') ticked(now, say)
  }

  function ticked(job: Job, say: Say): void {
    const cron = ownerIn<CronJob>(engine, 'cronjobs', job)
    if (!cron || !policies.of(cron.metadata.uid).every(p => p === 'Forbid')) return
    const others = store.by<Job>('jobs', 'controller', cron.metadata.uid).filter(j => j !== job && !isFinished(j) && !isGoing(j))
    if (others.length > 1) say('begins beside another')
  }

  function podMade(pod: Pod, say: Say): void {
    const uid = controllerOf(pod)?.uid as string
    const job = ownerIn<Job>(engine, 'jobs', pod)
    if (!job) return
    const many = store.by<Pod>('pods', 'job', uid).filter(p => !hasEnded(p) && !isGoing(p)).length
    const most = Math.max(...parallelism.of(uid))
    if (many > most) say(`the ${many}th pod at work of ${most}`)
    if (job.spec.completions != null && !elastic.has(uid) && many + (job.status?.succeeded ?? 0) > job.spec.completions)
      say('more pods than are wanted')
  }

  return {
    plurals: ['jobs', 'cronjobs', 'pods'],
    commit(c, say) {
      if (c.plural === 'cronjobs') policies.set(c.object.metadata.uid, (c.object as CronJob).spec.concurrencyPolicy ?? 'Allow')
      else if (c.plural === 'jobs') jobChanged(c, say)
      else if (c.type !== 'DELETED' && isNewlyOf(c)) {
        const { uid } = controllerOf(c.object) as { uid: string }
        const pods = made.get(uid)
        if (pods !== undefined) made.set(uid, pods + 1)
        if (c.type === 'ADDED') podMade(c.object as Pod, say)
      }
      if (c.plural === 'pods' && c.type === 'DELETED' && isTracked(c.object)) say('goes uncounted')
    },
  }
}

/** A Job has made the pod, or taken it in. */
const isNewlyOf = ({ object, old }: Commit): boolean => {
  const ref = controllerOf(object)
  return ref?.kind === 'Job' && (!old || controllerOf(old)?.uid !== ref.uid)
}
