// The stage: draws the scene of this moment. React says what is there, D3 how it moves, the scene where it is, and virtual now when. Layers from the
// back: beam, rig, tray, zones, nodes, the beam within its node, pods, what stands before the nodes, floor, requests, packets.
// biome-ignore-all lint/a11y/useSemanticElements: there is no button in an svg
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: a g is not focusable
import { type KeyboardEvent, type MouseEvent, memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Mirror } from '../../session/index.ts'
import { counters, type Say, type Viewport } from '../scene/index.ts'
import { useBeam } from './Beam.tsx'
import { Counters } from './Counters.tsx'
import { Clock, ClockContext } from './clock.ts'
import { NodeBox, NodeFront } from './kit/Node.tsx'
import { Patterns, useOwnId } from './kit/Patterns.tsx'
import { hasLeapt, type Motion, MotionContext, motionAt } from './motion.ts'
import { Packets } from './Packets.tsx'
import { PlacedPod } from './PlacedPod.tsx'
import { usePresence } from './presence.ts'
import { Requests } from './Requests.tsx'
import { nextStop, stopsOf } from './roving.ts'
import { Floor, Rig, Tray, Zones } from './Scenery.tsx'
import { useScene } from './useScene.ts'

export interface StageProps {
  mirror: Mirror
  /** CSS pixels. */
  viewport: Viewport
  /** Renders a key with its arguments: stage.…, captions of controllers, write.… . Must be the same function until the language changes. */
  say: Say
  /** Virtual now; may lie between two batches. */
  now: number
  speed: number
  playing: boolean
  /** Mirror's epoch: when it changes everything is a cut. */
  epoch: number
  selection?: string | undefined
  projector?: boolean
  onSelect?: (subject: string | undefined) => void
  onVerb?: (verb: string, subject: string) => void
  /** Client coordinates. */
  onContextMenu?: (subject: string, x: number, y: number) => void
}

/** At this speed and below the beam follows every hand. */
const SLOWEST = 0.1

/** After a change of epoch everything is a cut for this long (wall ms), so that the browser has drawn it. */
const CUT_MS = 80

export function Stage(props: StageProps) {
  const { mirror, viewport, say, now, speed, playing, epoch, selection, projector } = props
  const reduced = useReducedMotion()
  const [pinned, setPinned] = useState<string>()
  const slow = speed <= SLOWEST
  const scene = useScene(mirror, viewport, { say, selection, pinned, projector, slow })
  const { clock, motion, cut } = useMotionOf(epoch, now, speed, reduced)
  useLayoutEffect(() => clock.set(now, speed, !playing, reduced))
  const svg = useRef<SVGSVGElement>(null)
  const hands = useHands(props, scene, svg, setPinned)
  const traffic = counters({ source: mirror }, scene.floor.door)
  const { scale, width, height, size } = scene
  return (
    <ClockContext.Provider value={clock}>
      <MotionContext.Provider value={motion}>
        <svg
          ref={svg}
          className="stage"
          data-size={size}
          data-motion={cut ? 'cut' : motion.k === 0.5 ? 'half' : 'full'}
          width={width * scale}
          height={height * scale}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={say('stage.label.stage')}
          {...hands.handlers}
        >
          <Patterns>
            <Picture scene={scene} say={say} cut={cut} tab={hands.tab} selection={selection} perSecond={traffic?.perSecond} />
            {traffic && <Counters counters={traffic.counters} box={scene.floor.counters} size={size} say={say} />}
            <Requests source={mirror} scene={scene} reduced={reduced} />
            <Packets mirror={mirror} scene={scene} say={say} />
          </Patterns>
        </svg>
      </MotionContext.Provider>
    </ClockContext.Provider>
  )
}

interface PictureProps {
  scene: ReturnType<typeof useScene>
  say: Say
  cut: boolean
  tab: string | undefined
  selection: string | undefined
  perSecond: number | undefined
}

const Picture = memo(function Picture({ scene, say, cut, tab, selection, perSecond }: PictureProps) {
  const { nodes, size, beam } = scene
  const { present, gone } = usePresence(scene.pods, cut)
  const { below, within } = useBeam(beam)
  const clip = useOwnId('beam')
  const lit = beam?.inside === undefined ? undefined : nodes.find(n => n.name === beam.inside)
  return (
    <>
      <clipPath id={clip}>{lit && <rect x={lit.x + 1} y={lit.y + 1} width={lit.w - 2} height={lit.h - 8} rx={9} />}</clipPath>
      <path ref={below} className="beam" />
      <Rig scene={scene} say={say} tab={tab} selection={selection} />
      <Tray scene={scene} />
      <Zones scene={scene} />
      {nodes.map(n => (
        <g
          key={n.name}
          transform={`translate(${n.x} ${n.y})`}
          role="button"
          tabIndex={tab === `node ${n.name}` ? 0 : -1}
          aria-label={n.label}
          aria-pressed={selection === n.subject}
          data-subject={n.subject}
          data-id={`node ${n.name}`}
        >
          <NodeBox node={n} size={size} selected={selection === n.subject} />
          <rect className="focus-ring" x={-6} y={-6} width={n.w + 12} height={n.h + 16} rx={14} />
        </g>
      ))}
      <path ref={within} className="beam" clipPath={`url(#${clip})`} pointerEvents="none" />
      {nodes.map(n => (
        <g key={n.name} transform={`translate(${n.x} ${n.y})`} pointerEvents="none" aria-hidden="true">
          <NodeFront node={n} size={size} />
        </g>
      ))}
      {present.map(({ item, leaving }) => (
        <PlacedPod
          key={item.id}
          pod={item}
          leaving={leaving}
          selected={selection === item.subject && item.state !== 'ghost'}
          tab={tab === item.id}
          entry={scene.tray.entry}
          gone={gone}
        />
      ))}
      <Floor scene={scene} say={say} perSecond={perSecond} tab={tab} selection={selection} />
    </>
  )
})

/** How much motion there is at this render: none at first sight, after a change of epoch, after a leap in time, at high speed, or when the reader wants none. */
function useMotionOf(epoch: number, now: number, speed: number, reduced: boolean): { clock: Clock; motion: Motion; cut: boolean } {
  const [clock] = useState(() => new Clock())
  const [motion] = useState<Motion>({ k: 0, reduced, leap: true })
  const era = useRef({ epoch: Number.NaN, now, since: 0 })
  if (era.current.epoch !== epoch || hasLeapt(era.current.now, now, speed)) era.current.since = performance.now()
  era.current.epoch = epoch
  era.current.now = now
  motion.leap = performance.now() - era.current.since < CUT_MS
  motion.reduced = reduced
  motion.k = reduced || motion.leap ? 0 : motionAt(speed)
  return { clock, motion, cut: motion.k === 0 }
}

function useReducedMotion(): boolean {
  const query = useMemo(() => window.matchMedia('(prefers-reduced-motion: reduce)'), [])
  const [reduced, set] = useState(query.matches)
  useEffect(() => {
    const tell = () => set(query.matches)
    query.addEventListener('change', tell)
    return () => query.removeEventListener('change', tell)
  }, [query])
  return reduced
}

const within = (target: EventTarget, name: 'subject' | 'actor' | 'id') =>
  target instanceof Element ? (target.closest<SVGElement>(`[data-${name}]`)?.dataset[name] ?? undefined) : undefined

/** Mouse, touch and keyboard, for all elements at once. */
function useHands(
  props: StageProps,
  scene: ReturnType<typeof useScene>,
  svg: React.RefObject<SVGSVGElement | null>,
  pin: (actor: string) => void,
) {
  const [focused, setFocused] = useState<string>()
  const stops = useMemo(() => stopsOf(scene), [scene])
  const latest = useRef({ props, stops })
  latest.current = { props, stops }
  const tab = stops.some(s => s.id === focused) ? focused : stops[0]?.id
  const go = useCallback((id: string) => svg.current?.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"]`)?.focus(), [svg])
  // What had the focus is gone: the focus stays on the stage.
  useLayoutEffect(() => {
    if (focused === undefined || tab === focused || tab === undefined) return
    if (document.activeElement === document.body) go(tab)
  }, [focused, tab, go])
  const handlers = useMemo(() => {
    const choose = (target: EventTarget) => {
      const actor = within(target, 'actor')
      if (actor) {
        pin(actor)
        latest.current.props.onSelect?.(`actors ${actor}`)
      } else latest.current.props.onSelect?.(within(target, 'subject'))
    }
    const menu = (e: { preventDefault(): void; target: EventTarget }, x: number, y: number) => {
      const subject = within(e.target, 'subject')
      if (!subject) return
      e.preventDefault()
      latest.current.props.onContextMenu?.(subject, x, y)
    }
    return {
      onClick: (e: MouseEvent) => choose(e.target),
      onContextMenu: (e: MouseEvent) => menu(e, e.clientX, e.clientY),
      onFocus: (e: { target: EventTarget }) => setFocused(within(e.target, 'id')),
      onKeyDown: (e: KeyboardEvent) => {
        const next = nextStop(latest.current.stops, within(e.target, 'id'), e.key)
        if (next !== undefined) go(next)
        else if (e.key === 'Enter' || e.key === ' ') choose(e.target)
        else if (e.key === 'ContextMenu' || (e.key === 'F10' && e.shiftKey)) {
          const box = (e.target as Element).getBoundingClientRect()
          menu(e, box.left + box.width / 2, box.top + box.height / 2)
        } else if (e.key === 'Delete') {
          const subject = within(e.target, 'subject')
          if (subject) latest.current.props.onVerb?.('delete', subject)
        } else return
        e.preventDefault()
        e.stopPropagation()
      },
    }
  }, [go, pin])
  return { tab, handlers }
}
