// When a pod is synced. A kubelet gives each pod a worker that does one sync at a time: it sees the machine as of the last look at all containers (the
// relist, once a second), says what the status is, does what is to be done, and is woken by news of the object, by what the next relist notices, by a
// probe, or, after something went wrong, 10 to 15 s later. Everything that is late on a real node is late because of this. Upstream:
// pkg/kubelet/pod_workers.go (podWorkerLoop, completeWork), pkg/kubelet/pleg/generic.go, container/cache.go GetNewerThan.
import type { EventData, World } from '../../engine/index.ts'
import { change, isOn, nodes, type Worker, workers } from './rows.ts'

const RELIST_MS = 1000
/** A failed sync is repeated after this and up to half as much more. */
const RETRY_MS = 10_000

export interface SyncEvent extends EventData {
  readonly type: 'sync'
  readonly uid: string
  readonly turn: number
}

/** The first relist of a machine after `at`. */
export function relistAfter(world: World, node: string, at: number): number {
  const offset = nodes(world).get(node)?.relistMs ?? 0
  return Math.floor((at - offset) / RELIST_MS + 1) * RELIST_MS + offset
}

/** A sync cannot see the machine as it was before the last one ended. */
const earliest = (world: World, w: Worker): number =>
  w.syncedAt < 0 ? world.now : Math.max(world.now, relistAfter(world, w.node, w.syncedAt))

/** A row that is being written and has not been put away yet. */
type Draft = { -readonly [K in keyof Worker]: Worker[K] }

function plan(world: World, w: Draft, at: number): void {
  if (w.dueAt >= 0 && w.dueAt <= at) return
  w.dueAt = at
  world.schedule(at - world.now, 'kubelet', { type: 'sync', uid: w.uid, turn: w.turn } satisfies SyncEvent)
}

/** There is reason for a sync now: the object changed, a probe gave its verdict. */
export function wantSync(world: World, uid: string): void {
  const w = workers(world).get(uid)
  if (!w || !isOn(world, w.node)) return
  if (w.busy) {
    if (!w.queued) change(world, uid, { queued: true })
    return
  }
  const at = earliest(world, w)
  const next: Draft = { ...w, queued: w.queued || at > world.now }
  plan(world, next, at)
  workers(world).set(uid, next)
}

/** Something happened to a process (or the sandbox): the next relist will notice, once, however much happened. */
export function noteNews(world: World, uid: string): void {
  const w = workers(world).get(uid)
  if (!w || !isOn(world, w.node)) return
  const at = relistAfter(world, w.node, world.now - 1)
  if (w.noticeAt === at) return
  const missed = w.noticeAt >= 0 && w.noticeAt < world.now && w.busy
  const next: Draft = { ...w, noticeAt: at, queued: w.queued || missed }
  if (!w.busy) plan(world, next, Math.max(at, earliest(world, next)))
  workers(world).set(uid, next)
}

/** A sync begins: the worker is busy until `endSync`. */
export function beginSync(world: World, w: Worker): Worker {
  const isNoticed = w.noticeAt >= 0 && w.noticeAt <= world.now
  const next: Draft = { ...w, turn: w.turn + 1, busy: true, failed: false, dueAt: -1 }
  // What waited for this relist comes first; news of the same relist stand behind it, and are looked at one relist later.
  next.queued = isNoticed && w.queued
  if (isNoticed) next.noticeAt = -1
  workers(world).set(w.uid, next)
  return next
}

/** A sync has done what it had to do. `settled`: another one would find nothing to do, so it is spared. */
export function endSync(world: World, uid: string, settled: boolean): void {
  const w = workers(world).get(uid)
  if (!w) return
  const isNoticed = w.noticeAt >= 0 && w.noticeAt <= world.now
  const next: Draft = { ...w, busy: false, syncedAt: world.now, todo: NO_TASKS }
  next.queued = (w.queued || isNoticed) && !settled
  if (isNoticed) next.noticeAt = -1
  if (next.queued) plan(world, next, earliest(world, next))
  if (next.noticeAt >= 0) plan(world, next, Math.max(next.noticeAt, earliest(world, next)))
  if (w.failed) plan(world, next, relistAfter(world, w.node, world.now + RETRY_MS + world.dice.roll(RETRY_MS / 2)))
  workers(world).set(uid, next)
}

const NO_TASKS: Worker['todo'] = []
