// Where the nodes stand: zones are columns, the nodes of a zone stand below each other, or side by side within it when that gives boxes of better
// shape. A function of how many nodes there are in each zone and of the room, never of how full they are: nodes do not move when pods come.
import { naturally } from '../workloads/index.ts'
import type { Measures } from './measures.ts'
import type { Rect } from './types.ts'

/** Width to height of the box as it was drawn. */
const IDEAL = 364 / 204
/** So many times taller than wide a node may be. */
const TOWER = 2.6

export interface Grid {
  readonly boxes: ReadonlyMap<string, Rect>
  readonly zones: readonly Zone[]
  /** Middles of the gaps between the columns of zones: requests rise there. */
  readonly aisles: readonly number[]
}

export interface Zone {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly w: number
}

interface Shape {
  readonly columns: number
  readonly rows: number
  readonly w: number
  readonly h: number
}

type Standing = readonly { readonly name: string; readonly zone: string }[]
const kept = new WeakMap<Measures, { readonly nodes: Standing; readonly grid: Grid }>()

/** The same grid, with the same boxes, as long as the same nodes are in the same zones. */
export function gridOf(nodes: Standing, m: Measures): Grid {
  const before = kept.get(m)
  const same = before?.nodes.length === nodes.length && nodes.every((n, i) => sameNode(n, before.nodes[i]))
  const grid = same ? before.grid : layGrid(nodes, m)
  kept.set(m, { nodes, grid })
  return grid
}
const sameNode = (a: Standing[number], b: Standing[number] | undefined) => a === b || (a.name === b?.name && a.zone === b.zone)

function layGrid(nodes: Standing, m: Measures): Grid {
  const zones = new Map<string, string[]>()
  for (const n of nodes) zones.set(n.zone, [...(zones.get(n.zone) ?? []), n.name])
  const names = [...zones.keys()].sort(naturally)
  const { gapX, gapY } = m.node
  const across = m.width - 2 * m.margin
  const most = Math.max(1, ...[...zones.values()].map(z => z.length))
  const widest = Math.max(1, Math.min(names.length, Math.floor((across + gapX) / (m.node.leastW + gapX))))
  const labelH = m.nodesTop - m.zoneLabel + m.text.body
  const area = (columns: number) => {
    const rows = Math.max(1, Math.ceil(names.length / columns))
    return {
      columns,
      w: (across - (columns - 1) * gapX) / columns,
      h: (m.nodesBottom - m.nodesTop - (rows - 1) * (gapY + labelH)) / rows,
    }
  }
  // Zones are columns; only where that would make towers of the nodes do they stand in rows.
  let zone = area(widest)
  for (let n = widest - 1; n > 0 && zone.h > TOWER * most * zone.w; n--) if (names.length % n === 0) zone = area(n)
  const { columns: zoneColumns, w: zoneW, h: zoneH } = zone
  const shape = bestShape(most, zoneW, zoneH, m)
  const boxes = new Map<string, Rect>()
  const drawn: Zone[] = []
  names.forEach((name, i) => {
    const x0 = m.margin + (i % zoneColumns) * (zoneW + gapX)
    const y0 = m.nodesTop + Math.floor(i / zoneColumns) * (zoneH + gapY + labelH)
    if (name) drawn.push({ name, x: x0, y: y0 - (m.nodesTop - m.zoneLabel), w: zoneW })
    zones.get(name)?.forEach((node, j) => {
      const x = x0 + (j % shape.columns) * (shape.w + gapX)
      const y = y0 + Math.floor(j / shape.columns) * (shape.h + gapY)
      boxes.set(node, { x, y, w: shape.w, h: shape.h })
    })
  })
  const columns = zoneColumns > 1 ? zoneColumns : shape.columns
  const columnW = zoneColumns > 1 ? zoneW : shape.w
  const aisles = Array.from({ length: columns - 1 }, (_, i) => m.margin + (i + 1) * (columnW + gapX) - gapX / 2)
  return { boxes, zones: drawn, aisles }
}

function bestShape(count: number, w: number, h: number, m: Measures): Shape {
  const { gapX, gapY, leastW, leastH, mostH } = m.node
  let best: (Shape & { score: number }) | undefined
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const boxW = (w - (columns - 1) * gapX) / columns
    const boxH = Math.min(mostH, (h - (rows - 1) * gapY) / rows)
    const tooSmall = Math.max(0, leastW - boxW) / leastW + Math.max(0, leastH - boxH) / leastH
    const score = Math.abs(Math.log(boxW / Math.max(1, boxH) / IDEAL)) + 20 * tooSmall
    if (!best || score < best.score - 1e-9) best = { columns, rows, w: boxW, h: Math.max(40, boxH), score }
  }
  return best ?? { columns: 1, rows: 1, w, h }
}
