// What wakes a Job: its own spec at once; its pods and its status once a second, so that hundreds of pods that end together cost one visit. Upstream:
// pkg/controller/job/job_controller.go enqueueSyncJobBatched, syncJobBatchPeriod, and its event handlers.
import type { Commit, Watch, World } from '../../../engine/index.ts'
import { owners } from '../owners.ts'

const BATCH_MS = 1000

const batches = (w: World) => w.table<number>('job.batches')

/** Asks for a visit a second from now, unless one is asked for already. */
export function wakeBatched(world: World, key: string): void {
  if (batches(world).has(key)) return
  batches(world).set(key, world.now + BATCH_MS)
  world.schedule(BATCH_MS, 'job', { type: 'batch', key })
}

export function batchOver(world: World, key: string): void {
  batches(world).delete(key)
  world.wake('job', key, 0)
}

const jobsOf = owners('jobs', 'Job')

function podChanged(c: Commit, world: World): readonly string[] {
  for (const key of jobsOf(c, world)) wakeBatched(world, key)
  return []
}

function jobChanged(c: Commit, world: World): readonly string[] {
  const isStatusOnly = c.type === 'MODIFIED' && c.old?.metadata.generation === c.object.metadata.generation
  if (!isStatusOnly) return [c.key]
  wakeBatched(world, c.key)
  return []
}

export const watches: readonly Watch[] = [
  { plural: 'jobs', keys: jobChanged },
  { plural: 'pods', keys: podChanged },
]
