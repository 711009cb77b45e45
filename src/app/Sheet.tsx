// On a phone the panels are one sheet below the stage, with three stops: its head, a third of the screen, all of it. A finger drags it by its head; a button moves it by one
// stop, with arrow keys too.
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type CSSProperties, type PointerEvent, Suspense, useRef, useState } from 'react'
import { useSession } from '../session/index.ts'
import { Editor, Events, Inspector, NoticePlace, useSize, useWords } from '../views/index.ts'
import { Fence } from './Fence.tsx'
import type { LeftTab } from './LeftPanel.tsx'
import type { ManuscriptOf } from './manuscript.ts'

export type SheetTab = LeftTab | 'inspector'
const TABS: readonly SheetTab[] = ['inspector', 'yaml', 'events']
const STOPS = ['low', 'middle', 'full'] as const
type Stop = (typeof STOPS)[number]

/** A finger that moved less than this has tapped. */
const TAP_PX = 6

export default function Sheet({
  low,
  tab,
  onTab,
  manuscript,
}: {
  /** The picture above needs the room: the sheet begins low. */
  low: boolean
  tab: SheetTab
  onTab: (tab: SheetTab) => void
  manuscript: ManuscriptOf | undefined
}) {
  const t = useWords()
  const box = useRef<HTMLElement>(null)
  const size = useSize(box)
  const [stop, setStop] = useState<Stop>(low ? 'low' : 'middle')
  const [lift, setLift] = useState(0)
  const drag = useRef<{ y: number; moved: number; dragged: boolean }>(undefined)
  const selection = useSession(s => s.selection)
  const [seen, setSeen] = useState(selection)
  const [wasLow, setWasLow] = useState(low)
  if (wasLow !== low) {
    setWasLow(low)
    setStop(low ? 'low' : 'middle')
  }
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
    drag.current = { y: e.clientY, moved: 0, dragged: false }
  }
  const pull = (e: PointerEvent) => {
    const d = drag.current
    if (!d || e.buttons === 0) return
    d.moved = d.y - e.clientY
    if (!d.dragged && Math.abs(d.moved) < TAP_PX) return
    if (!d.dragged) e.currentTarget.setPointerCapture(e.pointerId)
    d.dragged = true
    setLift(d.moved)
  }
  const drop = () => {
    const d = drag.current
    setLift(0)
    if (d?.dragged) move(d.moved > 0 ? 1 : -1)
    else drag.current = undefined
  }
  return (
    <section
      ref={box}
      className="panel sheet"
      data-stop={stop}
      data-dragged={lift !== 0}
      style={{ '--lift': `${lift}px` } as CSSProperties}
      aria-label={t('panel.sheet')}
    >
      <div
        className="sheet-head"
        onPointerDown={hold}
        onPointerMove={pull}
        onPointerUp={drop}
        onPointerCancel={drop}
        onClickCapture={e => {
          // The end of a drag is no touch on a tab.
          if (drag.current?.dragged) e.stopPropagation()
          drag.current = undefined
        }}
      >
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
        <button
          type="button"
          className="btn icon"
          aria-label={t(stop === 'full' ? 'panel.lower' : 'panel.taller')}
          onClick={() => move(stop === 'full' ? -1 : 1)}
          onKeyDown={e => {
            if (e.key === 'ArrowUp') move(1)
            else if (e.key === 'ArrowDown') move(-1)
            else return
            e.preventDefault()
          }}
        >
          {stop === 'full' ? <ChevronDown aria-hidden="true" /> : <ChevronUp aria-hidden="true" />}
        </button>
      </div>
      <NoticePlace sort="panel" />
      <div className="sheet-content" id="sheet-content" role="tabpanel" aria-labelledby={`sheet-${tab}`} inert={stop === 'low'}>
        <Fence>
          <Suspense fallback={<div className="waiting" />}>
            {tab === 'inspector' && size && <Inspector width={size.width - 32} />}
            {tab === 'events' && <Events />}
            {tab === 'yaml' && manuscript && <Editor manuscript={manuscript} />}
          </Suspense>
        </Fence>
      </div>
    </section>
  )
}
