// What a controller's card says, and how it is found: the words it told last, and the workload of which it speaks.

import type { ApiObject } from '../../kube/index.ts'
import type { RowOf } from '../../session/index.ts'
import { subjectOf } from '../subject.ts'
import { type Census, keyOf, type WorkloadKind } from '../workloads/index.ts'
import type { Cluster } from './cluster.ts'
import type { PipRow, Say } from './types.ts'

export interface CardContent {
  readonly subject?: string | undefined
  /** Name of the workload, for its accessible name. */
  readonly name: string
  /** The same for the eye, where there are several. */
  readonly of: string
  readonly rows: readonly PipRow[]
  readonly caption: string
  /** The same in fewer words, for when it does not fit. */
  readonly brief?: string | undefined
  readonly pill: string
  /** Something is missing, or too much: the card is wanted and may get the beam. */
  readonly busy: boolean
  /** When the actor last changed its mind, in simulated ms: whoever did so last gets the beam. */
  readonly since: number
  /** What the beam may point at, best first: pod uids, `ghost …` ids, `node NAME`, `disk VOLUME`. */
  readonly targets: readonly string[]
}

export interface CardContext {
  readonly cluster: Cluster
  readonly selection: string | undefined
  readonly say: Say
  /** There is room for one line only. */
  readonly brief: boolean
  /** What everybody says, by actor. */
  readonly captions: ReadonlyMap<string, readonly RowOf<'captions'>[]>
}
export type Content = (context: CardContext) => CardContent
type Args = Readonly<Record<string, string | number | boolean>>

export const idle: CardContent = { name: '', of: '', rows: [], caption: '', pill: '', busy: false, since: 0, targets: [] }

export interface Told {
  readonly text: string
  readonly brief: string
  readonly code: string
  readonly since: number
}

/** The newest thing that an actor says; about `key` when one is given and it said something of it. */
export function told({ cluster, say, brief, captions }: CardContext, actor: string, key?: string): Told {
  let best: RowOf<'captions'> | undefined
  for (const c of captions.get(actor) ?? []) {
    if (key !== undefined && c.key !== key) continue
    if (!best || c.since > best.since || (c.since === best.since && c.trace > best.trace)) best = c
  }
  if (!best) return { text: '', brief: '', code: '', since: 0 }
  const args = best.args && shortened(best.args, cluster)
  const inFew = say(best.code, args, 'short')
  return { text: brief ? inFew : say(best.code, args), brief: inFew, code: best.code, since: best.since }
}

/** Pods and disks are called on the cards as they are called on the stage. */
function shortened(args: Args, { pods, disks }: Cluster): Args {
  const pod = typeof args.pod === 'string' && pods.find(p => p.pod.metadata.name === args.pod)
  const disk = typeof args.volume === 'string' && disks.find(d => d.volume === args.volume)
  const claim = typeof args.claim === 'string' && args.claim.slice(args.claim.indexOf('/') + 1)
  return { ...args, ...(pod && { pod: pod.short }), ...(disk && { volume: disk.claim }), ...(claim && { claim }) }
}

/** How far a workload is from what it wants: places that do not deliver, and pods too many. */
export function toGo(kind: WorkloadKind, object: ApiObject, census: Census): number {
  if (kind.outcome(object)) return 0
  const { desired, ready, surplus } = kind.counts(object, census)
  return desired - ready + surplus
}

/** Whether a selection (`pods default/web-1`) is this workload, or something that is its own. */
export function concerns(selection: string | undefined, kind: WorkloadKind, object: ApiObject, { census, disks }: Cluster): boolean {
  if (!selection) return false
  const { plural, key } = subjectOf(selection)
  if (plural === kind.plural) return keyOf(object) === key
  if (plural === 'pods') return kind.pods(object, census).some(p => keyOf(p) === key)
  if (plural === 'persistentvolumeclaims') {
    const claim = disks.find(d => d.claimKey === key)
    if (!claim || !key.startsWith(`${object.metadata.namespace}/`)) return false
    return kind.holderOf?.(object, claim.claim) !== undefined
  }
  return ['replicasets', 'jobs'].includes(plural) && census.childrenOf(plural, object.metadata.uid).some(o => keyOf(o) === key)
}

/** The workload of a kind that its card speaks of: the selected one (or whose part is selected), else the one with the greatest difference, else the first. */
export function focus<T extends ApiObject>(context: CardContext, kind: WorkloadKind<T>): T | undefined {
  const { cluster, selection } = context
  const list = cluster.workloads.filter(w => w.kind.plural === kind.plural).map(w => w.object as T)
  const chosen = list.find(o => concerns(selection, kind as WorkloadKind, o, cluster))
  if (chosen) return chosen
  let best: { object: T; difference: number } | undefined
  for (const object of list) {
    const difference = toGo(kind as WorkloadKind, object, cluster.census)
    if (!best || difference > best.difference) best = { object, difference }
  }
  return best?.object
}
