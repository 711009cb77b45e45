// What a visit wants written, and what is said of the answers. At most so many pods are made and so many deleted in one visit; they are made one, two, four,
// eight … at a time, so that a template nobody will take costs one refusal. Upstream: pkg/controller/daemon/daemon_controller.go syncNodes.
import { keyOf, type Outcome, type World, type Write } from '../../../engine/index.ts'
import type { DaemonSet, Pod } from '../../../kube/index.ts'
import { slowStart } from '../replicaset/batches.ts'
import { voiceOf } from '../saying.ts'
import { backOffLeft, raiseBackOff } from './backoff.ts'
import type { Place } from './census.ts'
import { podMaker } from './pods.ts'

/** The most pods that are created, and the most that are deleted, in one visit. */
const BURST = 250
export const say = voiceOf('daemonset-controller')

/** A write with the name of the pod that it deletes: plain data, since it waits on the agenda until the answer is there. */
export interface Deed {
  readonly write: Write
  readonly verb: 'create' | 'delete' | 'other'
  readonly pod?: string
}

export interface Wanted {
  /** Names of nodes. */
  readonly create: readonly string[]
  readonly remove: readonly Pod[]
  /** Said before it is done. */
  readonly said?: readonly Write[]
}

/** The writes, batch after batch. Deletions go with the first batch: no refusal of a creation keeps them back. */
export function deedsOf(ds: DaemonSet, hash: string, { create, remove, said = [] }: Wanted): Deed[][] {
  const make = podMaker(ds, hash)
  const creations = create
    .slice(0, BURST)
    .map((node): Deed => ({ verb: 'create', write: { verb: 'create', plural: 'pods', object: make(node), trusted: true } }))
  const deletions = remove
    .slice(0, BURST)
    .map((p): Deed => ({ verb: 'delete', pod: p.metadata.name, write: { verb: 'delete', plural: 'pods', key: keyOf(p) } }))
  let from = 0
  const batches = slowStart(creations.length).map(size => {
    const batch = creations.slice(from, from + size)
    from += size
    return batch
  })
  const [first = [], ...rest] = batches
  return [[...said.map((write): Deed => ({ verb: 'other', write })), ...first, ...deletions], ...rest].filter(b => b.length > 0)
}

/** What is to be done at places that are not as they should be. Failed pods wait for their back-off. */
export function putRight(world: World, ds: DaemonSet, places: readonly Place[]): Wanted & { againInMs?: number } {
  const create: string[] = []
  const remove: Pod[] = []
  const said: Write[] = []
  let againInMs: number | undefined
  for (const { name, verdict } of places) {
    if (!verdict) continue
    if (verdict.create) create.push(name)
    for (const p of verdict.failed) {
      const left = backOffLeft(world, ds, name)
      if (left > 0) {
        againInMs = Math.min(againInMs ?? left, left)
        continue
      }
      raiseBackOff(world, ds, name)
      said.push(say(ds, 'Warning', 'FailedDaemonPod', `Found failed daemon pod ${keyOf(p)} on node ${name}, will try to kill it`))
      remove.push(p)
    }
    for (const p of verdict.succeeded) {
      said.push(say(ds, 'Normal', 'SucceededDaemonPod', `Found succeeded daemon pod ${keyOf(p)} on node ${name}, will try to delete it`))
      remove.push(p)
    }
    remove.push(...verdict.surplus)
  }
  return { create, remove, said, ...(againInMs !== undefined && { againInMs }) }
}

const isEndOfNamespace = (o: Outcome) => !o.ok && o.error.details?.causes?.some(c => c.reason === 'NamespaceTerminating')

/** The events about the answers. */
export function told(ds: DaemonSet, { verb, pod }: Pick<Deed, 'verb' | 'pod'>, o: Outcome): Write[] {
  if (verb === 'other') return []
  if (o.ok && verb === 'create') return [say(ds, 'Normal', 'SuccessfulCreate', `Created pod: ${o.object?.metadata.name}`)]
  if (o.ok) return [say(ds, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod}`)]
  if (isEndOfNamespace(o) || o.error.reason === 'NotFound') return []
  return verb === 'create'
    ? [say(ds, 'Warning', 'FailedCreate', `Error creating: ${o.error.message}`)]
    : [say(ds, 'Warning', 'FailedDelete', `Error deleting: ${o.error.message}`)]
}
