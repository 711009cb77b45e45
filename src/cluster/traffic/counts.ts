// What became of the requests, in numbers that add up at every instant: sent = served + refused + timed out + in flight. Per Service for the stage, per
// pod for whoever scales by load.
import type { World } from '../../engine/index.ts'
import type { Request, Traffic } from '../tables.ts'

export type Ending = Exclude<Request['outcome'], 'inFlight'>

/** So much of the past is kept second by second. */
const SECONDS = 180
/** Rates of pods are taken over so many whole seconds. */
const RATE_SECONDS = 15

export const traffic = (world: Pick<World, 'table'>) => world.table<Traffic>('traffic')

const rowOf = (world: World, service: string): Traffic =>
  traffic(world).get(service) ?? { service, sent: 0, served: 0, refused: 0, timedOut: 0, inFlight: 0, perSecond: 0, seconds: [] }

export function setPerSecond(world: World, service: string, perSecond: number): void {
  const row = rowOf(world, service)
  if (row.perSecond !== perSecond || !traffic(world).has(service)) traffic(world).set(service, { ...row, perSecond })
}

export function countSent(world: World, service: string): void {
  const row = rowOf(world, service)
  traffic(world).set(service, { ...row, sent: row.sent + 1, inFlight: row.inFlight + 1 })
}

export function countEnded(world: World, service: string, ending: Ending): void {
  const row = rowOf(world, service)
  const second = Math.floor(world.now / 1000)
  const last = row.seconds.at(-1)
  const now = last?.second === second ? last : { second, served: 0, refused: 0, timedOut: 0 }
  const before = last?.second === second ? row.seconds.slice(0, -1) : row.seconds.slice(1 - SECONDS)
  const seconds = [...before, { ...now, [ending]: now[ending] + 1 }]
  traffic(world).set(service, { ...row, [ending]: row[ending] + 1, inFlight: row.inFlight - 1, seconds })
}

/** Requests that reached a pod, by whole second, the newest last. Table `podTraffic`, key: the pod's uid. */
interface PodTraffic {
  readonly second: number
  readonly counts: readonly number[]
}
const podTraffic = (world: Pick<World, 'table'>) => world.table<PodTraffic>('podTraffic')

export function countArrived(world: World, podUid: string): void {
  const second = Math.floor(world.now / 1000)
  const counts = countsAt(podTraffic(world).get(podUid), second)
  podTraffic(world).set(podUid, { second, counts: [...counts.slice(0, -1), (counts.at(-1) ?? 0) + 1] })
}
export const forgetPod = (world: World, podUid: string): boolean => podTraffic(world).delete(podUid)
export const isCounted = (world: Pick<World, 'table'>, podUid: string): boolean => podTraffic(world).has(podUid)

/** The counts of the seconds up to `second`, which is the last. */
function countsAt(row: PodTraffic | undefined, second: number): readonly number[] {
  if (!row) return [0]
  const gap = second - row.second
  return gap > RATE_SECONDS ? [0] : [...row.counts, ...new Array<number>(gap).fill(0)].slice(-RATE_SECONDS - 1)
}

/** How many requests a second a pod has been getting, over the last whole seconds. */
export function podRequestsPerSecond(world: Pick<World, 'table' | 'now'>, podUid: string): number {
  const counts = countsAt(podTraffic(world).get(podUid), Math.floor(world.now / 1000)).slice(0, -1)
  return counts.length === 0 ? 0 : counts.reduce((sum, n) => sum + n, 0) / counts.length
}

/** How many requests a second clients send to a Service now. */
export const serviceRequestsPerSecond = (world: Pick<World, 'table'>, service: string): number =>
  traffic(world).get(service)?.perSecond ?? 0
