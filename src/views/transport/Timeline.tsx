// The timeline: the strip of what was served, the track with its marks, timers that are already set ahead of now, and the playhead, which is a slider over
// the whole history. Only the playhead and the past follow each frame, past React.
import { memo, useCallback, useMemo, useRef } from 'react'
import type { Mark, SessionState } from '../../session/index.ts'
import { cut, textWidth } from '../scene/textwidth.ts'
import { type Layout, useSize } from '../size.ts'
import { useEveryState, useLook, useMirrorLook } from '../watch.ts'
import { clock, useSay } from '../words/index.ts'
import { measures } from './measures.ts'
import { place, thinned } from './placing.ts'
import { Scrubber } from './Scrubber.tsx'
import { Strip } from './Strip.tsx'
import { type Pending, pendingOf } from './timers.ts'
import { spanFor, type TimeScale, timeScale } from './timescale.ts'

export function Timeline({ layout, service }: { layout: Layout; service: string | undefined }) {
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  return (
    <div ref={box} className="timeline">
      {size && size.width > 40 && <Drawn layout={layout} width={size.width} service={service} />}
    </div>
  )
}

function Drawn({ layout, width, service }: { layout: Layout; width: number; service: string | undefined }) {
  const m = measures[layout]
  // The scale changes only when the span does.
  const span = useLook(s => spanFor(Math.max(s.head, s.now)))
  const scale = useMemo(() => timeScale(span, m.pad, width - m.pad, m.tickApart), [span, width, m])
  return (
    <>
      <svg className="timeline-picture" width={width} height={m.height} viewBox={`0 0 ${width} ${m.height}`} aria-hidden="true">
        <Strip scale={scale} m={m} service={service} width={width} />
        <Track scale={scale} layout={layout} width={width} />
        {m.times && <Times scale={scale} y={m.times} />}
        <Playhead scale={scale} layout={layout} />
      </svg>
      <Scrubber scale={scale} />
    </>
  )
}

const Times = memo(function Times({ scale, y }: { scale: TimeScale; y: number }) {
  return scale.ticks.map(t => (
    <text key={t} x={scale.x(t)} y={y} className="time-label">
      {clock(t, 0)}
    </text>
  ))
})

const shapes: Readonly<Record<Mark['sort'] | 'soon', (small: boolean) => React.ReactNode>> = {
  you: small => <circle r={small ? 5 : 7} className="mark-you" />,
  fault: small => <path d={small ? 'M0 -7L7 6H-7Z' : 'M0 -9L9 7H-9Z'} className="mark-fault" />,
  controller: small =>
    small ? (
      <rect x={-4} y={-4} width={8} height={8} className="mark-rig" />
    ) : (
      <rect x={-6} y={-6} width={12} height={12} className="mark-rig" />
    ),
  change: small => <rect x={-1} y={small ? -5 : -8} width={2} height={small ? 10 : 16} className="mark-change" />,
  soon: small => <circle r={small ? 5 : 6.5} className="mark-soon" />,
}

/** Faults first, then people, then what controllers decided; changes have no words. */
const rank: Readonly<Record<Mark['sort'] | 'soon', number>> = { fault: 0, soon: 1, you: 2, controller: 3, change: 9 }

/** What people did lies above what controllers did. */
const depth = (m: Mark) => (m.sort === 'you' || m.sort === 'fault' ? 1 : 0)

function Track({ scale, layout, width }: { scale: TimeScale; layout: Layout; width: number }) {
  const m = measures[layout]
  const sayIt = useSay()
  const marks = useLook(s => s.marks)
  const mirror = useMirrorLook('timers')
  const small = layout !== 'wide'
  const pending = pendingOf(mirror.rows('timers').values(), mirror.now).filter(p => p.at <= scale.span)
  const placed = useMemo(() => {
    const shown = thinned(marks, scale.x, small ? 4 : 3)
    const items = shown.map(mark => ({ mark, text: mark.sort === 'change' ? '' : sayIt(mark.code, mark.args, 'short') }))
    return { items }
  }, [marks, scale, sayIt, small])
  const all: { at: number; sort: Mark['sort'] | 'soon'; text: string; order: number }[] = [
    ...placed.items.map(({ mark, text }) => ({ at: mark.at, sort: mark.sort, text, order: depth(mark) })),
    ...pending.map((p: Pending) => ({ at: p.at, sort: 'soon' as const, text: sayIt(`timer.${p.name}`, { name: p.of }), order: 2 })),
  ]
  const words = all.map(item => ({ ...item, text: m.label ? cut(item.text, m.widestLabel, m.type) : '' }))
  const withWords = place(
    words.map(item => ({ item, x: scale.x(item.at), width: textWidth(item.text, m.type), rank: rank[item.sort] })),
    0,
    width,
  ).sort((a, b) => a.item.order - b.item.order)
  return (
    <>
      <path d={`M${scale.x(0)} ${m.track}H${scale.x(scale.span)}`} className="track" />
      <Past scale={scale} y={m.track} />
      {withWords.map(({ item, x, label }) => (
        <g key={`${item.sort} ${item.at} ${item.text}`} transform={`translate(${x} ${m.track})`}>
          {shapes[item.sort](small)}
          {label !== undefined && m.label && (
            <text x={label - x} y={m.label} className="mark-label">
              {item.text}
            </text>
          )}
        </g>
      ))}
    </>
  )
}

/** The part of the track that has passed, in ink; what was played beyond now, in grey. */
function Past({ scale, y }: { scale: TimeScale; y: number }) {
  const past = useRef<SVGPathElement>(null)
  const played = useRef<SVGPathElement>(null)
  const draw = useCallback(
    ({ now, head }: SessionState) => {
      past.current?.setAttribute('d', `M${scale.x(0)} ${y}H${scale.x(now)}`)
      played.current?.setAttribute('d', head > now ? `M${scale.x(now)} ${y}H${scale.x(head)}` : '')
    },
    [scale, y],
  )
  useEveryState(draw)
  return (
    <>
      <path ref={played} className="track-played" />
      <path ref={past} className="track-past" />
    </>
  )
}

function Playhead({ scale, layout }: { scale: TimeScale; layout: Layout }) {
  const m = measures[layout]
  const group = useRef<SVGGElement>(null)
  const draw = useCallback(({ now }: SessionState) => group.current?.setAttribute('transform', `translate(${scale.x(now)} 0)`), [scale])
  useEveryState(draw)
  return (
    <g ref={group} className="playhead">
      <path d={`M0 ${m.strip.y - 8}V${m.track + 12}`} />
      <circle cy={m.track} r={m.knob} />
    </g>
  )
}
