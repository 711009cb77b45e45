// Puts the pods into their places: slots in nodes, with the disks of those who have some beside them; daemons and ended work along the foot of their
// node (foot.ts); the tray for those without a node, and for ghosts (tray.ts). Gives the drawings and the memory after.
import { isReachable } from '../machines.ts'
import { closeUp } from './closing.ts'
import type { Cluster, NodeFacts, PodFacts } from './cluster.ts'
import type { DiskFacts } from './disks.ts'
import { diskDrawing } from './drawdisk.ts'
import { type Easel, podDrawing } from './drawpod.ts'
import { hasWork, layFoot, stripHeight } from './foot.ts'
import type { Grid } from './grid.ts'
import type { Level, Measures } from './measures.ts'
import { type Memory, type NodeMemory, nodeMemory } from './memory.ts'
import type { Foot } from './nodes.ts'
import { isQuiet, type Reserve, reserved } from './reserve.ts'
import { allFit, assign, type Cells, cellsOf, compact, highWater, levelFor, needed, settleBelow, spanIn, type Tenant } from './slots.ts'
import { fillTray } from './tray.ts'
import type { DiskDrawing, PodDrawing, Rect, Say } from './types.ts'

/** How long all must be quiet (simulated ms) before a box becomes less dense again, or its holes are filled. */
const CALM_MS = 4000

export interface Placed {
  readonly pods: readonly PodDrawing[]
  readonly disks: readonly DiskDrawing[]
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
  const strip = stripHeight(cluster, m)
  const work = hasWork(cluster)
  const homes = homesOf(cluster, before.homes)
  const pods: PodDrawing[] = []
  const disks: DiskDrawing[] = []
  const feet = new Map<string, Foot>()
  const more = new Map<string, number>()
  const nodes = new Map<string, NodeMemory>()
  for (const facts of cluster.nodes) {
    const box = grid.boxes.get(facts.name)
    if (!box) continue
    const here = cluster.disks.filter(d => homes.get(d.volume) === facts.name)
    const room: Room = { now, reserve, calm, levels: m.levels, box: innerBox(box, m, strip), places: before.places }
    const stood = standIn(facts, here, nodeMemory(before, facts.name), room, easel)
    nodes.set(facts.name, stood.memory)
    pods.push(...stood.pods)
    disks.push(...stood.disks)
    if (stood.hidden) more.set(facts.name, stood.hidden)
    const foot = layFoot(facts, box, easel)
    pods.push(...foot.pods)
    feet.set(facts.name, {
      full: box.y + box.h - stood.full,
      now: box.y + box.h - stood.now,
      strip: strip > 0,
      work,
      from: foot.right - box.x,
      aside: foot.hidden,
      crowded: foot.crowded,
    })
  }
  const homeless = cluster.disks.filter(d => homes.get(d.volume) === undefined)
  const waiting = fillTray(cluster, homeless, easel, tray, before.tray)
  if (waiting.more) more.set('', waiting.more)
  const memory: Memory = { ...before, nodes, tray: waiting.memory, quietSince, homes }
  return { pods: [...waiting.pods, ...pods], disks: [...waiting.disks, ...disks], feet, more, memory }
}

/** Where each disk stands: where it is attached, else where its pod is, else where it has been, else where it was made. */
function homesOf({ disks }: Cluster, before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const homes = new Map<string, string>()
  for (const d of disks) {
    const at = d.attachedTo ?? d.user?.pod.spec.nodeName ?? before.get(d.volume) ?? d.home
    if (at !== undefined) homes.set(d.volume, at)
  }
  return homes
}

/** Pods in order of birth; then the places of identities whose disk is here though their pod is not. */
function tenantsOf(standing: readonly PodFacts[], disks: readonly DiskFacts[]): Tenant[] {
  const tenants = new Map<string, Tenant>()
  const withDisk = new Set(disks.map(d => d.tenant))
  for (const p of standing) {
    const id = p.tenant
    tenants.set(id, { id, span: p.hasClaim || withDisk.has(id) ? 2 : 1, below: p.owner === 'job' })
  }
  for (const d of disks) if (!tenants.has(d.tenant)) tenants.set(d.tenant, { id: d.tenant, span: 2 })
  return [...tenants.values()]
}

/** Who stands in a node, and where the lowest row ends: with all slots in use, and as it is. */
interface Stood {
  readonly memory: NodeMemory
  readonly pods: readonly PodDrawing[]
  readonly disks: readonly DiskDrawing[]
  readonly hidden: number
  readonly full: number
  readonly now: number
}
const known = new WeakMap<NodeFacts, { readonly made: readonly unknown[]; readonly stood: Stood }>()

/** As it stood before, when the same pods stand there and nothing has changed by which they are placed: during a rollout most nodes have no news. */
function standIn(facts: NodeFacts, here: readonly DiskFacts[], before: NodeMemory, room: Room, easel: Easel): Stood {
  const { reserve, calm, box } = room
  const { even } = reserve
  const made = [easel.m, easel.say, reserve.slots, reserve.tenants, even.slots, even.tenants, calm, box]
  const last = known.get(facts)
  // Nobody comes and nobody goes, so that it does not matter what time it is.
  if (!here.length && last && last.stood.memory === before && made.every((v, i) => v === last.made[i])) return last.stood
  const standing = facts.pods.filter(p => p.owner !== 'ds' && !p.aside)
  const tenants = tenantsOf(standing, here)
  const memory = settle(before, tenants, room)
  const c = cellsOf(easel.m.levels[memory.level] as Level, box)
  const stood = { memory, ...stand(standing, here, tenants, memory, c, easel), ...rowsOf(c, memory, tenants) }
  if (!here.length) known.set(facts, { made, stood })
  return stood
}

/** Draws pods and disks where their tenants have their slots. Says how many pods found none. */
function stand(
  standing: readonly PodFacts[],
  here: readonly DiskFacts[],
  tenants: readonly Tenant[],
  memory: NodeMemory,
  c: Cells,
  easel: Easel,
): Pick<Stood, 'pods' | 'disks' | 'hidden'> {
  const pods: PodDrawing[] = []
  const disks: DiskDrawing[] = []
  const byId = new Map(tenants.map(t => [t.id, t]))
  const at = (id: string) => {
    const slot = memory.slots.get(id) ?? 0
    const tenant = byId.get(id)
    if (!tenant || slot + spanIn(tenant, c) > c.capacity) return undefined
    return roomOf(tenant, slot, c)
  }
  let hidden = 0
  for (const p of standing) {
    const room = at(p.tenant)
    if (room) pods.push(podDrawing(p, lifted(p, room.pod, c, easel), c.level, 'slot', easel))
    else hidden++
  }
  const counts = new Map<string, number>()
  for (const d of here) counts.set(d.tenant, (counts.get(d.tenant) ?? 0) + 1)
  const drawn = new Map<string, number>()
  for (const d of here) {
    const room = at(d.tenant)
    if (!room?.disk) continue
    const i = drawn.get(d.tenant) ?? 0
    drawn.set(d.tenant, i + 1)
    disks.push(diskDrawing(d, part(room.disk, i, counts.get(d.tenant) ?? 1), room.pod, c.level, easel))
  }
  return { pods, disks, hidden }
}

/** The pod's cell and the disk's. In a single column both share one. */
function roomOf(tenant: Tenant, slot: number, c: Cells): { pod: Rect; disk?: Rect } {
  const pod = c.at(slot)
  if (tenant.span === 1) return { pod }
  if (spanIn(tenant, c) === 2) return { pod, disk: c.at(slot + 1) }
  const w = Math.floor(pod.w * 0.7)
  return { pod: { ...pod, w }, disk: { ...pod, x: pod.x + w + 4, w: pod.w - w - 4 } }
}

/** Several disks of one pod stand side by side. */
const part = (r: Rect, i: number, n: number): Rect => (n === 1 ? r : { ...r, x: r.x + (i * r.w) / n, w: r.w / n - 3 })

/** On a machine that is apart both its frame and its pods' shells are lifted, towards each other: who stands at the right edge makes room. */
function lifted(p: PodFacts, at: Rect, { right, level }: Cells, { m }: Easel): Rect {
  const { machine } = p
  if (!machine || isReachable(machine) || at.x + at.w < right - 1) return at
  const lift = (level.density === 'L' ? 5 : 3) + (machine.power === 'off' ? 0 : 3)
  return { ...at, w: at.w - Math.max(0, lift + 6 - (m.node.pad - m.node.lift)) }
}

function rowsOf(c: Cells, memory: NodeMemory, tenants: readonly Tenant[]): Pick<Stood, 'full' | 'now'> {
  const end = (rows: number) => (rows ? c.at(c.columns * (rows - 1)).y + c.level.height : 0)
  return { full: end(c.rows), now: end(Math.min(c.rows, Math.ceil(highWater(memory, tenants, c) / c.columns))) }
}

const inner = new WeakMap<Rect, { readonly m: Measures; readonly strip: number; readonly box: Rect }>()
/** The room for slots in a node; the same for the same node. */
function innerBox(of: Rect, m: Measures, strip: number): Rect {
  const known = inner.get(of)
  if (known?.m === m && known.strip === strip) return known.box
  const h = of.h - m.node.top - (strip ? strip + 2 : m.node.bottom)
  const box = { x: of.x + m.node.pad, y: of.y + m.node.top, w: of.w - 2 * m.node.pad, h }
  inner.set(of, { m, strip, box })
  return box
}

interface Room {
  now: number
  reserve: Reserve
  calm: boolean
  levels: readonly Level[]
  box: Rect
  places: ReadonlyMap<string, number>
}

/** Of how many pods a level tells the names: of all, of those that are ready, of none. */
const named = ({ density, name }: Level) => (density === 'L' || density === 'M' ? 2 : name ? 1 : 0)

/** The level with room for all that may come; where that would leave out names, the one with room for those who come when they are spread evenly. */
function wantedLevel(tenants: readonly Tenant[], reserve: Reserve, levels: readonly Level[], box: Rect): number {
  const wide = tenants.reduce((n, t) => n + t.span - 1, 0)
  const roomFor = (r: Pick<Reserve, 'slots' | 'tenants'>) =>
    levelFor(levels, box, c => Math.max(c.columns < 2 ? r.tenants : r.slots, needed(tenants.length, wide, c)))
  const wanted = roomFor(reserve)
  if (named(levels[wanted] as Level) === 2) return wanted
  const even = roomFor(reserve.even)
  return named(levels[even] as Level) > named(levels[wanted] as Level) ? even : wanted
}

/** A node's memory after: slots for its tenants, and the level. Denser at once when it must be, less dense and without holes only in a calm moment. */
function settle(before: NodeMemory, tenants: readonly Tenant[], { now, reserve, calm, levels, box, places }: Room): NodeMemory {
  const wanted = wantedLevel(tenants, reserve, levels, box)
  const first = before.slots.size === 0
  for (let level = first ? wanted : Math.max(before.level, wanted); ; level++) {
    const c = cellsOf(levels[level] as Level, box)
    const kept = level === before.level || first ? assign(before, tenants, now, c, places) : denser(before, tenants, now, c, places)
    if (!allFit(kept, tenants, c) && level < levels.length - 1) continue
    if (calm && wanted < level) {
      const loose = cellsOf(levels[wanted] as Level, box)
      const packed = compact(kept, tenants, loose)
      if (allFit(packed, tenants, loose)) return { ...packed, level: wanted }
    }
    const settled = calm ? closeUp(settleBelow(kept, tenants, c), tenants, c) : kept
    return settled === before && level === before.level ? before : { ...settled, level }
  }
}

/** In a denser box everybody keeps the place in the order; who fills it from below stays below. */
function denser(before: NodeMemory, tenants: readonly Tenant[], now: number, c: Cells, places: ReadonlyMap<string, number>) {
  const slots = new Map([...before.slots].filter(([id]) => !tenants.some(t => t.id === id && t.below)))
  return assign({ slots, freed: before.freed }, tenants, now, c, places)
}
