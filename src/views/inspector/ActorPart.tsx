// A controller: what it says of each object that it looks after, and what is in its queue.
import { lazy, Suspense, useMemo } from 'react'
import { useSessionHandle } from '../../session/index.ts'
import { decisions } from '../events/rows.ts'
import { subjectOf } from '../subject.ts'
import { useLook, useMirrorLook } from '../watch.ts'
import { clock, useSay, useWords } from '../words/index.ts'
import { ruleOf } from './rules.ts'
import { Asked } from './WorkloadPart.tsx'

const RuleLink = lazy(() => import('./RuleLink.tsx'))

const MOST = 30
const LATELY = 8

export function ActorPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const sayIt = useSay()
  const session = useSessionHandle()
  const { name } = subjectOf(subject)
  const mirror = useMirrorLook('captions', `queue.${name}`)
  const captions = [...mirror.rows('captions').values()].filter(c => c.actor === name)
  const queue = [...mirror.rows(`queue.${name}`)].filter(([, row]) => row.busy || (row.at !== undefined && row.at <= mirror.now + 50))
  /** What a caption is about, as its telling says. */
  const about = (trace: number) => mirror.trace.get(trace)?.subject ?? ''
  const there = (subject: string) => mirror.object(subjectOf(subject).plural, subjectOf(subject).key) !== undefined
  const first = captions[0]
  const rule = ruleOf({ by: name, code: '' })
  return (
    <>
      {rule && (
        <p className="note">
          <Suspense>
            <RuleLink rule={rule} />
          </Suspense>
        </p>
      )}
      {first && <Asked actor={name} objectKey={first.key} />}
      <Lately actor={name} />
      <section>
        <h3>{t('inspect.says')}</h3>
        {captions.length === 0 && <p className="note">{t('inspect.says.nothing')}</p>}
        <ul className="pod-list">
          {captions.slice(0, MOST).map(c => (
            <li key={c.key}>
              <button type="button" className="pick two" onClick={() => there(about(c.trace)) && session.getState().select(about(c.trace))}>
                <span className="name">{c.key}</span>
                <span className="state">{sayIt(c.code, c.args)}</span>
                <span className="count">{clock(c.since)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t('inspect.queue')}</h3>
        {queue.length === 0 ? (
          <p className="note">{t('inspect.queue.empty')}</p>
        ) : (
          <ul className="pod-list">
            {queue.slice(0, MOST).map(([key, row]) => (
              <li key={key} className="plain-row">
                <span className="name">{key}</span>
                <span className="state">{t(row.busy ? 'inspect.queue.busy' : 'inspect.queue.waiting')}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

/** What it decided last, newest first. */
function Lately({ actor }: { actor: string }) {
  const t = useWords()
  const sayIt = useSay()
  const last = useLook(s => s.mirror.trace.last + s.mirror.epoch * 1e9)
  const session = useSessionHandle()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last number says that the trace has grown
  const told = useMemo(() => decisions(session.getState().mirror.trace, LATELY, e => e.by === actor), [session, actor, last])
  if (!told.length) return null
  return (
    <section>
      <h3>{t('inspect.lately')}</h3>
      <ol className="why plain-chain">
        {told.map(e => (
          <li key={e.id}>
            <time>{clock(e.at)}</time>
            <i className="mark" aria-hidden="true" />
            <span>{sayIt(e.code, e.args)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
