// POST pods/NAME/eviction: a deletion that asks the disruption budgets first. Upstream: pkg/registry/core/pod/storage/eviction.go.
import {
  ApiError,
  type ApiObject,
  badRequest,
  compileSelector,
  forbidden,
  getCondition,
  isConditionTrue,
  notFound,
  type Pod,
  type PodCondition,
  type PodDisruptionBudget,
  type Status,
  updateCondition,
} from '../../kube/index.ts'
import { readObject } from '../body.ts'
import { type Answer, type Call, keyIn } from '../call.ts'
import { removeOptions, writeOptions } from '../options.ts'
import { success } from '../refusals.ts'
import { checkPreconditions } from '../verbs/remove.ts'

const EVICTION = { group: 'policy', version: 'v1', kind: 'Eviction' }
const BUDGETS = 'poddisruptionbudgets'

export function evict(call: Call): Answer {
  const { request, house, resource: r, query } = call
  const options = writeOptions('CreateOptions', query)
  const body = olderVersion(request.body)
  const sent = readObject(body, request.contentType, EVICTION, house.reading, options.fieldValidation, call.warnings)
  if (sent.metadata.name && sent.metadata.name !== call.name) throw badRequest('name in URL does not match name in Eviction object')
  const remove = removeOptions((sent.deleteOptions as Record<string, unknown> | undefined) ?? {}, query)
  const dryRun = options.dryRun || remove.dry
  const pod = house.engine.store.get<Pod>('pods', keyIn(call))
  if (!pod) throw notFound(r, call.name)
  checkPreconditions(r, pod, remove)
  const asks = !goesAnyway(pod)
  const [budget, second] = asks ? budgetsOf(call, pod) : []
  if (second) return { status: TWO_BUDGETS, code: 500 }
  call.act(cause => {
    if (asks) {
      if (budget && !isOfNoUse(pod, budget)) spend(call, budget, pod, cause, dryRun)
      if (!dryRun) mark(call, pod, cause)
    }
    house.engine.api.remove('pods', keyIn(call), withoutVersion(remove), { cause, dryRun })
  })
  return { status: success(undefined, 201), code: 201 }
}

/** Not an error like others: it has no reason. */
const TWO_BUDGETS: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  code: 500,
}

/** The version was looked at before the pod was marked, which changed it. */
const withoutVersion = (remove: ReturnType<typeof removeOptions>) =>
  remove.preconditions ? { ...remove, preconditions: { ...(remove.preconditions.uid && { uid: remove.preconditions.uid }) } } : remove

/** policy/v1beta1 is still understood here, and nowhere else. */
function olderVersion(body: unknown): unknown {
  if (typeof body === 'string') return body.replace('"policy/v1beta1"', '"policy/v1"')
  return body
}

/** Pods that never ran, that have ended or that are on their way out disturb nobody. */
const goesAnyway = ({ metadata, status }: Pod) =>
  metadata.deletionTimestamp !== undefined || ['Pending', 'Succeeded', 'Failed'].includes(status.phase ?? '')

function budgetsOf(call: Call, pod: Pod): readonly PodDisruptionBudget[] {
  const { store } = call.house.engine
  if (!store.resources.has(BUDGETS)) return []
  const matching = store
    .by<PodDisruptionBudget>(BUDGETS, 'namespace', pod.metadata.namespace ?? '')
    .filter(b => b.spec.selector && compileSelector(b.spec.selector)(pod.metadata.labels))
  return matching
}

/** An unready pod may go whatever the budget says, if the budget says so or enough others are healthy. */
function isOfNoUse({ status }: Pod, { spec, status: have }: PodDisruptionBudget): boolean {
  if (isConditionTrue(status.conditions, 'Ready')) return false
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  return have.desiredHealthy > 0 && have.currentHealthy >= have.desiredHealthy
}

/** So many evictions may be granted that the controller has not seen yet. */
const MOST_DISRUPTED = 2000

/**
 * Takes one disruption out of the budget. Throws 429 when there is none. A real call takes so long that the controller has counted before it is answered; here it
 * takes no time, and so it writes down itself what the controller will find: one healthy pod fewer.
 */
function spend(call: Call, budget: PodDisruptionBudget, pod: Pod, cause: number, dryRun: boolean): void {
  const { name, generation = 0 } = budget.metadata
  const { status } = budget
  const disrupted = (status.disruptedPods ?? {}) as Record<string, string>
  if ((status.observedGeneration ?? 0) < generation)
    throw tooMany(`The disruption budget ${name} is still being processed by the server.`, 10)
  if (status.disruptionsAllowed < 0) throw forbidden(BUDGET, name, 'pdb disruptions allowed is negative')
  if (Object.keys(disrupted).length > MOST_DISRUPTED)
    throw forbidden(BUDGET, name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller')
  if (status.disruptionsAllowed === 0) throw tooMany(whyNot(budget))
  if (dryRun) return
  const { timestamp } = call.house.engine.world
  const left = status.disruptionsAllowed - 1
  const next = {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: left,
      currentHealthy: status.currentHealthy - Number(isConditionTrue(pod.status.conditions, 'Ready')),
      disruptedPods: { ...disrupted, [pod.metadata.name]: timestamp },
      ...(left === 0 && { conditions: exhausted(status, timestamp) }),
    },
  }
  call.house.engine.api.update(BUDGETS, next, { cause, subresource: 'status', trusted: true })
}

const BUDGET = { group: 'policy', plural: 'poddisruptionbudget' }

function whyNot({ metadata: { name }, status }: PodDisruptionBudget): string {
  const condition = getCondition(status.conditions, 'DisruptionAllowed')
  const words = condition?.status === 'False' ? condition.message : ''
  if (words && condition?.reason === 'SyncFailed')
    return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${words}`
  if (status.currentHealthy <= status.desiredHealthy)
    return `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`
  if (words) return `The disruption budget ${name} does not allow evicting pods currently (${condition?.reason}): ${words}`
  return `The disruption budget ${name} does not allow evicting pods currently`
}

/** With the last disruption the condition changes too, ahead of the controller. */
function exhausted({ conditions = [], observedGeneration }: PodDisruptionBudget['status'], now: string) {
  const old = getCondition(conditions, 'DisruptionAllowed')
  const next = {
    type: 'DisruptionAllowed',
    status: 'False',
    reason: 'InsufficientPods',
    message: '',
    ...(observedGeneration !== undefined && { observedGeneration }),
    lastTransitionTime: old?.status === 'False' ? old.lastTransitionTime : now,
  }
  return old ? conditions.map(c => (c === old ? next : c)) : [...conditions, next]
}

/** Says in the pod why it goes. */
function mark(call: Call, pod: Pod, cause: number): void {
  const { api, world } = call.house.engine
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: world.timestamp,
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  } as unknown as PodCondition
  const conditions = updateCondition((pod.status.conditions ?? []) as readonly PodCondition[], condition)
  const object: ApiObject = { ...pod, status: { ...pod.status, conditions } }
  api.update('pods', object, { cause, subresource: 'status', trusted: true })
}

const tooMany = (why: string, retryAfterSeconds = 0) =>
  new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message: why }],
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
  })
