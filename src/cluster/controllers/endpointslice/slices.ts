// The slices of a Service as they should be, and the writes that make them so. Pods in which the Service's ports have other numbers get slices of their
// own; a Service that means no pod keeps one empty slice. Upstream: staging/src/k8s.io/endpointslice reconciler.go reconcileByAddressType, finalize.
import { keyOf, same, type Write } from '../../../engine/index.ts'
import { canonical, controllerRef, type Draft, type EndpointSlice, type Service } from '../../../kube/index.ts'
import type { Endpoint, Port } from './endpoints.ts'
import { fill } from './filling.ts'

export const SERVICE_NAME = 'kubernetes.io/service-name'
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
export const MANAGER = 'endpointslice-controller.k8s.io'
const HEADLESS = 'service.kubernetes.io/headless'

/** Endpoints whose ports are the same. */
export interface Group {
  readonly ports: readonly Port[]
  readonly endpoints: readonly Endpoint[]
}

export const isOurs = (s: EndpointSlice) => s.metadata.labels?.[MANAGED_BY] === MANAGER && !s.metadata.deletionTimestamp

/** The Service's labels pass to its slices. */
function labelsOf(service: Service): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const [k, v] of Object.entries(service.metadata.labels ?? {}))
    if (k !== SERVICE_NAME && k !== MANAGED_BY && k !== HEADLESS) labels[k] = v
  if (service.spec.clusterIP === 'None') labels[HEADLESS] = ''
  return { ...labels, [SERVICE_NAME]: service.metadata.name, [MANAGED_BY]: MANAGER }
}

function draft(service: Service, labels: Record<string, string>, group: Group | undefined): Draft {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${service.metadata.name}-`,
      namespace: service.metadata.namespace as string,
      labels,
      ownerReferences: [controllerRef(service)],
    },
    addressType: 'IPv4',
    endpoints: group?.endpoints ?? null,
    ports: group?.ports ?? null,
  }
}

const portsKey = (ports: readonly Port[] | null | undefined) =>
  canonical([...(ports ?? [])].sort((a, b) => a.port - b.port || (a.name < b.name ? -1 : 1)))

/** What to write so that the slices say what the groups say. */
export function sliceWrites(service: Service, existing: readonly EndpointSlice[], groups: readonly Group[]): Write[] {
  const labels = labelsOf(service)
  const stale = (s: EndpointSlice) => !same(s.metadata.labels, labels)
  const updates: EndpointSlice[] = []
  const creates: Draft[] = []
  const removes = new Set(existing)
  for (const group of groups) {
    const here = existing.filter(s => portsKey(s.ports as Port[] | undefined) === portsKey(group.ports))
    const { update, remove, create } = fill(here, group.endpoints, stale)
    for (const s of here) if (!remove.includes(s)) removes.delete(s)
    for (const s of here) {
      const endpoints = update.get(s.metadata.name)
      if (endpoints) updates.push({ ...s, metadata: { ...s.metadata, labels }, endpoints: endpoints as never })
    }
    creates.push(...create.map(endpoints => draft(service, labels, { ports: group.ports, endpoints })))
  }
  if (removes.size === existing.length && creates.length === 0) {
    const empty = existing.find(s => !s.endpoints?.length && !s.ports?.length)
    if (empty && !stale(empty)) removes.delete(empty)
    else creates.push(draft(service, labels, undefined))
  }
  return [...reuse(creates, removes, service), ...updates.map(asUpdate), ...creates.map(asCreate), ...[...removes].map(asRemoval)]
}

/** A slice that would go becomes one that is to be made: its name lives on. Takes both out of their lists. */
function reuse(creates: Draft[], removes: Set<EndpointSlice>, service: Service): Write[] {
  const writes: Write[] = []
  for (const s of removes) {
    const owned = s.metadata.ownerReferences?.some(r => r.uid === service.metadata.uid)
    const next = owned ? creates.pop() : undefined
    if (!next) continue
    removes.delete(s)
    const { labels } = next.metadata
    writes.push(asUpdate({ ...s, metadata: { ...s.metadata, ...(labels && { labels }) }, endpoints: next.endpoints, ports: next.ports }))
  }
  return writes
}

const plural = 'endpointslices'
const asUpdate = (object: EndpointSlice): Write => ({ verb: 'update', plural, object, trusted: true })
const asCreate = (object: Draft): Write => ({ verb: 'create', plural, object, trusted: true })
const asRemoval = (s: EndpointSlice): Write => ({
  verb: 'delete',
  plural,
  key: keyOf(s),
  options: { preconditions: { uid: s.metadata.uid } },
})
