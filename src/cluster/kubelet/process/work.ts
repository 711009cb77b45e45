// Batch processes: what one is about to do is worked out as it begins (../../images/batch.ts); its lines and its end then come in their time. Tiles of a
// Job's picture are kept in the table `tiles`: who renders which, and which are done.
import type { EventData, World } from '../../../engine/index.ts'
import type { Container, Job, Pod } from '../../../kube/index.ts'
import { type Program, parseImage, type Work } from '../../images/index.ts'
import { type Tile, tiles } from '../../tables.ts'
import { type ContainerRow, containerOf, pods } from '../rows.ts'
import { environmentOf } from './env.ts'
import { appendLog } from './logs.ts'

export interface LineEvent extends EventData {
  readonly type: 'line'
  readonly uid: string
  readonly name: string
  readonly attempt: number
  readonly text: string
}

/** Which tile a process renders. Table `tiles.of`, key: `UID CONTAINER`. */
const tileOf = (w: Pick<World, 'table'>) => w.table<string>('tiles.of')
/** Below this index all tiles of a Job are done. Table `tiles.done`, key: the Job. */
const doneBelow = (w: Pick<World, 'table'>) => w.table<{ readonly uid: string; readonly index: number }>('tiles.done')

interface Owner {
  readonly key: string
  readonly uid: string
  readonly completions?: number
}

/** The Job of a pod; a pod without one is its own. */
function ownerOf(world: World, { metadata }: Pod): Owner {
  const owner = metadata.ownerReferences?.find(o => o.controller && o.kind === 'Job')
  if (!owner) return { key: `${metadata.namespace}/${metadata.name}`, uid: metadata.uid }
  const key = `${metadata.namespace}/${owner.name}`
  const completions = world.get<Job>('jobs', key)?.spec.completions
  return { key, uid: owner.uid, ...(typeof completions === 'number' && { completions }) }
}

const tileKey = (job: string, index: number) => `${job} ${index}`
const known = (world: World, owner: Owner, index: number): Tile | undefined => {
  const row = tiles(world).get(tileKey(owner.key, index))
  return row?.jobUid === owner.uid ? row : undefined
}

/** The first tile that nobody has rendered or is rendering; when there is none, the first that is not done. */
function claim(world: World, owner: Owner, count: number): number {
  const hint = doneBelow(world).get(owner.key)
  let from = hint?.uid === owner.uid ? hint.index : 0
  while (from < count && known(world, owner, from)?.state === 'done') from++
  doneBelow(world).set(owner.key, { uid: owner.uid, index: from })
  for (let i = from; i < count; i++) {
    const state = known(world, owner, i)?.state
    if (state === undefined || state === 'failed') return i
  }
  return from % count
}

/** The process begins its work. Returns when and how it will end. */
export function beginWork(world: World, pod: Pod, row: ContainerRow, c: Container, begins: NonNullable<Program['begins']>): Work {
  const { uid, name: hostname } = pod.metadata
  const owner = ownerOf(world, pod)
  const image = parseImage(row.image)
  const work = begins({
    env: environmentOf(world, pod, c),
    tag: typeof image === 'string' ? '' : image.tag,
    hostname,
    roll: below => world.dice.roll(below),
    ...(owner.completions !== undefined && { completions: owner.completions }),
    claim: count => claim(world, owner, count),
  })
  for (const { afterMs, text } of work.lines) {
    const event: LineEvent = { type: 'line', uid, name: row.name, attempt: row.attempt, text }
    world.schedule(afterMs, 'programs', event)
  }
  if (work.tile) {
    const key = tileKey(owner.key, work.tile.index)
    const podKey = `${pod.metadata.namespace}/${hostname}`
    const until = world.now + work.endsAfterMs
    tiles(world).set(key, { job: owner.key, jobUid: owner.uid, ...work.tile, pod: podKey, state: 'rendering', from: world.now, until })
    tileOf(world).set(`${uid} ${row.name}`, key)
  }
  return work
}

export function lineDue(world: World, { uid, name, attempt, text }: LineEvent): void {
  const row = containerOf(pods(world).get(uid), name)
  if (row && !row.exit && row.attempt === attempt) appendLog(world, uid, name, attempt, 1, `${text}\n`)
}

/** A renderer has ended, or (without a code) its machine has. */
export function workEnds(world: World, uid: string, name: string, code: number | undefined): void {
  const key = tileOf(world).get(`${uid} ${name}`)
  if (key === undefined) return
  tileOf(world).delete(`${uid} ${name}`)
  const row = tiles(world).get(key)
  const pod = pods(world).get(uid)?.key
  if (row?.pod === pod && row?.state === 'rendering')
    tiles(world).set(key, { ...row, state: code === 0 ? 'done' : 'failed', until: world.now })
}

/** The Job is gone, and its picture with it. */
export function forgetTiles(world: World, job: string): void {
  if (world.get('jobs', job)) return
  doneBelow(world).delete(job)
  for (const [key, row] of [...tiles(world).entries()]) if (row.job === job) tiles(world).delete(key)
}
