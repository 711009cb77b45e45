// Kubernetes' times against simulated now. Objects carry whole seconds only, so ages are in whole seconds.
import { START_MS } from '../../cluster/index.ts'
import { parseTime } from '../../kube/index.ts'

/** Simulated milliseconds since the start of a time that stands in an object; undefined for none. */
export function simulatedMs(time: string | null | undefined): number | undefined {
  if (!time) return undefined
  const ms = parseTime(time)
  return Number.isFinite(ms) ? ms - START_MS : undefined
}

/** Age in milliseconds; nothing is younger than 0. */
export function ageMs(time: string | null | undefined, now: number): number | undefined {
  const at = simulatedMs(time)
  return at === undefined ? undefined : Math.max(0, now - at)
}
