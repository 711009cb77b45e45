// The hands and ears of the playhead: a slider over everything that was played, which tells what is under the finger, and leads to timers that are set.
import { useEffect, useRef, useState } from 'react'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { useLook } from '../watch.ts'
import { clock, useSay, useWords } from '../words/index.ts'
import { type Near, nearest } from './placing.ts'
import { useSeeking } from './seeking.ts'
import { pendingOf } from './timers.ts'
import type { TimeScale } from './timescale.ts'

/** How far a key moves the playhead. */
function stepOf(key: string, now: number, head: number, far: boolean): number | undefined {
  const step = far ? 10_000 : 1000
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return now - step
    case 'ArrowRight':
    case 'ArrowUp':
      return now + step
    case 'PageDown':
      return now - head / 10
    case 'PageUp':
      return now + head / 10
    case 'Home':
      return 0
    case 'End':
      return head
    default:
      return undefined
  }
}

/** To a timer that is set, time is played until just after it: what it brings has landed by then. */
const AFTER_MS = 100

export function Scrubber({ scale }: { scale: TimeScale }) {
  const t = useWords()
  const session = useSessionHandle()
  const element = useRef<HTMLDivElement>(null)
  const seek = useSeeking()
  const [dragging, setDragging] = useState(false)
  const [reading, setReading] = useState<Reading>()
  const head = useLook(s => s.head)
  const now = useLook(s => s.now)
  const loading = useSession(s => s.loading)

  const xOf = (clientX: number) => clientX - (element.current?.getBoundingClientRect().left ?? 0)
  const at = (clientX: number) => Math.min(session.getState().head, Math.max(0, scale.at(xOf(clientX))))
  const near = (clientX: number) => {
    const { marks, mirror } = session.getState()
    return nearest(xOf(clientX), scale, marks, pendingOf(mirror.rows('timers').values(), mirror.now))
  }
  useEffect(() => {
    if (!dragging) return
    const move = (e: PointerEvent) => seek(at(e.clientX))
    const drop = () => setDragging(false)
    addEventListener('pointermove', move)
    addEventListener('pointerup', drop)
    addEventListener('pointercancel', drop)
    return () => {
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', drop)
      removeEventListener('pointercancel', drop)
    }
  })
  return (
    <div
      ref={element}
      className="scrubber"
      // A drag moves the playhead and selects no words on its way.
      style={{ userSelect: 'none' }}
      role="slider"
      tabIndex={0}
      aria-label={t('transport.timeline')}
      aria-valuemin={0}
      aria-valuemax={Math.round(head)}
      aria-valuenow={Math.round(now)}
      aria-valuetext={t('transport.timeline.value', { now: clock(now, 3), head: clock(head) })}
      aria-disabled={loading}
      onPointerDown={e => {
        if (e.button !== 0 || loading) return
        const coming = near(e.clientX)?.timer
        if (coming) return seek(coming.at + AFTER_MS)
        setDragging(true)
        seek(at(e.clientX))
      }}
      onPointerMove={e => {
        if (e.pointerType === 'touch') return
        const found = near(e.clientX)
        const ms = found ? (found.mark?.at ?? found.timer?.at ?? 0) : at(e.clientX)
        setReading({ x: scale.x(ms), ms, ...(found && { found }) })
      }}
      onPointerLeave={() => setReading(undefined)}
      onKeyDown={e => {
        const s = session.getState()
        const to = e.ctrlKey || e.metaKey || e.altKey ? undefined : stepOf(e.key, s.now, s.head, e.shiftKey)
        if (to === undefined) return
        e.preventDefault()
        seek(Math.min(s.head, Math.max(0, to)))
      }}
    >
      {reading && !dragging && <ReadOut reading={reading} />}
    </div>
  )
}

interface Reading {
  readonly x: number
  readonly ms: number
  readonly found?: Near
}

/** What is under the finger: the moment, and what happened then or is set to happen. */
function ReadOut({ reading: { x, ms, found } }: { reading: Reading }) {
  const sayIt = useSay()
  const { mark, timer } = found ?? {}
  const words = mark ? sayIt(mark.code, mark.args, 'short') : timer ? sayIt(`timer.${timer.name}`, { name: timer.of }) : ''
  return (
    <div className="read-out" style={{ left: x }} aria-hidden="true">
      <b>{clock(ms)}</b> {words}
    </div>
  )
}
