// The four patterns at once: their cards above, the one cluster between with its zones side by side, and below what each promises and delivers. Four different
// answers to one disaster, all computed from the mirror. On a phone it is one column that scrolls, the cluster first.
import './patterns.css'
import { type ReactNode, useRef, useState } from 'react'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { useHands } from '../menus/hands.ts'
import type { Owner } from '../scene/index.ts'
import { type Size, useLayout, useSize } from '../size.ts'
import { Clock, ClockContext } from '../stage/clock.ts'
import { useReducedMotion } from '../stage/useMotionOf.ts'
import { useEveryState, useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { PatternCard } from './Cards.tsx'
import { PromiseColumn } from './Column.tsx'
import { openFour } from './four.ts'
import { chosen } from './reads.ts'
import { PATTERNS, type Pattern } from './view.ts'

/** Draws the stage in a box. */
export type DrawStage = (size: Size, how: { band?: boolean; only?: Owner }) => ReactNode

export default function Four({ stage }: { stage: DrawStage }) {
  const t = useWords()
  const hands = useCardHands()
  return (
    <Ticking>
      <div className="four" data-layout={useLayout()}>
        <section className="four-cards" aria-label={t('four.cards')}>
          {PATTERNS.map(p => (
            <PatternCard key={p} pattern={p} hands={hands} />
          ))}
        </section>
        <Band stage={stage} />
        <Beginning />
        <section className="four-promises" aria-label={t('four.promises')}>
          {PATTERNS.map(p => (
            <PromiseColumn key={p} pattern={p} />
          ))}
        </section>
      </div>
    </Ticking>
  )
}

function Band({ stage }: { stage: DrawStage }) {
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  return (
    <div ref={box} className="four-band">
      {size && stage(size, { band: true })}
    </div>
  )
}

/** What a card can be asked. */
export function useCardHands() {
  const session = useSessionHandle()
  const hands = useHands()
  return {
    onSelect: (subject: string) => session.getState().select(subject),
    onMenu: (subject: string, x: number, y: number) => {
      session.getState().select(subject)
      hands.show({ menu: { subject, x, y } })
    },
  }
}

/** Virtual now, for the arcs in the pictures. */
export function Ticking({ children }: { children: ReactNode }) {
  const [clock] = useState(() => new Clock())
  const reduced = useReducedMotion()
  useEveryState(s => clock.set(s.now, s.speed, !s.playing, reduced))
  return <ClockContext.Provider value={clock}>{children}</ClockContext.Provider>
}

/** Where a pattern has no workload: how all four come. */
function Beginning() {
  const t = useWords()
  const session = useSessionHandle()
  const mirror = useMirrorLook('deployments', 'statefulsets', 'daemonsets', 'jobs')
  const loading = useSession(s => s.loading)
  const lacking = PATTERNS.some((p: Pattern) => !chosen(mirror, p))
  if (!lacking || loading) return null
  return (
    <div className="four-begin">
      <button type="button" className="btn ink" onClick={() => void openFour(session)}>
        {t('four.begin')}
      </button>
      <span>{t('four.begin.note')}</span>
    </div>
  )
}
