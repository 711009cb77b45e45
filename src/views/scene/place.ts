// Puts the pods into their places: slots in nodes, the lower left corner for daemons, the tray for those without a node, and ghosts for those that are
// wanted but do not exist. Gives the drawings and the memory after.
import type { ReplicaSet } from '../../kube/index.ts'
import { type Cluster, keyOf, type PodFacts, revisionOf, shadeOf } from './cluster.ts'
import { type Easel, fitted, podDrawing } from './drawpod.ts'
import type { Grid } from './grid.ts'
import type { Level, Measures } from './measures.ts'
import { type Memory, type NodeMemory, nodeMemory } from './memory.ts'
import type { Foot } from './nodes.ts'
import { isQuiet, reserved } from './reserve.ts'
import { assign, type Cells, cellsOf, compact, highWater, levelFor } from './slots.ts'
import type { PodDrawing, Rect, Say } from './types.ts'

/** How long all must be quiet (simulated ms) before a box becomes less dense again. */
const CALM_MS = 4000

export interface Placed {
  readonly pods: readonly PodDrawing[]
  readonly feet: ReadonlyMap<string, Foot>
  /** Pods without a place, by node; '' is the tray. */
  readonly more: ReadonlyMap<string, number>
  readonly memory: Memory
}

export function placePods(cluster: Cluster, grid: Grid, m: Measures, tray: Rect, say: Say, before: Memory): Placed {
  const { now } = cluster.source
  const easel: Easel = { cluster, m, say }
  const quietSince = isQuiet(cluster) ? (before.quietSince ?? now) : undefined
  const calm = quietSince !== undefined && now - quietSince >= CALM_MS
  const reserve = reserved(cluster, m.size === 'phone' ? 0 : 1)
  const daemons = cluster.pods.some(p => p.owner === 'ds')
  const pods: PodDrawing[] = []
  const feet = new Map<string, Foot>()
  const more = new Map<string, number>()
  const nodes = new Map<string, NodeMemory>()
  for (const facts of cluster.nodes) {
    const box = grid.boxes.get(facts.name)
    if (!box) continue
    const inner = innerBox(box, m, daemons)
    const standing = facts.pods.filter(p => p.owner !== 'ds')
    const memory = settle(nodeMemory(before, facts.name), standing, {
      now,
      reserve,
      calm,
      levels: m.levels,
      box: inner,
      places: before.places,
    })
    const c = cellsOf(m.levels[memory.level] as Level, inner)
    nodes.set(facts.name, memory)
    feet.set(facts.name, footOf(box, c, memory))
    for (const p of standing) {
      const slot = memory.slots.get(p.pod.metadata.uid) ?? 0
      if (slot >= c.capacity) more.set(facts.name, (more.get(facts.name) ?? 0) + 1)
      else pods.push(podDrawing(p, c.at(slot), c.level, 'slot', easel))
    }
    facts.pods.filter(p => p.owner === 'ds').forEach((p, i) => void pods.push(daemonDrawing(p, i, box, c.level, easel)))
  }
  const waiting = fillTray(cluster, m, tray, say, before.tray, now)
  if (waiting.more) more.set('', waiting.more)
  const memory: Memory = { ...before, nodes, tray: waiting.memory, quietSince }
  return { pods: [...waiting.pods, ...pods], feet, more, memory }
}

function footOf(box: Rect, c: Cells, memory: NodeMemory): Foot {
  const below = (rows: number) => box.y + box.h - (rows ? c.at(c.columns * (rows - 1)).y + c.level.height : 0)
  return { full: below(c.rows), now: below(Math.min(c.rows, Math.ceil(highWater(memory) / c.columns))) }
}

const innerBox = (box: Rect, m: Measures, daemons: boolean): Rect => ({
  x: box.x + m.node.pad,
  y: box.y + m.node.top,
  w: box.w - 2 * m.node.pad,
  h: box.h - m.node.top - m.node.bottom - (daemons ? cornerHeight(m) : 0),
})
const cornerHeight = (m: Measures) => (m.size === 'phone' ? 28 : 44)

interface Room {
  now: number
  reserve: number
  calm: boolean
  levels: readonly Level[]
  box: Rect
  places: ReadonlyMap<string, number>
}

/** A node's memory after: slots for those who stand there, and the level. Denser at once when it must be, less dense only in a calm moment. */
function settle(before: NodeMemory, standing: readonly PodFacts[], room: Room): NodeMemory {
  const { levels, box, reserve } = room
  const first = before.slots.size === 0
  const level = first ? levelFor(levels, box, Math.max(reserve, standing.length)) : before.level
  const ids = standing.map(p => p.pod.metadata.uid)
  const { capacity } = cellsOf(levels[level] as Level, box)
  const kept = { ...assign({ ...before, level }, ids, room.now, capacity, room.places), level }
  const wanted = levelFor(levels, box, Math.max(reserve, highWater(kept)))
  if (wanted > level) return { ...kept, level: wanted }
  const loose = levelFor(levels, box, Math.max(reserve, standing.length))
  return room.calm && loose < level ? compact(kept, loose) : kept
}

/** One pod that is wanted but does not exist. */
interface Ghost {
  readonly id: string
  readonly set: ReplicaSet
}

function ghostsOf(cluster: Cluster): Ghost[] {
  return cluster.sets.flatMap(set => {
    const have = cluster.activeOf.get(set.metadata.uid) ?? 0
    return Array.from({ length: Math.min(500, Math.max(0, set.spec.replicas - have)) }, (_, i) => ({ id: `ghost ${keyOf(set)} ${i}`, set }))
  })
}

const trays = new WeakMap<Measures, readonly Level[]>()
/** In the tray pods are as high as it is, and no wider than in a node. */
function trayLevels(m: Measures): readonly Level[] {
  const lower = (l: Level): Level => ({ ...l, height: Math.min(m.tray.pod, l.height), most: Math.min(160, l.most) })
  const levels =
    trays.get(m) ??
    m.levels
      .filter(l => !l.zoom && (l.density !== 'L' || m.tray.pod >= 40))
      .map(l => (l.density === 'L' || l.density === 'M' ? lower(l) : l))
  trays.set(m, levels)
  return levels
}

function fillTray(cluster: Cluster, m: Measures, tray: Rect, say: Say, before: NodeMemory, now: number) {
  const pending = cluster.pods.filter(p => !p.pod.spec.nodeName)
  const ghosts = ghostsOf(cluster)
  const box: Rect = { x: tray.x + m.tray.text, y: tray.y - (m.size === 'phone' ? 2 : 8), w: tray.w - m.tray.text - 14, h: m.tray.pod }
  const levels = trayLevels(m)
  const level = levelFor(levels, box, pending.length + ghosts.length)
  // A ghost's place need not rest: the pod that it stood for is born there.
  const waiting = new Set(ghosts.map(g => g.id))
  const slots = new Map([...before.slots].filter(([id]) => !id.startsWith('ghost ') || waiting.has(id)))
  const ids = [...ghosts.map(g => g.id), ...pending.map(p => p.pod.metadata.uid)]
  const cells = cellsOf(levels[level] as Level, box)
  const memory: NodeMemory = { ...assign({ slots, freed: before.freed, level }, ids, now, cells.capacity, new Map()), level }
  const pods: PodDrawing[] = []
  let more = 0
  const put = (id: string, draw: (at: Rect) => PodDrawing) => {
    const slot = memory.slots.get(id) ?? 0
    if (slot >= cells.capacity) more++
    else pods.push(draw(cells.at(slot)))
  }
  for (const g of ghosts) put(g.id, at => ghostDrawing(g, at, cells.level, m, say))
  for (const p of pending) put(p.pod.metadata.uid, at => podDrawing(p, at, cells.level, 'tray', { cluster, m, say }))
  return { pods, more, memory }
}

function ghostDrawing({ id, set }: Ghost, at: Rect, level: Level, m: Measures, say: Say): PodDrawing {
  return {
    ...at,
    id,
    subject: `replicasets ${keyOf(set)}`,
    place: 'tray',
    density: level.density,
    zoom: level.zoom ?? 1,
    owner: 'dep',
    shade: shadeOf(revisionOf(set)),
    state: 'ghost',
    unready: false,
    dashed: false,
    ...fitted(say('stage.pod.missing'), say('stage.pod.notCreated'), at, level, m),
    label: say('stage.label.ghost', { owner: set.metadata.name }),
    full: set.metadata.name,
  }
}

/** The daemon's corner is the same in every node. */
function daemonDrawing(p: PodFacts, i: number, box: Rect, level: Level, easel: Easel): PodDrawing {
  const { m } = easel
  const small = level.density === 'S' || level.density === 'XS' || box.w < 130
  const w = small ? 34 : m.size === 'wide' ? 118 : 92
  const h = cornerHeight(m) - 4
  const at: Rect = { x: box.x + i * (w + 4), y: box.y + box.h - 6 - h, w, h }
  return podDrawing(p, at, cornerLevel(level, small), 'corner', easel)
}

const corners = new WeakMap<Level, { small: Level; wide: Level }>()
/** The same level object every time, so that drawings can be kept. */
function cornerLevel(level: Level, small: boolean): Level {
  const known = corners.get(level) ?? { small: { ...level, density: 'S', zoom: 1 }, wide: { ...level, density: 'M', zoom: 1 } }
  corners.set(level, known)
  return small ? known.small : known.wide
}
