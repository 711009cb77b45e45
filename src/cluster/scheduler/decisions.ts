// What the scheduler thought when it decided: kept for "why this node?". In large clusters, and for very many pods, only a little and only the latest.
import type { World } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import type { Decision } from '../tables.ts'
import { pointsTeller, type Ratings, refusedOf, type Search } from './decide.ts'
import type { Snapshot } from './snapshot.ts'

const FEW_NODES = 50
const MOST_DECISIONS = 2000

export const decisions = (w: Pick<World, 'table'>) => w.table<Decision>('scheduling')

export const isSmall = (snapshot: Snapshot): boolean => snapshot.order.length <= FEW_NODES

/** Keeps a decision: in small clusters all nodes with reasons and points, in large ones what was chosen. */
export function keep(world: World, decision: Decision): void {
  const table = decisions(world)
  table.delete(decision.pod)
  table.set(decision.pod, decision)
  if (table.size > MOST_DECISIONS) table.delete(table.keys().next().value as string)
}

/** In small clusters: each node that was ruled out, and why. */
export function filteredOf(snapshot: Snapshot, found: Search): Decision['filtered'] {
  if (!isSmall(snapshot)) return []
  const refused = refusedOf(found, snapshot)
  const filtered = [...refused].map(([i, v]) => ({ node: i.name, plugin: v.plugin, reason: v.reasons.join(', ') }))
  if (!found.left) return filtered
  const { plugin } = found.left
  const asked = new Set(found.asked)
  const others = snapshot.order.filter(i => !asked.has(i.slot))
  return [...filtered, ...others.map(i => ({ node: i.name, plugin, reason: `node(s) didn't satisfy plugin(s) [${plugin}]` }))]
}

/** The points of all nodes that fitted, or in large clusters of the chosen one. */
export function scoresOf(pod: Pod, snapshot: Snapshot, ratings: Ratings, chosen: number): Decision['scores'] {
  const which = isSmall(snapshot) ? [...ratings.feasible.keys()] : [chosen]
  const points = pointsTeller(pod, snapshot, ratings)
  return which.map(i => ({
    node: snapshot.order[ratings.feasible[i] as number]?.name ?? '',
    total: (ratings.totals[i] ?? 0) + ratings.same,
    plugins: points(i),
  }))
}
