// What pods use, as a metrics server would report it: simulated requests cost simulated CPU. This is the one place where the price of a request stands. Real
// clusters have this from metrics-server, which averages over about the same window: pkg/controller/podautoscaler/metrics/client.go.
import type { World } from '../../../engine/index.ts'
import { type Pod, parseTime } from '../../../kube/index.ts'
import { podRequestsPerSecond } from '../../traffic/index.ts'

/** Millicores that a pod uses which nobody asks anything. */
const IDLE_MILLI = 1
/** Millicores for one request a second. */
const MILLI_PER_REQUEST = 10
/** Usage is averaged over so long; a container younger than that has not been measured yet. */
export const WINDOW_MS = 15_000

type Seen = Pick<World, 'table' | 'now' | 'nowMs'>

/** Millicores that a pod uses; undefined while it has not been measured. */
export function cpuMilli(world: Seen, pod: Pod): number | undefined {
  if (pod.status?.phase !== 'Running') return undefined
  const starts = (pod.status.containerStatuses ?? []).map(s => parseTime((s.state?.running?.startedAt as string | undefined) ?? ''))
  if (starts.length === 0 || starts.some(at => !(at + WINDOW_MS <= world.nowMs))) return undefined
  return IDLE_MILLI + Math.round(MILLI_PER_REQUEST * podRequestsPerSecond(world, pod.metadata.uid))
}
