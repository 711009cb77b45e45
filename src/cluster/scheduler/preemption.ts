// When a pod fits nowhere, pods of lower priority may have to leave: on each node as few and as unimportant ones as possible, and of the nodes the one
// where the loss is smallest. Upstream: pkg/scheduler/framework/preemption/preemption.go, plugins/defaultpreemption/default_preemption.go.
import { keyOf, type World } from '../../engine/index.ts'
import {
  type ApiObject,
  compileSelector,
  getCondition,
  isEmptySelector,
  type Labels,
  type Pod,
  parseTime,
  resourceOf,
} from '../../kube/index.ts'
import { judgeOne, type Search } from './decide.ts'
import type { Verdict } from './local.ts'
import { countReasons } from './message.ts'
import { hasLower, type NodeInfo } from './nodeinfo.ts'
import { priorityOf } from './nominations.ts'
import { assumed, type Snapshot } from './snapshot.ts'

export interface Preemption {
  /** The node where room will be made, with those who must go, the most important first. */
  readonly chosen?: { readonly info: NodeInfo; readonly victims: readonly Pod[] }
  /** Why there will be none: stands at the end of FailedScheduling's message. */
  readonly message?: string
  /** Whether an earlier promise of a node is taken back. */
  readonly withdraw?: boolean
}

type Refused = ReadonlyMap<NodeInfo, Verdict>

interface Candidate {
  readonly info: NodeInfo
  readonly victims: readonly Pod[]
  readonly violations: number
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling'
const NOBODY_LOWER: readonly string[] = ['No preemption victims found for incoming pod']
const LEAST_PERCENT = 10
const LEAST_NODES = 100

/** Looks for pods whose leaving would make room. */
export function preempt(world: World, pod: Pod, snapshot: Snapshot, found: Search, refused: Refused): Preemption {
  const why = ineligible(world, pod, refused, snapshot)
  if (why) return { message: `preemption: ${why}` }
  const possible = found.hopeless ? [] : snapshot.order.filter(i => refused.get(i)?.resolvable)
  const outcomes: string[] = []
  const candidates: Candidate[] = []
  if (possible.length) {
    const wanted = Math.min(possible.length, Math.max(LEAST_NODES, Math.trunc((possible.length * LEAST_PERCENT) / 100)))
    const offset = world.dice.roll(possible.length)
    const budgets = budgetsOf(world)
    for (let i = 0; i < possible.length && candidates.length < wanted; i++) {
      const info = possible[(offset + i) % possible.length] as NodeInfo
      const result = victimsOn(world, pod, snapshot, info, budgets)
      if ('victims' in result) candidates.push(result)
      else outcomes.push(...result)
    }
  }
  const chosen = best(candidates)
  if (chosen) return { chosen }
  const rest = snapshot.order.length - possible.length
  const nodes = snapshot.order.length
  const reasons = countReasons([...outcomes, ...new Array<string>(rest).fill(NOT_HELPFUL)])
  return { message: `preemption: 0/${nodes} nodes are available: ${reasons}.`, withdraw: true }
}

/** A pod that has pushed others out waits until they have gone. */
function ineligible(world: World, pod: Pod, refused: Refused, snapshot: Snapshot): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.'
  const nominated = pod.status?.nominatedNodeName
  const info = nominated ? snapshot.infos.get(nominated) : undefined
  if (!nominated || !info) return undefined
  if (refused.get(info)?.resolvable === false) return undefined
  const leaving = podsOn(world, info).some(p => priorityOf(p) < priorityOf(pod) && isLeavingByPreemption(p))
  return leaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined
}

function isLeavingByPreemption(p: Pod): boolean {
  const c = getCondition(p.status?.conditions, 'DisruptionTarget')
  return p.metadata.deletionTimestamp !== undefined && c?.status === 'True' && c.reason === 'PreemptionByScheduler'
}

function podsOn(world: World, info: NodeInfo): Pod[] {
  const pods = world.by<Pod>('pods', 'node', info.name).filter(p => p.status?.phase !== 'Succeeded' && p.status?.phase !== 'Failed')
  for (const [key, a] of assumed(world).entries()) {
    const p = a.node === info.name ? world.get<Pod>('pods', key) : undefined
    if (p && p.metadata.uid === a.uid && !p.spec.nodeName) pods.push(p)
  }
  return pods
}

const startOf = (p: Pod) => parseTime(p.status?.startTime ?? p.metadata.creationTimestamp)

/** Higher priority first, then whoever has run longer; names decide what is left. */
function byImportance(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b) || (keyOf(a) < keyOf(b) ? -1 : 1)
}

/** The fewest who must leave a node, or the reasons why nobody's leaving helps. */
function victimsOn(
  world: World,
  pod: Pod,
  snapshot: Snapshot,
  info: NodeInfo,
  budgets: readonly ApiObject[],
): Candidate | readonly string[] {
  if (!hasLower(info, priorityOf(pod))) return NOBODY_LOWER
  const lower = podsOn(world, info).filter(p => priorityOf(p) < priorityOf(pod))
  const gone = new Set(lower)
  for (const p of lower) snapshot.remove(info.name, p)
  const verdict = judgeOne(pod, snapshot, info)
  if (verdict) {
    for (const p of lower) snapshot.add(info.name, p)
    return [...verdict.reasons]
  }
  lower.sort(byImportance)
  const { violating, others } = splitByBudget(lower, budgets)
  let violations = 0
  // Those whose budget would be broken are let stay first, then the rest, the most important first.
  for (const p of [...violating, ...others]) {
    snapshot.add(info.name, p)
    if (!judgeOne(pod, snapshot, info)) gone.delete(p)
    else {
      snapshot.remove(info.name, p)
      if (violating.includes(p)) violations++
    }
  }
  for (const p of gone) snapshot.add(info.name, p)
  return { info, victims: lower.filter(p => gone.has(p)), violations }
}

const budgetsOf = (world: World): readonly ApiObject[] =>
  resourceOf('poddisruptionbudgets') ? [...world.list('poddisruptionbudgets')] : []

function splitByBudget(pods: readonly Pod[], budgets: readonly ApiObject[]): { violating: Pod[]; others: Pod[] } {
  const left = budgets.map(b => (b.status?.disruptionsAllowed as number | undefined) ?? 0)
  const violating: Pod[] = []
  const others: Pod[] = []
  for (const p of pods) {
    let violated = false
    budgets.forEach((b, i) => {
      const { selector } = b.spec ?? {}
      if (b.metadata.namespace !== p.metadata.namespace || isEmptySelector(selector)) return
      if (!compileSelector(selector)(p.metadata.labels as Labels) || b.status?.disruptedPods?.[p.metadata.name]) return
      left[i] = (left[i] as number) - 1
      if ((left[i] as number) < 0) violated = true
    })
    if (violated) violating.push(p)
    else others.push(p)
  }
  return { violating, others }
}

/** Fewest broken budgets, then the lowest of the highest priorities, the smallest sum of priorities, the fewest pods, the youngest of the most important. */
function best(candidates: readonly Candidate[]): Candidate | undefined {
  const lowest = (list: readonly Candidate[], of: (c: Candidate) => number) => {
    const least = Math.min(...list.map(of))
    return list.filter(c => of(c) === least)
  }
  const top = (c: Candidate) => (c.victims[0] ? priorityOf(c.victims[0]) : Number.NEGATIVE_INFINITY)
  // Upstream adds 2³¹ to each, so that more victims never make a smaller sum.
  const sum = (c: Candidate) => c.victims.reduce((s, p) => s + priorityOf(p) + 2 ** 31, 0)
  const eldest = (c: Candidate) => -Math.min(...c.victims.filter(p => priorityOf(p) === top(c)).map(startOf))
  let left = lowest(candidates, c => c.violations)
  for (const of of [top, sum, (c: Candidate) => c.victims.length, eldest]) if (left.length > 1) left = lowest(left, of)
  return left[0]
}
