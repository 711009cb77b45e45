// Refuses what would use up more than a namespace's quotas allow. Upstream adds to the quota's status as it admits; here the objects are counted as they
// are, which comes to the same and cannot fall behind. Upstream: staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go.
import { type ApiObject, compareQuantities, resourceOf } from '../../../kube/index.ts'
import { type Attempt, isValid, type Plugin, refuse } from '../plugin.ts'
import { speaksOf, sum, tracks, type Usage, unstated, usageOf } from './usage.ts'

const print = (u: Usage, names: readonly string[]) => names.map(n => `${n}=${u[n] ?? '0'}`).join(',')

/** Why a quota does not allow the object, given what is used already. */
export function overQuota(quota: ApiObject, o: ApiObject, resource: Attempt['resource'], used: () => Usage): string | undefined {
  const { name } = quota.metadata
  if (!speaksOf(quota, o, resource.plural)) return undefined
  const hard = (quota.status?.hard ?? {}) as Usage
  const names = Object.keys(hard)
    .filter(n => tracks(n, resource))
    .sort()
  if (!names.length) return undefined
  const silent = resource.plural === 'pods' ? unstated(o, names) : undefined
  if (silent) return `failed quota: ${name}: ${silent}`
  const asked = usageOf(o, resource)
  const relevant = names.filter(n => asked[n] !== undefined && asked[n] !== '0')
  if (!relevant.length) return undefined
  const before = used()
  const after = sum(before, asked)
  const exceeded = relevant.filter(n => compareQuantities(after[n] ?? '0', hard[n] as string) > 0)
  if (!exceeded.length) return undefined
  return `exceeded quota: ${name}, requested: ${print(asked, exceeded)}, used: ${print(before, exceeded)}, limited: ${print(hard, exceeded)}`
}

/** What all objects of one kind in the quota's namespace use, as far as the quota speaks of them. */
export function usedBy(quota: ApiObject, resource: Attempt['resource'], objects: Iterable<ApiObject>): Usage {
  let used: Usage = {}
  for (const o of objects) {
    if (o.metadata.namespace === quota.metadata.namespace && speaksOf(quota, o, resource.plural)) used = sum(used, usageOf(o, resource))
  }
  return used
}

export const resourceQuota: Plugin = (o, attempt) => {
  if (attempt.op !== 'CREATE' || !resourceOf('resourcequotas')) return o
  const { env, resource } = attempt
  for (const quota of env.list('resourcequotas')) {
    if (quota.metadata.namespace !== o.metadata.namespace) continue
    const why = overQuota(quota, o, resource, () => usedBy(quota, resource, env.list(resource.plural)))
    if (why && isValid(o, attempt)) throw refuse(attempt, o, why)
  }
  return o
}
