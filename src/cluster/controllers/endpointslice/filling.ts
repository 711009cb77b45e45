// How endpoints are spread over slices: at most a hundred in each, and as few slices touched as can be, since every proxy of the cluster hears of each
// change. Upstream: staging/src/k8s.io/endpointslice reconciler.go reconcileByPortMapping.
import { same } from '../../../engine/index.ts'
import type { EndpointSlice } from '../../../kube/index.ts'
import type { Endpoint } from './endpoints.ts'

export const MOST_ENDPOINTS = 100

export interface Filling {
  /** Slices by name with other endpoints than before. */
  readonly update: ReadonlyMap<string, readonly Endpoint[]>
  readonly remove: readonly EndpointSlice[]
  readonly create: readonly (readonly Endpoint[])[]
}

/** An endpoint is its pod; what else it says of it may change. */
const identity = (e: Endpoint) => e.targetRef?.uid ?? ''

/** Slices that all have the same ports, and the endpoints that should be in them. `mustWrite`: those that are written anyway. */
export function fill(
  slices: readonly EndpointSlice[],
  endpoints: readonly Endpoint[],
  mustWrite: (s: EndpointSlice) => boolean,
  most = MOST_ENDPOINTS,
): Filling {
  const missing = new Map(endpoints.map(e => [identity(e), e]))
  const update = new Map<string, Endpoint[]>()
  const remove: EndpointSlice[] = []
  const unchanged: EndpointSlice[] = []
  for (const s of slices) {
    const have = (s.endpoints ?? []) as unknown as Endpoint[]
    const kept: Endpoint[] = []
    let changed = mustWrite(s)
    for (const e of have) {
      const wanted = missing.get(identity(e))
      if (!wanted) continue
      missing.delete(identity(e))
      kept.push(wanted)
      changed ||= !same(wanted, e)
    }
    if (kept.length === 0) remove.push(s)
    else if (changed || kept.length < have.length) update.set(s.metadata.name, kept)
    else unchanged.push(s)
  }
  const rest = [...missing.values()]
  for (const list of [...update.values()].sort((a, b) => b.length - a.length)) list.push(...rest.splice(0, most - list.length))
  if (rest.length > 0 && rest.length < most) {
    const room = fullestThatFits(unchanged, rest.length, most)
    if (room) update.set(room.metadata.name, [...((room.endpoints ?? []) as unknown as Endpoint[]), ...rest.splice(0)])
  }
  const create: Endpoint[][] = []
  while (rest.length > 0) create.push(rest.splice(0, most))
  return { update, remove, create }
}

function fullestThatFits(slices: readonly EndpointSlice[], count: number, most: number): EndpointSlice | undefined {
  const size = (s: EndpointSlice) => s.endpoints?.length ?? 0
  return slices.filter(s => size(s) + count <= most).sort((a, b) => size(b) - size(a))[0]
}
