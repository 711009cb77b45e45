// Which pods answer for a Service, and in what state: every pod that its selector means, that has an address and has not ended. A terminating one stays
// listed: it may still serve, but is no longer ready. Upstream: staging/src/k8s.io/endpointslice utils.go podToEndpoint, util/controller_utils.go.
import { isConditionTrue, type Node, type Pod, type Service } from '../../../kube/index.ts'

/** An endpoint as it stands in a slice. */
export interface Endpoint {
  readonly addresses: readonly string[]
  readonly conditions: { readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean }
  readonly hostname?: string
  readonly nodeName?: string
  readonly targetRef: { readonly kind: 'Pod'; readonly namespace: string; readonly name: string; readonly uid: string }
  readonly zone?: string
}

export interface Port {
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly appProtocol?: string
}

type ServicePort = NonNullable<Service['spec']['ports']>[number]

export const isPodReady = (p: Pod) => isConditionTrue(p.status?.conditions, 'Ready')

/** Whether a pod is listed at all; upstream's other caller leaves terminating ones out. */
export function isListed(p: Pod, includeTerminating = true): boolean {
  if (p.status?.phase === 'Succeeded' || p.status?.phase === 'Failed') return false
  return Boolean(addressOf(p)) && (includeTerminating || !p.metadata.deletionTimestamp)
}

const isIPv4 = (address: string | undefined) => address !== undefined && !address.includes(':')
function addressOf(p: Pod): string | undefined {
  const first = p.status?.podIP
  return isIPv4(first) ? first : p.status?.podIPs?.map(i => i.ip).find(isIPv4)
}

/** A pod as it stands in a Service: its endpoint, and the numbers of the Service's ports. */
export interface Member {
  readonly endpoint: Endpoint
  readonly ports: readonly Port[]
  /** Equal for members with the same ports. */
  readonly portsId: string
}

// Pods and Services are immutable: what was worked out for a pod holds until one of them is another object.
const members = new WeakMap<Pod, { service: Service; zone: string | undefined; member: Member }>()

export function memberOf(p: Pod, service: Service, node: Node | undefined): Member {
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone']
  const known = members.get(p)
  if (known && known.service === service && known.zone === zone) return known.member
  const ports = portsOf(service, p)
  const portsId = ports.map(q => `${q.name} ${q.port} ${q.protocol}`).join()
  const member = { endpoint: endpointOf(p, service, zone), ports, portsId }
  members.set(p, { service, zone, member })
  return member
}

export function endpointOf(p: Pod, service: Service, zone: string | undefined): Endpoint {
  const serving = isPodReady(p)
  const terminating = p.metadata.deletionTimestamp !== undefined
  const { hostname, subdomain, nodeName } = p.spec
  return {
    addresses: [addressOf(p) as string],
    conditions: { ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname && subdomain === service.metadata.name && { hostname }),
    ...(nodeName && { nodeName }),
    targetRef: { kind: 'Pod', namespace: p.metadata.namespace ?? '', name: p.metadata.name, uid: p.metadata.uid },
    ...(zone && { zone }),
  }
}

/** The Service's ports as they are in this pod: a named targetPort is looked up in its containers, and left out when none has it. */
export const portsOf = (service: Service, p: Pod): Port[] =>
  (service.spec.ports ?? []).flatMap(sp => {
    const port = numberOf(sp, p)
    if (port === undefined) return []
    return [{ name: sp.name ?? '', port, protocol: sp.protocol ?? 'TCP', ...(sp.appProtocol && { appProtocol: sp.appProtocol }) }]
  })

function numberOf(sp: ServicePort, p: Pod): number | undefined {
  const target = sp.targetPort ?? sp.port
  if (typeof target === 'number') return target
  const sidecars = (p.spec.initContainers ?? []).filter(c => (c as { restartPolicy?: string }).restartPolicy === 'Always')
  return [...p.spec.containers, ...sidecars]
    .flatMap(c => c.ports ?? [])
    .find(cp => cp.name === target && (cp.protocol ?? 'TCP') === (sp.protocol ?? 'TCP'))?.containerPort
}
