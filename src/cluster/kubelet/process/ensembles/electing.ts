// Who leads. A member that follows nobody looks at those it hears: if one of them leads it joins it; if more than half of all look as well, the one that
// knows most leads, and the others have promised to follow before anybody else can ask them. A leader that no longer hears a majority steps down.
import type { EventData, World } from '../../../../engine/index.ts'
import { bestOf, quorumOf, type Reply } from '../../../images/index.ts'
import { appendLog } from '../logs.ts'
import { save } from './keeping.ts'
import { type Client, change, hasQuorum, kindOf, loggedOf, passes, publish, type Row, rows, seesOf, standingOf, votesOf } from './rows.ts'

export interface ElectEvent extends EventData {
  readonly type: 'elect'
  readonly uid: string
  readonly turn: number
}

/** How long an election takes, and after how long one that led nowhere is tried again. */
const ELECTION_MS: readonly [number, number] = [150, 300]
const AGAIN_MS: readonly [number, number] = [600, 1200]

export function planElection(world: World, uid: string, [least, most] = ELECTION_MS): void {
  const row = rows(world).get(uid)
  if (!row) return
  const { turn } = change(world, uid, { turn: row.turn + 1 })
  world.schedule(world.dice.between(least, most), 'programs', { type: 'elect', uid, turn } satisfies ElectEvent)
}

/** Sends a message to a peer. It arrives if there is a way and somebody at its end. */
export function carry(world: World, from: string, to: string, message: EventData): void {
  const row = rows(world).get(from)
  if (!row) return
  const at = Math.max(world.now + Math.ceil(world.hop('request')), row.sentUntil[to] ?? 0)
  change(world, from, { sentUntil: { ...row.sentUntil, [to]: at } })
  world.schedule(at - world.now, 'programs', { ...message, from, to, node: row.node })
}

export function elect(world: World, { uid, turn }: ElectEvent): void {
  const row = rows(world).get(uid)
  if (!row || row.turn !== turn || row.role !== 'looks') return
  const kind = kindOf(row)
  const heard = row.hears.flatMap(u => rows(world).get(u) ?? []).filter(r => passes(world, r.node, row.node))
  const leaders = heard.filter(r => r.role === 'leads' && r.hears.includes(uid)).sort((a, b) => b.term - a.term)
  const [leader] = leaders
  if (leader) {
    // A replica that knows more than its source cannot follow it.
    if (kind.elects === 'first' && row.number > leader.number) return
    change(world, uid, { leader: leader.uid })
    join(world, uid, leader.uid)
    planElection(world, uid, AGAIN_MS)
    return
  }
  if (kind.elects === 'first') return
  const free = (r: Row) => r.role === 'looks' && (r.leader === undefined || r.leader === uid || rows(world).get(r.leader)?.role !== 'leads')
  const looking = [row, ...heard.filter(r => free(r) && r.hears.includes(uid))].filter(r => votesOf(row, [r.id]) === 1)
  if (
    votesOf(
      row,
      looking.map(r => r.id),
    ) >= quorumOf(kind, row.voters)
  ) {
    const best = bestOf(
      kind,
      looking.map(r => ({ id: r.id, loggedTerm: r.loggedTerm, logged: loggedOf(r), uid: r.uid })),
    )
    if (best?.uid === uid) {
      lead(
        world,
        row,
        looking.filter(r => r !== row),
      )
      return
    }
  }
  if (hasQuorum(world, row)) planElection(world, uid, AGAIN_MS)
}

const join = (world: World, uid: string, leader: string) => {
  const { voters, number } = rows(world).get(uid) as Row
  carry(world, uid, leader, { type: 'join', voters, number })
}

/** It leads from now on; those who have voted for it can follow nobody else meanwhile. */
export function lead(world: World, row: Row, voted: readonly Row[]): void {
  const term = 1 + Math.max(row.term, ...voted.map(r => r.term))
  const proposals = row.log.map(e => ({ number: e.number, ids: [row.id] }))
  change(world, row.uid, { role: 'leads', since: world.now, leader: row.uid, term, followers: [], proposals })
  for (const r of voted) change(world, r.uid, { leader: row.uid, term })
  announce(world, row.uid)
  for (const r of voted) elected(world, row.uid, r.uid)
  world.schedule(0, 'programs', { type: 'count', uid: row.uid })
}

/** A leader says so to a peer. */
export function elected(world: World, uid: string, to: string): void {
  carry(world, uid, to, { type: 'elected', term: (rows(world).get(uid) as Row).term })
}

/** A peer says that it leads. */
export function heardOfLeader(world: World, uid: string, from: string, term: number): void {
  const row = rows(world).get(uid) as Row
  if (row.leader !== from && row.role !== 'looks') {
    if (term <= row.term || kindOf(row).elects === 'first') return
    stepDown(world, uid)
  }
  if (row.role === 'leads' && row.leader === from) return
  change(world, uid, { leader: from })
  join(world, uid, from)
  if ((rows(world).get(uid) as Row).role === 'looks') planElection(world, uid, AGAIN_MS)
}

/** A peer is no longer heard. */
export function followerLost(world: World, uid: string, gone: string): void {
  const row = rows(world).get(uid) as Row
  if (row.role === 'leads') {
    change(world, uid, { followers: row.followers.filter(u => u !== gone) })
    if (kindOf(row).elects !== 'first' && !hasQuorum(world, row)) stepDown(world, uid)
  } else if (row.leader === gone) stepDown(world, uid)
}

/** It follows nobody, or leads nobody, any more. */
function stepDown(world: World, uid: string): void {
  const row = rows(world).get(uid) as Row
  const wasLooking = row.role === 'looks'
  answerAll(world, row, { fault: 'lost' })
  change(world, uid, {
    role: 'looks',
    leader: undefined,
    since: wasLooking ? row.since : world.now,
    proposals: [],
    followers: [],
    clients: {},
  })
  if (!wasLooking) announce(world, uid)
  planElection(world, uid)
}

/** Looks whether it still follows somebody who leads. */
export function look(world: World, uid: string): void {
  const row = rows(world).get(uid) as Row
  const leader = rows(world).get(row.leader ?? '')
  if (row.role === 'follows' && leader && row.hears.includes(leader.uid) && leader.role !== 'leads') stepDown(world, uid)
}

/** A member's role has changed: its log, the trace and the views hear of it. */
export function announce(world: World, uid: string): void {
  const row = rows(world).get(uid) as Row
  save(world, row)
  publish(world, uid)
  appendLog(world, uid, row.container, row.attempt, 1, `${kindOf(row).says(standingOf(world, row))}\n`)
  const leader = rows(world).get(row.leader ?? '')?.id ?? -1
  const args = {
    ensemble: row.ensemble,
    kind: row.kind,
    id: row.id,
    leader,
    term: row.term,
    sees: seesOf(world, row),
    voters: row.voters,
    writes: row.number,
  }
  const subject = `pods ${row.pod}`
  if (row.role === 'follows') world.tell('programs', subject, 'member.follows', args)
  else if (row.role === 'looks') world.tell('programs', subject, 'member.looks', args)
  else world.tell('programs', subject, kindOf(row).elects === 'first' ? 'member.primary' : 'member.leads', args)
}

/** All who wait for an answer get this one. */
export function answerAll(world: World, row: Row, value: Reply): void {
  for (const client of Object.values(row.clients)) reply(world, client, value)
}
export const reply = (world: World, client: Client, value: Reply): void =>
  world.schedule(world.hop('request'), client.to, { ...client.event, value })
