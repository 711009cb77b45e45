// What wakes a Job: its own spec at once; its pods and its status once a second, so that hundreds of pods that end together cost one visit. Upstream:
// pkg/controller/job/job_controller.go enqueueSyncJobBatched, syncJobBatchPeriod, and its event handlers.
import { type Commit, keyOf, type Watch, type World } from '../../../engine/index.ts'
import { type ApiObject, controllerOf, type Job, selectorMatches } from '../../../kube/index.ts'

const BATCH_MS = 1000

const ownerKey = (o: ApiObject): string | undefined => {
  const ref = controllerOf(o)
  return ref?.kind === 'Job' ? `${o.metadata.namespace}/${ref.name}` : undefined
}

/** The Jobs that could adopt an orphan. */
const suitors = (o: ApiObject, world: World): string[] =>
  world
    .by<Job>('jobs', 'namespace', o.metadata.namespace ?? '')
    .filter(j => j.spec.selector && selectorMatches(j.spec.selector, o.metadata.labels))
    .map(keyOf)

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

function podChanged(c: Commit, world: World): readonly string[] {
  const now = ownerKey(c.object)
  const before = c.old && c.old.metadata.ownerReferences !== c.object.metadata.ownerReferences ? ownerKey(c.old) : undefined
  if (now !== undefined) wakeBatched(world, now)
  if (before !== undefined && before !== now) wakeBatched(world, before)
  if (c.type !== 'DELETED' && !controllerOf(c.object)) for (const key of suitors(c.object, world)) wakeBatched(world, key)
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
