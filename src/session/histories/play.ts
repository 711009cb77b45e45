// Plays a history on a whole cluster through the front door, puts everything right at the end, waits until nothing is left to be done, and says what was
// broken on the way. The tape that it leaves can be played again.
import { createDoor } from '../../apiserver/index.ts'
import { createCluster, watchInvariants } from '../../cluster/index.ts'
import type { Engine } from '../../engine/index.ts'
import type { ApiObject, Pod } from '../../kube/index.ts'
import type { Action, Branch, DoorAnswer, DoorRequest } from '../contract.ts'
import { Timeline } from '../timeline.ts'
import { type Act, patch, remove, requestsOf } from './acts.ts'
import { unsettled } from './settled.ts'

const NODES = 3
/** How long it may take, after everything is put right, until everything is well: evictions, back-offs of pulls, crashes and Jobs lie in it. */
const PATIENCE_MS = 1_800_000
const STEP_MS = 10_000
const LOOK_MS = 2_000

export interface Played {
  readonly broken: readonly string[]
  readonly engine: Engine
  readonly branch: Branch
  /** When the trouble was over, and the state of that moment, its future included. */
  readonly endMs: number
  readonly hash: string
}

type Hear = (r: DoorRequest, a: DoorAnswer) => void

/** A tape over an engine; `saved`: what is to be played again. */
function tapeOver(engine: Engine, saved: readonly Branch[] = [], hear?: Hear): Timeline {
  const door = createDoor(engine)
  const perform = (_: Engine, action: Action): DoorAnswer[] =>
    action.requests.map(r => {
      const { contentType = r.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' } = r
      const answer: DoorAnswer = door.handle({ ...r, contentType }, action.say) as DoorAnswer
      hear?.(r, answer)
      return answer
    })
  return new Timeline(engine, perform, saved)
}
const clusterOf = (seed: number) => createCluster({ seed, nodes: NODES, profile: 'classroom' })

/**
 * Plays the tape again: from its log on a new cluster up to a moment, and from a checkpoint of that moment on the engine that has lived through it all already.
 * Returns the hash of the moment at which the trouble was over. `part`: how far on the way the checkpoint is taken, 0 … 1.
 */
export function replay(seed: number, { engine, branch, endMs }: Played, part: number): string {
  const cutMs = Math.floor(endMs * part)
  const actions = branch.actions.filter(a => a.atMs < endMs)
  const again = tapeOver(clusterOf(seed), [{ ...branch, actions: actions.filter(a => a.atMs <= cutMs) }])
  again.advance(cutMs)
  engine.restore(again.engine.checkpoint())
  tapeOver(engine, [{ ...branch, actions: actions.filter(a => a.atMs > cutMs) }]).advance(endMs)
  return engine.hash()
}

export function play(seed: number, acts: readonly Act[], hear?: Hear): Played {
  const forced = new Set<string>()
  const refused: string[] = []
  const tape = tapeOver(clusterOf(seed), [], (r, a) => {
    hear?.(r, a)
    if (a.status === 400 || a.status === 422 || a.status >= 500)
      refused.push(`${r.method} ${r.path}: ${a.status} ${JSON.stringify((a.body as { message?: string }).message)}`)
  })
  const { engine } = tape
  const { broken, look } = watchInvariants(engine, key => forced.has(key))
  const act = (requests: readonly DoorRequest[]) => {
    for (const r of requests)
      if ((r.body as { gracePeriodSeconds?: number } | undefined)?.gracePeriodSeconds === 0)
        forced.add(`default/${r.path.split('/').at(-1)}`)
    if (requests.length > 0) tape.act({ say: { code: 'you.act', args: {} }, requests })
  }
  const pass = (until: number) => {
    while (engine.now < until) {
      tape.advance(Math.min(until, engine.now + LOOK_MS))
      look()
    }
  }
  for (const a of acts) {
    pass(a.atMs)
    act(requestsOf(engine, a))
  }
  pass(engine.now + 5_000)
  const [endMs, hash] = [engine.now, engine.hash()]
  act(mending(engine))
  let left: readonly string[] = ['nothing was looked at']
  const until = engine.now + PATIENCE_MS
  for (let step = 1; left.length > 0 && engine.now < until; step++) {
    pass(engine.now + STEP_MS)
    if (step % 8 === 0) act(stuck(engine))
    left = unsettled(engine)
  }
  return {
    broken: [...broken, ...refused, ...left.map(l => `at the end: ${l}`)],
    engine,
    branch: tape.branches[0] as Branch,
    endMs,
    hash,
  }
}

const isOurs = (o: ApiObject) => o.metadata.namespace === 'default' && !o.metadata.deletionTimestamp
const GOOD = 'web:9'

/** What a good operator does when the trouble is over: faults healed, nodes in service, images that work, nothing paused or suspended. */
function mending({ store }: Engine): readonly DoorRequest[] {
  const ours = (plural: string) => [...store.list(plural)].filter(isOurs)
  const good = (plural: string, spec: object) =>
    ours(plural).map(o => {
      const { containers } = o.spec.template.spec
      const fixed = containers.map((c: object) => ({ ...c, image: GOOD }))
      return patch(plural, o.metadata.name, { spec: { ...spec, template: { spec: { containers: fixed } } } })
    })
  return [
    ...[...store.list('faults')].map(o => remove('faults', o.metadata.name)),
    ...ours('loads').map(o => remove('loads', o.metadata.name)),
    ...[...store.list('nodes')].map(o => patch('nodes', o.metadata.name, { spec: { unschedulable: null, taints: null } })),
    ...good('deployments', { paused: false }),
    ...good('daemonsets', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } }),
    ...good('statefulsets', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } }),
    ...ours('jobs').map(o => patch('jobs', o.metadata.name, { spec: { suspend: false, parallelism: 2 } })),
    ...ours('cronjobs').map(o => patch('cronjobs', o.metadata.name, { spec: { suspend: true } })),
    ...[...ours('pods'), ...ours('replicasets')]
      .filter(o => !o.metadata.ownerReferences?.length)
      .map(o => remove(o.kind === 'Pod' ? 'pods' : 'replicasets', o.metadata.name)),
  ]
}

/** A StatefulSet does not replace a pod of a revision that cannot become ready: somebody has to delete it. What nobody owns has nobody to look after it. */
function stuck({ store }: Engine): readonly DoorRequest[] {
  const isOfSet = (o: ApiObject) => o.metadata.ownerReferences?.some(r => r.kind === 'StatefulSet')
  const isReady = (p: Pod) => p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True')
  const pods = [...store.list<Pod>('pods')].filter(isOurs)
  const sets = [...store.list('replicasets')].filter(o => isOurs(o) && !o.metadata.ownerReferences?.length)
  return [
    ...pods.filter(p => !p.metadata.ownerReferences?.length || (isOfSet(p) && !isReady(p))).map(p => remove('pods', p.metadata.name)),
    ...sets.map(o => remove('replicasets', o.metadata.name)),
  ]
}
