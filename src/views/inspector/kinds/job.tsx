// A Job in the inspector: what is done of what is wanted, place by place, and what its pods came to.
import type { Job } from '../../../kube/index.ts'
import { subjectOf } from '../../subject.ts'
import { useMirrorLook } from '../../watch.ts'
import { useWords } from '../../words/index.ts'
import { censusOf, completionsOf, isIndexed, jobs, type Place } from '../../workloads/index.ts'
import { Fact, Facts } from '../Facts.tsx'
import { WorkloadRest } from '../WorkloadPart.tsx'
import { states } from './states.ts'
import type { InspectedKind, Source, Wait } from './types.ts'
import { left, said, timersOf } from './waiting.ts'

export const job: InspectedKind<Job> = {
  actor: 'job',
  state: states.jobs,
  numbers(j) {
    const over = jobs.outcome(j) !== undefined || j.spec.suspend
    const done = j.status.succeeded ?? 0
    const open = Math.max(0, completionsOf(j) - done)
    return [
      { key: 'inspect.count.completions', wanted: completionsOf(j), seen: done },
      { key: 'inspect.count.active', wanted: over ? 0 : Math.min(j.spec.parallelism ?? 1, open), seen: j.status.active ?? 0 },
    ]
  },
  wait: jobWait,
  pairs: [{ want: 'spec.completions', see: ['status.succeeded'] }],
  Part: JobPart,
  Rest: WorkloadRest,
}

function jobWait(source: Source, subject: string): Wait | undefined {
  const timers = timersOf(source, subject)
  const ttl = timers.find(t => t.name === 'ttl')
  if (ttl) return { code: 'wait.ttl', args: { seconds: left(source, ttl) } }
  const backOff = timers.find(t => t.name === 'backOff')
  if (backOff) return { code: 'wait.backOff', args: { seconds: left(source, backOff) } }
  return said(source, 'job', subject, ['finished'])
}

function JobPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const { key } = subjectOf(subject)
  const mirror = useMirrorLook('jobs', 'pods')
  const j = mirror.object<Job>('jobs', key)
  if (!j) return null
  const { backoffLimit = 6, backoffLimitPerIndex, maxFailedIndexes, activeDeadlineSeconds } = j.spec
  return (
    <section>
      <h3>{t(isIndexed(j) ? 'inspect.byIndex' : 'inspect.completions')}</h3>
      <Strip places={jobs.places(j, censusOf(mirror))} ended={jobs.outcome(j) !== undefined} />
      <Facts>
        <Fact name={t('inspect.job.failures')} differs={(j.status.failed ?? 0) > 0}>
          {backoffLimitPerIndex === undefined
            ? t('inspect.job.ofLimit', { failed: j.status.failed ?? 0, limit: backoffLimit })
            : t('inspect.job.ofLimitPerIndex', { failed: j.status.failed ?? 0, limit: backoffLimitPerIndex })}
        </Fact>
        {j.status.failedIndexes && (
          <Fact name={t('inspect.job.failedIndexes')} differs>
            {j.status.failedIndexes}
            {maxFailedIndexes !== undefined && ` / ${maxFailedIndexes}`}
          </Fact>
        )}
        {activeDeadlineSeconds !== undefined && <Fact name={t('inspect.job.deadline')}>{activeDeadlineSeconds} s</Fact>}
      </Facts>
    </section>
  )
}

/** A square for each place: done, failed, at work, to come; of a Job that has ended nothing comes any more. */
function Strip({ places, ended }: { places: readonly Place[]; ended: boolean }) {
  const t = useWords()
  const at = (...states: Place['state'][]) => places.filter(p => states.includes(p.state)).length
  const label = t(ended ? 'inspect.job.stripEnded' : 'inspect.job.strip', {
    done: at('done'),
    failed: at('failed'),
    active: at('ready', 'present'),
    waiting: at('waiting', 'missing'),
  })
  return (
    <>
      <div className="strip-of-places" role="img" aria-label={label}>
        {places.map((p, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place is its number
          <i key={i} className={p.state} title={p.name} />
        ))}
      </div>
      <p className="note">{label}</p>
    </>
  )
}
