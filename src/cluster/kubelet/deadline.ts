// activeDeadlineSeconds: how long a pod may be active on its node, counted from its startTime. Upstream: pkg/kubelet/active_deadline.go.
import type { World } from '../../engine/index.ts'
import { parseTime } from '../../kube/index.ts'
import { change, type Worker, workers } from './rows.ts'
import { sayOfPod } from './say.ts'
import { beginTermination } from './stopping.ts'
import { tellStatus } from './sync.ts'

const WORDS = 'Pod was active on the node longer than the specified deadline'

/** Milliseconds until the deadline; undefined when there is none or the pod has not started. */
function leftMs(world: World, w: Worker): number | undefined {
  const seconds = w.pod.spec.activeDeadlineSeconds
  const since = w.status?.startTime ?? w.pod.status.startTime
  if (seconds === undefined || !since) return undefined
  return parseTime(since) + seconds * 1000 - world.nowMs
}

/** The first sync has given the pod its start: wakes its worker when the deadline comes. */
export function planDeadline(world: World, uid: string): void {
  const ms = leftMs(world, workers(world).get(uid) as Worker)
  if (ms !== undefined) world.schedule(Math.max(0, ms), 'kubelet', { type: 'deadline', uid })
}

/** Ends the sync and the pod when its time is up. */
export function isOverdue(world: World, w: Worker): boolean {
  const ms = leftMs(world, w)
  if (ms === undefined || ms > 0) return false
  sayOfPod(world, w.pod, 'Normal', 'DeadlineExceeded', WORDS)
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.deadlineExceeded', { seconds: w.pod.spec.activeDeadlineSeconds ?? 0 })
  change(world, w.uid, { verdict: { phase: 'Failed', reason: 'DeadlineExceeded', message: WORDS } })
  tellStatus(world, w.uid, false)
  beginTermination(world, workers(world).get(w.uid) as Worker)
  return true
}
