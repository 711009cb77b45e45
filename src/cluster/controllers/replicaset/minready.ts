// minReadySeconds: a pod that is ready must stay so for a while before it counts as available. The wait is shown as a timer of the pod, and the
// ReplicaSet looks again when the first one is over. Upstream: pkg/controller/replicaset/replica_set.go updatePod, enqueueRSAfter.
import { type EventData, keyOf, type World } from '../../../engine/index.ts'
import type { ReplicaSet } from '../../../kube/index.ts'
import { hideTimer, showTimer, timers } from '../../tables.ts'
import { readyPods } from './counting.ts'
import { isAvailable, readySinceMs } from './status.ts'

const TIMER = 'minReady'
/** The time in a condition is cut to whole seconds: one more makes sure that the wait was long enough. */
const MARGIN_MS = 1000

export function awaitMinReady(world: World, rs: ReplicaSet): { againInMs?: number } {
  const seconds = rs.spec.minReadySeconds ?? 0
  if (seconds === 0) return {}
  let first: number | undefined
  for (const p of readyPods(world, rs.metadata.uid)) {
    if (isAvailable(p, seconds, world.nowMs)) continue
    const left = (readySinceMs(p) ?? world.nowMs) + seconds * 1000 + MARGIN_MS - world.nowMs
    first = Math.min(first ?? left, left)
    show(world, `pods ${keyOf(p)}`, left)
  }
  return first === undefined ? {} : { againInMs: first }
}

function show(world: World, subject: string, delayMs: number): void {
  if (timers(world).get(`${subject} ${TIMER}`)?.until === world.now + Math.ceil(delayMs)) return
  showTimer(world, subject, TIMER, delayMs)
  world.schedule(delayMs, 'replicaset', { type: 'minReadyOver', subject })
}

/** A timer that has run out is taken away, whether its pod still exists or not. */
export function minReadyOver(world: World, { subject }: EventData): void {
  const timer = timers(world).get(`${subject} ${TIMER}`)
  if (timer && timer.until <= world.now) hideTimer(world, subject as string, TIMER)
}
