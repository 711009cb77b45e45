// A chart of something that takes time, small, with the light on the state that is: what lies behind it in ink, where it may go next with arrows.
import { useId } from 'react'
import { cut } from '../../scene/textwidth.ts'
import { useSay, useWords } from '../../words/index.ts'
import type { TimedDefinition } from './definition.ts'
import { layoutOf, wayOf } from './layout.ts'

interface ChartPictureProps {
  definition: TimedDefinition
  /** The state that is lit; undefined: it has not begun, or is over. */
  lit: string | undefined
  /** CSS pixels. */
  width: number
  /** How long until an event comes, in words; undefined where that is not known. */
  left?: (event: string) => string | undefined
}

export function ChartPicture({ definition, lit, width, left }: ChartPictureProps) {
  const t = useWords()
  const sayIt = useSay()
  const arrow = useId().replaceAll(':', '')
  const { boxes, lines, height } = layoutOf(definition, width)
  const name = (state: string) => sayIt(`chart.${definition.id}.${state}`)
  const boxOf = (id: string) => boxes.find(b => b.id === id)
  const here = lit === undefined ? undefined : boxOf(lit)
  const next = lit === undefined ? [] : (definition.states.get(lit)?.edges ?? [])
  const at = lit === undefined ? -1 : definition.main.indexOf(lit)
  const from = definition.sides.find(s => s.id === lit)?.from
  const reached = at >= 0 ? at : definition.main.indexOf(from ?? '')
  const isPast = (id: string) => definition.main.indexOf(id) >= 0 && definition.main.indexOf(id) <= reached && id !== lit
  return (
    <>
      <svg
        className="chart"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={lit === undefined ? t('chart.notBegun') : t('chart.at', { state: name(lit) })}
      >
        <defs>
          {(['on', 'off'] as const).map(k => (
            <marker
              key={k}
              id={`${arrow}${k}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0L8 4L0 8z" className={`arrow ${k}`} />
            </marker>
          ))}
        </defs>
        {lines.map(({ from: a, to: b, d }) => {
          const on = isPast(a) && (isPast(b) || b === lit)
          return <path key={`${a} ${b}`} d={d} className={`way ${on ? 'on' : ''}`} markerEnd={`url(#${arrow}${on ? 'on' : 'off'})`} />
        })}
        {here &&
          next.map(({ event, target }) => {
            const there = boxOf(target)
            return there && <path key={event} d={wayOf(here, there)} className="way next" markerEnd={`url(#${arrow}on)`} />
          })}
        {boxes.map(({ id, x, y, w, h }) => (
          <g key={id} transform={`translate(${x} ${y})`} className={`state ${id === lit ? 'live' : isPast(id) ? 'past' : ''}`}>
            <rect width={w} height={h} rx={h / 2} />
            <text x={w / 2} y={h / 2 + 4.5}>
              {cut(name(id), w - 16, 13, id === lit ? 'strong' : 'regular')}
            </text>
          </g>
        ))}
      </svg>
      {next.length > 0 && (
        <ul className="next-ways">
          {next.slice(0, 4).map(({ event, target }) => {
            const time = left?.(event)
            return (
              <li key={event}>
                <span>{sayIt(`chart.${definition.id}.on.${event}`)}</span>
                <span className="to">{name(target)}</span>
                {time && <span className="time">{time}</span>}
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}
