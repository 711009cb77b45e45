// Processes that keep the same data together. What they have in common is here: who may lead, how many it takes, what a write is; what makes each kind
// its own (names, ports, who leads, whether half is not enough) is data beside this file. The kubelet (../../kubelet/process/ensembles) carries
// their messages. Upstream models: ZooKeeper's Zab, MongoDB's replica sets, MySQL's asynchronous replication.
import type { Member } from '../../tables.ts'
import type { Standing } from '../behaviour.ts'

/** What a client wants, as plain data; `op` names it. */
export interface Op {
  readonly op: string
  readonly [argument: string]: string | number
}
/** All data of a member: plain, immutable, by path or by table. */
export type Data = { readonly [key: string]: Item }
export type Item = { readonly [field: string]: string | number | readonly string[] }

/** Where a write stands in history. */
export interface Stamp {
  readonly number: number
  readonly term: number
  readonly atMs: number
}
export interface Applied {
  readonly data: Data
  readonly answer: Answer
}
/** What a client hears: some value, or an error in the words of its kind. */
export type Answer = { readonly value: unknown } | { readonly error: string }

export interface EnsembleKind {
  readonly kind: Member['kind']
  /** Where clients knock, and where its peers do. */
  readonly port: number
  readonly peerPorts: readonly number[]
  /** Where its data may lie: the first of these that a volume is mounted at, above or below; else the first. */
  readonly dataDirs: readonly string[]
  readonly file: string
  readonly roles: { readonly leads: Member['role']; readonly follows: Member['role']; readonly looks: Member['role'] }
  /** Who leads of those that know most: by id. 'first': always the first ordinal, nobody votes, and a write needs nobody else. */
  readonly elects: 'highest' | 'lowest' | 'first'
  /** A follower passes writes on; otherwise it refuses them. */
  readonly forwards: boolean
  /** Whether it answers reads while nobody leads. */
  readonly readsAlone: boolean
  /** So long a peer may be silent before it counts as gone. */
  readonly silenceMs: number
  isWrite(op: Op): boolean
  apply(data: Data, op: Op, stamp: Stamp): Applied
  read(data: Data, op: Op, standing: Standing): Answer
  /** What a client of a Load writes. */
  readonly loadOp: Op
  /** Told in its log when its role changes. */
  says(standing: Standing): string
}

/** How many of so many are more than half. */
export const majorityOf = (voters: number): number => Math.floor(voters / 2) + 1

/** How many members a write must have reached, the leader included. */
export const quorumOf = (kind: Pick<EnsembleKind, 'elects'>, voters: number): number => (kind.elects === 'first' ? 1 : majorityOf(voters))

/** What a candidate has: the term and number of the last write in its log. */
export interface Candidate {
  readonly id: number
  readonly loggedTerm: number
  readonly logged: number
}

/** Who of them is to lead: whoever has the latest write; among equals the kind decides. */
export function bestOf<C extends Candidate>(kind: Pick<EnsembleKind, 'elects'>, candidates: readonly C[]): C | undefined {
  const isBetter = (a: C, b: C) => {
    if (a.loggedTerm !== b.loggedTerm) return a.loggedTerm > b.loggedTerm
    if (a.logged !== b.logged) return a.logged > b.logged
    return kind.elects === 'highest' ? a.id > b.id : a.id < b.id
  }
  return candidates.reduce<C | undefined>((best, c) => (best && !isBetter(c, best) ? best : c), undefined)
}

/** The ordinal at the end of a pod's name; 0 when there is none. */
export const ordinalOf = (name: string): number => Number(/-(\d+)$/.exec(name)?.[1] ?? 0)

/** How many servers a configuration names: `ZOO_SERVERS`, or `--servers=3` among the words of the command. */
export function configuredVoters(env: Readonly<Record<string, string>>, words: readonly string[]): number | undefined {
  const servers = env.ZOO_SERVERS?.split(/[\s,]+/).filter(s => s !== '')
  if (servers?.length) return servers.length
  const said = /--servers[= ](\d+)/.exec(words.join(' '))?.[1]
  return said === undefined ? undefined : Math.max(1, Number(said))
}
