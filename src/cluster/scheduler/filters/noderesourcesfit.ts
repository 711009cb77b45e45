// A pod needs room: what all pods of the node request, and this one, must be no more than the node can give; and so with their number. What they
// really use does not matter. Upstream: plugins/noderesources/fit.go.
import type { NodeInfo } from '../nodeinfo.ts'
import type { Filter, Refusal } from '../plugin.ts'
import { asksNothing, type Requests, requestsOf } from '../resources.ts'

/** What is missing on a node for these requests. */
export function shortages(r: Requests, info: NodeInfo): Refusal | undefined {
  const { allocatable } = info
  const tooMany = info.pods + 1 > allocatable.pods
  if (!tooMany && asksNothing(r)) return undefined
  const cpu = r.cpu > 0 && r.cpu > allocatable.cpu - info.cpu
  const memory = r.memory > 0 && r.memory > allocatable.memory - info.memory
  let others: string[] | undefined
  for (const [name, n] of r.others) {
    if (n <= (allocatable.others.get(name) ?? 0) - (info.others.get(name) ?? 0)) continue
    others ??= []
    others.push(name)
  }
  if (!tooMany && !cpu && !memory && !others) return undefined
  const reasons = [
    ...(tooMany ? ['Too many pods'] : []),
    ...(cpu ? ['Insufficient cpu'] : []),
    ...(memory ? ['Insufficient memory'] : []),
    ...(others ?? []).map(name => `Insufficient ${name}`),
  ]
  const never =
    (cpu && r.cpu > allocatable.cpu) ||
    (memory && r.memory > allocatable.memory) ||
    (others ?? []).some(name => (r.others.get(name) ?? 0) > (allocatable.others.get(name) ?? 0))
  return { reasons, resolvable: !never }
}

export const nodeResourcesFit: Filter = {
  name: 'NodeResourcesFit',
  local: true,
  prepare(pod) {
    const r = requestsOf(pod.spec)
    return info => shortages(r, info)
  },
}
