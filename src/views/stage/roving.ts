// The keyboard's way over the stage: one element is reached by Tab, arrow keys go to the nearest in that direction, Home and End to the first and the
// last, Enter chooses, the menu key asks what can be done, Delete deletes.
import type { DiskDrawing, Scene } from '../scene/index.ts'

export interface Stop {
  readonly id: string
  readonly x: number
  readonly y: number
}

/** Everything that can have the focus, in reading order. */
export function stopsOf(scene: Scene): Stop[] {
  const middle = (r: { x: number; y: number; w: number; h: number }) => ({ x: r.x + r.w / 2, y: r.y + r.h / 2 })
  const podsOf = new Map<string | undefined, Stop[]>()
  for (const p of scene.pods) {
    const list = podsOf.get(p.node)
    const stop = { id: p.id, ...middle(p) }
    if (list) list.push(stop)
    else podsOf.set(p.node, [stop])
  }
  const pods = (node: string | undefined) => podsOf.get(node) ?? []
  const holds = (box: { x: number; y: number; w: number; h: number }, d: { x: number; y: number }) =>
    d.x >= box.x && d.x < box.x + box.w && d.y >= box.y && d.y < box.y + box.h
  const disks = (test: (d: DiskDrawing) => boolean) => scene.disks.filter(test).map(d => ({ id: d.id, ...middle(d) }))
  const { door, others } = scene.floor
  return [
    ...scene.cards.map(c => ({ id: `card ${c.actor}`, ...middle(c) })),
    ...scene.squares.map(s => ({ id: `square ${s.actor}`, x: s.x + s.side / 2, y: scene.rail.y })),
    ...pods(undefined),
    ...disks(d => !scene.nodes.some(n => holds(n, d))),
    ...scene.zones.map(z => ({ id: z.subject, x: z.x + 20, y: z.y - 5 })),
    // A node is met at its name, so that its pods lie below it.
    ...scene.nodes.flatMap(n => [
      { id: `node ${n.name}`, x: n.x + Math.min(60, n.w / 2), y: n.y + 14 },
      ...pods(n.name),
      ...disks(d => holds(n, d)),
    ]),
    ...others.map(o => ({ id: `service ${o.subject}`, x: o.x, y: o.y })),
    ...(door ? [{ id: 'door', ...middle(door) }] : []),
  ]
}

/** The first of them, without looking at all. */
export const firstStop = (scene: Scene): Stop | undefined => {
  const [card] = scene.cards
  return card ? { id: `card ${card.actor}`, x: card.x + card.w / 2, y: card.y + card.h / 2 } : stopsOf(scene)[0]
}

/** Controllers and zones: nothing that a key would take away by mistake. */
const isHarmless = ({ id }: Stop) => /^(card|square|zones) /.test(id)

/** Where the focus goes when who had it is gone: to the nearest of those whom no key deletes. */
export function refuge(stops: readonly Stop[], from: { x: number; y: number } | undefined): Stop | undefined {
  const away = (s: Stop) => (from ? Math.hypot(s.x - from.x, s.y - from.y) : 0)
  const safe = stops.filter(isHarmless)
  return (safe.length ? safe : stops).reduce<Stop | undefined>((a, b) => (a && away(a) <= away(b) ? a : b), undefined)
}

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Where a key leads from `id`; undefined: the key is none of ours, or there is nothing that way. */
export function nextStop(stops: readonly Stop[], id: string | undefined, key: string): string | undefined {
  if (key === 'Home') return stops[0]?.id
  if (key === 'End') return stops.at(-1)?.id
  const way = WAYS[key]
  if (!way) return undefined
  const from = stops.find(s => s.id === id)
  if (!from) return stops[0]?.id
  let best: { id: string; cost: number } | undefined
  for (const s of stops) {
    const ahead = (s.x - from.x) * way[0] + (s.y - from.y) * way[1]
    const aside = Math.abs((s.x - from.x) * way[1]) + Math.abs((s.y - from.y) * way[0])
    if (ahead <= 4 || s === from) continue
    const cost = ahead + 2.5 * aside
    if (!best || cost < best.cost) best = { id: s.id, cost }
  }
  return best?.id
}
