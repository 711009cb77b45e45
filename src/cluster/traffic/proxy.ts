// The nodes' proxies: what they know of a Service is what its EndpointSlices said a few milliseconds ago. In that moment a request may still be sent to
// a pod that is gone: the famous dropped request. All proxies are taken as one; each really lags by itself. Upstream: pkg/proxy/iptables/proxier.go,
// pkg/proxy/topology.go.
import type { Actor, World } from '../../engine/index.ts'
import type { EndpointSlice } from '../../kube/index.ts'

/** The rules for a Service. Table `proxies`, key: service key. */
export interface Rules {
  /** The resourceVersion of the newest slice: older news that come later change nothing. */
  readonly version: number
  readonly slices: readonly EndpointSlice[]
}
const rules = (world: Pick<World, 'table'>) => world.table<Rules>('proxies')

const SERVICE_NAME = 'kubernetes.io/service-name'

export const proxy: Actor = {
  name: 'proxy',
  plural: 'services',
  watches: [
    {
      plural: 'endpointslices',
      keys: c => {
        const name = c.object.metadata.labels?.[SERVICE_NAME]
        return name ? [`${c.object.metadata.namespace}/${name}`] : []
      },
    },
  ],

  look(world, key) {
    const learned = world.table<number>('proxies.heard')
    const version = (learned.get('last') ?? 0) + 1
    learned.set('last', version)
    const slices = world.by<EndpointSlice>('endpointslices', 'service', key)
    world.schedule(world.hop('proxy'), 'proxy', { type: 'learn', key, version, slices })
    return {}
  },

  receive(world, event) {
    const { key, version, slices } = event as unknown as Rules & { key: string }
    if ((rules(world).get(key)?.version ?? 0) > version) return
    if (slices.length > 0) rules(world).set(key, { version, slices })
    else rules(world).delete(key)
  },
}

/** Where a request may be sent. */
export interface Target {
  readonly pod: string
  readonly podUid: string
  readonly address: string
  readonly node?: string
  readonly port: number
}

/** Targets of slices, worked out once for each: slices are immutable. */
interface Sorted {
  readonly ready: readonly Target[]
  /** For when nobody is ready: those that serve while they terminate. */
  readonly leaving: readonly Target[]
}
const sorted = new WeakMap<EndpointSlice, Map<string, Sorted>>()

function targetsOf(slice: EndpointSlice, portName: string): Sorted {
  const byPort = sorted.get(slice) ?? new Map<string, Sorted>()
  sorted.set(slice, byPort)
  const known = byPort.get(portName)
  if (known) return known
  const port = slice.ports?.find(p => (p.name ?? '') === portName)?.port
  const ready: Target[] = []
  const leaving: Target[] = []
  for (const e of port === undefined ? [] : (slice.endpoints ?? [])) {
    const { ready: isReady, serving, terminating } = e.conditions ?? {}
    const target: Target = {
      pod: `${e.targetRef?.namespace}/${e.targetRef?.name}`,
      podUid: e.targetRef?.uid ?? '',
      address: e.addresses[0] ?? '',
      ...(e.nodeName && { node: e.nodeName }),
      port: port as number,
    }
    if (isReady) ready.push(target)
    else if (serving && terminating) leaving.push(target)
  }
  const found = { ready, leaving }
  byPort.set(portName, found)
  return found
}

/** The endpoint that a proxy picks for a request: by chance among those ready; if there are none, among those that still serve while terminating. */
export function pick(world: World, service: string, portName: string): Target | undefined {
  const slices = rules(world).get(service)?.slices ?? []
  return chosen(world, slices, portName, 'ready') ?? chosen(world, slices, portName, 'leaving')
}

function chosen(world: World, slices: readonly EndpointSlice[], portName: string, which: keyof Sorted): Target | undefined {
  let count = 0
  for (const s of slices) count += targetsOf(s, portName)[which].length
  if (count === 0) return undefined
  let n = world.dice.roll(count)
  for (const s of slices) {
    const targets = targetsOf(s, portName)[which]
    if (n < targets.length) return targets[n]
    n -= targets.length
  }
  return undefined
}
