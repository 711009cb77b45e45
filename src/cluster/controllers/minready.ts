// minReadySeconds: a pod that is ready must stay so for a while before it counts as available. The wait is shown as a timer of the pod, and its owner looks
// again when the first one is over. Upstream: pkg/controller/replicaset/replica_set.go updatePod, enqueueRSAfter, and its like in statefulset and daemon.
import { type EventData, keyOf, type World } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import { hideTimer, showTimer, timers } from '../tables.ts'
import { isAvailable, readySinceMs } from './replicaset/status.ts'

const TIMER = 'minReady'
/** The time in a condition is cut to whole seconds: one more makes sure that the wait was long enough. */
const MARGIN_MS = 1000

/** Shows the wait of the pods that are ready and not available yet; `actor` hears when it is over. */
export function awaitMinReady(
  world: World,
  actor: string,
  seconds: number | undefined,
  ready: () => Iterable<Pod>,
): { againInMs?: number } {
  if (!seconds) return {}
  let first: number | undefined
  for (const p of ready()) {
    if (isAvailable(p, seconds, world.nowMs)) continue
    const left = (readySinceMs(p) ?? world.nowMs) + seconds * 1000 + MARGIN_MS - world.nowMs
    first = Math.min(first ?? left, left)
    showMinReady(world, actor, p, left)
  }
  return first === undefined ? {} : { againInMs: first }
}

export function showMinReady(world: World, actor: string, pod: Pod, delayMs: number): void {
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
