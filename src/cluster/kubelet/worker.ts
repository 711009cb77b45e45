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

function planSync(world: World, w: Worker, at: number): void {
  if (w.dueAt >= 0 && w.dueAt <= at) return
  change(world, w.uid, { dueAt: at })
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
  planSync(world, at > world.now && !w.queued ? change(world, uid, { queued: true }) : w, at)
}

/** Something happened to a process (or the sandbox): the next relist will notice, once, however much happened to it. */
export function noteNews(world: World, uid: string, what: string): void {
  const w = workers(world).get(uid)
  if (!w || !isOn(world, w.node)) return
  const at = relistAfter(world, w.node, world.now - 1)
  const noticed = w.noticeAt >= 0 && w.noticeAt < world.now
  const known = w.noticeAt === at ? w.news : []
  if (known.includes(what)) return
  const news = [...known, what]
  const next = change(world, uid, { news, noticeAt: at, ...(noticed && w.busy && { queued: true }) })
  if (!w.busy) planSync(world, next, Math.max(at, earliest(world, next)))
}

/** A sync begins: the worker is busy until `endSync`. */
export function beginSync(world: World, w: Worker): Worker {
  const isNoticed = w.noticeAt >= 0 && w.noticeAt <= world.now
  // What waited for this relist comes first; news of the same relist stand behind it, and are looked at one relist later.
  const queued = isNoticed && (w.queued || w.news.length > 1)
  return change(world, w.uid, {
    turn: w.turn + 1,
    busy: true,
    failed: false,
    dueAt: -1,
    queued,
    ...(isNoticed && { news: [], noticeAt: -1 }),
  })
}

/** A sync has done what it had to do. `settled`: another one would find nothing to do, so it is spared. */
export function endSync(world: World, uid: string, settled: boolean): void {
  const w = workers(world).get(uid)
  if (!w) return
  const noticedMeanwhile = w.noticeAt >= 0 && w.noticeAt <= world.now
  const next = change(world, uid, {
    busy: false,
    syncedAt: world.now,
    todo: [],
    queued: w.queued || noticedMeanwhile,
    ...(noticedMeanwhile && { news: [], noticeAt: -1 }),
  })
  if (next.queued && !settled) planSync(world, next, earliest(world, next))
  else if (next.queued) change(world, uid, { queued: false })
  const after = workers(world).get(uid) as Worker
  if (after.noticeAt >= 0) planSync(world, after, Math.max(after.noticeAt, earliest(world, after)))
  if (w.failed)
    planSync(world, workers(world).get(uid) as Worker, relistAfter(world, w.node, world.now + RETRY_MS + world.dice.roll(RETRY_MS / 2)))
}
