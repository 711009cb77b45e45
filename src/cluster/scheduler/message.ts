// The sentence that says why a pod stays pending. Upstream: pkg/scheduler/framework/types.go FitError.
import type { Search } from './decide.ts'
import type { Verdict } from './local.ts'

/** `3 Insufficient cpu, 2 node(s) were unschedulable`: counts with their reasons, sorted as text. */
export function countReasons(reasons: Iterable<string>): string {
  const counts = new Map<string, number>()
  for (const r of reasons) counts.set(r, (counts.get(r) ?? 0) + 1)
  return listReasons(counts)
}

function listReasons(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .map(([reason, n]) => `${n} ${reason}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join(', ')
}

/** `0/3 nodes are available: 3 Insufficient cpu.`, without what preemption has to say. */
export function unavailable(nodes: number, s: Search, refused: ReadonlyMap<unknown, Verdict>): string {
  const head = `0/${nodes} nodes are available:`
  if (s.hopeless) return `${head} ${s.hopeless.reasons.join(', ')}.`
  const counts = new Map<string, number>()
  for (const { reasons } of refused.values()) for (const r of reasons) counts.set(r, (counts.get(r) ?? 0) + 1)
  if (s.left?.nodes) {
    const reason = `node(s) didn't satisfy plugin(s) [${s.left.plugin}]`
    counts.set(reason, (counts.get(reason) ?? 0) + s.left.nodes)
  }
  return counts.size ? `${head} ${listReasons(counts)}.` : head
}
