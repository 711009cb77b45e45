// What a Deployment reports: counts added up from its ReplicaSets, and three conditions. Upstream: pkg/controller/deployment/sync.go calculateStatus,
// progress.go syncRolloutStatus.
import { same, type Write } from '../../../engine/index.ts'
import { type Deployment, getCondition, type ReplicaSet, removeCondition, setCondition } from '../../../kube/index.ts'
import { annotationsOf, REVISION } from './annotations.ts'
import { maxUnavailable } from './numbers.ts'
import {
  condition,
  type DeploymentCondition,
  type DeploymentStatus,
  hasDeadline,
  judgeProgress,
  PROGRESSING,
  progressing,
} from './progress.ts'
import { available, existing, ready, type Sets, wanted } from './sets.ts'

/** Zeros are not written down. */
function counted(counts: Record<string, number>): Record<string, number> {
  const some: Record<string, number> = {}
  for (const name in counts) if (counts[name]) some[name] = counts[name]
  return some
}

/** The counts and the Available condition, on top of `conditions`. */
export function calculateStatus(
  d: Deployment,
  sets: Sets,
  newSet: ReplicaSet | undefined,
  conditions: readonly DeploymentCondition[],
  now: string,
): DeploymentStatus {
  const up = available(sets)
  const enough = up >= d.spec.replicas - maxUnavailable(d)
  const availability = enough
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now)
  return {
    ...counted({
      observedGeneration: d.metadata.generation ?? 0,
      replicas: existing(sets),
      updatedReplicas: newSet ? existing([newSet]) : 0,
      readyReplicas: ready(sets),
      availableReplicas: up,
      unavailableReplicas: Math.max(0, wanted(sets) - up),
    }),
    ...(d.status?.collisionCount !== undefined && { collisionCount: d.status.collisionCount }),
    conditions: setCondition(conditions, availability) as DeploymentStatus['conditions'] & object,
  }
}

/** A ReplicaSet that cannot create or delete its pods makes it the Deployment's trouble; the new one is asked first. */
function withReplicaFailure(conditions: readonly DeploymentCondition[], sets: Sets, newSet: ReplicaSet | undefined) {
  const failure = [newSet, ...sets].map(s => getCondition(s?.status?.conditions, 'ReplicaFailure')).find(c => c !== undefined)
  if (!failure) return removeCondition(conditions, 'ReplicaFailure')
  const { type, status, lastTransitionTime, reason, message } = failure
  const copy: DeploymentCondition = { type, status, lastUpdateTime: lastTransitionTime as string, lastTransitionTime, reason, message }
  return setCondition(conditions, copy)
}

/** The status after a step of a rollout: with the counts come a judgement of the progress and the failures of the ReplicaSets. */
export function rolloutStatus(
  d: Deployment,
  sets: Sets,
  newSet: ReplicaSet | undefined,
  conditions: readonly DeploymentCondition[],
  clock: { now: string; nowMs: number },
): DeploymentStatus {
  const status = calculateStatus(d, sets, newSet, conditions, clock.now)
  const before = { ...d.status, conditions } as DeploymentStatus
  const judged = judgeProgress(d, before, status, newSet?.metadata.name, clock)
  return { ...status, conditions: withReplicaFailure(judged, sets, newSet) as DeploymentStatus['conditions'] & object }
}

/** How the new ReplicaSet came into being is told once, in the Progressing condition. */
export function announced(
  d: Deployment,
  conditions: readonly DeploymentCondition[],
  newSet: ReplicaSet | undefined,
  created: boolean,
  now: string,
): readonly DeploymentCondition[] {
  if (!newSet || !hasDeadline(d)) return conditions
  const { name } = newSet.metadata
  if (created)
    return setCondition(conditions, condition(PROGRESSING, 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, now))
  if (progressing({ ...d.status, conditions } as DeploymentStatus)) return conditions
  return setCondition(conditions, condition(PROGRESSING, 'True', 'FoundNewReplicaSet', `Found new replica set "${name}"`, now))
}

/** The write that brings status and revision up to date; none when nothing differs. Refused when somebody else wrote the Deployment meanwhile. */
export function statusWrite(d: Deployment, status: DeploymentStatus, newSet: ReplicaSet | undefined): Write[] {
  const revision = newSet && annotationsOf(newSet)[REVISION]
  const stays = revision === undefined || annotationsOf(d)[REVISION] === revision
  if (stays && same(status, d.status)) return []
  const metadata = stays ? d.metadata : { ...d.metadata, annotations: { ...d.metadata.annotations, [REVISION]: revision } }
  return [{ verb: 'update', plural: 'deployments', subresource: 'status', object: { ...d, metadata, status }, trusted: true }]
}
