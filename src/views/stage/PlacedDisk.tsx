// A disk in its place: the group that is focused and chosen. It stays when its pod goes; only when it is attached to another node does it go there.
import { memo, useLayoutEffect, useRef } from 'react'
import type { DiskDrawing } from '../scene/index.ts'
import { Disk } from './kit/Disk.tsx'
import { DURATION, EASE, tween, useMotion } from './motion.ts'

export interface PlacedDiskProps {
  disk: DiskDrawing
  leaving: boolean
  selected: boolean
  tab: boolean
  gone: (id: string) => void
}

function Placed({ disk, leaving, selected, tab, gone }: PlacedDiskProps) {
  const group = useRef<SVGGElement>(null)
  const at = useRef<{ x: number; y: number }>(undefined)
  const motion = useMotion()
  const { id, x, y, w, h, name, tether, reach } = disk
  useLayoutEffect(() => {
    const g = group.current
    const from = at.current ?? { x, y }
    const put = (px: number, py: number) => {
      at.current = { x: px, y: py }
      g?.setAttribute('transform', `translate(${px.toFixed(2)} ${py.toFixed(2)})`)
    }
    if (motion.k === 0 || Math.hypot(x - from.x, y - from.y) < 0.5) {
      put(x, y)
      return
    }
    const t = tween(DURATION.move * motion.k, EASE.move, s => put(from.x + (x - from.x) * s, from.y + (y - from.y) * s))
    return () => t.stop()
  }, [x, y, motion])
  useLayoutEffect(() => {
    const g = group.current
    if (!g) return
    g.style.opacity = ''
    if (!leaving) return
    const t = tween(
      DURATION.fade * motion.k,
      EASE.exit,
      s => {
        g.style.opacity = String(1 - s)
      },
      () => queueMicrotask(() => gone(id)),
    )
    return () => t.stop()
  }, [leaving, id, gone, motion])
  const live = leaving
    ? ({ 'aria-hidden': true } as const)
    : ({
        role: 'button',
        tabIndex: tab ? 0 : -1,
        'aria-label': disk.label,
        'aria-pressed': selected,
        'data-subject': disk.subject,
        'data-id': id,
      } as const)
  return (
    <g ref={group} {...live}>
      {!leaving && <title>{disk.full}</title>}
      {selected && !leaving && <rect x={-5} y={-5} width={w + 10} height={h + 10} rx={10} className="sel-halo" />}
      <Disk
        w={w}
        h={h}
        name={name}
        data={disk.fill}
        owner={disk.owner}
        tether={tether === 'none' ? 0 : reach}
        unsure={tether === 'unsure'}
        small={disk.small}
      />
      <rect x={-4} y={-4} width={w + 8} height={h + 8} rx={8} className="focus-ring" />
    </g>
  )
}
export const PlacedDisk = memo(Placed)
