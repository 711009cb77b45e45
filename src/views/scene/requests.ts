// Requests on their way, as dots: along the floor, through the door, up the aisle, into the pod. Where a dot is, is a function of virtual now, so pause,
// slow motion and scrubbing look right; only how long it is to be seen depends on the speed, since at 1× a real request is over in three frames. A
// failed one falls in front of the door and lies there.
import type { Request } from '../../cluster/index.ts'
import type { PodDrawing, Rect, Scene, Source } from './types.ts'

export type DotShape = 'fly' | 'served' | 'refused' | 'late'
export interface Dot {
  readonly id: number
  readonly x: number
  readonly y: number
  readonly shape: DotShape
  /** 1, less while it fades. */
  readonly opacity: number
  /** Less than 1 between rows that stand close: it makes itself small. */
  readonly scale?: number
}

/** Wall milliseconds: a way is to be seen at least this long, a fall takes, what fell lies. */
const WAY_MS = 700
const FALL_MS = 700
const LIE_MS = 2000
const FADE_MS = 400
const FALL = 16
/** At most so many dots a second, above 1× still fewer: more is a heap. The counters stay exact. */
const PER_SECOND = { calm: 40, fast: 12 }
/** So few are all drawn, however close together. */
const FEW = 12
const LYING = 6
/** So wide is a dot with its edge, by the size of the stage; so small it may become; over so many px it does. */
const DOT_PX = { wide: 13, mid: 11, phone: 11 } as const
const LEAST_SCALE = 0.55
const SHRINK_PX = 16
/** Those who wait before a pod stand so far apart, and so many are shown. */
const QUEUE_PX = 14
const QUEUE = 12

interface Traveller {
  readonly request: Request
  /** Which place in front of the door it lies in, once it has failed. */
  readonly bed?: number
}

/** What is remembered of requests between frames: rows go soon after the end, dots live a little longer. */
export interface Travellers {
  readonly epoch: number
  readonly seen: number
  readonly at: ReadonlyMap<number, Traveller>
  /** When the last one was let in, in simulated ms. */
  readonly lastIn: number
  readonly bed: number
}

export const noTravellers = (source: Pick<Source, 'epoch' | 'rows'>): Travellers => {
  // Those who are on their way already, without those who have ended: nothing falls at first sight.
  const at = new Map<number, Traveller>()
  for (const r of source.rows('requests').values()) if (r.outcome === 'inFlight') at.set(r.id, { request: r })
  return { epoch: source.epoch, seen: Math.max(0, ...at.keys()), at, lastIn: Number.NEGATIVE_INFINITY, bed: 0 }
}

/** Takes in what is new in the table, and forgets whose dot is over. */
export function follow(
  before: Travellers,
  source: Pick<Source, 'epoch' | 'rows' | 'now'>,
  service: string | undefined,
  speed: number,
): Travellers {
  if (before.epoch !== source.epoch) return noTravellers(source)
  const rows = source.rows('requests')
  const at = new Map<number, Traveller>()
  let { seen, lastIn, bed } = before
  for (const [id, t] of before.at) {
    const request = rows.get(String(id)) ?? t.request
    const failed = request.outcome === 'refused' || request.outcome === 'timedOut'
    const next: Traveller = { request, ...(failed ? { bed: t.bed ?? bed++ % LYING } : {}) }
    const over = request.endedAt !== undefined && source.now > lifeEnd(request, speed)
    if (!over && (rows.has(String(id)) || request.endedAt !== undefined)) at.set(id, next)
  }
  const least = (1000 * speed) / (speed > 1 ? PER_SECOND.fast : PER_SECOND.calm)
  const crowded = () => speed > 1 || at.size >= FEW
  for (const r of rows.values()) {
    if (r.id <= seen || at.has(r.id)) continue
    if (r.service !== service || (crowded() && r.sentAt - lastIn < least)) continue
    lastIn = r.sentAt
    const failed = r.outcome === 'refused' || r.outcome === 'timedOut'
    at.set(r.id, { request: r, ...(failed ? { bed: bed++ % LYING } : {}) })
  }
  for (const r of rows.values()) if (r.id > seen) seen = r.id
  return { epoch: before.epoch, seen, at, lastIn, bed }
}

const isLost = (r: Request) => r.outcome === 'refused' || r.outcome === 'timedOut'
const wayEnd = (r: Request, speed: number) => Math.max(r.endedAt ?? 0, r.sentAt + WAY_MS * speed)
const lifeEnd = (r: Request, speed: number) =>
  isLost(r) ? (r.endedAt ?? 0) + (FALL_MS + LIE_MS + FADE_MS) * Math.max(speed, 0.25) : wayEnd(r, speed)

/** Where a scene's ways lead: asked for in every frame, the same until there is another scene. */
interface Ways {
  readonly pods: ReadonlyMap<string, PodDrawing>
  readonly nodes: ReadonlyMap<string, Rect>
  readonly ways: Map<Rect | undefined, Way>
}
const maps = new WeakMap<Scene, Ways>()
function mapOf(scene: Scene): Ways {
  const known = maps.get(scene) ?? {
    pods: new Map(scene.pods.map(p => [p.subject, p])),
    nodes: new Map(scene.nodes.map(n => [n.name, n as Rect])),
    ways: new Map(),
  }
  maps.set(scene, known)
  return known
}

/** The dots of this moment. */
export function dotsAt(travellers: Travellers, scene: Scene, now: number, speed: number): Dot[] {
  const { door, walk } = scene.floor
  if (!door || !walk) return []
  const { pods, nodes, ways } = mapOf(scene)
  const out: Dot[] = []
  const waiting = new Map<string, number>()
  const beds = new Map<number, Dot>()
  for (const { request: r, bed } of travellers.at.values()) {
    if (r.sentAt > now) continue
    if (isLost(r) && now >= (r.endedAt ?? 0)) {
      // Whoever falls last has the bed.
      beds.set(bed ?? 0, fallen(r, bed ?? 0, scene, door, now, speed))
      continue
    }
    const target = (r.pod && pods.get(`pods ${r.pod}`)) || (r.node ? nodes.get(r.node) : undefined)
    const way = ways.get(target) ?? wayOf(scene, target)
    ways.set(target, way)
    const end = r.outcome === 'served' ? wayEnd(r, speed) : r.sentAt + WAY_MS * speed
    const total = lengthOf(way.points)
    const share = Math.min(1, (now - r.sentAt) / Math.max(1, end - r.sentAt))
    let distance = share * total
    if (r.outcome === 'inFlight' && distance > total - QUEUE_PX) {
      // It waits before its pod, behind those who wait there already.
      const key = r.pod ?? r.node ?? ''
      const place = waiting.get(key) ?? 0
      waiting.set(key, place + 1)
      if (place >= QUEUE) continue
      distance = total - QUEUE_PX * (place + 1)
    }
    const [x, y] = along(way.points, distance)
    const arrived = r.outcome === 'served' && distance > total - 24
    const inside = Math.max(0, Math.min(1, (distance - total + way.inside) / SHRINK_PX))
    const scale = 1 - (1 - way.scale) * inside
    out.push({ id: r.id, x, y, shape: arrived ? 'served' : 'fly', opacity: share >= 1 ? 0 : 1, ...(scale < 1 && { scale }) })
  }
  return [...out, ...beds.values()]
}

function fallen(r: Request, bed: number, scene: Scene, door: Rect, now: number, speed: number): Dot {
  const k = Math.max(speed, 0.25)
  const t = (now - (r.endedAt ?? 0)) / k
  const wide = scene.size === 'wide'
  const x = door.x + door.w + (wide ? 23 : 15) + (bed % (wide ? 3 : 2)) * (wide ? 24 : 17)
  const lie = scene.floor.line - (wide ? 12 : 9) - (Math.floor(bed / (wide ? 3 : 2)) % 2) * 20
  const drop = Math.min(1, t / FALL_MS)
  const fade = Math.max(0, t - FALL_MS - LIE_MS) / FADE_MS
  return {
    id: r.id,
    x,
    y: lie - FALL * (1 - drop * drop),
    shape: r.outcome === 'refused' ? 'refused' : 'late',
    opacity: Math.max(0, 1 - fade),
  }
}

type Point = readonly [number, number]

interface Way {
  readonly points: readonly Point[]
  /** Length of its end, within the node. */
  readonly inside: number
  /** How small a dot must be there. */
  readonly scale: number
}

/** How far above a pod the next row of its node stands, at most `most`. */
function gapAbove(scene: Scene, target: PodDrawing | Rect, most: number): number {
  if (!('node' in target)) return most
  let gap = most
  for (const p of scene.pods) {
    const above = target.y - p.y - p.h
    if (p.node === target.node && above >= 0 && above < gap) gap = above
  }
  return gap
}

/** Along the floor to the middle of the door, up the aisle beside the pod's column, along the gap above its row, and into it from above: never across a name. */
function wayOf(scene: Scene, target: PodDrawing | Rect | undefined): Way {
  const { door, walk, aisles } = scene.floor
  if (!door || !walk) return { points: [], inside: 0, scale: 1 }
  const x = door.x + door.w / 2
  const start: Point[] = [
    [walk[0], walk[2]],
    [x, walk[2]],
  ]
  if (!target) return { points: start, inside: 0, scale: 1 }
  const dot = DOT_PX[scene.size]
  const room = gapAbove(scene, target, dot)
  const rise = room < dot ? room / 2 : scene.size === 'mid' ? 3 : 5
  const gap = target.y - rise
  const end: Point[] = [
    [target.x + target.w / 2, gap],
    [target.x + target.w / 2, target.y + 3],
  ]
  const first = aisles[0]?.[0] ?? x
  const aisle = nearestAisle(scene, target.x + target.w / 2) ?? first
  // From the middle of the door to above its lintel: not along the name.
  const under = door.y - (scene.size === 'wide' ? 10 : 4)
  const above: Point = [x, under]
  const turns: Point[] =
    Math.abs(aisle - x) < 1
      ? [[x, gap]]
      : [
          [aisle, under],
          [aisle, gap],
        ]
  const inside = Math.abs(aisle - target.x - target.w / 2) + 3 + rise
  return { points: [...start, above, ...turns, ...end], inside, scale: Math.max(LEAST_SCALE, Math.min(1, room / dot)) }
}

/** The gap between two columns of nodes that is nearest; where there is one column only, the margin beside it. */
function nearestAisle(scene: Scene, x: number): number | undefined {
  const edges = [...new Set(scene.nodes.flatMap(n => [n.x, n.x + n.w]))].sort((a, b) => a - b)
  let best: number | undefined
  for (let i = 1; i < edges.length - 1; i++) {
    const a = edges[i] as number
    const b = edges[i + 1] as number
    // A gap is where no node stands.
    if (scene.nodes.some(n => n.x < b - 1 && n.x + n.w > a + 1)) continue
    const middle = (a + b) / 2
    if (best === undefined || Math.abs(middle - x) < Math.abs(best - x)) best = middle
  }
  const [left, right] = [edges[0], edges.at(-1)]
  if (best !== undefined || left === undefined || right === undefined) return best
  return x - left <= right - x ? left - scene.margin / 2 : right + scene.margin / 2
}

/** The leg through the lintel is leapt: it has no length. */
const HOP = 1
const legs = (points: readonly Point[]) =>
  points.slice(1).map((p, i) => (i === HOP ? 0 : Math.hypot(p[0] - (points[i] as Point)[0], p[1] - (points[i] as Point)[1])))
const lengthOf = (points: readonly Point[]) => legs(points).reduce((a, b) => a + b, 0)

function along(points: readonly Point[], distance: number): Point {
  let left = Math.max(0, distance)
  const lengths = legs(points)
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] as number
    const a = points[i] as Point
    const b = points[i + 1] as Point
    if (left <= length || i === lengths.length - 1) {
      const k = length ? Math.min(1, left / length) : 1
      return [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k]
    }
    left -= length
  }
  return points[points.length - 1] ?? [0, 0]
}
