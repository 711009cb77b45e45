// What Services are given: an address of the cluster's range and ports of every node. Each can be had once; one that the author chose must be free.
// Upstream: pkg/registry/core/service/storage/alloc.go, ipallocator, portallocator.
import { fill, mapSame, withField } from '../fill.ts'
import type { Env } from '../resource.ts'
import { ApiError } from '../status.ts'
import type { Draft, Service } from '../types.ts'
import { invalid, invalidValue } from '../validation/errors.ts'

export const SERVICE_RANGE = '10.96.0.0/16'
const FIRST_PORT = 30_000
const LAST_PORT = 32_767
/** Below this, ports are left for authors who choose their own. */
const FIRST_GIVEN_PORT = 30_086
const FIRST_GIVEN_ADDRESS = 256

type Spec = Service['spec']
type Port = NonNullable<Spec['ports']>[number]

const KIND = { kind: 'Service', group: '' }
const refuse = (o: Draft, field: string, value: unknown, why: string): ApiError =>
  invalid(KIND, o.metadata.name ?? '', [invalidValue(field, value, why)])

/** The addresses and ports that all other Services hold. */
function taken(o: Draft, env: Env): { addresses: Set<string>; ports: Set<string> } {
  const addresses = new Set<string>()
  const ports = new Set<string>()
  for (const s of env.list('services') as Iterable<Service>) {
    if (s.metadata.name === o.metadata.name && s.metadata.namespace === o.metadata.namespace) continue
    for (const a of s.spec.clusterIPs ?? []) addresses.add(a)
    for (const p of s.spec.ports ?? []) if (p.nodePort) ports.add(`${p.nodePort}/${p.protocol ?? 'TCP'}`)
    if (s.spec.healthCheckNodePort) ports.add(`${s.spec.healthCheckNodePort}/TCP`)
  }
  return { addresses, ports }
}

const inRange = (address: string) => /^10\.96\.\d+\.\d+$/.test(address)

function withAddress(spec: Spec, o: Draft, old: Service | undefined, used: Set<string>, env: Env): Spec {
  const chosen = spec.clusterIPs?.[0] ?? spec.clusterIP
  if (chosen === 'None') return spec
  if (chosen) {
    if (old?.spec.clusterIP === chosen) return spec
    const failed = `failed to allocate IP ${chosen}: `
    if (!inRange(chosen)) {
      const dry = `the provided IP (${chosen}) is not in the valid range. The range of valid IPs is ${SERVICE_RANGE}`
      throw refuse(o, 'spec.clusterIPs', [chosen], failed + (env.dryRun ? dry : 'the provided network does not match the current range'))
    }
    if (used.has(chosen)) throw refuse(o, 'spec.clusterIPs', [chosen], `${failed}provided IP is already allocated`)
    return spec
  }
  // From a place the dice choose, the next that is free.
  const size = 65_534 - FIRST_GIVEN_ADDRESS
  const start = env.roll(size)
  for (let i = 0; i < size; i++) {
    const n = FIRST_GIVEN_ADDRESS + ((start + i) % size)
    const address = `10.96.${n >> 8}.${n & 255}`
    if (!used.has(address)) return { ...spec, clusterIP: address, clusterIPs: [address] }
  }
  throw refuse(o, 'spec.clusterIPs', [], 'failed to allocate a serviceIP: range is full')
}

function freePort(ports: Set<string>, protocol: string, env: Env): number {
  const size = LAST_PORT - FIRST_GIVEN_PORT + 1
  const start = env.roll(size)
  for (let i = 0; i < size; i++) {
    const port = FIRST_GIVEN_PORT + ((start + i) % size)
    if (!ports.has(`${port}/${protocol}`)) return port
  }
  throw new ApiError(500, 'InternalError', 'Internal error occurred: failed to allocate a nodePort: range is full')
}

function withNodePorts(spec: Spec, o: Draft, old: Service | undefined, used: Set<string>, env: Env): Spec {
  const held = new Set((old?.spec.ports ?? []).map(p => `${p.nodePort}/${p.protocol}`))
  const byPort = new Map<number, number>()
  const ports = mapSame(spec.ports ?? [], (p: Port) => {
    const protocol = p.protocol ?? 'TCP'
    if (!p.nodePort) {
      // One number serves both protocols of a port, when it is free for both.
      const same = byPort.get(p.port)
      const port = same && !used.has(`${same}/${protocol}`) ? same : freePort(used, protocol, env)
      byPort.set(p.port, port)
      used.add(`${port}/${protocol}`)
      return { ...p, nodePort: port }
    }
    if (env.dryRun) return p
    const key = `${p.nodePort}/${protocol}`
    const field = `spec.ports[${spec.ports?.indexOf(p)}].nodePort`
    if (!held.has(key) && (p.nodePort < FIRST_PORT || p.nodePort > LAST_PORT))
      throw refuse(o, field, p.nodePort, `provided port is not in the valid range. The range of valid ports is ${FIRST_PORT}-${LAST_PORT}`)
    if (used.has(key)) throw refuse(o, field, p.nodePort, 'provided port is already allocated')
    used.add(key)
    byPort.set(p.port, p.nodePort)
    return p
  })
  const out = withField(spec, 'ports', ports)
  if (out.type === 'LoadBalancer' && out.externalTrafficPolicy === 'Local' && !out.healthCheckNodePort)
    return { ...out, healthCheckNodePort: freePort(used, 'TCP', env) }
  return out
}

const BOTH_FAMILIES = { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' }
const ONE_FAMILY = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' }

/** This cluster has one family of addresses. */
function checkFamilies(o: Draft, spec: Spec): void {
  if (spec.ipFamilyPolicy === 'RequireDualStack')
    throw refuse(o, 'spec.ipFamilyPolicy', spec.ipFamilyPolicy, 'this cluster is not configured for dual-stack services')
  const other = spec.ipFamilies?.findIndex(f => f !== 'IPv4') ?? -1
  if (other >= 0) throw refuse(o, `spec.ipFamilies[${other}]`, spec.ipFamilies?.[other], 'not configured on this cluster')
}

export function allocateAddresses(o: Draft, old: Service | undefined, env: Env): Draft {
  let spec = o.spec as Spec
  if (spec.type === 'ExternalName') return o
  // A headless Service without a selector may be meant for endpoints of any family.
  const open = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
  spec = fill(spec, open ? BOTH_FAMILIES : ONE_FAMILY)
  if (spec.clusterIP !== 'None' || !open) checkFamilies(o, spec)
  const used = taken(o, env)
  spec = withAddress(spec, o, old, used.addresses, env)
  const nodePorts = spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)
  if (nodePorts) spec = withNodePorts(spec, o, old, used.ports, env)
  return withField(o, 'spec', spec)
}
