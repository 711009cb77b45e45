// minReadySeconds: a pod that is ready must stay so for a while before it counts as available, and before the next one has its turn. The wait is shown as a
// timer of the pod. Upstream: pkg/controller/statefulset/stateful_set.go updatePod, sync (enqueueSSAfter).
import { type EventData, keyOf, type World } from '../../../engine/index.ts'
import type { Pod, StatefulSet } from '../../../kube/index.ts'
import { hideTimer, showTimer, timers } from '../../tables.ts'
import { readySinceMs } from '../replicaset/status.ts'
import { isAvailable, isRunningAndReady } from './pods.ts'

const TIMER = 'minReady'
/** The time in a condition is cut to whole seconds: one more makes sure that the wait was long enough. */
const MARGIN_MS = 1000

export function awaitMinReady(world: World, set: StatefulSet, pods: readonly Pod[]): { againInMs?: number } {
  const seconds = set.spec.minReadySeconds ?? 0
  if (seconds === 0) return {}
  let first: number | undefined
  for (const p of pods) {
    if (!isRunningAndReady(p) || isAvailable(p, seconds, world.nowMs)) continue
    const left = (readySinceMs(p) ?? world.nowMs) + seconds * 1000 + MARGIN_MS - world.nowMs
    first = Math.min(first ?? left, left)
    show(world, `pods ${keyOf(p)}`, left)
  }
  return first === undefined ? {} : { againInMs: first }
}

function show(world: World, subject: string, delayMs: number): void {
  if (timers(world).get(`${subject} ${TIMER}`)?.until === world.now + Math.ceil(delayMs)) return
  showTimer(world, subject, TIMER, delayMs)
  world.schedule(delayMs, 'statefulset', { type: 'minReadyOver', subject })
}

/** A timer that has run out is taken away, whether its pod still exists or not. */
export function minReadyOver(world: World, { subject }: EventData): void {
  const timer = timers(world).get(`${subject} ${TIMER}`)
  if (timer && timer.until <= world.now) hideTimer(world, subject as string, TIMER)
}
