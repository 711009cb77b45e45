// A Job whose pods nobody will take (a quota, a webhook) asks again after one second, two, four … up to a minute. Upstream:
// pkg/controller/job/job_controller.go DefaultJobApiBackOff, MaxJobApiBackOff.
import type { Outcome, World } from '../../../engine/index.ts'

const BASE_MS = 1000
const MOST_MS = 60_000

/** Table `job.holds`, key: Job key. */
interface Hold {
  readonly refusals: number
  /** Simulated milliseconds. */
  readonly until: number
}
const holds = (w: Pick<World, 'table'>) => w.table<Hold>('job.holds')

/** How long creating pods is held back; 0 when it is not. */
export const heldMs = (w: Pick<World, 'table' | 'now'>, key: string): number => Math.max(0, (holds(w).get(key)?.until ?? 0) - w.now)

/** Remembers how the API server answered. */
export function remember(w: Pick<World, 'table' | 'now'>, key: string, outcomes: readonly Outcome[]): void {
  const refusals = holds(w).get(key)?.refusals ?? 0
  if (outcomes.every(o => o.ok)) forget(w, key)
  else holds(w).set(key, { refusals: refusals + 1, until: w.now + Math.min(BASE_MS * 2 ** refusals, MOST_MS) })
}

export const forget = (w: Pick<World, 'table'>, key: string): void => {
  holds(w).delete(key)
}
