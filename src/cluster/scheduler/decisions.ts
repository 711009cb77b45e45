// What the scheduler thought when it decided: kept for "why this node?". In large clusters, and for very many pods, only a little and only the latest.
import type { World } from '../../engine/index.ts'
import type { Decision } from '../tables.ts'
import type { Ratings, Search } from './decide.ts'
import type { Snapshot } from './snapshot.ts'

const FEW_NODES = 50
const MOST_DECISIONS = 2000

export const decisions = (w: Pick<World, 'table'>) => w.table<Decision>('scheduling')

type Head = Pick<Decision, 'at' | 'pod' | 'node' | 'message'>

/** Keeps a decision: in small clusters all nodes with reasons and points, in large ones the chosen node only. */
export function decisionFor(
  world: World,
  head: Head,
  snapshot: Snapshot,
  found: Search,
  ratings?: Ratings,
  points?: (i: number) => Record<string, number>,
  chosen?: number,
): void {
  const small = snapshot.order.length <= FEW_NODES
  const filtered = small ? [...found.refused].map(([i, v]) => ({ node: i.name, plugin: v.plugin, reason: v.reasons.join(', ') })) : []
  if (small && found.left) {
    const asked = new Set([...found.feasible, ...found.refused.keys()])
    for (const i of snapshot.order)
      if (!asked.has(i))
        filtered.push({ node: i.name, plugin: found.left.plugin, reason: `node(s) didn't satisfy plugin(s) [${found.left.plugin}]` })
  }
  const scored = ratings && points ? (small ? ratings.feasible.map((_, i) => i) : [chosen ?? 0]) : []
  const table = decisions(world)
  table.delete(head.pod)
  table.set(head.pod, {
    ...head,
    filtered,
    scores: scored.map(i => ({
      node: ratings?.feasible[i]?.name ?? '',
      total: ratings?.totals[i] ?? 0,
      plugins: points?.(i) ?? {},
    })),
  })
  if (table.size > MOST_DECISIONS) table.delete(table.keys().next().value as string)
}
