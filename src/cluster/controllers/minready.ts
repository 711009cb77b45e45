// minReadySeconds: a pod that is ready must stay so for a while before it counts as available. The wait is shown as a timer of the pod. When its owner
// notices is each controller's own: a ReplicaSet's at once, the others look again after so many seconds. Upstream: pkg/controller/replicaset/
// replica_set.go, statefulset/stateful_set.go syncStatefulSet, daemon/daemon_controller.go updateDaemonSetStatus.
import { type EventData, keyOf, type World } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import { hideTimer, showTimer, timers } from '../tables.ts'
import { availableAtMs, isAvailable } from './replicaset/status.ts'

const TIMER = 'minReady'

/** Shows the wait of the pods that are ready and not available yet; `actor` hears when it is over. Returns the milliseconds until the first counts as available. */
export function showMinReady(world: World, actor: string, seconds: number | undefined, ready: () => Iterable<Pod>): number | undefined {
  if (!seconds) return undefined
  let first: number | undefined
  for (const p of ready()) {
    if (isAvailable(p, seconds, world.nowMs)) continue
    const left = availableAtMs(p, seconds, world.nowMs) - world.nowMs
    first = Math.min(first ?? left, left)
    showTimerOf(world, actor, p, left)
  }
  return first
}

export function showTimerOf(world: World, actor: string, pod: Pod, delayMs: number): void {
  const subject = `pods ${keyOf(pod)}`
  if (timers(world).get(`${subject} ${TIMER}`)?.until === world.now + Math.ceil(delayMs)) return
  showTimer(world, subject, TIMER, delayMs)
  world.schedule(delayMs, actor, { type: 'minReadyOver', subject })
}

/** A timer that has run out is taken away, whether its pod still exists or not. */
export function minReadyOver(world: World, { subject }: EventData): void {
  const timer = timers(world).get(`${subject} ${TIMER}`)
  if (timer && timer.until <= world.now) hideTimer(world, subject as string, TIMER)
}
