// A Service: a door in front of the pods, name and port on the lintel. Without an endpoint it has two bars.
import { memo } from 'react'

export interface DoorProps {
  w?: number
  h?: number
  name: string
  port: string
  barred?: boolean
}

function DoorPicture({ w = 132, h = 92, name, port, barred = false }: DoorProps) {
  const lintel = h >= 80 ? 34 : 26
  return (
    <>
      <path d={`M0 ${h}V0H${w}V${h}Z`} className="door-fill" />
      <path d={`M0 ${h}V0H${w}V${h}`} className="door" />
      <line x1={-10} y1={h} x2={w + 10} y2={h} className="door" />
      <line x1={0} y1={lintel} x2={w} y2={lintel} className="door" />
      {barred && (
        <>
          <line x1={0} y1={lintel + (h - lintel) * 0.36} x2={w} y2={lintel + (h - lintel) * 0.36} className="door" />
          <line x1={0} y1={lintel + (h - lintel) * 0.7} x2={w} y2={lintel + (h - lintel) * 0.7} className="door" />
        </>
      )}
      <text x={w / 2} y={lintel === 34 ? 23 : 19} className="t-title mid">
        {name} <tspan className="of">{port}</tspan>
      </text>
    </>
  )
}
export const Door = memo(DoorPicture)
