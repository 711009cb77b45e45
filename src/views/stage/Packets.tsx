// Messages on the rail, at 1/4× or slower and while time stands still: diamonds of light with one line of text, drawn by D3 from the trace.
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: a g is not focusable
import { select } from 'd3-selection'
import { memo, useLayoutEffect, useRef } from 'react'
import type { Mirror } from '../../session/index.ts'
import type { Say, Scene } from '../scene/index.ts'
import { type Packet, packetsAt } from '../scene/packets.ts'
import { textWidth } from '../scene/textwidth.ts'
import { useClock } from './clock.ts'

/** At this speed and below packets are shown. */
const SLOW = 0.25

function Layer({ mirror, scene, say }: { mirror: Mirror; scene: Scene; say: Say }) {
  const clock = useClock()
  const group = useRef<SVGGElement>(null)
  const drawn = useRef({ scene, say })
  drawn.current = { scene, say }
  useLayoutEffect(
    () =>
      clock.each(c => {
        if (!group.current) return
        const slow = c.still || c.speed <= SLOW
        const { scene: s, say: words } = drawn.current
        const packets = slow && s.size !== 'phone' ? packetsAt(mirror, s, c.now, Math.min(c.speed, SLOW), words) : []
        if (packets.length || group.current.firstChild) draw(group.current, packets, s, c.still)
      }),
    [clock, mirror],
  )
  return <g ref={group} aria-hidden="true" pointerEvents="none" />
}
export default memo(Layer)

function draw(group: SVGGElement, packets: readonly Packet[], scene: Scene, still: boolean) {
  const g = select(group)
    .selectAll<SVGGElement, Packet>('g')
    .data(packets, p => p.id)
    .join(enter => {
      const made = enter.append('g')
      made.append('line').attr('class', 'cable')
      made.append('path').attr('class', 'packet').attr('d', 'M0 -9L9 0L0 9L-9 0Z')
      made.append('text').attr('class', 't-min t-ink on-paper')
      return made
    })
  g.select('line')
    .attr('x1', p => p.x)
    .attr('x2', p => p.to)
    .attr('y1', p => p.y)
    .attr('y2', p => p.y)
    .attr('opacity', still ? 1 : 0)
  // The newest has the word; to the left of it where there is no room to the right.
  const first = packets[0]
  const above = scene.size === 'wide'
  const limit = (scene.squares[0]?.x ?? scene.width) - (scene.rail.idle ? 60 : 12)
  const width = first ? textWidth(first.text, 13) : 0
  const left = first ? (first.x + 16 + width < limit ? first.x + 14 : first.x - 14 - width) : 0
  // Where the word stands on the rail, the others pass behind it.
  const hidden = (p: Packet) => !above && p !== first && p.x > left - 9 && p.x < left + width + 9
  g.select('path')
    .attr('transform', p => `translate(${p.x.toFixed(1)} ${p.y})`)
    .attr('opacity', p => (hidden(p) ? 0 : 1))
  g.select('text')
    .text(p => (p === first ? p.text : ''))
    .attr('y', p => (above ? p.y - 8 : p.y + 5))
    .attr('x', left)
}
