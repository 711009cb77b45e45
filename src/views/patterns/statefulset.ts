// A StatefulSet promises identity: never two pods of one name at once, even if that means none. Where its pods are an ensemble, the ensemble answers
// writes only while enough of it can talk to each other: consistency before availability. Counted are real processes: two of one name, after a forced
// deletion under a partition, are a broken promise. Upstream: pkg/controller/statefulset; the promise: "at most one" in the task on force deletion.
import type { Kept, Member } from '../../cluster/index.ts'
import { isConditionTrue, type Node, type Pod, type StatefulSet } from '../../kube/index.ts'
import { isReachable, isUnreachable } from '../machines.ts'
import { censusOf, keyOf, statefulsets } from '../workloads/index.ts'
import { type Reads, runs, text, type Words } from './reads.ts'

export interface Identity {
  /** `zk-1` */
  readonly name: string
  readonly ordinal: number
  readonly pod?: Pod
  /** So many processes of that name really run. */
  readonly real: number
  /** Of these, so many can be reached by the others. */
  readonly reached: number
  /** The API cannot know: the node of its pod is silent. */
  readonly doubt: boolean
  readonly role?: Member['role']
  /** The last write that lies on its disk. */
  readonly writes?: number
  /** It is heard by the one that leads. */
  readonly votes: boolean
  readonly ready: boolean
  /** Number of the revision that it was made from. */
  readonly revision: number
}

export interface Quorum {
  /** Who can talk to the leader, or at most to each other. */
  readonly votes: number
  readonly voters: number
  /** Writes are accepted. */
  readonly writes: boolean
  /** One decides alone (a primary with replicas): no votes are counted. */
  readonly alone: boolean
  readonly leader?: string
}

export interface Identities {
  readonly desired: number
  readonly identities: readonly Identity[]
  /** Names of which two run at once. */
  readonly twice: readonly string[]
  readonly quorum?: Quorum
}

export function identities(reads: Reads, s: StatefulSet): Identities {
  const ensemble = keyOf(s)
  const members = [...reads.rows('members').values()].filter(m => m.ensemble === ensemble)
  const quorum = quorumOf(reads, members, ensemble, s.spec.replicas)
  const list = statefulsets.places(s, censusOf(reads)).map((p): Identity => {
    const key = `${s.metadata.namespace ?? ''}/${p.name}`
    const pod = reads.object<Pod>('pods', key)
    const running = [...reads.rows('processes').values()].filter(r => r.key === key && runs(r))
    const mine = members.filter(m => m.pod === key)
    const member = mine.find(m => m.uid === pod?.metadata.uid) ?? mine[0]
    const writes = member?.writes ?? reads.row('kept', key)?.writes
    return {
      name: p.name,
      ordinal: p.ordinal ?? 0,
      ...(pod && { pod }),
      real: running.length,
      reached: running.filter(r => isReachable(reads.row('machines', r.node))).length,
      doubt: pod !== undefined && isSilent(reads, pod),
      ...(member && { role: member.role }),
      ...(writes !== undefined && { writes }),
      votes: member !== undefined && quorum?.leader !== undefined && `${member.leader ?? ''}` === quorum.leader,
      ready: p.state === 'ready',
      revision: p.revision,
    }
  })
  return {
    desired: s.spec.replicas,
    identities: list,
    twice: list.filter(i => i.real > 1).map(i => i.name),
    ...(quorum && { quorum }),
  }
}

/** Nobody hears of it: its node is not Ready, or would not be if anybody knew. */
function isSilent(reads: Reads, { spec }: Pod): boolean {
  if (!spec.nodeName) return false
  const node = reads.object<Node>('nodes', spec.nodeName)
  const machine = reads.row('machines', spec.nodeName)
  return (node !== undefined && !isConditionTrue(node.status.conditions, 'Ready')) || isUnreachable(machine)
}

/** Who may decide. undefined: these pods are no ensemble that we know of. */
function quorumOf(reads: Reads, members: readonly Member[], ensemble: string, desired: number): Quorum | undefined {
  const kept = [...reads.rows('kept').values()].filter((k: Kept) => k.ensemble === ensemble)
  if (!members.length && !kept.length) return undefined
  const alone = members.some(m => m.kind === 'mysql')
  const voters = Math.max(desired, ...members.map(m => m.voters))
  const enough = (m: Member) => m.kind === 'mysql' || 2 * m.sees > m.voters
  const leads = (m: Member) => (m.role === 'leader' || m.role === 'primary') && enough(m)
  const leader = members.filter(leads).sort((a, b) => b.term - a.term)[0]
  const reached = leader && isReachable(reads.row('machines', leader.node))
  return {
    votes: leader ? leader.sees : Math.max(0, ...members.map(m => m.sees)),
    voters,
    writes: reached ?? false,
    alone,
    ...(leader && { leader: String(leader.id) }),
  }
}

export function identityWords({ desired, identities: list, twice, quorum }: Identities): Words {
  const doubtful = list.find(i => i.doubt)
  const named = twice[0] ?? doubtful?.name
  const up = list.filter(i => i.real > 0 && i.reached > 0).length
  const missing = list.find(i => i.real === 0)
  const note = !quorum
    ? text('four.sts.up', { count: up, desired })
    : quorum.alone
      ? text(quorum.writes ? 'four.sts.primary' : 'four.sts.noPrimary')
      : text(quorum.writes ? 'four.sts.writes' : 'four.sts.refused', { count: quorum.votes, votes: quorum.votes, voters: quorum.voters })
  return {
    promised: named ? text('four.sts.promisedOne', { name: named }) : text('four.sts.promised'),
    delivered: twice[0]
      ? text('four.sts.twice', { name: twice[0] })
      : doubtful
        ? text('four.sts.doubt', { name: doubtful.name })
        : missing
          ? text('four.sts.some', { count: list.filter(i => i.real > 0).length, desired })
          : text('four.sts.each'),
    note,
    broken: twice.length > 0,
  }
}
