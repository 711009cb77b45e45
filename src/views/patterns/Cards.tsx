// The four who direct, above the cluster: one card for each pattern, on the same four columns as the promises below.
import type { MouseEvent } from 'react'
import { useSession } from '../../session/index.ts'
import { textWidth } from '../scene/textwidth.ts'
import { useLayout } from '../size.ts'
import { Pips } from '../stage/kit/Card.tsx'
import { type Args, useSay, useWords } from '../words/index.ts'
import { cardOf } from './card.ts'
import { kindOf } from './reads.ts'
import { useWorkload } from './usePattern.ts'
import { OWNER_OF, type Pattern } from './view.ts'

/** Many places are one bar of this width. */
const BAR = 130
/** So much room has a caption beside a pill, on a wide page. */
const BESIDE_PILL = 284

export interface CardHands {
  onSelect(subject: string): void
  onMenu(subject: string, x: number, y: number): void
}

export function PatternCard({ pattern, hands }: { pattern: Pattern; hands: CardHands }) {
  const t = useWords()
  const say = useSay()
  const { mirror, workload } = useWorkload(pattern)
  const selection = useSession(s => s.selection)
  const long = useLayout() === 'wide'
  const card = workload && cardOf(mirror, workload)
  if (!card)
    return (
      <div className="pattern-card empty">
        <span className="pattern-card-title">{kindOf(pattern)}</span>
      </div>
    )
  const pill = card.pill && say(card.pill.code, card.pill.args)
  const told = (how?: 'short') => (card.caption ? say(card.caption.code, card.caption.args as Args, how) : t('four.idle'))
  // What does not fit beside the pill is told in short.
  const caption = long && !(pill && textWidth(told(), 16) > BESIDE_PILL) ? told() : told('short')
  const pips = card.places.length ? Math.min(150, (long ? 20 : 12) * card.places.length + 4) : BAR
  const menu = (e: MouseEvent) => {
    e.preventDefault()
    // By keyboard there is no place: the menu opens at the card.
    const box = e.currentTarget.getBoundingClientRect()
    hands.onMenu(card.subject, e.clientX || box.left + 24, e.clientY || box.bottom - 12)
  }
  return (
    <button
      type="button"
      className="pattern-card"
      data-subject={card.subject}
      aria-pressed={selection === card.subject}
      aria-label={[`${card.kind} ${card.name}: ${caption}`, pill].filter(Boolean).join(', ')}
      onClick={() => hands.onSelect(card.subject)}
      onContextMenu={menu}
    >
      <span className="pattern-card-title">
        {card.kind} <span>{card.name}</span>
      </span>
      <svg className="pattern-card-pips" width={pips} height={24} aria-hidden="true">
        {card.places.length ? (
          <Places width={pips} places={card.places} owner={OWNER_OF[pattern]} shade={card.row.shade} />
        ) : (
          <Pips rows={[card.row]} x={2} y={2} w={BAR - 4} size="wide" end />
        )}
      </svg>
      <span className="pattern-card-caption">{caption}</span>
      {pill && <span className="pattern-card-pill">{pill}</span>}
    </button>
  )
}

/** Each in its place: the missing one is the one that is missing. */
function Places({ width, places, owner, shade }: { width: number; places: readonly boolean[]; owner: string; shade: string }) {
  const step = Math.min(20, (width - 4) / places.length)
  return (
    <g className={`${owner} ${shade}`} transform={`translate(${width - 2 - step * places.length} 2)`}>
      {places.map((on, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place is its number
        <rect key={i} x={i * step + 2} width={step - 4} height={20} rx={2} className={`pip ${on ? 'rev' : 'want'}`} />
      ))}
    </g>
  )
}
