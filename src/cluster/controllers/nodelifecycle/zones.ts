// When many nodes of a zone fall silent at once, it is likely that the zone cannot be reached rather than that all its machines have died; then nodes are
// given over to eviction more slowly, or not at all. Upstream: nodelifecycle/node_lifecycle_controller.go handleDisruption, ComputeZoneState,
// scheduler/rate_limited_queue.go.
import type { World } from '../../../engine/index.ts'
import { LARGE_ZONE, RATE, SECONDARY_RATE, UNHEALTHY } from './times.ts'

export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption'

/** Table `nodelifecycle.zones`, key: zone. */
export interface Zone {
  readonly state: ZoneState
  readonly ready: number
  readonly notReady: number
  /** Nodes that wait to be given over to eviction, the first comes first. */
  readonly queue: readonly string[]
  /** The one whose taint is being written. */
  readonly writing?: string
  /** Nodes in a second. */
  readonly rate: number
  /** When the next one may be. */
  readonly freeAt: number
}
export const zones = (w: Pick<World, 'table'>) => w.table<Zone>('nodelifecycle.zones')

const NEW: Zone = { state: 'Initial', ready: 0, notReady: 0, queue: [], rate: RATE, freeAt: 0 }
export const zoneAt = (world: World, name: string): Zone => zones(world).get(name) ?? NEW

/** Partial: at least three and 55 % are not ready. Full: none is ready. */
export function stateOf(ready: number, notReady: number): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption'
  if (notReady > 2 && notReady / (ready + notReady) >= UNHEALTHY) return 'PartialDisruption'
  return 'Normal'
}

const rateIn = (z: Zone, state: ZoneState): number =>
  state !== 'PartialDisruption' ? RATE : z.ready + z.notReady > LARGE_ZONE ? SECONDARY_RATE : 0

/** Another rate; who had to wait before must still wait. */
export function withRate(z: Zone, rate: number, now: number): Zone {
  if (z.rate === rate) return z
  const saturated = z.rate <= 0 || z.freeAt > now
  return { ...z, rate, freeAt: rate > 0 && saturated ? now + 1000 / rate : now }
}

/** What changes when the zones' states have become known anew. `outage`: nobody anywhere is ready, so nobody is given over to eviction. */
export type Turn = 'same' | 'outage' | 'recovery'

/** Takes in the counts of all zones. */
export function judgeZones(world: World): Turn {
  const table = zones(world)
  for (const [name, z] of [...table.entries()]) if (z.ready + z.notReady === 0 && !z.queue.length) table.delete(name)
  const all = [...table.entries()].filter(([, z]) => z.ready + z.notReady > 0)
  if (!all.length) return 'same'
  const states = new Map(all.map(([name, z]) => [name, stateOf(z.ready, z.notReady)]))
  const areAll = all.every(([name]) => states.get(name) === 'FullDisruption')
  const wereAll = all.every(([, z]) => z.state === 'FullDisruption')
  if (areAll && wereAll) return 'same'
  for (const [name, z] of all) {
    const state = states.get(name) as ZoneState
    if (areAll) table.set(name, { ...withRate(z, 0, world.now), state, queue: [] })
    else if (wereAll || z.state !== state) table.set(name, { ...withRate(z, rateIn(z, state), world.now), state })
  }
  return areAll ? 'outage' : wereAll ? 'recovery' : 'same'
}

/** Whether nobody anywhere is ready. */
export function isOutage(world: World): boolean {
  let any = false
  for (const z of zones(world).values()) {
    if (z.ready + z.notReady === 0) continue
    if (z.state !== 'FullDisruption' || z.rate > 0) return false
    any = true
  }
  return any
}

/** Counts a node in (1) or out (-1). */
export function countNode(world: World, name: string, isReady: boolean, by: 1 | -1): void {
  const z = zoneAt(world, name)
  zones(world).set(name, isReady ? { ...z, ready: z.ready + by } : { ...z, notReady: z.notReady + by })
}

export function enqueueNode(world: World, zone: string, node: string): boolean {
  const z = zoneAt(world, zone)
  if (z.queue.includes(node)) return false
  zones(world).set(zone, { ...z, queue: [...z.queue, node] })
  return true
}

export function dequeueNode(world: World, zone: string, node: string): void {
  const z = zones(world).get(zone)
  if (!z?.queue.includes(node)) return
  const { writing, ...rest } = z
  zones(world).set(zone, {
    ...rest,
    ...(writing !== undefined && writing !== node && { writing }),
    queue: z.queue.filter(n => n !== node),
  })
}
