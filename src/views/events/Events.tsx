// The events as a table: time, who, what; newest first. Everything that the picture shows is told here in words.
import './events.css'
import { useState } from 'react'
import type { Event } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { simulatedMs } from '../inspector/ages.ts'
import { markOf } from '../inspector/why.ts'
import { subjectOf } from '../verbs/subject.ts'
import { useLook, useMirrorLook } from '../watch.ts'
import { clock, useSay, useWords } from '../words/index.ts'
import { decisions, type EventRow, type Filter, newestFirst, rowOfEvent, rowOfTrace } from './rows.ts'

const MOST = 200

export default function Events() {
  const t = useWords()
  const [filter, setFilter] = useState<Filter>('all')
  const rows = useRows(filter)
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
      <div className="event-scroll" tabIndex={0} role="region" aria-label={t('events.table')}>
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
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className="note">{t('events.none')}</p>}
      </div>
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
  return [...told, ...events].sort(newestFirst).slice(0, MOST)
}

function Row({ row }: { row: EventRow }) {
  const t = useWords()
  const sayIt = useSay()
  const session = useSessionHandle()
  const { plural, name } = subjectOf(row.subject)
  const there = session.getState().mirror.object(plural, subjectOf(row.subject).key) !== undefined
  const mark = row.by === 'event' ? (row.warning ? 'warning' : 'event') : markOf({ by: row.by, code: row.code ?? '' })
  return (
    <tr className={row.warning ? 'warning' : ''}>
      <td className="time">{clock(row.at, row.by !== 'event')}</td>
      <td>
        <i className={`mark ${mark}`} aria-hidden="true" />
        {row.code ? (
          <span>
            {row.by !== 'you' && row.by !== 'apiserver' && <b>{sayIt(`trace.who.${row.by}`)} </b>}
            {sayIt(row.code, row.args)}
          </span>
        ) : (
          <span>
            <b>{row.reason}</b> {row.message}
            {(row.count ?? 1) > 1 && <span className="tally"> ×{row.count}</span>}
          </span>
        )}
        {there && row.by !== 'apiserver' && (
          <button
            type="button"
            className="link about"
            onClick={() => session.getState().select(row.subject)}
            aria-label={t('events.show', { name })}
          >
            {name}
          </button>
        )}
      </td>
    </tr>
  )
}
