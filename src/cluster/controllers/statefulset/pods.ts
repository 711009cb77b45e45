// What a StatefulSet asks of a pod: has it ended, is it going, does it serve, has it served long enough. Upstream: stateful_set_utils.go isRunningAndReady,
// isRunningAndAvailable, isHealthy.
import { isConditionTrue, type Pod } from '../../../kube/index.ts'
import { isAvailable as readyLongEnough } from '../replicaset/status.ts'

export const hasEnded = (p: Pod): boolean => p.status?.phase === 'Failed' || p.status?.phase === 'Succeeded'
export const isGoing = (p: Pod): boolean => p.metadata.deletionTimestamp !== undefined
export const isPending = (p: Pod): boolean => p.status?.phase === 'Pending'
export const isRunningAndReady = (p: Pod): boolean => p.status?.phase === 'Running' && isConditionTrue(p.status?.conditions, 'Ready')
export const isHealthy = (p: Pod): boolean => isRunningAndReady(p) && !isGoing(p)
export const isAvailable = (p: Pod, minReadySeconds: number, nowMs: number): boolean =>
  isRunningAndReady(p) && (minReadySeconds === 0 || readyLongEnough(p, minReadySeconds, nowMs))
