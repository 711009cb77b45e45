// The sums of a budget: how many pods there should be, how many must stay healthy, how many disruptions that leaves. Shares are rounded up. Upstream:
// pkg/controller/disruption/disruption.go getExpectedPodCount, updatePdbStatus.
import { type PodDisruptionBudget, resolveIntOrPercent } from '../../../kube/index.ts'

export interface Numbers {
  readonly expectedPods: number
  readonly desiredHealthy: number
}

/** `scale` is asked for only when a share of it is meant, since it may not be known. */
export function numbersOf({ minAvailable, maxUnavailable }: PodDisruptionBudget['spec'], matching: number, scale: () => number): Numbers {
  if (maxUnavailable !== undefined) {
    const expectedPods = scale()
    return { expectedPods, desiredHealthy: Math.max(0, expectedPods - resolveIntOrPercent(maxUnavailable, expectedPods, 'up')) }
  }
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 }
  if (typeof minAvailable === 'number') return { expectedPods: matching, desiredHealthy: minAvailable }
  const expectedPods = scale()
  return { expectedPods, desiredHealthy: resolveIntOrPercent(minAvailable, expectedPods, 'up') }
}

/** A budget that expects no pods allows nothing: the first ones are safe before anybody has counted them. */
export const disruptionsAllowed = ({ expectedPods, desiredHealthy }: Numbers, healthy: number): number =>
  expectedPods <= 0 ? 0 : Math.max(0, healthy - desiredHealthy)
