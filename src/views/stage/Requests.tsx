// The layer of requests: dots drawn frame by frame at the place that the scene computes from virtual now. React only mounts the group.
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: a g is not focusable
import { memo, useLayoutEffect, useRef } from 'react'
import type { Scene, Source } from '../scene/index.ts'
import { type Dot, dotsAt, follow, noTravellers, type Travellers } from '../scene/requests.ts'
import { useClock } from './clock.ts'
import { keyed } from './keyed.ts'
import { REQUEST_CLASS, requestPath } from './kit/Request.tsx'

function Layer({ source, scene, reduced }: { source: Source; scene: Scene; reduced: boolean }) {
  const clock = useClock()
  const group = useRef<SVGGElement>(null)
  const travellers = useRef<Travellers | undefined>(undefined)
  const drawn = useRef(scene)
  drawn.current = scene
  useLayoutEffect(
    () =>
      clock.each(c => {
        if (!group.current) return
        const { current: s } = drawn
        const service = s.floor.door?.subject.slice('services '.length)
        travellers.current = follow(travellers.current ?? noTravellers(source), source, service, c.speed)
        // Counters only, with reduced motion; but what has fallen lies there.
        const dots = dotsAt(travellers.current, s, c.now, c.speed).filter(
          d => d.opacity > 0 && (!reduced || d.shape === 'refused' || d.shape === 'late'),
        )
        if (dots.length || group.current.firstChild) draw(group.current, dots, s.size === 'wide' ? 5.5 : 4.5)
      }),
    [clock, source, reduced],
  )
  return <g ref={group} aria-hidden="true" pointerEvents="none" />
}
export const Requests = memo(Layer)

function draw(group: SVGGElement, dots: readonly Dot[], r: number) {
  keyed(group, dots, (path, { shape, x, y, opacity, scale = 1 }) => {
    // Setting a path anew makes the browser read it, whether it is another or not.
    if (path.getAttribute('class') !== REQUEST_CLASS[shape] || path.dataset.r !== String(r)) {
      path.setAttribute('class', REQUEST_CLASS[shape])
      path.setAttribute('d', requestPath(shape, r))
      path.dataset.r = String(r)
    }
    path.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})${scale < 1 ? ` scale(${scale.toFixed(2)})` : ''}`)
    if (opacity < 1) path.setAttribute('opacity', String(opacity))
    else path.removeAttribute('opacity')
  })
}
