// On a phone the panels are one sheet below the stage, with three stops: its handle, a third of the screen, all of it. A finger drags it, the handle's arrow keys
// and taps move it by one stop.
import { type PointerEvent, Suspense, useRef, useState } from 'react'
import { useSession } from '../session/index.ts'
import { Editor, Events, Inspector, useSize, useWords } from '../views/index.ts'
import type { LeftTab } from './LeftPanel.tsx'
import type { ManuscriptOf } from './manuscript.ts'

export type SheetTab = LeftTab | 'inspector'
const TABS: readonly SheetTab[] = ['inspector', 'yaml', 'events']
const STOPS = ['low', 'middle', 'full'] as const
type Stop = (typeof STOPS)[number]

/** A finger that moved less than this has tapped. */
const TAP_PX = 6

export default function Sheet({
  tab,
  onTab,
  manuscript,
}: {
  tab: SheetTab
  onTab: (tab: SheetTab) => void
  manuscript: ManuscriptOf | undefined
}) {
  const t = useWords()
  const box = useRef<HTMLElement>(null)
  const size = useSize(box)
  const [stop, setStop] = useState<Stop>('middle')
  const [lift, setLift] = useState(0)
  const drag = useRef<{ y: number; moved: number }>(undefined)
  const selection = useSession(s => s.selection)
  const [seen, setSeen] = useState(selection)
  // What was touched on the stage is shown.
  if (seen !== selection) {
    setSeen(selection)
    if (selection !== undefined) {
      if (stop === 'low') setStop('middle')
      onTab('inspector')
    }
  }
  const move = (by: -1 | 1) => setStop(s => STOPS[Math.min(2, Math.max(0, STOPS.indexOf(s) + by))] as Stop)
  const hold = (e: PointerEvent) => {
    drag.current = { y: e.clientY, moved: 0 }
    e.currentTarget.setPointerCapture(e.pointerId)
  }
  const pull = (e: PointerEvent) => {
    if (!drag.current) return
    drag.current.moved = drag.current.y - e.clientY
    setLift(drag.current.moved)
  }
  const drop = () => {
    const moved = drag.current?.moved ?? 0
    drag.current = undefined
    setLift(0)
    if (Math.abs(moved) < TAP_PX) setStop(s => (s === 'full' ? 'middle' : s === 'middle' ? 'low' : 'middle'))
    else move(moved > 0 ? 1 : -1)
  }
  return (
    <section
      ref={box}
      className="panel sheet"
      data-stop={stop}
      data-dragged={lift !== 0}
      style={{ '--lift': `${lift}px` } as React.CSSProperties}
      aria-label={t('panel.sheet')}
    >
      <button
        type="button"
        className="grab"
        aria-label={t(stop === 'full' ? 'panel.lower' : 'panel.taller')}
        onPointerDown={hold}
        onPointerMove={pull}
        onPointerUp={drop}
        onPointerCancel={drop}
        onKeyDown={e => {
          if (e.key === 'ArrowUp' || e.key === 'Enter' || e.key === ' ') move(stop === 'full' ? -1 : 1)
          else if (e.key === 'ArrowDown') move(-1)
          else return
          e.preventDefault()
        }}
      />
      <div className="sheet-tabs" role="tablist" aria-label={t('panel.sheet')}>
        {TABS.map(name => (
          <button
            key={name}
            id={`sheet-${name}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={name === tab}
            aria-controls={name === tab ? 'sheet-content' : undefined}
            onClick={() => {
              onTab(name)
              if (stop === 'low') setStop('middle')
              if (name === 'yaml') setStop('full')
            }}
          >
            {t(`panel.${name}`)}
          </button>
        ))}
      </div>
      <div className="sheet-content" id="sheet-content" role="tabpanel" aria-labelledby={`sheet-${tab}`} inert={stop === 'low'}>
        <Suspense fallback={<div className="waiting" />}>
          {tab === 'inspector' && size && <Inspector width={size.width - 32} />}
          {tab === 'events' && <Events />}
          {tab === 'yaml' && manuscript && <Editor manuscript={manuscript} />}
        </Suspense>
      </div>
    </section>
  )
}
