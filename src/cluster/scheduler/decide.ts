// One pod, one decision: which nodes fit, which of them is best. Upstream: pkg/scheduler/schedule_one.go schedulePod, findNodesThatFitPod,
// prioritizeNodes, selectHost.
import type { World } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import { type Asking, askingFor, localScores, type Verdict } from './local.ts'
import type { NodeInfo } from './nodeinfo.ts'
import { nominatedOn } from './nominations.ts'
import type { Refusal } from './plugin.ts'
import { filters, scores } from './profile.ts'
import type { Snapshot } from './snapshot.ts'

/** What the filters found. */
export interface Search {
  readonly feasible: readonly NodeInfo[]
  readonly refused: ReadonlyMap<NodeInfo, Verdict>
  /** Nodes that were not asked because a plugin named others. */
  readonly left?: { readonly plugin: string; readonly nodes: number }
  /** A plugin refused the pod for all nodes. */
  readonly hopeless?: Verdict
}

export interface Rating {
  readonly info: NodeInfo
  readonly total: number
  /** Weighted points, in the order of `scores`; undefined where a plugin had nothing to say. */
  readonly points: readonly (number | undefined)[]
}

type Judge = (info: NodeInfo) => Verdict | undefined

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

interface Position {
  readonly start: number
}

/** Where the next search begins, so that all nodes have their turn. */
const positions = (world: World) => world.table<Position>('scheduler.position')

function namedNodes(pod: Pod, snapshot: Snapshot): { nodes: readonly NodeInfo[]; plugin: string } | undefined {
  for (const f of filters) {
    const names = f.only?.(pod)
    if (!names) continue
    const nodes = names.flatMap(n => {
      const info = snapshot.infos.get(n)
      return info?.node ? [info] : []
    })
    return { nodes, plugin: f.name }
  }
  return undefined
}

/** Asks the filters. */
export function search(world: World, pod: Pod, snapshot: Snapshot): Search {
  const wider = widerJudge(pod, snapshot)
  if (wider && typeof wider !== 'function') return { feasible: [], refused: new Map(), hopeless: wider }
  const judge: Judge = judgeWith(askingFor(pod, snapshot), wider, pod, snapshot)
  const nominated = snapshot.infos.get(pod.status?.nominatedNodeName ?? '')
  if (nominated?.node && !judge(nominated)) return { feasible: [nominated], refused: new Map() }
  const named = namedNodes(pod, snapshot)
  const all = named?.nodes ?? snapshot.order
  const wanted = enough(all.length)
  const start = named ? 0 : (positions(world).get('next')?.start ?? 0)
  const feasible: NodeInfo[] = []
  const refused = new Map<NodeInfo, Verdict>()
  let looked = 0
  for (; looked < all.length && feasible.length < wanted; looked++) {
    const info = all[(start + looked) % all.length] as NodeInfo
    const verdict = judge(info)
    if (verdict) refused.set(info, verdict)
    else feasible.push(info)
  }
  if (!named && all.length && looked < all.length) positions(world).set('next', { start: (start + looked) % all.length })
  return { feasible, refused, ...(named && { left: { plugin: named.plugin, nodes: snapshot.order.length - all.length } }) }
}

function judgeWith(asking: Asking, wider: Judge | undefined, pod: Pod, snapshot: Snapshot): Judge {
  const plain: Judge = wider ? info => asking.verdict(info) ?? wider(info) : info => asking.verdict(info)
  const expected = nominatedOn(pod, snapshot)
  if (!expected.size) return plain
  // A place that pods of the same or a higher priority were promised is not free, though they have not come yet.
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

/** Asks the scores. */
export function rate(pod: Pod, snapshot: Snapshot, feasible: readonly NodeInfo[]): Ratings {
  const asking = askingFor(pod, snapshot)
  const totals = new Array<number>(feasible.length).fill(0)
  const columns: (number[] | number | undefined)[] = []
  for (const score of scores) {
    const local = localScores.indexOf(score)
    const rater = local >= 0 ? asking.raters[local] : score.prepare(pod, snapshot, feasible)
    if (typeof rater !== 'function') {
      columns.push(rater === undefined ? undefined : rater * score.weight)
      if (rater) for (let i = 0; i < totals.length; i++) totals[i] = (totals[i] as number) + rater * score.weight
      continue
    }
    const values = new Array<number>(feasible.length)
    for (let i = 0; i < values.length; i++) {
      const info = feasible[i] as NodeInfo
      values[i] = local >= 0 ? asking.points(local, info) : rater(info)
    }
    score.normalise?.(values)
    for (let i = 0; i < values.length; i++) {
      values[i] = (values[i] as number) * score.weight
      totals[i] = (totals[i] as number) + (values[i] as number)
    }
    columns.push(values)
  }
  return { feasible, totals, columns }
}

export interface Ratings {
  readonly feasible: readonly NodeInfo[]
  readonly totals: readonly number[]
  readonly columns: readonly (readonly number[] | number | undefined)[]
}

/** The points of one node by plugin. */
export function pointsOf(r: Ratings, i: number): Record<string, number> {
  const points: Record<string, number> = {}
  r.columns.forEach((column, s) => {
    const p = typeof column === 'object' ? column[i] : column
    if (p !== undefined) points[(scores[s] as (typeof scores)[number]).name] = p
  })
  return points
}

/** The position of the best node; where several are equally good the dice decide. */
export function choose(world: World, { totals }: Ratings): number {
  let best: number[] = []
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < totals.length; i++) {
    const t = totals[i] as number
    if (t > most) {
      most = t
      best = [i]
    } else if (t === most) best.push(i)
  }
  return best.length === 1 ? (best[0] as number) : (best[world.dice.roll(best.length)] as number)
}
