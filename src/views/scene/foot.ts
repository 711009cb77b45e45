// Along the foot of a node, from the left: its daemons, each at the same place on every node, or the ghost of one that is missing; then the work that has
// ended and whose pods nobody has deleted yet, small, so that it takes no room from what runs.
import type { DaemonSet } from '../../kube/index.ts'
import { isUnreachable } from '../machines.ts'
import { keyOf, shadeOf, targetNode } from '../workloads/index.ts'
import { type Cluster, groupBy, listOf, type NodeFacts, type PodFacts } from './cluster.ts'
import { type Easel, ghostDrawing, podDrawing } from './drawpod.ts'
import type { Level, Measures } from './measures.ts'
import { textWidth } from './textwidth.ts'
import type { PodDrawing, Rect } from './types.ts'

export interface FootDrawing {
  readonly pods: readonly PodDrawing[]
  /** Where the foot is free again. */
  readonly right: number
  /** Ended pods that found no room. */
  readonly hidden: number
  /** There is no room left for what the node has given away. */
  readonly crowded: boolean
}

const HEIGHT = { wide: 44, mid: 28, phone: 22 } as const

/** There is work that ends, or pods of it. */
export const hasWork = (cluster: Cluster): boolean =>
  cluster.workloads.some(w => w.kind.plural === 'jobs') || cluster.podsOf('aside').length > 0

/** What is kept at the foot of every node. */
export function stripHeight(cluster: Cluster, m: Measures): number {
  const daemons = cluster.podsOf('ds').length > 0 || cluster.workloads.some(w => w.kind.plural === 'daemonsets')
  return daemons || hasWork(cluster) ? HEIGHT[m.size] : 0
}

interface Corner {
  readonly key: string
  readonly set: DaemonSet | undefined
  readonly x: number
  readonly w: number
}
const corners = new WeakMap<Cluster, Map<number, readonly Corner[]>>()

/** Every DaemonSet's place, from the left edge of any node of that width: as wide as its name where there is room for all, else small. */
function cornersOf(cluster: Cluster, width: number, m: Measures): readonly Corner[] {
  const byWidth = corners.get(cluster) ?? new Map<number, readonly Corner[]>()
  corners.set(cluster, byWidth)
  const known = byWidth.get(width)
  if (known) return known
  const sets = listOf<DaemonSet>(cluster, 'daemonsets')
  const size = m.size === 'wide' ? 17 : 15
  const wide = sets.map(s => Math.min(170, Math.max(64, Math.ceil(textWidth(s.metadata.name, size, 'strong')) + 42)))
  const budget = width * 0.73
  const share = budget / Math.max(1, sets.length) - 4
  const small = m.size === 'phone' || width < 130 || (share < 64 && wide.some(w => w > share))
  // Who needs less than its share leaves the rest to the others.
  const spare = wide.reduce((n, w) => n + Math.max(0, share - w), 0)
  const long = wide.filter(w => w > share).length
  let x = 0
  const made = sets.map((set, i): Corner => {
    const w = small ? (m.size === 'phone' ? 26 : 34) : Math.floor(Math.min(wide[i] as number, share + spare / Math.max(1, long)))
    x += w + 4
    return { key: keyOf(set), set, x: x - w - 4, w }
  })
  byWidth.set(width, made)
  return made
}

export function layFoot(facts: NodeFacts, box: Rect, easel: Easel): FootDrawing {
  const { cluster, m } = easel
  const places = cornersOf(cluster, box.w, m)
  const h = HEIGHT[m.size] - 4
  const at = (x: number, w: number): Rect => ({ x: box.x + x, y: box.y + box.h - 6 - h, w, h })
  const pods: PodDrawing[] = []
  let right = places.reduce((n, c) => Math.max(n, c.x + c.w + 4), 0)
  const mine = groupBy(
    facts.pods.filter(p => p.owner === 'ds'),
    p => p.ownerUid,
  )
  for (const c of places) {
    const [first, ...rest] = [...(mine.get(c.set?.metadata.uid ?? '') ?? [])].sort(byUse)
    mine.delete(c.set?.metadata.uid ?? '')
    if (first) pods.push(podDrawing(first, at(c.x, c.w), cornerLevel(c.w, m), 'corner', easel))
    else if (c.set && wants(c.set, facts.name, cluster)) pods.push(cornerGhost(c.set, facts.name, at(c.x, c.w), cornerLevel(c.w, m), easel))
    // A second one: the old beside the new.
    for (const p of rest) {
      pods.push(podDrawing(p, at(right, 34), cornerLevel(34, m), 'corner', easel))
      right += 38
    }
  }
  // Those whose set is gone.
  for (const p of [...mine.values()].flat()) {
    pods.push(podDrawing(p, at(right, 34), cornerLevel(34, m), 'corner', easel))
    right += 38
  }
  return layAside(facts, box, { pods, right: right ? box.x + right : box.x, hidden: 0, crowded: false }, easel)
}

/** Those who stay before those who go. */
const byUse = (a: PodFacts, b: PodFacts) =>
  Number(Boolean(a.pod.metadata.deletionTimestamp)) - Number(Boolean(b.pod.metadata.deletionTimestamp))

const missing = new WeakMap<Cluster, ReadonlySet<string>>()
/** Whether a DaemonSet misses its pod on a node. */
function wants(set: DaemonSet, node: string, cluster: Cluster): boolean {
  let known = missing.get(cluster)
  if (!known) {
    known = new Set(
      cluster.workloads.filter(w => w.kind.plural === 'daemonsets').flatMap(w => w.kind.missing(w.object, cluster.census).map(g => g.id)),
    )
    missing.set(cluster, known)
  }
  if (!known.has(`ghost daemonsets ${keyOf(set)} ${node}`)) return false
  // It may exist already and merely not be bound yet.
  return !cluster.waiting.some(p => p.ownerUid === set.metadata.uid && targetNode(p.pod) === node)
}

const cornerGhost = (set: DaemonSet, node: string, at: Rect, level: Level, easel: Easel): PodDrawing =>
  ghostDrawing(
    { id: `ghost daemonsets ${keyOf(set)} ${node}`, subject: `daemonsets ${keyOf(set)}`, name: set.metadata.name, node },
    { owner: 'ds', shade: shadeOf(0), kind: 'DaemonSet', of: set.metadata.name },
    at,
    level,
    'corner',
    easel,
  )

const CHIP = { wide: 30, mid: 22, phone: 0 } as const
const DOT = { wide: 15, mid: 10, phone: 9 } as const
const CAPACITY = { wide: 84, mid: 70, phone: 70 } as const

/** Ended pods in a row as high as the foot; when there are many, dots in two rows; what the node has given away makes room for them. */
function layAside(facts: NodeFacts, box: Rect, before: FootDrawing, easel: Easel): FootDrawing {
  const ended = facts.pods.filter(p => p.aside)
  if (!ended.length) return before
  const { m } = easel
  const from = before.right + (before.right > box.x ? (m.size === 'wide' ? 10 : 5) : m.node.pad)
  const h = HEIGHT[m.size] - 4
  const top = box.y + box.h - 6 - h
  // On a node that is apart there stands, instead of the capacity, what the API waits for: that stays.
  const apart = !facts.node || isUnreachable(facts.machine)
  const all = box.x + box.w - m.node.pad - from
  const inRow = (w: number, room: number) => Math.max(0, Math.floor((room + 5) / (w + 5)))
  const [chip, dot] = [CHIP[m.size], DOT[m.size]]
  const rows = Math.max(1, Math.floor((h + 4) / (dot + 4)))
  const lay = (w: number, ch: number, count: number, lines: number, density: 'S' | 'XS', crowded: boolean): FootDrawing => {
    const gap = (h - lines * ch) / (lines + 1)
    // The newest are shown: they are what has just happened.
    const drawn = ended.slice(ended.length - count).map((p, i) => {
      const at: Rect = { x: from + Math.floor(i / lines) * (w + 5), y: top + gap + (i % lines) * (ch + gap), w, h: ch }
      return podDrawing(p, at, aside[density], 'slot', easel)
    })
    const right = from + Math.ceil(count / lines) * (w + 5)
    return { pods: [...before.pods, ...drawn], right, hidden: ended.length - count, crowded }
  }
  const beside = all - CAPACITY[m.size]
  if (chip && ended.length <= inRow(chip, beside)) return lay(chip, Math.min(26, h - 4), ended.length, 1, 'S', false)
  if (ended.length <= inRow(dot, beside) * rows) return lay(dot, dot, ended.length, rows, 'XS', false)
  return lay(dot, dot, Math.min(ended.length, inRow(dot, apart ? beside - 24 : all - 24) * rows), rows, 'XS', true)
}

const base = { least: 0, most: 0, height: 0, gapX: 0, gapY: 0, name: 0 } as const
const aside: Readonly<Record<'S' | 'XS', Level>> = { S: { ...base, density: 'S' }, XS: { ...base, density: 'XS' } }

const levels = new Map<string, Level>()
/** The same level object every time, so that drawings can be kept. */
function cornerLevel(w: number, m: Measures): Level {
  const density = w < 50 ? 'S' : 'M'
  const key = `${density} ${m.size}`
  const known = levels.get(key) ?? { ...base, density, name: density === 'S' ? 0 : m.size === 'wide' ? 17 : 15 }
  levels.set(key, known)
  return known
}
