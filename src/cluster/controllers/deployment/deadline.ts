// The progress deadline as a timer: shown on the stage while it runs, and asked about when it is over. Upstream: pkg/controller/deployment/progress.go
// requeueStuckDeployment.
import type { World } from '../../../engine/index.ts'
import type { Deployment } from '../../../kube/index.ts'
import { hideTimer, showTimer, timers } from '../../tables.ts'
import { COMPLETED, progressing, untilDeadline } from './progress.ts'

const TIMER = 'deadline'
/** A visit a second after the deadline finds it passed. */
const MARGIN_MS = 1000

/** Shows what is left, and asks for a visit when nothing is. A rollout that has succeeded, is paused or deleted cannot run late. */
export function keepDeadline(world: World, key: string, d: Deployment | undefined): { againInMs?: number } {
  const subject = `deployments ${key}`
  const mayRunLate = d && !d.spec.paused && !d.metadata.deletionTimestamp && progressing(d.status)?.reason !== COMPLETED
  const left = mayRunLate ? untilDeadline(d, d.status, world.nowMs) : undefined
  if (left === undefined) {
    hideTimer(world, subject, TIMER)
    return {}
  }
  if (timers(world).get(`${subject} ${TIMER}`)?.until !== world.now + left) showTimer(world, subject, TIMER, left)
  return { againInMs: left < MARGIN_MS ? left + 1 : left + MARGIN_MS }
}
