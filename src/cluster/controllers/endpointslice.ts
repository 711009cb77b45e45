// The EndpointSlice controller: writes down which pods answer for a Service, so that every node's proxy may know. It looks again when a pod comes, goes,
// turns ready or unready, or gets an address or other labels; what else happens to a pod is no news to it. Upstream:
// pkg/controller/endpointslice/endpointslice_controller.go; https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
import { type Actor, type Commit, keyOf, same, type World } from '../../engine/index.ts'
import { type ApiObject, compileMapSelector, type EndpointSlice, type Labels, type Node, type Pod, type Service } from '../../kube/index.ts'
import { type Endpoint, endpointOf, isListed, isPodReady, type Port, portsOf } from './endpointslice/endpoints.ts'
import { type Group, isOurs, SERVICE_NAME, sliceWrites } from './endpointslice/slices.ts'

/** Upstream's work on one Service takes time, so that it sees the changes of many pods together: about so long for each pod. */
const WORK_MS_PER_POD = 0.01
const MANY = 1000

export const endpointSlice: Actor = {
  name: 'endpointslice',
  plural: 'services',
  watches: [
    { plural: 'services', keys: c => [c.key] },
    { plural: 'pods', keys: podChanged },
    { plural: 'endpointslices', keys: c => serviceOf(c.object) },
  ],

  look(world, key) {
    const service = world.get<Service>('services', key)
    if (!service) {
      world.table<Work>('endpointslice.work').delete(key)
      return undefined
    }
    const { selector, type } = service.spec
    if (!selector || Object.keys(selector).length === 0 || type === 'ExternalName' || service.metadata.deletionTimestamp) return {}
    const wait = restMs(world, key)
    if (wait > 0) return { againInMs: wait }
    const groups = groupsOf(world, service)
    const endpoints = groups.flatMap(g => g.endpoints)
    world.table<Work>('endpointslice.work').set(key, { at: world.now, pods: endpoints.length })
    const existing = world.by<EndpointSlice>('endpointslices', 'service', key).filter(isOurs)
    const writes = sliceWrites(service, existing, groups)
    const args = { listed: endpoints.length, ready: endpoints.filter(e => e.conditions.ready).length }
    return { caption: { code: writes.length > 0 ? 'endpointslice.writing' : 'endpointslice.settled', args }, steps: [writes] }
  },
}

interface Work {
  readonly at: number
  readonly pods: number
}

/** How long the work on the last look still takes, for a Service of very many pods. */
function restMs(world: World, key: string): number {
  const last = world.table<Work>('endpointslice.work').get(key)
  return last && last.pods > MANY ? Math.max(0, last.at + last.pods * WORK_MS_PER_POD - world.now) : 0
}

/** The endpoints of a Service, those with the same ports together. A pod whose node is gone is left out. */
function groupsOf(world: World, service: Service): Group[] {
  const { namespace = '' } = service.metadata
  const matches = compileMapSelector(service.spec.selector)
  const groups = new Map<string, { ports: Port[]; endpoints: Endpoint[] }>()
  for (const pod of world.by<Pod>('pods', 'namespace', namespace)) {
    if (!matches(pod.metadata.labels) || !isListed(pod)) continue
    const node = world.get<Node>('nodes', pod.spec.nodeName ?? '')
    if (pod.spec.nodeName && !node) continue
    const ports = portsOf(service, pod)
    const id = ports.map(p => `${p.name} ${p.port} ${p.protocol}`).join()
    const group = groups.get(id) ?? { ports, endpoints: [] }
    groups.set(id, group)
    group.endpoints.push(endpointOf(pod, service, node))
  }
  return [...groups.values()]
}

/** The Services that a pod's change concerns. */
function podChanged(c: Commit, world: World): string[] {
  const old = c.old as Pod | undefined
  const pod = c.object as Pod
  const relabelled = c.type === 'MODIFIED' && old !== undefined && !same(old.metadata.labels, pod.metadata.labels)
  if (c.type === 'MODIFIED' && old && !relabelled && !endpointChanged(old, pod)) return []
  const keys = servicesFor(world, pod.metadata.namespace ?? '', pod.metadata.labels)
  if (relabelled) keys.push(...servicesFor(world, pod.metadata.namespace ?? '', old.metadata.labels))
  return [...new Set(keys)]
}

/** Not its phase: a pod that turned unready just before it ended may stay listed until something else happens. */
const endpointChanged = (old: Pod, pod: Pod): boolean =>
  old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
  isPodReady(old) !== isPodReady(pod) ||
  old.status?.podIP !== pod.status?.podIP ||
  old.spec.nodeName !== pod.spec.nodeName ||
  old.spec.hostname !== pod.spec.hostname ||
  old.spec.subdomain !== pod.spec.subdomain

function servicesFor(world: World, namespace: string, labels: Labels): string[] {
  if (!labels) return []
  return world
    .by<Service>('services', 'namespace', namespace)
    .filter(s => compileMapSelector(s.spec.selector)(labels))
    .map(keyOf)
}

const serviceOf = (slice: ApiObject): string[] => {
  const name = slice.metadata.labels?.[SERVICE_NAME]
  return name ? [`${slice.metadata.namespace}/${name}`] : []
}
