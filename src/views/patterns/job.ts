// A Job promises completion: so many successes, in the end, however many attempts that takes; what failed is begun again until it gives up. Upstream:
// pkg/controller/job.
import type { Tile } from '../../cluster/index.ts'
import { getCondition, type Job, type Pod, parseTime } from '../../kube/index.ts'
import { isReachable } from '../machines.ts'
import { censusOf, completionsOf, indexOf, isIndexed, jobs } from '../workloads/index.ts'
import { type Reads, runs, text, type Words } from './reads.ts'

/** More are not drawn. */
export const TILES_MOST = 240

export interface Work {
  readonly index: number
  /**
   * `done` · `running`: a process is at it · `lost`: the API believes so, but nobody hears of it · `failed`: it failed and nobody is at it · `starting`: a pod
   * without a process yet · `waiting`: nobody has begun.
   */
  readonly state: 'done' | 'running' | 'starting' | 'lost' | 'failed' | 'waiting'
  /** When it began and when it will be done, in simulated milliseconds, where that is known. */
  readonly from?: number
  readonly until?: number
  /** Lost, and its controller knows. */
  readonly known?: boolean
}

export interface Completion {
  readonly desired: number
  readonly done: number
  readonly tiles: readonly Work[]
  readonly running: number
  /** Begun again after a failure or a loss. */
  readonly again: number
  /** It cannot be kept any more: why, in Kubernetes' word. */
  readonly gaveUp?: string
  readonly complete: boolean
  readonly suspended: boolean
  /** Its work is the tiles of one picture. */
  readonly paints: boolean
}

export function completion(reads: Reads, j: Job, startMs: number): Completion {
  const census = censusOf(reads)
  const desired = completionsOf(j)
  const pods = jobs.pods(j, census)
  const rendered = new Map([...reads.rows('tiles').values()].filter(t => t.jobUid === j.metadata.uid).map(t => [t.index, t]))
  const usual = usualMs(pods)
  const attempts = isIndexed(j) ? attemptsOf(pods) : new Map<number, readonly Pod[]>()
  const tiles = jobs
    .places(j, census)
    .slice(0, TILES_MOST)
    .map((p, index): Work => {
      if (p.state === 'done') return { index, state: 'done' }
      const pod = p.pod ?? lastOf(attempts.get(index))
      const state = stateOf(reads, p.state, pod, attempts.get(index) ?? [])
      return {
        index,
        state,
        ...(state === 'lost' && { known: Boolean(pod?.metadata.deletionTimestamp) }),
        ...spanOf(reads, state, pod, rendered.get(index), usual, startMs),
      }
    })
  const failed = getCondition(j.status.conditions, 'Failed')
  return {
    desired,
    done: Math.min(desired, j.status.succeeded ?? 0),
    tiles,
    running: tiles.filter(t => t.state === 'running').length,
    again: isIndexed(j) ? [...attempts.values()].filter(isAgain).length : (j.status.failed ?? 0),
    ...(failed?.status === 'True' && { gaveUp: failed.reason ?? 'Failed' }),
    complete: jobs.outcome(j) === 'done',
    suspended: jobs.resting(j) === 'suspended',
    paints: rendered.size > 0,
  }
}

const hasEndedBadly = (p: Pod) => p.status.phase === 'Failed' || (Boolean(p.metadata.deletionTimestamp) && p.status.phase !== 'Succeeded')
/** Somebody has tried before, and another has taken it up. */
const isAgain = (pods: readonly Pod[]) => pods.some(hasEndedBadly) && pods.some(p => !hasEndedBadly(p))

function attemptsOf(pods: readonly Pod[]): Map<number, Pod[]> {
  const out = new Map<number, Pod[]>()
  for (const p of pods) {
    const index = indexOf(p)
    if (index !== undefined) out.set(index, [...(out.get(index) ?? []), p])
  }
  return out
}
const lastOf = (pods: readonly Pod[] | undefined): Pod | undefined =>
  pods?.reduce((a, b) => (a.metadata.creationTimestamp >= b.metadata.creationTimestamp ? a : b))

function stateOf(reads: Reads, place: string, pod: Pod | undefined, attempts: readonly Pod[]): Work['state'] {
  if (place === 'failed') return 'failed'
  const active = pod && pod.status.phase !== 'Failed' && pod.status.phase !== 'Succeeded'
  if (active && pod.spec.nodeName && !isReachable(reads.row('machines', pod.spec.nodeName))) return 'lost'
  if (active && !pod.metadata.deletionTimestamp) {
    // Places without an index know no pod of their own.
    return runs(reads.row('processes', pod.metadata.uid)) ? 'running' : 'starting'
  }
  if (place === 'ready') return 'running'
  if (place === 'present') return 'starting'
  return attempts.some(p => p.status.phase === 'Failed') ? 'failed' : 'waiting'
}

/** Where the arc of a running tile begins and ends: as its image says, else as long as the others took. */
function spanOf(
  reads: Reads,
  state: Work['state'],
  pod: Pod | undefined,
  tile: Tile | undefined,
  usual: number | undefined,
  startMs: number,
) {
  if (state !== 'running') return {}
  if (tile?.state === 'rendering') return { from: tile.from, until: tile.until }
  const run = pod && reads.row('processes', pod.metadata.uid)
  const begun = run?.containers.find(c => c.kind === 'main')?.startedAt
  const from = begun ?? (pod?.status.startTime ? parseTime(String(pod.status.startTime)) - startMs : undefined)
  return from !== undefined && usual !== undefined ? { from, until: from + usual } : {}
}

/** How long a success has taken, on the whole. */
function usualMs(pods: readonly Pod[]): number | undefined {
  const spans = pods.flatMap(p => {
    const ended = p.status.phase === 'Succeeded' ? p.status.containerStatuses?.[0]?.state?.terminated : undefined
    return ended?.startedAt && ended.finishedAt ? [parseTime(String(ended.finishedAt)) - parseTime(String(ended.startedAt))] : []
  })
  return spans.length ? spans.reduce((a, b) => a + b, 0) / spans.length : undefined
}

export function completionWords(c: Completion, name: string): Words {
  const lost = c.tiles.filter(t => t.state === 'lost').length
  const unknown = c.tiles.filter(t => t.state === 'lost' && !t.known).length
  const holes = c.tiles.filter(t => t.state === 'failed').length
  const unit = c.paints ? 'Tiles' : ''
  const note = c.gaveUp
    ? text('four.job.gaveUp', { reason: c.gaveUp, name })
    : c.complete
      ? c.again
        ? text('four.job.completeAgain', { count: c.again })
        : text('four.job.complete')
      : c.suspended
        ? text('four.job.suspended')
        : lost
          ? unknown
            ? text('four.job.lost', { count: unknown })
            : text('four.job.lostKnown', { count: lost })
          : holes
            ? text('four.job.holes', { count: holes })
            : c.again
              ? text('four.job.again', { count: c.again })
              : text('four.job.running', { count: c.running })
  return {
    promised: text(`four.job.promised${unit}`, { count: c.desired }),
    delivered: text('four.job.delivered', { done: c.done, desired: c.desired }),
    note,
    broken: c.gaveUp !== undefined,
  }
}
