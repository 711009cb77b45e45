// What became of the requests, in numbers that add up at every instant: sent = served + refused + timed out + in flight. Per Service for the stage, per
// pod for whoever scales by load.
import type { World } from '../../engine/index.ts'
import type { Request, Traffic } from '../tables.ts'

export type Ending = Exclude<Request['outcome'], 'inFlight'>

/** So much of the past is kept second by second. */
const SECONDS = 180
/** What is older is kept by so many seconds together, so many times: half an hour. */
const TOGETHER = 10
const OLDER = 180
/** Rates of pods are taken over so many whole seconds. */
const RATE_SECONDS = 15

export const traffic = (world: Pick<World, 'table'>) => world.table<Traffic>('traffic')

const rowOf = (world: World, service: string): Traffic =>
  traffic(world).get(service) ?? { service, sent: 0, served: 0, refused: 0, timedOut: 0, inFlight: 0, perSecond: 0, seconds: [] }

export function setPerSecond(world: World, service: string, perSecond: number): void {
  const row = rowOf(world, service)
  if (row.perSecond !== perSecond || !traffic(world).has(service)) traffic(world).set(service, { ...row, perSecond })
}

/** Nobody speaks of a Service that is gone and to which nobody sends any more. Returns whether the last requests are still on their way. */
export function forgetService(world: World, service: string): boolean {
  const row = traffic(world).get(service)
  if (row && row.inFlight > 0) return true
  traffic(world).delete(service)
  return false
}
export const isKnown = (world: Pick<World, 'table'>, service: string): boolean => traffic(world).has(service)

export function countSent(world: World, service: string): void {
  const row = rowOf(world, service)
  traffic(world).set(service, { ...row, sent: row.sent + 1, inFlight: row.inFlight + 1 })
}

export function countEnded(world: World, service: string, ending: Ending): void {
  const row = rowOf(world, service)
  const second = Math.floor(world.now / 1000)
  const last = row.seconds.at(-1)
  const now = last?.second === second ? last : { second, served: 0, refused: 0, timedOut: 0 }
  const isNew = last?.second !== second
  const kept = isNew ? row.seconds.slice(1 - SECONDS) : row.seconds.slice(0, -1)
  const before = isNew ? olderWith(row.before, row.seconds.slice(0, Math.max(0, row.seconds.length - SECONDS + 1))) : row.before
  const seconds = [...kept, { ...now, [ending]: now[ending] + 1 }]
  traffic(world).set(service, { ...row, [ending]: row[ending] + 1, inFlight: row.inFlight - 1, seconds, ...(before && { before }) })
}

/** What is too old to be kept by the second joins those that are kept together. */
function olderWith(before: Traffic['before'], gone: Traffic['seconds']): Traffic['before'] {
  if (!gone.length) return before
  const out = [...(before ?? [])]
  for (const { second, served, refused, timedOut } of gone) {
    const from = second - (second % TOGETHER)
    const last = out.at(-1)
    if (last?.second !== from) out.push({ second: from, served, refused, timedOut })
    else
      out[out.length - 1] = {
        second: from,
        served: last.served + served,
        refused: last.refused + refused,
        timedOut: last.timedOut + timedOut,
      }
  }
  return out.slice(-OLDER)
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
