// minReadySeconds: a pod that is ready must stay so for a while before it counts as available. The wait is shown as a timer of the pod, and the set looks
// again when the first one is over. Upstream: pkg/controller/daemon/daemon_controller.go updatePod, updateDaemonSetStatus (enqueueDaemonSetAfter).
import { type EventData, keyOf, type World } from '../../../engine/index.ts'
import { hideTimer, showTimer, timers } from '../../tables.ts'
import type { Census } from './census.ts'
import { isReady } from './pods.ts'

const TIMER = 'minReady'

export function awaitMinReady(world: World, census: Census): number | undefined {
  let first: number | undefined
  for (const { verdict, pods } of census.waiting) {
    const left = (verdict?.changesAtMs ?? world.nowMs) - world.nowMs
    first = Math.min(first ?? left, left)
    for (const p of pods.values()) if (isReady(p)) show(world, `pods ${keyOf(p)}`, left)
  }
  return first
}

function show(world: World, subject: string, delayMs: number): void {
  if (timers(world).get(`${subject} ${TIMER}`)?.until === world.now + Math.ceil(delayMs)) return
  showTimer(world, subject, TIMER, delayMs)
  world.schedule(delayMs, 'daemonset', { type: 'minReadyOver', subject })
}

/** A timer that has run out is taken away, whether its pod still exists or not. */
export function minReadyOver(world: World, { subject }: EventData): void {
  const timer = timers(world).get(`${subject} ${TIMER}`)
  if (timer && timer.until <= world.now) hideTimer(world, subject as string, TIMER)
}
