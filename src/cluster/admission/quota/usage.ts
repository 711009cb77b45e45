// What an object uses up of a quota. Everything can be counted (`count/deployments.apps`); some kinds also by an older name (`pods`, `services`), and pods
// and claims by what they ask for. Upstream: pkg/quota/v1/evaluator/core/{pods,services,persistent_volume_claims}.go, apiserver pkg/quota/v1/generic.
import { type ApiObject, addQuantities, milliQuantity, type PodSpec, qosClass, quantityOf, type Resource } from '../../../kube/index.ts'
import { amountsIn } from '../../scheduler/index.ts'

/** Quantities by the names that quotas know. */
export type Usage = Readonly<Record<string, string>>

const BY_OLD_NAME = new Set([
  'pods',
  'services',
  'configmaps',
  'secrets',
  'replicationcontrollers',
  'resourcequotas',
  'persistentvolumeclaims',
])
/** Resources that may be limited under their bare name too. */
const BARE = ['cpu', 'memory', 'ephemeral-storage']

const isFinished = (o: ApiObject) => o.status?.phase === 'Succeeded' || o.status?.phase === 'Failed'
const amount = (name: string, n: number) => (name === 'cpu' ? milliQuantity(n) : quantityOf(n, 'BinarySI'))

function ofPod(pod: ApiObject): Usage {
  const used: Record<string, string> = { pods: '1' }
  for (const [name, n] of amountsIn(pod.spec as PodSpec, 'requests')) {
    used[`requests.${name}`] = amount(name, n)
    if (BARE.includes(name)) used[name] = amount(name, n)
  }
  for (const [name, n] of amountsIn(pod.spec as PodSpec, 'limits')) if (BARE.includes(name)) used[`limits.${name}`] = amount(name, n)
  return used
}

function ofService({ spec }: ApiObject): Usage {
  const balanced = spec.type === 'LoadBalancer'
  const ports = spec.type === 'NodePort' || (balanced && spec.allocateLoadBalancerNodePorts !== false) ? (spec.ports?.length ?? 0) : 0
  return { services: '1', 'services.loadbalancers': balanced ? '1' : '0', 'services.nodeports': String(ports) }
}

function ofClaim({ spec }: ApiObject): Usage {
  const storage = (spec.resources?.requests?.storage as string | undefined) ?? '0'
  const own: Usage = { persistentvolumeclaims: '1', 'requests.storage': storage }
  const className = spec.storageClassName as string | undefined
  if (!className) return own
  const prefix = `${className}.storageclass.storage.k8s.io`
  return { ...own, [`${prefix}/persistentvolumeclaims`]: '1', [`${prefix}/requests.storage`]: storage }
}

export const countName = ({ plural, group }: Pick<Resource, 'plural' | 'group'>): string => `count/${plural}${group ? `.${group}` : ''}`

/** What the object uses. Pods that have ended use nothing but their place among the objects. */
export function usageOf(o: ApiObject, resource: Pick<Resource, 'plural' | 'group'>): Usage {
  const { plural } = resource
  const counted = { [countName(resource)]: '1' }
  if (plural === 'pods') return isFinished(o) ? counted : { ...ofPod(o), ...counted }
  if (plural === 'services') return { ...ofService(o), ...counted }
  if (plural === 'persistentvolumeclaims') return { ...ofClaim(o), ...counted }
  return BY_OLD_NAME.has(plural) ? { [plural]: '1', ...counted } : counted
}

/** Whether a name of a quota can be used up by objects of a kind. */
export function tracks(name: string, resource: Pick<Resource, 'plural' | 'group'>): boolean {
  const { plural } = resource
  if (name === countName(resource) || name === plural) return BY_OLD_NAME.has(plural) || name !== plural
  if (plural === 'services') return name.startsWith('services.')
  if (plural === 'persistentvolumeclaims') return name === 'requests.storage' || name.includes('.storageclass.storage.k8s.io/')
  if (plural !== 'pods') return false
  return BARE.includes(name) || name.startsWith('limits.') || (name.startsWith('requests.') && name !== 'requests.storage')
}

export const sum = (a: Usage, b: Usage): Usage => {
  const out: Record<string, string> = { ...a }
  for (const [name, q] of Object.entries(b)) out[name] = addQuantities(out[name], q)
  return out
}

/** What a pod must state when a quota limits it: `must specify cpu for: c; limits.memory for: c,d`. */
export function unstated(pod: ApiObject, names: readonly string[]): string | undefined {
  const spec = pod.spec as PodSpec
  const said = names
    .filter(name => BARE.includes(name) || name.startsWith('limits.') || name.startsWith('requests.'))
    .map(name => {
      const limit = name.startsWith('limits.')
      const resource = name.replace(/^(limits|requests)\./, '')
      const silent = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].filter(
        c => (limit ? c.resources?.limits : c.resources?.requests)?.[resource] === undefined,
      )
      return silent.length
        ? `${name} for: ${silent
            .map(c => c.name)
            .sort()
            .join(',')}`
        : undefined
    })
    .filter(s => s !== undefined)
  return said.length ? `must specify ${said.join('; ')}` : undefined
}

type Scope = { scopeName: string; operator?: string; values?: string[] }

function inScope(pod: ApiObject, { scopeName, operator = 'Exists', values = [] }: Scope): boolean {
  const spec = pod.spec as PodSpec
  const ends = spec.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds !== null
  const best = (pod.status?.qosClass ?? qosClass(spec)) === 'BestEffort'
  const rank = spec.priorityClassName ?? ''
  switch (scopeName) {
    case 'Terminating':
      return ends
    case 'NotTerminating':
      return !ends
    case 'BestEffort':
      return best
    case 'NotBestEffort':
      return !best
    case 'PriorityClass':
      return operator === 'In'
        ? values.includes(rank)
        : operator === 'NotIn'
          ? !values.includes(rank)
          : (operator === 'Exists') === (rank !== '')
    case 'CrossNamespacePodAffinity':
      return [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity].some(a =>
        [
          ...(a?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
          ...(a?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(t => t.podAffinityTerm),
        ].some(t => (t.namespaces?.length ?? 0) > 0 || t.namespaceSelector),
      )
    default:
      return false
  }
}

/** Whether a quota speaks of this object: one with scopes only of pods, and of those that are in all of them. */
export function speaksOf(quota: ApiObject, o: ApiObject, plural: string): boolean {
  const scopes: Scope[] = [
    ...((quota.spec?.scopes ?? []) as string[]).map(scopeName => ({ scopeName })),
    ...((quota.spec?.scopeSelector?.matchExpressions ?? []) as Scope[]),
  ]
  return scopes.length === 0 || (plural === 'pods' && scopes.every(s => inScope(o, s)))
}
