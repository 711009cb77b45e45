// A disk. It stays when its pod goes. Fill = data written; a solid tether = attached, a dotted one = attached to something that may not exist.
import { memo, useId } from 'react'
import type { Owner } from '../../scene/index.ts'

export interface DiskProps {
  w?: number
  h?: number
  name?: string
  /** 0 … 1 */
  data?: number
  owner?: Owner
  /** Length of the tether at its left. */
  tether?: number
  unsure?: boolean
  small?: boolean
}

function DiskPicture({ w = 92, h = 40, name, data = 0.5, owner = 'sts', tether = 0, unsure = false, small = false }: DiskProps) {
  const id = useId().replace(/[^\w-]/g, '')
  const e = Math.max(2, Math.min(small ? 4.5 : 6, h * 0.16))
  const shape = `M0 ${e}V${h - e}A${w / 2} ${e} 0 0 0 ${w} ${h - e}V${e}A${w / 2} ${e} 0 0 0 0 ${e}Z`
  return (
    <g className={`disk ${owner}`}>
      {tether > 0 && <line x1={-tether} y1={h / 2} x2={0} y2={h / 2} className={`tether${unsure ? ' unsure' : ''}`} />}
      <path d={shape} className="d-body" />
      <clipPath id={id}>
        <path d={shape} />
      </clipPath>
      <g clipPath={`url(#${id})`}>
        <rect y={h - (h - e) * data} width={w} height={h} className="d-data" />
      </g>
      <path d={`M0 ${e}A${w / 2} ${e} 0 0 0 ${w} ${e}A${w / 2} ${e} 0 0 0 0 ${e}Z`} className="d-body" />
      {name && (
        <text x={w / 2} y={e + (h - e) / 2 + 5} className="t-min mid t-strong">
          {name}
        </text>
      )}
    </g>
  )
}
export const Disk = memo(DiskPicture)
