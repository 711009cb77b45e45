// Shows how long pods must stay ready yet, and says when the controller looks at them again: after minReadySeconds, whenever the first of them is available;
// see ../minready.ts. Of a place with two pods only the older counts: that its successor has got ready is remembered for minReadySeconds and one second
// more. Only places that wait are looked at. Upstream: pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus, updatePod.
import type { World } from '../../../engine/index.ts'
import type { DaemonSet } from '../../../kube/index.ts'
import { showTimerOf } from '../minready.ts'
import type { Census } from './census.ts'
import { isReady } from './pods.ts'

/** Milliseconds until the next look at pods that are ready and not available; undefined when there are none. */
export function awaitMinReady(world: World, { spec }: DaemonSet, census: Census): number | undefined {
  for (const { verdict, pods } of census.waiting) {
    const left = (verdict?.changesAtMs ?? world.nowMs) - world.nowMs
    for (const p of pods.values()) if (isReady(p)) showTimerOf(world, 'daemonset', p, left)
  }
  const { minReadySeconds } = spec
  if (!minReadySeconds) return undefined
  const { ready, available } = census.totals
  if (ready !== available) return minReadySeconds * 1000
  for (const _ of census.waiting) return (minReadySeconds + 1) * 1000
  return undefined
}
