// The members of ensembles as data: what each knows, believes and has promised. Table `ensemble`, key: the pod's uid; which belong together: table
// `ensembles`. What the views see of it is the table `members`. A row exists exactly while the process runs.
import type { EventData, World } from '../../../../engine/index.ts'
import { type Data, type EnsembleKind, ensembleKinds, type Op, quorumOf, type Standing } from '../../../images/index.ts'
import { type Member, machines, members } from '../../../tables.ts'

/** A write in a member's log: accepted, but not yet known to be everybody's. */
export interface Entry {
  readonly number: number
  readonly term: number
  readonly op: Op
  readonly atMs: number
}
/** Whoever waits for an answer: it comes to the actor `to` as `event` with `value`. */
export interface Client {
  readonly to: string
  readonly event: EventData
}
/** A write that a leader has proposed: who has it, and whose client wants to hear of it. */
interface Proposal {
  readonly number: number
  readonly ids: readonly number[]
  readonly asker?: { readonly uid: string; readonly client: number }
}

export interface Row {
  readonly uid: string
  readonly pod: string
  readonly node: string
  readonly container: string
  readonly attempt: number
  readonly kind: Member['kind']
  readonly ensemble: string
  readonly id: number
  /** The lowest id, and how many vote from there on. */
  readonly first: number
  readonly voters: number
  readonly born: number
  readonly role: Standing['role']
  readonly since: number
  /** Whom it follows, or has promised to: a uid. */
  readonly leader?: string | undefined
  /** Those it believes it can talk to: uids. */
  readonly hears: readonly string[]
  readonly term: number
  /** The last write applied, and all data up to it. */
  readonly number: number
  readonly data: Data
  readonly log: readonly Entry[]
  readonly loggedTerm: number
  /** The last write that the sync of the disk which is under way covers. */
  readonly syncing?: number | undefined
  /** Of a leader. */
  readonly proposals: readonly Proposal[]
  readonly followers: readonly string[]
  readonly clients: Readonly<Record<number, Client>>
  readonly asked: number
  /** Messages arrive in the order in which they were sent: when the last to each peer does. */
  readonly sentUntil: Readonly<Record<string, number>>
  /** Raised with every planned election: older plans mean nothing. */
  readonly turn: number
}

type Tables = Pick<World, 'table'>
export const rows = (w: Tables) => w.table<Row>('ensemble')
export const ensembles = (w: Tables) => w.table<readonly string[]>('ensembles')

export const kindOf = (row: Pick<Row, 'kind'>): EnsembleKind => ensembleKinds[row.kind]
export const loggedOf = (row: Row): number => row.log.at(-1)?.number ?? row.number

export function change(world: Tables, uid: string, more: Partial<Row>): Row {
  const row = { ...(rows(world).get(uid) as Row), ...more }
  rows(world).set(uid, row)
  return row
}

/** The others of an ensemble whose processes run, whoever can talk to them. */
export function othersOf(world: Tables, row: Row): Row[] {
  const uids = ensembles(world).get(row.ensemble) ?? []
  return uids.filter(uid => uid !== row.uid).flatMap(uid => rows(world).get(uid) ?? [])
}

/** Whether packets pass between two machines as things really are. */
export function passes(world: Tables, a: string, b: string): boolean {
  const [here, there] = [machines(world).get(a), machines(world).get(b)]
  if (here?.power !== 'on' || there?.power !== 'on') return false
  return a === b || (here.link === 'up' && there.link === 'up')
}

/** How many of these may vote, each id once. */
export function votesOf(row: Row, ids: readonly number[]): number {
  return new Set(ids.filter(id => id >= row.first && id < row.first + row.voters)).size
}
const heardIds = (world: Tables, row: Row) => [row.id, ...row.hears.flatMap(uid => rows(world).get(uid)?.id ?? [])]
export const seesOf = (world: Tables, row: Row): number => votesOf(row, heardIds(world, row))
export const hasQuorum = (world: Tables, row: Row): boolean => seesOf(world, row) >= quorumOf(kindOf(row), row.voters)

/** Puts what everybody may see of a member where views look for it. */
export function publish(world: Tables, uid: string): void {
  const row = rows(world).get(uid)
  if (!row) return
  const isOld = othersOf(world, row).some(o => o.pod === row.pod && o.born > row.born)
  const key = isOld ? `${row.pod} ${uid}` : row.pod
  const leader = row.role === 'looks' ? undefined : row.leader && rows(world).get(row.leader)?.id
  const { kind, ensemble, pod, node, id, term, voters, since } = row
  const next: Member = {
    ...{ kind, ensemble, pod, uid, node, id, term, voters, since },
    role: kindOf(row).roles[row.role],
    ...(typeof leader === 'number' && { leader }),
    writes: row.number,
    sees: seesOf(world, row),
  }
  members(world).set(key, next)
}

export function unpublish(world: Tables, row: Row): void {
  const plain = members(world).get(row.pod)
  if (plain?.uid === row.uid) members(world).delete(row.pod)
  members(world).delete(`${row.pod} ${row.uid}`)
}

/** How a member stands, as its own tools show it. */
export function standingOf(world: Tables, row: Row): Standing {
  const { role, id, term, voters, first } = row
  const heard = heardIds(world, row)
  const leads = row.role === 'looks' ? undefined : rows(world).get(row.leader ?? '')?.id
  const ids = [...new Set([...Array.from({ length: Math.min(voters, 100) }, (_, i) => first + i), id])].sort((a, b) => a - b)
  const peers = ids.map(i => ({
    id: i,
    pod: i === id ? row.pod : `${row.ensemble}-${i}`,
    heard: heard.includes(i),
    leads: kindOf(row).elects === 'first' ? i === first : i === leads,
  }))
  return { role, id, writes: row.number, term, voters, peers }
}
