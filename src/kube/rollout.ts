// How far a rollout is, in kubectl's words: `kubectl rollout status` prints this until it is done. Upstream: staging/src/k8s.io/kubectl
// pkg/polymorphichelpers/rollout_status.go.
import { getCondition } from './conditions.ts'
import type { Deployment } from './types.ts'

export interface RolloutStatus {
  /** A line without its end. */
  message: string
  done: boolean
  /** The rollout has failed: the message is kubectl's error. */
  failed?: true
}

export function deploymentRolloutStatus(d: Deployment): RolloutStatus {
  const { name, generation = 0 } = d.metadata
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0, conditions } = d.status ?? {}
  if (generation > observedGeneration) return { message: 'Waiting for deployment spec update to be observed...', done: false }
  if (getCondition(conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded')
    return { message: `deployment "${name}" exceeded its progress deadline`, done: false, failed: true }
  const waiting = (what: string) => ({ message: `Waiting for deployment "${name}" rollout to finish: ${what}...`, done: false })
  const wanted = d.spec.replicas
  if (updatedReplicas < wanted) return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated`)
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`)
  if (availableReplicas < updatedReplicas) return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`)
  return { message: `deployment "${name}" successfully rolled out`, done: true }
}
