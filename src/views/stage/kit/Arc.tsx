// A timer: what is left of it, clockwise from twelve, shrinking. Follows virtual now by itself.
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import type { ArcDrawing } from '../../scene/index.ts'
import { useClock } from '../clock.ts'

export interface ArcProps {
  arc: ArcDrawing
  cx: number
  cy: number
  r: number
  /** Seconds left: inside, to the left of it, or not written. */
  label?: 'inside' | 'beside'
  tone?: 'late' | 'bad'
  small?: boolean
  /** What stands in its place when the time is over. */
  over?: ReactNode
}

export function arcPath(cx: number, cy: number, r: number, left: number): string {
  if (left <= 0) return ''
  const a = 2 * Math.PI * Math.min(left, 0.9999)
  const x = cx + r * Math.sin(a)
  const y = cy - r * Math.cos(a)
  return `M${cx} ${cy - r}A${r} ${r} 0 ${left > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}`
}

export function Arc({ arc, cx, cy, r, label, tone, small, over }: ArcProps) {
  const clock = useClock()
  const path = useRef<SVGPathElement>(null)
  const text = useRef<SVGTextElement>(null)
  const running = useRef<SVGGElement>(null)
  const after = useRef<SVGGElement>(null)
  const { from, until } = arc
  const gives = Boolean(over)
  useLayoutEffect(
    () =>
      clock.each(c => {
        const rest = Math.max(0, until - c.ticking)
        path.current?.setAttribute('d', arcPath(cx, cy, r, until > from ? rest / (until - from) : 0))
        running.current?.setAttribute('display', gives && !rest ? 'none' : 'inline')
        after.current?.setAttribute('display', rest ? 'none' : 'inline')
        const seconds = String(Math.ceil(rest / 1000))
        if (text.current && text.current.textContent !== seconds) text.current.textContent = seconds
      }),
    [clock, from, until, cx, cy, r, gives],
  )
  return (
    <>
      <g ref={running}>
        <circle cx={cx} cy={cy} r={r} className="arc-t" />
        <path ref={path} className={`arc${tone ? ` ${tone}` : ''}${small ? ' small' : ''}`} />
        {label === 'inside' && <text ref={text} x={cx} y={cy + 5} className="t-s mid t-strong" />}
        {label === 'beside' && <text ref={text} x={cx - r - 7} y={cy + 5} className="t-s end t-strong" />}
      </g>
      {over && <g ref={after}>{over}</g>}
    </>
  )
}
