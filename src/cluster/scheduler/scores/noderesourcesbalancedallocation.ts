// A node is better when its CPU and its memory are used up evenly. Only what is really requested counts; a pod that requests nothing has no say.
// Upstream: plugins/noderesources/balanced_allocation.go.
import type { NodeInfo } from '../nodeinfo.ts'
import { type LocalScore, MOST_POINTS } from '../plugin.ts'
import { type Requests, requestsOf } from '../resources.ts'

const share = (requested: number, allocatable: number) => Math.min(1, requested / allocatable)

/** 100 less the standard deviation of the shares, which for two is half of their difference. */
export function balanced(r: { cpu: number; memory: number }, info: Pick<NodeInfo, 'cpu' | 'memory' | 'allocatable'>): number {
  const { cpu, memory } = info.allocatable
  if (cpu === 0 || memory === 0) return MOST_POINTS
  const deviation = Math.abs(share(info.cpu + r.cpu, cpu) - share(info.memory + r.memory, memory)) / 2
  return Math.trunc((1 - deviation) * MOST_POINTS)
}

const asksNothing = (r: Requests) => r.cpu === 0 && r.memory === 0

export const balancedAllocation: LocalScore = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  rate(pod) {
    const r = requestsOf(pod.spec)
    return asksNothing(r) ? undefined : info => balanced(r, info)
  },
}
