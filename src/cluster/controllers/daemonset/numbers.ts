// How many may be missing, and how many may be too many, while a DaemonSet is updated. Shares are rounded up. Upstream:
// pkg/controller/daemon/util/daemonset_util.go UnavailableCount, SurgeCount; update.go updatedDesiredNodeCounts.
import { type DaemonSet, resolveIntOrPercent } from '../../../kube/index.ts'

export interface Budgets {
  readonly maxUnavailable: number
  readonly maxSurge: number
}

export const isRolling = (ds: DaemonSet): boolean => ds.spec.updateStrategy?.type !== 'OnDelete'

/** Neither allowed means one may be missing: otherwise nothing would ever move. */
export function budgets(ds: DaemonSet, desired: number): Budgets {
  const { maxUnavailable = 0, maxSurge = 0 } = (isRolling(ds) && ds.spec.updateStrategy?.rollingUpdate) || {}
  const missing = resolveIntOrPercent(maxUnavailable, desired, 'up')
  const surge = resolveIntOrPercent(maxSurge, desired, 'up')
  return { maxUnavailable: desired > 0 && missing === 0 && surge === 0 ? 1 : missing, maxSurge: surge }
}

/** Whether a new pod may run beside an old one. */
export const allowsSurge = (ds: DaemonSet): boolean => budgets(ds, 1).maxSurge > 0
