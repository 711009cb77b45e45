// Whether what changes now is to be seen moving: kept in one value that everything reads at the moment when it moves.
import { useEffect, useMemo, useRef, useState } from 'react'
import { Clock } from './clock.ts'
import { hasLeapt, type Motion, motionAt } from './motion.ts'

/** After a change of epoch everything is a cut for this long (wall ms), so that the browser has drawn it. */
const CUT_MS = 80

/** How much motion there is at this render: none at first sight, after a change of epoch, after a leap in time, at high speed, or when the reader wants none. */
export function useMotionOf(epoch: number, now: number, speed: number, reduced: boolean): { clock: Clock; motion: Motion; cut: boolean } {
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

export function useReducedMotion(): boolean {
  const query = useMemo(() => window.matchMedia('(prefers-reduced-motion: reduce)'), [])
  const [reduced, set] = useState(query.matches)
  useEffect(() => {
    const tell = () => set(query.matches)
    query.addEventListener('change', tell)
    return () => query.removeEventListener('change', tell)
  }, [query])
  return reduced
}
