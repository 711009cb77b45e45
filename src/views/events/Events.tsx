// The events as a table: time, who, what; newest first. Everything that the picture shows is told here in words.
import './events.css'
import { memo, useState } from 'react'
import type { Event } from '../../kube/index.ts'
import { type Mirror, useSessionHandle } from '../../session/index.ts'
import { simulatedMs } from '../inspector/ages.ts'
import { shortName } from '../inspector/title.ts'
import { markOf } from '../inspector/why.ts'
import { NoticePlace } from '../notices/NoticePlace.tsx'
import { subjectOf } from '../subject.ts'
import { Unbroken } from '../Unbroken.tsx'
import { useLook, useMirrorLook } from '../watch.ts'
import { clock, useSay, useWords } from '../words/index.ts'
import { shortOfGone } from '../workloads/index.ts'
import { decisions, type EventRow, type Filter, newestFirst, rowOfEvent, rowOfTrace } from './rows.ts'

const MOST = 200

export default function Events() {
  const t = useWords()
  const [filter, setFilter] = useState<Filter>('all')
  const rows = useRows(filter)
  const { mirror } = useSessionHandle().getState()
  return (
    <div className="events">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of form fields */}
      <div className="filters" role="group" aria-label={t('events.filter')}>
        {(['all', 'decisions', 'events'] as const).map(f => (
          <button key={f} type="button" className="chip" aria-pressed={f === filter} onClick={() => setFilter(f)}>
            {t(`events.filter.${f}`)}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="event-scroll" tabIndex={0} aria-label={t('events.table')}>
        <table>
          <caption className="hidden-text">{t('events.table')}</caption>
          <thead className="hidden-text">
            <tr>
              <th scope="col">{t('events.time')}</th>
              <th scope="col">{t('events.what')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <Row key={row.id} row={row} there={isThere(mirror, row)} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className="note">{t('events.none')}</p>}
      </section>
      <NoticePlace sort="panel" />
    </div>
  )
}

function useRows(filter: Filter): EventRow[] {
  const mirror = useMirrorLook('events')
  useLook(s => s.mirror.trace.last + s.mirror.epoch * 1e9)
  const told = filter === 'events' ? [] : decisions(mirror.trace, MOST).map(rowOfTrace)
  const events =
    filter === 'decisions'
      ? []
      : [...mirror.objects<Event>('events').values()].map(e =>
          rowOfEvent(e, simulatedMs(String(e.lastTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp)) ?? 0),
        )
  return [...told, ...events].sort(newestFirst).filter(isNews).slice(0, MOST)
}

const isThere = (mirror: Mirror, { subject }: EventRow): boolean => {
  const { plural, key } = subjectOf(subject)
  return mirror.object(plural, key) !== undefined
}

/** Not the same sentence once more. */
const isNews = (row: EventRow, i: number, all: readonly EventRow[]): boolean => {
  const next = all[i + 1]
  return next === undefined || row.by !== next.by || row.subject !== next.subject || row.code !== next.code || row.message !== next.message
}

/** A row says the same for ever; only what it is about may go. */
const Row = memo(RowOf, (a, b) => a.row.id === b.row.id && a.there === b.there)

function RowOf({ row, there }: { row: EventRow; there: boolean }) {
  const sayIt = useSay()
  const mark = row.by === 'event' ? (row.warning ? 'warning' : 'event') : markOf({ by: row.by, code: row.code ?? '' })
  const speaks = row.code !== undefined && row.by !== 'you' && row.by !== 'apiserver'
  return (
    <tr className={row.warning ? 'warning' : ''}>
      <td className="time">{clock(row.at, row.by === 'event' ? 0 : 1)}</td>
      <td>
        <i className={`mark ${mark}`} aria-hidden="true" />
        <span>
          {speaks && <b>{sayIt(`trace.who.${row.by}`)} </b>}
          {row.by !== 'you' && row.by !== 'apiserver' && <About row={row} there={there} />}
          {row.code ? <Unbroken text={sayIt(row.code, row.args)} /> : <Told row={row} />}
        </span>
      </td>
    </tr>
  )
}

/** A Kubernetes event's own words. */
function Told({ row }: { row: EventRow }) {
  return (
    <>
      <b>{row.reason}</b> <Unbroken text={row.message ?? ''} />
      {(row.count ?? 1) > 1 && <span className="tally"> ×{row.count}</span>}
    </>
  )
}

/** What it is about, and the way there while it is there; not when the sentence names it anyway. */
function About({ row, there }: { row: EventRow; there: boolean }) {
  const t = useWords()
  const session = useSessionHandle()
  const { plural, key, name } = subjectOf(row.subject)
  if (key === '-' || !name || key.includes(' ')) return null
  const { mirror } = session.getState()
  const object = mirror.object(plural, key)
  const short = object ? shortName(object) : shortOfGone(plural, name)
  if (row.args?.pod === name || row.args?.node === name) return null
  return there ? (
    <>
      <button type="button" className="link" aria-label={t('events.show', { name })} onClick={() => session.getState().select(row.subject)}>
        {short}
      </button>{' '}
    </>
  ) : (
    <span className="gone">{short} </span>
  )
}
