// The layer of requests: dots drawn by D3, frame by frame, at the place that the scene computes from virtual now. React only mounts the group.
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: a g is not focusable
import { select } from 'd3-selection'
import { memo, useLayoutEffect, useRef } from 'react'
import type { Scene, Source } from '../scene/index.ts'
import { type Dot, dotsAt, follow, noTravellers, type Travellers } from '../scene/requests.ts'
import { useClock } from './clock.ts'
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
  select(group)
    .selectAll<SVGPathElement, Dot>('path')
    .data(dots, d => d.id)
    .join('path')
    .each(function ({ shape }) {
      // Setting a path anew makes the browser read it, whether it is another or not.
      if (this.getAttribute('class') === REQUEST_CLASS[shape] && this.dataset.r === String(r)) return
      this.setAttribute('class', REQUEST_CLASS[shape])
      this.setAttribute('d', requestPath(shape, r))
      this.dataset.r = String(r)
    })
    .attr('transform', d => `translate(${d.x.toFixed(1)} ${d.y.toFixed(1)})`)
    .attr('opacity', d => (d.opacity < 1 ? d.opacity : null))
}
