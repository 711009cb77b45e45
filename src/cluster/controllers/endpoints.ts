// The Endpoints controller: the same members as in the EndpointSlices, in the older, flat form, one object for each Service. Nobody here reads it but people.
// Upstream: pkg/controller/endpoint/endpoints_controller.go, pkg/api/v1/endpoints/util.go RepackSubsets.
import { type Actor, same, type World, type Write } from '../../engine/index.ts'
import { type ApiObject, compileMapSelector, type Draft, type Node, type Pod, type Service } from '../../kube/index.ts'
import { isListed, isPodReady, memberOf, type Port } from './endpointslice/endpoints.ts'
import { forget, isKept, restMs, watches, worked } from './endpointslice/wakes.ts'

const NAME = 'endpoints'
/** No more addresses than this are written down; slices have no such end. */
const MOST_ADDRESSES = 1000
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity'

interface Address {
  readonly ip: string
  readonly hostname?: string
  readonly nodeName?: string
  readonly targetRef: object
}
interface Subset {
  readonly addresses?: readonly Address[]
  readonly notReadyAddresses?: readonly Address[]
  readonly ports?: readonly object[]
}

export const endpoints: Actor = {
  name: NAME,
  plural: 'services',
  watches: [...watches, { plural: 'endpoints', keys: c => (c.type === 'ADDED' ? [] : [c.key]) }],

  look(world, key) {
    const service = world.get<Service>('services', key)
    const have = world.get('endpoints', key)
    if (!service) {
      forget(world, NAME, key)
      return have ? { steps: [[{ verb: 'delete', plural: 'endpoints', key }]] } : undefined
    }
    if (!isKept(service)) return {}
    const wait = restMs(world, NAME, key)
    if (wait > 0) return { againInMs: wait }
    const pods = world.by<Pod>('pods', 'namespace', service.metadata.namespace ?? '')
    worked(world, NAME, key, pods.length)
    return { steps: [writes(world, service, have, listed(service, pods))] }
  },
}

/** Terminating pods are listed only where unready ones are published too. */
function listed(service: Service, pods: readonly Pod[]): Pod[] {
  const matches = compileMapSelector(service.spec.selector)
  const unready = service.spec.publishNotReadyAddresses === true
  return pods.filter(p => matches(p.metadata.labels) && isListed(p, unready))
}

function writes(world: World, service: Service, have: ApiObject | undefined, pods: readonly Pod[]): Write[] {
  const { name, namespace = '' } = service.metadata
  const subsets = subsetsOf(world, service, pods.slice(0, MOST_ADDRESSES))
  const headless = service.spec.clusterIP === 'None'
  const labels = {
    ...service.metadata.labels,
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    ...(headless && { 'service.kubernetes.io/headless': '' }),
  }
  const annotations = pods.length > MOST_ADDRESSES ? { [OVER_CAPACITY]: 'truncated' } : undefined
  if (!have) {
    const metadata = { name, namespace, labels, ...(annotations && { annotations }) }
    const object: Draft = { apiVersion: 'v1', kind: 'Endpoints', metadata, ...(subsets.length > 0 && { subsets }) }
    return [{ verb: 'create', plural: 'endpoints', object }]
  }
  if (same(have.subsets ?? [], subsets) && same(have.metadata.labels, labels) && same(have.metadata.annotations, annotations)) return []
  const { subsets: _, ...rest } = have
  const { annotations: __, ...metadata } = have.metadata
  const object = { ...rest, metadata: { ...metadata, labels, ...(annotations && { annotations }) }, ...(subsets.length > 0 && { subsets }) }
  return [{ verb: 'update', plural: 'endpoints', object: object as ApiObject }]
}

/** Pods with the same ports are one subset; its addresses are in order. */
function subsetsOf(world: World, service: Service, pods: readonly Pod[]): Subset[] {
  const groups = new Map<string, { ports: readonly Port[]; ready: Address[]; unready: Address[] }>()
  const publish = service.spec.publishNotReadyAddresses === true
  for (const pod of pods) {
    const { endpoint, ports, portsId } = memberOf(pod, service, world.get<Node>('nodes', pod.spec.nodeName ?? ''))
    if (ports.length === 0 && (service.spec.ports ?? []).length > 0) continue
    const group = groups.get(portsId) ?? { ports, ready: [], unready: [] }
    groups.set(portsId, group)
    const { addresses, conditions: _, zone: __, ...rest } = endpoint
    const address = { ip: addresses[0] as string, ...rest }
    if (publish || isPodReady(pod)) group.ready.push(address)
    else group.unready.push(address)
  }
  const byIp = (a: Address, b: Address) => (a.ip < b.ip ? -1 : 1)
  return [...groups.values()].map(({ ports, ready, unready }) => ({
    ...(ready.length > 0 && { addresses: ready.sort(byIp) }),
    ...(unready.length > 0 && { notReadyAddresses: unready.sort(byIp) }),
    ...(ports.length > 0 && { ports: ports.map(({ name, ...p }) => ({ ...(name && { name }), ...p })) }),
  }))
}
