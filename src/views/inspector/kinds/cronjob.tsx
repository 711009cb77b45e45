// A CronJob in the inspector: when it starts a Job next, and the Jobs that it has started.
import { START_MS } from '../../../cluster/index.ts'
import { type CronJob, formatTime, type Job, nextTime, parseSchedule } from '../../../kube/index.ts'
import { useSessionHandle } from '../../../session/index.ts'
import { subjectOf } from '../../subject.ts'
import { useLook, useMirrorLook } from '../../watch.ts'
import { useWords } from '../../words/index.ts'
import { spanText } from '../../words/numbers.ts'
import { censusOf, keyOf } from '../../workloads/index.ts'
import { simulatedMs } from '../ages.ts'
import { Fact, Facts } from '../Facts.tsx'
import { job } from './job.tsx'
import { states } from './states.ts'
import type { InspectedKind } from './types.ts'
import { left, said, timersOf } from './waiting.ts'

const NEXT = 3

export const cronjob: InspectedKind<CronJob> = {
  actor: 'cronjob',
  state: states.cronjobs,
  wait(source, subject) {
    const next = timersOf(source, subject).find(t => t.name === 'schedule')
    return next ? { code: 'wait.schedule', args: { time: spanText(left(source, next) * 1000) } } : said(source, 'cronjob', subject, [])
  },
  Part: CronJobPart,
  Rest: Jobs,
}

/** The next times, in simulated ms. A time zone is the controller's business: then only the time that it waits for is known. */
function nextTimes({ spec }: CronJob, now: number, timer: number | undefined): number[] {
  if (spec.suspend) return []
  if (spec.timeZone && spec.timeZone !== 'Etc/UTC' && spec.timeZone !== 'UTC') return timer === undefined ? [] : [timer]
  try {
    const schedule = parseSchedule(spec.schedule)
    const times: number[] = []
    for (let at = now; times.length < NEXT; ) {
      const next = nextTime(schedule, START_MS + at)
      if (next === undefined) break
      at = next - START_MS
      times.push(at)
    }
    return times
  } catch {
    // It cannot be read: its controller says so.
    return []
  }
}

function CronJobPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const { key } = subjectOf(subject)
  const mirror = useMirrorLook('cronjobs', 'timers')
  const now = useLook(s => Math.floor(s.now / 1000) * 1000)
  const c = mirror.object<CronJob>('cronjobs', key)
  if (!c) return null
  const timer = timersOf(mirror, subject).find(x => x.name === 'schedule')
  const times = nextTimes(c, now, timer?.until)
  const last = simulatedMs(c.status?.lastScheduleTime)
  return (
    <section>
      <h3>{t('inspect.nextRuns')}</h3>
      {times.length === 0 && <p className="note">{t(c.spec.suspend ? 'inspect.nextRuns.suspended' : 'inspect.nextRuns.none')}</p>}
      <Facts>
        {times.map(at => (
          <Fact key={at} name={formatTime(START_MS + at)}>
            {t('inspect.in.time', { time: spanText(at - now) })}
          </Fact>
        ))}
        <Fact name={t('inspect.concurrency')}>{c.spec.concurrencyPolicy}</Fact>
        {last !== undefined && <Fact name={t('inspect.lastRun')}>{formatTime(START_MS + last)}</Fact>}
      </Facts>
    </section>
  )
}

function Jobs({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const session = useSessionHandle()
  const mirror = useMirrorLook('cronjobs', 'jobs')
  const c = mirror.object('cronjobs', subjectOf(subject).key)
  const jobs = c ? censusOf(mirror).childrenOf('jobs', c.metadata.uid) : []
  if (!jobs.length) return null
  return (
    <section>
      <h3>{t('inspect.jobs')}</h3>
      <ul className="pod-list">
        {jobs.toReversed().map(j => (
          <li key={j.metadata.uid}>
            <button type="button" className="pick" onClick={() => session.getState().select(`jobs ${keyOf(j)}`)}>
              <span className="name">{j.metadata.name}</span>
              <span className="state">{job.state?.(j as Job, mirror)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
