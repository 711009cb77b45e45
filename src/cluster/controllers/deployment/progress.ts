// Is the rollout getting anywhere? Complete, progressing, or silent for longer than progressDeadlineSeconds. Silence is only reported: nothing is
// rolled back. Upstream: pkg/controller/deployment/progress.go, util DeploymentComplete, DeploymentProgressing, DeploymentTimedOut.
import { type Condition, type Deployment, getCondition, parseTime, removeCondition, setCondition } from '../../../kube/index.ts'

export type DeploymentStatus = Deployment['status']
export interface DeploymentCondition extends Condition {
  lastUpdateTime?: string
}

export const PROGRESSING = 'Progressing'
export const COMPLETED = 'NewReplicaSetAvailable'
export const TIMED_OUT = 'ProgressDeadlineExceeded'
const NO_DEADLINE = 2_147_483_647

export const conditionsOf = (status: DeploymentStatus | undefined) => (status?.conditions ?? []) as readonly DeploymentCondition[]
export const progressing = (status: DeploymentStatus | undefined) => getCondition(conditionsOf(status), PROGRESSING)

export const condition = (type: string, status: string, reason: string, message: string, now: string): DeploymentCondition => ({
  type,
  status,
  lastUpdateTime: now,
  lastTransitionTime: now,
  reason,
  message,
})

export const hasDeadline = (d: Deployment) => d.spec.progressDeadlineSeconds != null && d.spec.progressDeadlineSeconds !== NO_DEADLINE

/** Everything is of the new template, available, and nothing old is left. */
export const isComplete = (d: Deployment, status: DeploymentStatus | undefined = d.status): boolean =>
  (status?.updatedReplicas ?? 0) === d.spec.replicas &&
  (status?.replicas ?? 0) === d.spec.replicas &&
  (status?.availableReplicas ?? 0) === d.spec.replicas &&
  (status?.observedGeneration ?? 0) >= (d.metadata.generation ?? 0)

/** Whether one status shows more done than the one before. */
export function hasProgressed(before: DeploymentStatus | undefined, now: DeploymentStatus): boolean {
  const old = (s: DeploymentStatus | undefined) => (s?.replicas ?? 0) - (s?.updatedReplicas ?? 0)
  return (
    (now.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) ||
    old(now) < old(before) ||
    (now.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  )
}

/** Whether the deadline has passed since the last sign of progress. A rollout that had succeeded cannot run late. */
export function hasTimedOut(d: Deployment, status: DeploymentStatus | undefined, nowMs: number): boolean {
  const c = progressing(status)
  if (!hasDeadline(d) || !c || c.reason === COMPLETED) return false
  return c.reason === TIMED_OUT || deadlineMs(d, c) < nowMs
}
const deadlineMs = (d: Deployment, c: DeploymentCondition) =>
  parseTime(c.lastUpdateTime ?? '') + (d.spec.progressDeadlineSeconds ?? 0) * 1000

/** How long until the deadline, in milliseconds, 0 when it is over; undefined: there is nothing to wait for. */
export function untilDeadline(d: Deployment, status: DeploymentStatus | undefined, nowMs: number): number | undefined {
  const c = progressing(d.status)
  if (!hasDeadline(d) || !c || isComplete(d, status) || c.reason === TIMED_OUT) return undefined
  return Math.max(0, deadlineMs(d, c) - nowMs)
}

/** What a pause does to the condition: the clock of the deadline stands still. */
export function judgePause(d: Deployment, now: string): readonly DeploymentCondition[] {
  const have = conditionsOf(d.status)
  const reason = progressing(d.status)?.reason
  if (!hasDeadline(d) || reason === TIMED_OUT) return have
  if (d.spec.paused && reason !== 'DeploymentPaused')
    return setCondition(have, condition(PROGRESSING, 'Unknown', 'DeploymentPaused', 'Deployment is paused', now))
  if (!d.spec.paused && reason === 'DeploymentPaused')
    return setCondition(have, condition(PROGRESSING, 'Unknown', 'DeploymentResumed', 'Deployment is resumed', now))
  return have
}

/** The conditions after a look at the progress between `before` (conditions included) and `now`. */
export function judgeProgress(
  d: Deployment,
  before: DeploymentStatus,
  now: DeploymentStatus,
  newSetName: string | undefined,
  clock: { now: string; nowMs: number },
): readonly DeploymentCondition[] {
  const have = conditionsOf(now)
  if (!hasDeadline(d)) return removeCondition(have, PROGRESSING)
  const current = progressing(before)
  if ((now.replicas ?? 0) === (now.updatedReplicas ?? 0) && current?.reason === COMPLETED) return have
  const who = newSetName === undefined ? `Deployment "${d.metadata.name}"` : `ReplicaSet "${newSetName}"`
  const say = (status: string, reason: string, what: string) => condition(PROGRESSING, status, reason, `${who} ${what}`, clock.now)
  if (isComplete(d, now)) return setCondition(have, say('True', COMPLETED, 'has successfully progressed.'))
  if (hasProgressed(before, now)) {
    const sign = say('True', 'ReplicaSetUpdated', 'is progressing.')
    const since = current?.status === 'True' ? current.lastTransitionTime : undefined
    return [...removeCondition(have, PROGRESSING), since ? { ...sign, lastTransitionTime: since } : sign]
  }
  if (hasTimedOut(d, now, clock.nowMs)) return setCondition(have, say('False', TIMED_OUT, 'has timed out progressing.'))
  return have
}
