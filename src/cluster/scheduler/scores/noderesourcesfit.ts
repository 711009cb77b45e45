// The node with the most room left is best: for CPU and memory each the share that would be free, averaged. Containers that request nothing count as a
// little. Upstream: plugins/noderesources/{fit,least_allocated,resource_allocation}.go.
import type { NodeInfo } from '../nodeinfo.ts'
import { type LocalScore, MOST_POINTS } from '../plugin.ts'
import { type Requests, requestsOf } from '../resources.ts'

/** One resource: how much would be used of what there is. */
export interface Use {
  readonly requested: number
  readonly allocatable: number
  readonly weight: number
}

const free = ({ requested, allocatable }: Use) =>
  requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * MOST_POINTS) / allocatable)

/** The weighted average of what would be free, in whole points; a resource that the node does not have is left out. */
export function leastAllocated(uses: readonly Use[]): number {
  let sum = 0
  let weights = 0
  for (const use of uses) {
    if (use.allocatable === 0) continue
    sum += free(use) * use.weight
    weights += use.weight
  }
  return weights === 0 ? 0 : Math.trunc(sum / weights)
}

const usesWith = (r: Requests, info: NodeInfo): readonly Use[] => [
  { requested: info.cpuOrDefault + r.cpuOrDefault, allocatable: info.allocatable.cpu, weight: 1 },
  { requested: info.memoryOrDefault + r.memoryOrDefault, allocatable: info.allocatable.memory, weight: 1 },
]

export const nodeResourcesFitScore: LocalScore = {
  name: 'NodeResourcesFit',
  weight: 1,
  rate(pod) {
    const r = requestsOf(pod.spec)
    return info => leastAllocated(usesWith(r, info))
  },
}
