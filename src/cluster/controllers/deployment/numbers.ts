// How many pods a rollout may have too many or too few at any moment. Surge is rounded up and unavailability down, so that neither is promised away;
// both nothing would leave no way to move, so one may then be missing. Upstream: pkg/controller/deployment/util/deployment_util.go ResolveFenceposts.
import { type Deployment, type IntOrPercent, resolveIntOrPercent } from '../../../kube/index.ts'

export interface Fenceposts {
  surge: number
  unavailable: number
}

/** Throws when one is a text that is no percentage. */
export function resolveFenceposts(
  maxSurge: IntOrPercent | undefined,
  maxUnavailable: IntOrPercent | undefined,
  desired: number,
): Fenceposts {
  const surge = resolveIntOrPercent(maxSurge ?? 0, desired, 'up')
  const unavailable = resolveIntOrPercent(maxUnavailable ?? 0, desired, 'down')
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable }
}

export const isRolling = (d: Deployment) => d.spec.strategy?.type === 'RollingUpdate'

const posts = (d: Deployment): Fenceposts => {
  const { maxSurge, maxUnavailable } = d.spec.strategy?.rollingUpdate ?? {}
  return resolveFenceposts(maxSurge, maxUnavailable, d.spec.replicas)
}

/** How many pods there may be beyond the size. */
export const maxSurge = (d: Deployment) => (isRolling(d) ? posts(d).surge : 0)

/** How many of the size may be unavailable. */
export const maxUnavailable = (d: Deployment) => (isRolling(d) && d.spec.replicas > 0 ? Math.min(posts(d).unavailable, d.spec.replicas) : 0)

export const minAvailable = (d: Deployment) => (isRolling(d) ? d.spec.replicas - maxUnavailable(d) : 0)

/** The most pods that all ReplicaSets together may want. */
export const mostReplicas = (d: Deployment) => d.spec.replicas + maxSurge(d)
