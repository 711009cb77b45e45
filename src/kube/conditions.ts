// Conditions: the list of {type, status, reason, message} that most kinds report their state in. Two ways of writing one exist in Kubernetes and
// differ visibly. Upstream: pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition; pkg/api/v1/pod/util.go UpdatePodCondition.

export interface Condition {
  type: string
  status: string
  reason?: string | undefined
  message?: string | undefined
  lastTransitionTime?: string | undefined
}

export function getCondition<C extends Condition>(conditions: readonly C[] | undefined, type: string): C | undefined {
  if (conditions) for (const c of conditions) if (c.type === type) return c
  return undefined
}

export const isConditionTrue = (conditions: readonly Condition[] | undefined, type: string) =>
  getCondition(conditions, type)?.status === 'True'

/** As the workload controllers write one: same status and reason changes nothing; a changed one moves to the end of the list and keeps the time of its last transition when the status stays. */
export function setCondition<C extends Condition>(conditions: readonly C[] | undefined, condition: C): readonly C[] {
  const have = conditions ?? []
  const old = getCondition(have, condition.type)
  if (!old) return [...have, condition]
  if (old.status === condition.status && old.reason === condition.reason) return have
  const kept =
    old.status === condition.status && old.lastTransitionTime ? { ...condition, lastTransitionTime: old.lastTransitionTime } : condition
  return [...have.filter(c => c.type !== condition.type), kept]
}

/** As the kubelet, the scheduler and the node controller write a pod's: in its place, the same list when nothing differs, the time of the last transition moved only by a change of status. */
export function updateCondition<C extends Condition>(conditions: readonly C[] | undefined, condition: C): readonly C[] {
  const have = conditions ?? []
  const at = have.findIndex(c => c.type === condition.type)
  const old = have[at]
  if (!old) return [...have, condition]
  const next =
    old.status === condition.status && old.lastTransitionTime ? { ...condition, lastTransitionTime: old.lastTransitionTime } : condition
  if (sameFields(old, next)) return have
  return have.map((c, i) => (i === at ? next : c))
}

export function removeCondition<C extends Condition>(conditions: readonly C[] | undefined, type: string): readonly C[] {
  const have = conditions ?? []
  return have.some(c => c.type === type) ? have.filter(c => c.type !== type) : have
}

function sameFields(a: object, b: object): boolean {
  const left = Object.entries(a).filter(([, v]) => v !== undefined)
  const right = b as Record<string, unknown>
  return left.length === Object.values(b).filter(v => v !== undefined).length && left.every(([k, v]) => right[k] === v)
}
