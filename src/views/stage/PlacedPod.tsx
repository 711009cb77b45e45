// A pod in its place: the group that is moved, focused and chosen. It is born where it stands, flies from the tray to its node when it is bound, sinks
// into the riser when it is gone; it never slides from node to node. A tween shows one change; a second change cuts the first short.
import { memo, useLayoutEffect, useRef } from 'react'
import type { PodDrawing, Rect } from '../scene/index.ts'
import { outline } from './kit/outline.ts'
import { Pod } from './kit/Pod.tsx'
import { DURATION, EASE, type Motion, tween, useMotion } from './motion.ts'

export interface PlacedPodProps {
  pod: PodDrawing
  leaving: boolean
  selected: boolean
  /** The one element of the stage that the Tab key reaches. */
  tab: boolean
  /** Where pods come into the tray. */
  entry: Rect
  gone: (id: string) => void
}

function Placed({ pod, leaving, selected, tab, entry, gone }: PlacedPodProps) {
  const group = useRef<SVGGElement>(null)
  const birth = useBirth(group, pod)
  usePlace(group, pod, leaving, entry, birth)
  useChange(group, pod)
  useLeaving(group, pod, leaving, gone)
  const { owner, w, h, density, zoom } = pod
  const ring = density === 'L' || density === 'M' ? 6 : 4
  const live = leaving
    ? ({ 'aria-hidden': true } as const)
    : ({
        role: 'button',
        tabIndex: tab ? 0 : -1,
        'aria-label': pod.label,
        'aria-pressed': selected,
        'data-subject': pod.subject,
        'data-id': pod.id,
      } as const)
  return (
    <g ref={group} {...live}>
      {!leaving && <title>{pod.full}</title>}
      <Pod
        w={w / zoom}
        h={h / zoom}
        zoom={zoom}
        density={density}
        owner={owner}
        shade={pod.shade}
        state={pod.state}
        unready={pod.unready}
        dashed={pod.dashed}
        name={pod.name}
        nameSize={pod.nameSize}
        word={pod.word}
        arc={pod.arc}
        sweep={pod.sweep}
        selected={selected && !leaving}
      />
      <path className="focus-ring" d={outline(owner, w + 2 * ring, h + 2 * ring)} transform={`translate(${-ring} ${-ring})`} />
    </g>
  )
}
export const PlacedPod = memo(Placed)

type Group = React.RefObject<SVGGElement | null>
const put = (g: SVGGElement | null, x: number, y: number) => g?.setAttribute('transform', `translate(${x.toFixed(2)} ${y.toFixed(2)})`)

interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly zoom: number
  readonly place: string
}

const between = (a: Place, b: Place, s: number): Place => {
  const mix = (p: number, q: number) => p + (q - p) * s
  return { x: mix(a.x, b.x), y: mix(a.y, b.y), w: mix(a.w, b.w), h: mix(a.h, b.h), zoom: mix(a.zoom, b.zoom), place: b.place }
}

/** Keeps the group where the pod is; flies there when that changes, and grows or shrinks on the way. */
function usePlace(group: Group, pod: PodDrawing, leaving: boolean, entry: Rect, birth: React.RefObject<() => void>) {
  const motion = useMotion()
  const { x, y, w, h, zoom, place, owner } = pod
  const at = useRef<Place | undefined>(undefined)
  const first = useRef(true)
  // Cut short on its way: it has a size that React knows nothing of.
  const reshaped = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: state and entry matter only at first
  useLayoutEffect(() => {
    const to: Place = { x, y, w, h, zoom, place }
    // Bound between two frames: it was in the tray, though nobody has seen it there.
    if (first.current && pod.state === 'starting' && place === 'slot' && !motion.leap) at.current = { ...entry, zoom: 1, place: 'tray' }
    first.current = false
    const from = at.current
    const moved = from && (Math.hypot(x - from.x, y - from.y) > 0.5 || Math.abs(w - from.w) + Math.abs(h - from.h) > 0.5)
    if (!moved || leaving || motion.k === 0) {
      at.current = to
      put(group.current, x, y)
      if (reshaped.current) shape(group.current, owner, to, to)
      reshaped.current = false
      if (moved && motion.reduced && !motion.leap && from.place === 'tray') ringOfLight(group.current)
      return
    }
    const flies = from.place === 'tray' && place !== 'tray'
    const resized = from.w !== w || from.h !== h || reshaped.current
    birth.current()
    const t = tween(DURATION.move * motion.k, EASE.move, s => {
      // An arc of 8 px, as something thrown lightly.
      const lift = flies ? -8 * 4 * s * (1 - s) : 0
      const now = between(from, to, s)
      at.current = now
      put(group.current, now.x, now.y + lift)
      if (resized) shape(group.current, owner, s === 1 ? to : now, to)
      reshaped.current = resized && s < 1
    })
    return () => t.stop()
  }, [x, y, w, h, zoom, place, owner, leaving, group, motion, birth])
}

/** Gives the pod another size than React has: every outline, its scale, and the mark at its right edge. */
function shape(g: SVGGElement | null, owner: PodDrawing['owner'], now: Place, to: Place) {
  const picture = g?.querySelector<SVGGElement>('.pod')
  if (!picture || picture.classList.contains('xs')) return
  const w = now.w / now.zoom
  const d = outline(owner, w, now.h / now.zoom)
  for (const path of picture.querySelectorAll('.socket, .ground, .body, .over, .edge, .behind')) path.setAttribute('d', d)
  if (now.zoom === 1) picture.removeAttribute('transform')
  else picture.setAttribute('transform', `scale(${now.zoom})`)
  const mark = picture.querySelector('.mark')
  if (now === to) mark?.removeAttribute('transform')
  else mark?.setAttribute('transform', `translate(${(w - to.w / to.zoom).toFixed(2)} 0)`)
}

/** Its outline draws itself. Not at first sight, nor after a cut. Gives what cuts it short. */
function useBirth(group: Group, pod: PodDrawing) {
  const size = useRef(pod)
  const motion = useMotion()
  const stop = useRef(() => {})
  useLayoutEffect(() => {
    const g = group.current
    if (!g || motion.k === 0) return
    const edge = g.querySelector<SVGPathElement>('.edge')
    // Dots have none.
    if (!edge) return
    const rest = g.querySelectorAll<SVGElement>('text, .glyph, .ground')
    // Its length, or a little more: asking the path is slow, and a hundred pods may be born at once.
    const length = 2 * (size.current.w + size.current.h)
    const clear = () => {
      edge.style.strokeDasharray = ''
      edge.style.strokeDashoffset = ''
      for (const e of rest) e.style.opacity = ''
    }
    const t = tween(
      DURATION.enter * motion.k,
      EASE.enter,
      s => {
        edge.style.strokeDasharray = `${length}`
        edge.style.strokeDashoffset = `${length * (1 - s)}`
        for (const e of rest) e.style.opacity = String(Math.max(0, s * 1.5 - 0.5))
      },
      clear,
    )
    stop.current = () => {
      t.stop()
      clear()
    }
    return stop.current
  }, [group, motion])
  return stop
}

/** The lamp pops when it turns ready; a crack runs down and the pod shakes once when it crashes. */
function useChange(group: Group, pod: PodDrawing) {
  const motion = useMotion()
  const before = useRef(pod.state)
  const { state } = pod
  useLayoutEffect(() => {
    if (before.current === state) return
    before.current = state
    const g = group.current
    if (!g || motion.k === 0) return
    if (state === 'ready') return pop(g, motion)
    if (state === 'crash') return crash(g, motion)
  }, [state, group, motion])
}

function pop(g: SVGGElement, { k }: Motion) {
  const lamp = g.querySelector<SVGElement>('.glyph')
  const t = tween(
    DURATION.quick * k,
    EASE.enter,
    s => lamp?.setAttribute('transform', `scale(${0.6 + 0.4 * s})`),
    () => lamp?.removeAttribute('transform'),
  )
  return () => {
    t.stop()
    lamp?.removeAttribute('transform')
  }
}

function crash(g: SVGGElement, { k }: Motion) {
  const lines = [...g.querySelectorAll<SVGPathElement>('.crack, .crack-line')]
  const picture = g.querySelector<SVGGElement>('.pod')
  const before = picture?.getAttribute('transform') ?? ''
  const clear = () => {
    picture?.setAttribute('transform', before)
    for (const l of lines) {
      l.style.strokeDasharray = ''
      l.style.strokeDashoffset = ''
    }
  }
  const t = tween(
    DURATION.quick * k,
    s => s,
    s => {
      picture?.setAttribute('transform', `translate(${(2 * Math.sin(s * Math.PI * 2)).toFixed(2)} 0)${before}`)
      for (const l of lines) {
        const length = l.getTotalLength()
        l.style.strokeDasharray = `${length}`
        l.style.strokeDashoffset = `${length * (1 - s)}`
      }
    },
    clear,
  )
  return () => {
    t.stop()
    clear()
  }
}

/** Sinks 6 px into the riser and fades. A ghost is not seen leaving: the pod that it stood for has come. */
function useLeaving(group: Group, pod: PodDrawing, leaving: boolean, gone: (id: string) => void) {
  const motion = useMotion()
  const { id, x, y, state } = pod
  useLayoutEffect(() => {
    const g = group.current
    if (!g) return
    g.style.opacity = ''
    if (!leaving) return
    const ms = state === 'ghost' ? 0 : DURATION.fade * motion.k
    const t = tween(
      ms,
      EASE.exit,
      s => {
        put(g, x, y + 6 * s)
        g.style.opacity = String(1 - s)
      },
      // Not within the effect itself: React is still at work.
      () => queueMicrotask(() => gone(id)),
    )
    return () => t.stop()
  }, [leaving, id, x, y, state, gone, group, motion])
}

/** With reduced motion: where it went is lit for a second. */
function ringOfLight(g: SVGGElement | null) {
  const ring = g?.querySelector('.focus-ring')?.cloneNode() as SVGPathElement | undefined
  if (!g || !ring) return
  ring.setAttribute('class', 'ring')
  g.prepend(ring)
  tween(
    1000,
    s => s,
    () => {},
    () => ring.remove(),
  )
}
