// A request: the shape says how it ended. Disc = served, cross = refused, hourglass = timed out, ring = in flight. Paths around 0,0, so that dots of
// all shapes are one kind of element.
import type { DotShape } from '../../scene/index.ts'

const circle = (r: number) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`

export function requestPath(shape: DotShape, r = 6): string {
  switch (shape) {
    case 'served':
      return circle(r + 1)
    case 'fly':
      return circle(r)
    case 'refused':
      return `M${-r} ${-r}L${r} ${r}M${r} ${-r}L${-r} ${r}`
    case 'late':
      return `M${-r - 2} ${-r - 2}H${r + 2}L${-r - 2} ${r + 2}H${r + 2}Z`
    default:
      return shape satisfies never
  }
}
export const REQUEST_CLASS: Readonly<Record<DotShape, string>> = { served: 'q-served', fly: 'q-fly', refused: 'q-bad', late: 'q-late' }

export const Request = ({ shape, x = 0, y = 0, r }: { shape: DotShape; x?: number; y?: number; r?: number }) => (
  <path d={requestPath(shape, r)} className={REQUEST_CLASS[shape]} transform={`translate(${x} ${y})`} />
)
