// How members come, go, and notice each other. A process that ends hangs up, which its peers hear at once; a machine that loses power or its link merely
// falls silent, which takes them the patience of their kind to notice. What they then believe is what is true at that moment.
import type { EventData, World } from '../../../../engine/index.ts'
import type { Container, Pod, StatefulSet } from '../../../../kube/index.ts'
import { configuredVoters, type EnsembleKind, ordinalOf } from '../../../images/index.ts'
import { machines } from '../../../tables.ts'
import { environmentOf } from '../env.ts'
import { answerAll, elected, followerLost, lead, look, planElection } from './electing.ts'
import { load } from './keeping.ts'
import { change, ensembles, kindOf, othersOf, passes, publish, type Row, rows, unpublish } from './rows.ts'

export interface NoticeEvent extends EventData {
  readonly type: 'notice'
  readonly uid: string
  readonly about: string
  /** It was gone for a moment and is another process now. */
  readonly reset: boolean
}

/** How long it takes to find a peer again. */
const MEET_MS: readonly [number, number] = [20, 120]
const RECONNECT_MS: readonly [number, number] = [300, 1200]

/** The ensemble of a pod: its StatefulSet's, or those that its configuration names, or itself alone. */
function placeOf(world: World, pod: Pod, c: Container): Pick<Row, 'ensemble' | 'id' | 'first' | 'voters'> {
  const { namespace, name, ownerReferences } = pod.metadata
  const env = environmentOf(world, pod, c)
  const configured = configuredVoters(env, [...(c.command ?? []), ...(c.args ?? [])])
  const owner = ownerReferences?.find(o => o.controller && o.kind === 'StatefulSet')
  const id = ordinalOf(name)
  if (owner) {
    const set = world.get<StatefulSet>('statefulsets', `${namespace}/${owner.name}`)
    const first = set?.spec.ordinals?.start ?? 0
    return { ensemble: `${namespace}/${owner.name}`, id, first, voters: configured ?? Math.max(1, set?.spec.replicas ?? 1) }
  }
  if (configured === undefined || configured === 1) return { ensemble: `${namespace}/${name}`, id, first: id, voters: 1 }
  return { ensemble: `${namespace}/${name.replace(/-\d+$/, '')}`, id, first: 0, voters: configured }
}

/** A process that is a member has begun. */
export function memberBegins(world: World, pod: Pod, c: Container, attempt: number, kind: EnsembleKind): void {
  const { uid, namespace, name } = pod.metadata
  const file = load(world, pod, c, kind)
  const row: Row = {
    ...{ uid, pod: `${namespace}/${name}`, node: pod.spec.nodeName as string, container: c.name, attempt, kind: kind.kind },
    ...placeOf(world, pod, c),
    ...file,
    ...{
      born: world.now,
      role: 'looks',
      since: world.now,
      hears: [],
      proposals: [],
      followers: [],
      clients: {},
      asked: 0,
      sentUntil: {},
      turn: 0,
    },
  }
  rows(world).set(uid, row)
  ensembles(world).set(row.ensemble, [...(ensembles(world).get(row.ensemble) ?? []).filter(u => u !== uid), uid])
  for (const other of othersOf(world, row)) {
    if (other.pod === row.pod) {
      unpublish(world, other)
      publish(world, other.uid)
    }
    const ms = world.dice.between(...MEET_MS)
    if (!passes(world, row.node, other.node)) continue
    notice(world, uid, other.uid, ms)
    notice(world, other.uid, uid, ms, other.hears.includes(uid))
  }
  publish(world, uid)
  if (kind.elects === 'first' && row.id === row.first) lead(world, row, [])
  else planElection(world, uid)
}

/** The process has ended, or its machine has. */
export function memberEnds(world: World, uid: string, container: string): void {
  const row = rows(world).get(uid)
  if (!row || row.container !== container) return
  const hangsUp = machines(world).get(row.node)?.power === 'on'
  if (hangsUp) answerAll(world, row, { fault: 'lost' })
  const others = othersOf(world, row)
  rows(world).delete(uid)
  const left = (ensembles(world).get(row.ensemble) ?? []).filter(u => u !== uid)
  if (left.length) ensembles(world).set(row.ensemble, left)
  else ensembles(world).delete(row.ensemble)
  unpublish(world, row)
  for (const other of others) {
    if (other.pod === row.pod) {
      unpublish(world, other)
      publish(world, other.uid)
    }
    notice(world, other.uid, uid, hangsUp && passes(world, row.node, other.node) ? world.hop('request') : kindOf(row).silenceMs)
  }
}

/** A machine was cut off or connected again. */
export function linkChanged(world: World, node: string): void {
  for (const row of [...rows(world).values()]) {
    if (row.node !== node) continue
    for (const other of othersOf(world, row)) {
      if (other.node === node) continue
      const ms = passes(world, node, other.node) ? world.dice.between(...RECONNECT_MS) : kindOf(row).silenceMs
      notice(world, row.uid, other.uid, ms)
      notice(world, other.uid, row.uid, ms)
    }
  }
}

const notice = (world: World, uid: string, about: string, ms: number, reset = false) =>
  world.schedule(ms, 'programs', { type: 'notice', uid, about, reset } satisfies NoticeEvent)

export function noticed(world: World, { uid, about, reset }: NoticeEvent): void {
  const row = rows(world).get(uid)
  if (!row) return
  const peer = rows(world).get(about)
  const isThere = peer !== undefined && passes(world, row.node, peer.node)
  const wasHeard = row.hears.includes(about)
  if (wasHeard && (!isThere || reset)) {
    const { [about]: _, ...sentUntil } = row.sentUntil
    change(world, uid, { hears: row.hears.filter(u => u !== about), sentUntil })
    publish(world, uid)
    followerLost(world, uid, about)
  }
  const now = rows(world).get(uid) as Row
  if (!isThere || !peer) return
  if (!now.hears.includes(about)) {
    change(world, uid, { hears: [...now.hears, about] })
    publish(world, uid)
  }
  // A leader makes itself known, also to a follower that may have missed something while the line was dead.
  if (now.role === 'leads') elected(world, uid, about)
  else if (now.role === 'looks') planElection(world, uid)
  else look(world, uid)
}
