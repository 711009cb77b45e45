// What a DaemonSet reports: how many nodes it wants a pod on, on how many there is one, ready, available, of the new template. Upstream:
// pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus, storeDaemonSetStatus.
import { same, type Write } from '../../../engine/index.ts'
import type { DaemonSet } from '../../../kube/index.ts'
import type { Totals } from './census.ts'

export function calculateStatus(ds: DaemonSet, t: Totals): DaemonSet['status'] {
  const unavailable = Math.max(0, t.desired - t.available)
  const { collisionCount, conditions } = ds.status ?? {}
  return {
    currentNumberScheduled: t.current,
    numberMisscheduled: t.misscheduled,
    desiredNumberScheduled: t.desired,
    numberReady: t.ready,
    observedGeneration: ds.metadata.generation ?? 0,
    ...(t.updated > 0 && { updatedNumberScheduled: t.updated }),
    ...(t.available > 0 && { numberAvailable: t.available }),
    ...(unavailable > 0 && { numberUnavailable: unavailable }),
    ...(collisionCount !== undefined && { collisionCount }),
    ...(conditions && { conditions }),
  }
}

/** The write that brings the status up to date; none when nothing differs. */
export function statusWrite(ds: DaemonSet, totals: Totals): Write[] {
  const status = calculateStatus(ds, totals)
  if (same(status, ds.status)) return []
  return [{ verb: 'update', plural: 'daemonsets', subresource: 'status', object: { ...ds, status }, trusted: true }]
}
