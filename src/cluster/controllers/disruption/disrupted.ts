// Pods whose eviction was granted and that are not going yet. Each counts as gone for two minutes; one that is then still there counts again, and a warning
// says so. Upstream: pkg/controller/disruption/disruption.go buildDisruptedPodMap, countHealthyPods.
import type { World } from '../../../engine/index.ts'
import { type Pod, type PodDisruptionBudget, parseTime } from '../../../kube/index.ts'
import { isHealthy, type Roll } from './rolls.ts'

export const DELETION_TIMEOUT_MS = 120_000

export interface Disrupted {
  /** What stays on the list. */
  readonly pods: Readonly<Record<string, string>>
  /** Of those, how many would count as healthy. */
  readonly healthy: number
  /** Those that should be gone and are not. */
  readonly late: readonly Pod[]
  readonly againInMs?: number
}

export function disrupted(world: Pick<World, 'get' | 'nowMs'>, budget: PodDisruptionBudget, roll: Roll): Disrupted {
  const pods: Record<string, string> = {}
  const late: Pod[] = []
  let healthy = 0
  let againInMs: number | undefined
  for (const [name, since] of Object.entries((budget.status?.disruptedPods ?? {}) as Record<string, string>)) {
    const pod = world.get<Pod>('pods', `${budget.metadata.namespace}/${name}`)
    if (!pod || pod.metadata.deletionTimestamp || !roll.has(pod)) continue
    const left = (parseTime(since) ?? 0) + DELETION_TIMEOUT_MS - world.nowMs
    if (left < 0) {
      late.push(pod)
      continue
    }
    pods[name] = since
    if (left > 0 && isHealthy(pod)) healthy++
    againInMs = Math.min(againInMs ?? left, left)
  }
  return { pods, healthy, late, ...(againInMs !== undefined && { againInMs: againInMs + 1 }) }
}
