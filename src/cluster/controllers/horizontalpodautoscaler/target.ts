// What is scaled: the object that the autoscaler names, and its pods. Upstream: pkg/controller/podautoscaler/horizontal.go scaleForResourceMappings.
import type { World } from '../../../engine/index.ts'
import {
  type ApiObject,
  type HorizontalPodAutoscaler,
  type LabelSelector,
  notFound,
  type Pod,
  type Resource,
  resources,
  selectorMatches,
} from '../../../kube/index.ts'

export interface Target {
  readonly object: ApiObject
  readonly resource: Resource
  readonly replicas: number
  readonly pods: readonly Pod[]
}

/** The target, or why there is none. */
export function targetOf(world: Pick<World, 'get' | 'by'>, { metadata, spec }: HorizontalPodAutoscaler): Target | string {
  const { apiVersion = '', kind, name } = spec.scaleTargetRef
  const namespace = metadata.namespace ?? ''
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  const resource = resources.find(r => r.kind === kind && r.group === group)
  if (!resource) return `no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group)}`
  if (!resource.scale) return 'the server could not find the requested resource'
  const object = world.get(resource.plural, `${namespace}/${name}`)
  if (!object) return notFound(resource, name).status.message ?? ''
  const pods = world
    .by<Pod>('pods', 'namespace', namespace)
    .filter(p => selectorMatches(object.spec.selector as LabelSelector, p.metadata.labels))
  return { object, resource, replicas: resource.scale.replicas(object), pods }
}
