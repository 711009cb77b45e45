// POST pods/NAME/eviction: a deletion that asks the disruption budgets first. Upstream: pkg/registry/core/pod/storage/eviction.go.
import { ApiError, type ApiObject, badRequest, compileSelector, isConditionTrue, notFound, type Pod } from '../../kube/index.ts'
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
  call.act(cause => {
    const budget = goesAnyway(pod) ? undefined : budgetOf(call, pod)
    if (budget) spend(call, budget, pod, cause, dryRun)
    house.engine.api.remove('pods', keyIn(call), remove, { cause, dryRun })
  })
  return { status: success(undefined, 201), code: 201 }
}

/** policy/v1beta1 is still understood here, and nowhere else. */
function olderVersion(body: unknown): unknown {
  if (typeof body === 'string') return body.replace('"policy/v1beta1"', '"policy/v1"')
  return body
}

/** Pods that never ran, that have ended or that are on their way out disturb nobody. */
const goesAnyway = ({ metadata, status }: Pod) =>
  metadata.deletionTimestamp !== undefined || ['Pending', 'Succeeded', 'Failed'].includes(status.phase ?? '')

function budgetOf(call: Call, pod: Pod): ApiObject | undefined {
  const { store } = call.house.engine
  if (!store.resources.has(BUDGETS)) return undefined
  const matching = store
    .by(BUDGETS, 'namespace', pod.metadata.namespace ?? '')
    .filter(b => b.spec.selector && compileSelector(b.spec.selector)(pod.metadata.labels))
  if (matching.length > 1)
    throw new ApiError(
      500,
      'InternalError',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    )
  return matching[0]
}

/** Takes one disruption out of the budget. Throws 429 when there is none. */
function spend(call: Call, budget: ApiObject, pod: Pod, cause: number, dryRun: boolean): void {
  const status = budget.status as {
    observedGeneration?: number
    disruptionsAllowed: number
    desiredHealthy: number
    currentHealthy: number
    disruptedPods?: Record<string, string>
  }
  const ready = isConditionTrue(pod.status.conditions, 'Ready')
  if (!ready && budget.spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return
  if (!ready && status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0) return
  const { name } = budget.metadata
  if ((status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0))
    throw tooMany(
      "Cannot evict pod as it would violate the pod's disruption budget.",
      `The disruption budget ${name} is still being processed by the server.`,
    )
  if (status.disruptionsAllowed <= 0)
    throw tooMany(
      "Cannot evict pod as it would violate the pod's disruption budget.",
      `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`,
    )
  if (dryRun) return
  const { timestamp } = call.house.engine.world
  const next = {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: status.disruptionsAllowed - 1,
      disruptedPods: { ...status.disruptedPods, [pod.metadata.name]: timestamp },
    },
  }
  call.house.engine.api.update(BUDGETS, next, { cause, subresource: 'status', trusted: true })
}

const tooMany = (message: string, why: string) =>
  new ApiError(429, 'TooManyRequests', message, { causes: [{ reason: 'DisruptionBudget', message: why }] })
