// The one beam: from the controller that acts to the thing it waits for. A flat shape of light, once below the nodes and once within the node that it
// reaches. It swings from target to target and never blinks.
import { useLayoutEffect, useRef } from 'react'
import type { BeamDrawing } from '../scene/index.ts'
import { DURATION, EASE, tween, useMotion } from './motion.ts'

type Points = BeamDrawing['points']
const path = ([x1, x2, y, fx1, fx2, fy]: Points) => `M${x1} ${y}H${x2}L${fx2} ${fy}H${fx1}Z`

/** Gives the refs for both paths. */
export function useBeam(beam: BeamDrawing | undefined) {
  const motion = useMotion()
  const below = useRef<SVGPathElement>(null)
  const within = useRef<SVGPathElement>(null)
  const at = useRef<Points | undefined>(undefined)
  const key = beam?.points.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the points
  useLayoutEffect(() => {
    const draw = (p: Points | undefined) => {
      at.current = p
      for (const e of [below.current, within.current]) e?.setAttribute('d', p ? path(p) : '')
    }
    const to = beam?.points
    const from = at.current
    if (!to || !from || motion.k === 0) {
      draw(to)
      return
    }
    const t = tween(DURATION.move * motion.k, EASE.move, s =>
      draw(to.map((v, i) => (from[i] as number) + (v - (from[i] as number)) * s) as unknown as Points),
    )
    return () => t.stop()
  }, [key, motion])
  return { below, within }
}
