// What a budget reports, and the condition that goes with it. The eviction call writes the same. Upstream: pkg/controller/disruption/disruption.go
// updatePdbStatus, failSafe; pkg/apis/policy/... pdbhelper UpdateDisruptionAllowedCondition.
import { same, type Write } from '../../../engine/index.ts'
import type { Condition, PodDisruptionBudget } from '../../../kube/index.ts'

export const DISRUPTION_ALLOWED = 'DisruptionAllowed'
export const SYNC_FAILED = 'SyncFailed'

type Status = PodDisruptionBudget['status']
interface BudgetCondition extends Condition {
  readonly observedGeneration?: number
}

/** The list with this condition; the time of its last transition is moved only by a change of status. */
export function withCondition(status: Status | undefined, next: BudgetCondition, now: string): Status['conditions'] {
  const have = (status?.conditions ?? []) as BudgetCondition[]
  const old = have.find(c => c.type === next.type)
  const condition = { ...next, lastTransitionTime: old?.status === next.status ? old.lastTransitionTime : now }
  return (old ? have.map(c => (c === old ? condition : c)) : [...have, condition]) as Status['conditions']
}

/** The condition that follows from the number of disruptions allowed. */
export const allowedCondition = (status: Pick<Status, 'disruptionsAllowed' | 'observedGeneration'>): BudgetCondition => ({
  type: DISRUPTION_ALLOWED,
  status: status.disruptionsAllowed > 0 ? 'True' : 'False',
  reason: status.disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
  message: '',
  ...(status.observedGeneration !== undefined && { observedGeneration: status.observedGeneration }),
})

export function counted(
  budget: PodDisruptionBudget,
  counts: Pick<Status, 'currentHealthy' | 'desiredHealthy' | 'expectedPods' | 'disruptionsAllowed'>,
  disruptedPods: Readonly<Record<string, string>>,
  now: string,
): Status {
  const status: Status = {
    ...counts,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    observedGeneration: budget.metadata.generation ?? 0,
  }
  return { ...status, conditions: withCondition(budget.status, allowedCondition(status), now) } as Status
}

/** Nothing is allowed while nobody knows: the counts stay as they were. */
export function failed(budget: PodDisruptionBudget, message: string, now: string): Status {
  const { observedGeneration } = budget.status ?? {}
  const condition = {
    type: DISRUPTION_ALLOWED,
    status: 'False',
    reason: SYNC_FAILED,
    message,
    ...(observedGeneration && { observedGeneration }),
  }
  return { ...budget.status, disruptionsAllowed: 0, conditions: withCondition(budget.status, condition, now) } as Status
}

export const statusWrite = (budget: PodDisruptionBudget, status: Status): Write[] =>
  same(status, budget.status)
    ? []
    : [{ verb: 'update', plural: 'poddisruptionbudgets', subresource: 'status', object: { ...budget, status }, trusted: true }]
