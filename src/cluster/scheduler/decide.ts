// One pod, one decision: which nodes fit, which of them is best. Upstream: pkg/scheduler/schedule_one.go schedulePod, findNodesThatFitPod,
// prioritizeNodes, selectHost.
import type { World } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import { askingFor, type Verdict } from './local.ts'
import type { NodeInfo } from './nodeinfo.ts'
import { nominatedOn } from './nominations.ts'
import type { Refusal } from './plugin.ts'
import { filters, localScores, wideScores } from './profile.ts'
import type { Snapshot } from './snapshot.ts'

type Judge = (info: NodeInfo) => Verdict | undefined

/** What the filters found. */
export interface Search {
  /** The nodes that fit, by slot. */
  readonly feasible: Int32Array
  /** Those that were asked, by slot. */
  readonly asked: Iterable<number>
  readonly judge: Judge
  /** Nodes that were not asked because a plugin named others. */
  readonly left?: { readonly plugin: string; readonly nodes: number }
  /** A plugin refused the pod for all nodes. */
  readonly hopeless?: Verdict
}

/** The filters that look at more than one node, made ready for a pod. */
function widerJudge(pod: Pod, snapshot: Snapshot): Judge | Verdict | undefined {
  const judges: [string, (info: NodeInfo) => Refusal | undefined][] = []
  for (const f of filters) {
    if (f.local) continue
    const judge = f.prepare(pod, snapshot)
    if (typeof judge === 'function') judges.push([f.name, judge])
    else if (judge) return { ...judge, plugin: f.name }
  }
  if (!judges.length) return undefined
  return info => {
    for (const [plugin, judge] of judges) {
      const refusal = judge(info)
      if (refusal) return { ...refusal, plugin }
    }
    return undefined
  }
}

/** Whether one node takes the pod as things are; used in simulations too. */
export function judgeOne(pod: Pod, snapshot: Snapshot, info: NodeInfo): Verdict | undefined {
  const first = askingFor(pod, snapshot).verdict(info)
  if (first) return first
  const wider = widerJudge(pod, snapshot)
  return typeof wider === 'function' ? wider(info) : wider
}

const FEW = 100
const LEAST_PERCENT = 5

/** In large clusters the search ends when enough nodes were found: half of them, fewer with growing size, at least a hundred. */
export function enough(nodes: number): number {
  if (nodes < FEW) return nodes
  const percent = Math.max(LEAST_PERCENT, 50 - Math.trunc(nodes / 125))
  return Math.max(FEW, Math.trunc((nodes * percent) / 100))
}

/** Where the next search begins, so that all nodes have their turn. */
const positions = (world: World) => world.table<number>('scheduler.position')

function namedNodes(pod: Pod, snapshot: Snapshot): { slots: Int32Array; plugin: string } | undefined {
  for (const f of filters) {
    const names = f.only?.(pod)
    if (!names) continue
    const slots = names.map(n => snapshot.infos.get(n)?.slot ?? -1).filter(slot => slot >= 0)
    return { slots: Int32Array.from(slots), plugin: f.name }
  }
  return undefined
}

const NOBODY = new Int32Array(0)

/** Asks the filters. */
export function search(world: World, pod: Pod, snapshot: Snapshot): Search {
  const { order } = snapshot
  const wider = widerJudge(pod, snapshot)
  if (wider && typeof wider !== 'function') return { feasible: NOBODY, asked: [], judge: () => wider, hopeless: wider }
  const asking = askingFor(pod, snapshot)
  const expected = nominatedOn(pod, snapshot)
  const plain: Judge = wider ? info => asking.verdict(info) ?? wider(info) : info => asking.verdict(info)
  const judge = expected.size ? mindful(plain, expected, pod, snapshot) : plain
  const nominated = snapshot.infos.get(pod.status?.nominatedNodeName ?? '')
  if (nominated?.node && !judge(nominated)) return { feasible: Int32Array.of(nominated.slot), asked: [nominated.slot], judge }
  const named = namedNodes(pod, snapshot)
  const fits = wider || expected.size ? (slot: number) => !judge(order[slot] as NodeInfo) : (slot: number) => asking.fits(slot)
  if (named) {
    const { slots, plugin } = named
    return { feasible: slots.filter(fits), asked: slots, judge, left: { plugin, nodes: order.length - slots.length } }
  }
  const start = (positions(world).get('next') ?? 0) % Math.max(1, order.length)
  const wanted = enough(order.length)
  const feasible = snapshot.scratch.ints('feasible', wanted)
  let found = 0
  let looked = 0
  for (let slot = start; looked < order.length && found < wanted; looked++) {
    if (fits(slot)) feasible[found++] = slot
    if (++slot === order.length) slot = 0
  }
  if (looked < order.length) positions(world).set('next', (start + looked) % order.length)
  return { feasible: found === wanted ? feasible : feasible.slice(0, found), asked: turn(start, looked, order.length), judge }
}

function* turn(start: number, count: number, size: number): Generator<number> {
  for (let i = 0; i < count; i++) yield (start + i) % size
}

/** A place that pods of the same or a higher priority were promised is not free, though they have not come yet. */
function mindful(plain: Judge, expected: ReadonlyMap<string, readonly Pod[]>, pod: Pod, snapshot: Snapshot): Judge {
  return info => {
    const verdict = plain(info)
    const coming = expected.get(info.name)
    if (verdict || !coming) return verdict
    for (const p of coming) snapshot.add(info.name, p)
    const then = judgeOne(pod, snapshot, info)
    for (const p of coming) snapshot.remove(info.name, p)
    return then
  }
}

/** The nodes that were ruled out, with the first refusal of each. */
export function refusedOf(s: Search, snapshot: Snapshot): ReadonlyMap<NodeInfo, Verdict> {
  const refused = new Map<NodeInfo, Verdict>()
  for (const slot of s.asked) {
    const info = snapshot.order[slot] as NodeInfo
    const verdict = s.judge(info)
    if (verdict) refused.set(info, verdict)
  }
  return refused
}

export interface Ratings {
  readonly feasible: Int32Array
  /** Sums of the points that differ from node to node … */
  readonly totals: Float64Array
  /** … and of those that do not. */
  readonly same: number
  /** By wide score: points of the nodes, of all nodes, or none; without the weight. */
  readonly columns: readonly (Float64Array | number | undefined)[]
}

/** Asks the scores. */
export function rate(pod: Pod, snapshot: Snapshot, feasible: Int32Array): Ratings {
  const totals = snapshot.scratch.floats('totals', feasible.length)
  askingFor(pod, snapshot).points(feasible, totals)
  let same = 0
  const columns = wideScores.map(score => {
    const rater = score.prepare(pod, snapshot, feasible)
    if (rater === undefined) return undefined
    if (typeof rater === 'number') {
      same += rater * score.weight
      return rater
    }
    const values = snapshot.scratch.floats(score.name, feasible.length)
    rater(feasible, values)
    score.normalise(values)
    const { weight } = score
    for (let i = 0; i < values.length; i++) totals[i] = (totals[i] as number) + (values[i] as number) * weight
    return values
  })
  return { feasible, totals, same, columns }
}

type Points = Readonly<Record<string, number>>
const scores = [...localScores, ...wideScores]

/** Tells the points of nodes by plugin, each node by its place among the feasible ones. Nodes with the same points share one value. */
export function pointsTeller(pod: Pod, snapshot: Snapshot, r: Ratings): (i: number) => Points {
  const { raters } = askingFor(pod, snapshot)
  const told: Points[] = []
  /** The points of those told, one row after the other; NaN where a plugin has nothing to say. */
  const rows: number[] = []
  const width = scores.length
  const fill = (from: number, i: number): void => {
    const info = snapshot.order[r.feasible[i] as number] as NodeInfo
    for (let s = 0; s < width; s++) {
      const column = s < localScores.length ? raters[s]?.(info) : r.columns[s - localScores.length]
      const points = typeof column === 'object' ? (column[i] as number) : (column ?? Number.NaN)
      rows[from + s] = points * (scores[s] as (typeof scores)[number]).weight
    }
  }
  return i => {
    const from = told.length * width
    fill(from, i)
    for (let t = 0; t < told.length; t++) if (isEqual(rows, t * width, from, width)) return told[t] as Points
    const points: Record<string, number> = {}
    for (let s = 0; s < width; s++) {
      const n = rows[from + s] as number
      if (!Number.isNaN(n)) points[(scores[s] as (typeof scores)[number]).name] = n
    }
    told.push(points)
    return points
  }
}

function isEqual(rows: readonly number[], a: number, b: number, width: number): boolean {
  for (let s = 0; s < width; s++) if (!Object.is(rows[a + s], rows[b + s])) return false
  return true
}

/** The position of the best node; where several are equally good the dice decide. */
export function choose(world: World, { totals }: Ratings): number {
  let most = Number.NEGATIVE_INFINITY
  let best = -1
  let equals = 0
  for (let i = 0; i < totals.length; i++) {
    const t = totals[i] as number
    if (t > most) {
      most = t
      best = i
      equals = 1
    } else if (t === most) equals++
  }
  if (equals < 2) return best
  let left = world.dice.roll(equals)
  for (let i = best; ; i++) if (totals[i] === most && left-- === 0) return i
}
