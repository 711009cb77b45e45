// The picture that renderers render: a city at night, a moon, some stars, a tower with a sphere. It is 8 wide and 6 high whatever the number of its tiles;
// a tile is its part of it, cut out, as shapes that anybody can draw.

export type Shape =
  | { readonly kind: 'rect'; readonly tone: Tone; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly kind: 'circle'; readonly tone: Tone; readonly x: number; readonly y: number; readonly r: number }
  | { readonly kind: 'polygon'; readonly tone: Tone; readonly points: readonly (readonly [x: number, y: number])[] }
/** What a shape shows; its colour is the drawer's. */
export type Tone = 'sky' | 'glow' | 'star' | 'moon' | 'far' | 'near' | 'window' | 'tower' | 'band' | 'water' | 'shine'

export const PICTURE = { width: 8, height: 6 } as const

export interface DrawnTile {
  /** Its place in the picture, in the picture's own units; draw its shapes clipped to it. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** From the back to the front, in the picture's units. The first fills the tile. */
  readonly shapes: readonly Shape[]
}

const rect = (tone: Tone, x: number, y: number, width: number, height: number): Shape => ({ kind: 'rect', tone, x, y, width, height })
const circle = (tone: Tone, x: number, y: number, r: number): Shape => ({ kind: 'circle', tone, x, y, r })
const polygon = (tone: Tone, ...points: (readonly [number, number])[]): Shape => ({ kind: 'polygon', tone, points })

const HORIZON = 5.1
/** Houses: left edge, width, height over the horizon. */
const FAR: readonly (readonly [number, number, number])[] = [
  [0, 0.7, 0.9],
  [0.6, 0.5, 1.3],
  [1.2, 0.8, 0.8],
  [2.1, 0.4, 1.6],
  [2.5, 0.7, 1.0],
  [3.3, 0.6, 1.4],
  [4.0, 0.5, 0.9],
  [4.4, 0.8, 1.2],
  [5.6, 0.5, 1.7],
  [6.1, 0.7, 1.1],
  [6.9, 0.4, 1.5],
  [7.3, 0.7, 1.0],
]
const NEAR: readonly (readonly [number, number, number])[] = [
  [0, 1.1, 0.55],
  [1.3, 0.6, 0.95],
  [2.0, 0.9, 0.6],
  [3.1, 0.7, 0.85],
  [3.9, 0.6, 0.5],
  [5.3, 0.9, 0.7],
  [6.4, 0.6, 0.95],
  [7.1, 0.9, 0.55],
]
const STARS: readonly (readonly [number, number])[] = [
  [0.4, 0.5],
  [0.9, 2.2],
  [2.9, 0.4],
  [3.4, 1.7],
  [3.9, 0.8],
  [4.3, 2.4],
  [5.9, 1.9],
  [6.2, 0.6],
  [6.8, 1.5],
  [7.5, 0.9],
  [7.2, 2.7],
  [0.3, 3.2],
  [2.6, 2.7],
]

const windowsOf = ([x, width, height]: readonly [number, number, number], seed: number): Shape[] => {
  const shapes: Shape[] = []
  for (let row = 0; row * 0.2 + 0.12 < height - 0.1; row++)
    for (let column = 0; column * 0.2 + 0.12 < width - 0.1; column++)
      if ((row * 5 + column * 3 + seed) % 4 === 0)
        shapes.push(rect('window', x + 0.12 + column * 0.2, HORIZON - height + 0.12 + row * 0.2, 0.08, 0.1))
  return shapes
}

/** The whole picture, from the back to the front. */
export const scene: readonly Shape[] = [
  rect('sky', 0, 0, 8, 6),
  rect('glow', 0, 3.6, 8, 1.5),
  ...STARS.map(([x, y], i) => circle('star', x, y, i % 3 === 0 ? 0.035 : 0.022)),
  circle('moon', 1.75, 1.25, 0.68),
  circle('sky', 2.05, 1.05, 0.6),
  ...FAR.map(([x, width, height]) => rect('far', x, HORIZON - height, width, height)),
  // The tower: shaft, sphere with its band, mast.
  polygon('tower', [4.93, HORIZON], [5.0, 2.1], [5.14, 2.1], [5.21, HORIZON]),
  circle('tower', 5.07, 1.95, 0.36),
  rect('band', 4.72, 1.91, 0.7, 0.09),
  polygon('tower', [5.02, 1.65], [5.06, 0.25], [5.08, 0.25], [5.12, 1.65]),
  rect('band', 5.035, 0.9, 0.07, 0.16),
  ...NEAR.flatMap((house, i) => [rect('near', house[0], HORIZON - house[2], house[1], house[2]), ...windowsOf(house, i)]),
  rect('water', 0, HORIZON, 8, 6 - HORIZON),
  rect('shine', 1.3, 5.3, 0.9, 0.05),
  rect('shine', 1.5, 5.5, 0.5, 0.05),
  rect('shine', 4.85, 5.25, 0.45, 0.05),
  rect('shine', 4.95, 5.45, 0.25, 0.05),
  rect('shine', 6.3, 5.6, 0.7, 0.05),
]

/** How many columns so many tiles have: what is nearest to the picture's own form, so that no tile is much longer than it is wide. */
export function gridOf(count: number): { columns: number; rows: number } {
  const columns = Math.max(1, Math.round(Math.sqrt((count * PICTURE.width) / PICTURE.height)))
  const exact = [0, 1, -1, 2, -2, 3, -3].map(d => columns + d).find(c => c > 0 && count % c === 0 && isNearlySquare(c, count / c))
  const chosen = exact ?? columns
  return { columns: chosen, rows: Math.ceil(count / chosen) }
}
const isNearlySquare = (columns: number, rows: number) => {
  const ratio = PICTURE.width / columns / (PICTURE.height / rows)
  return ratio < 2.1 && ratio > 1 / 2.1
}

/** One of so many tiles: row by row from the upper left corner. The last row's tiles are wider where there are not enough to fill it. */
export function tile(index: number, count: number): DrawnTile {
  const { columns, rows } = gridOf(count)
  const row = Math.floor(index / columns)
  const inRow = row === rows - 1 ? count - columns * (rows - 1) : columns
  const [width, height] = [PICTURE.width / inRow, PICTURE.height / rows]
  const [x, y] = [(index - row * columns) * width, row * height]
  return { x, y, width, height, shapes: scene.filter(s => touches(s, x, y, width, height)) }
}

/** Whether any of a shape may be inside; what is left out shows nothing there. */
function touches(s: Shape, x: number, y: number, width: number, height: number): boolean {
  const [x1, y1, x2, y2] = boxOf(s)
  return x1 < x + width && x2 > x && y1 < y + height && y2 > y
}

function boxOf(s: Shape): readonly [number, number, number, number] {
  if (s.kind === 'rect') return [s.x, s.y, s.x + s.width, s.y + s.height]
  if (s.kind === 'circle') return [s.x - s.r, s.y - s.r, s.x + s.r, s.y + s.r]
  const [xs, ys] = [s.points.map(p => p[0]), s.points.map(p => p[1])]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}
