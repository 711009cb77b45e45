// When the first of the pods that are ready, but not yet for long enough, is available; see ../minready.ts. Only places that wait are looked at. Upstream:
// pkg/controller/daemon/daemon_controller.go updatePod, updateDaemonSetStatus (enqueueDaemonSetAfter).
import type { World } from '../../../engine/index.ts'
import { showMinReady } from '../minready.ts'
import type { Census } from './census.ts'
import { isReady } from './pods.ts'

export function awaitMinReady(world: World, census: Census): number | undefined {
  let first: number | undefined
  for (const { verdict, pods } of census.waiting) {
    const left = (verdict?.changesAtMs ?? world.nowMs) - world.nowMs
    first = Math.min(first ?? left, left)
    for (const p of pods.values()) if (isReady(p)) showMinReady(world, 'daemonset', p, left)
  }
  return first
}
