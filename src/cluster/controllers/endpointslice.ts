// The EndpointSlice controller: writes down which pods answer for a Service, so that every node's proxy may know. It looks again when a pod comes, goes,
// turns ready or unready, or gets an address or other labels; what else happens to a pod is no news to it. Upstream:
// pkg/controller/endpointslice/endpointslice_controller.go; https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
import type { Actor, World, Write } from '../../engine/index.ts'
import { type ApiObject, compileMapSelector, type EndpointSlice, type Node, type Pod, type Service } from '../../kube/index.ts'
import { type Endpoint, isListed, memberOf, type Port } from './endpointslice/endpoints.ts'
import { type Group, isOurs, SERVICE_NAME, sliceWrites } from './endpointslice/slices.ts'
import { forget, isKept, restMs, retryMs, watches, worked } from './endpointslice/wakes.ts'

const NAME = 'endpointslice'
/** Slices are written one after the other; so many together are near enough. */
const AT_ONCE = 10
const inTurn = (writes: readonly Write[]): Write[][] =>
  Array.from({ length: Math.ceil(writes.length / AT_ONCE) }, (_, i) => writes.slice(i * AT_ONCE, (i + 1) * AT_ONCE))

export const endpointSlice: Actor = {
  name: NAME,
  plural: 'services',
  watches: [...watches, { plural: 'endpointslices', keys: c => serviceOf(c.object) }],

  look(world, key) {
    const service = world.get<Service>('services', key)
    if (!service) {
      forget(world, NAME, key)
      return undefined
    }
    if (!isKept(service)) return {}
    const wait = restMs(world, NAME, key)
    if (wait > 0) return { againInMs: wait }
    const pods = world.by<Pod>('pods', 'namespace', service.metadata.namespace ?? '')
    worked(world, NAME, key, pods.length)
    const { groups, left } = groupsOf(world, service, pods)
    const endpoints = groups.flatMap(g => g.endpoints)
    const existing = world.by<EndpointSlice>('endpointslices', 'service', key).filter(isOurs)
    const writes = sliceWrites(service, existing, groups)
    const args = { listed: endpoints.length, ready: endpoints.filter(e => e.conditions.ready).length }
    const againInMs = retryMs(world, NAME, key, left > 0)
    const code = writes.length > 0 ? 'endpointslice.writing' : 'endpointslice.settled'
    return { caption: { code, args }, steps: inTurn(writes), ...(againInMs !== undefined && { againInMs }) }
  },
}

/** The endpoints of a Service, those with the same ports together. A pod whose node is gone is left out, unless unready ones are published too. */
function groupsOf(world: World, service: Service, pods: readonly Pod[]): { readonly groups: Group[]; readonly left: number } {
  let left = 0
  const matches = compileMapSelector(service.spec.selector)
  const groups = new Map<string, { ports: readonly Port[]; endpoints: Endpoint[] }>()
  for (const pod of pods) {
    if (!matches(pod.metadata.labels) || !isListed(pod)) continue
    const node = world.get<Node>('nodes', pod.spec.nodeName ?? '')
    if (pod.spec.nodeName && !node && !service.spec.publishNotReadyAddresses) {
      left++
      continue
    }
    const { endpoint, ports, portsId } = memberOf(pod, service, node)
    const group = groups.get(portsId) ?? { ports, endpoints: [] }
    if (group.endpoints.length === 0) groups.set(portsId, group)
    group.endpoints.push(endpoint)
  }
  return { groups: [...groups.values()], left }
}

const serviceOf = (slice: ApiObject): string[] => {
  const name = slice.metadata.labels?.[SERVICE_NAME]
  return name ? [`${slice.metadata.namespace}/${name}`] : []
}
