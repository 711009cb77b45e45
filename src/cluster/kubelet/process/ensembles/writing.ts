// What becomes of what clients want. A read is answered from a member's own data. A write goes to the leader, is proposed to all who follow it, counts
// when a majority has it on its disk (of mysql: the primary alone), and is applied by the others a hop later. One sync of the disk covers all that was
// logged before it began. Upstream: ZooKeeper's Zab, in short; its SyncRequestProcessor.
import type { EventData, World } from '../../../../engine/index.ts'
import { type Answer, type Op, quorumOf } from '../../../images/index.ts'
import { rollHop } from '../../drive.ts'
import { announce, carry, reply } from './electing.ts'
import { save } from './keeping.ts'
import { type Client, change, type Entry, kindOf, loggedOf, publish, type Row, rows, standingOf, votesOf } from './rows.ts'

/** Asks a member. The answer comes to the client, or nothing ever does. */
export function askMember(world: World, uid: string, op: Op, client: Client): void {
  const row = rows(world).get(uid)
  if (!row) {
    reply(world, client, { fault: 'refused' })
    return
  }
  const kind = kindOf(row)
  if (!kind.isWrite(op)) {
    if (row.role === 'looks' && !kind.readsAlone) reply(world, client, { fault: 'lost' })
    else reply(world, client, kind.read(row.data, op, standingOf(world, row)))
    return
  }
  if (row.role !== 'leads' && !kind.forwards) {
    reply(world, client, { fault: 'readOnly' })
    return
  }
  if (row.role === 'looks') {
    reply(world, client, { fault: 'lost' })
    return
  }
  const number = row.asked + 1
  change(world, uid, { asked: number, clients: { ...row.clients, [number]: client } })
  if (row.role === 'leads') propose(world, uid, op, { uid, client: number })
  else carry(world, uid, row.leader as string, { type: 'forward', op, client: number })
}

export function propose(world: World, uid: string, op: Op, asker: { uid: string; client: number }): void {
  const row = rows(world).get(uid)
  if (row?.role !== 'leads') return
  const entry: Entry = { number: loggedOf(row) + 1, term: row.term, op, atMs: world.nowMs }
  const proposals = [...row.proposals, { number: entry.number, ids: [], asker }]
  save(world, change(world, uid, { log: [...row.log, entry], loggedTerm: row.term, proposals }))
  for (const follower of row.followers) carry(world, uid, follower, { type: 'propose', entry })
  sync(world, uid)
}

export interface SyncedEvent extends EventData {
  readonly type: 'onDisk'
  readonly uid: string
  readonly attempt: number
}

/** Has the disk take what is in the log. Who logs while it does waits for the next time. */
function sync(world: World, uid: string): void {
  const row = rows(world).get(uid)
  if (!row || row.syncing !== undefined) return
  change(world, uid, { syncing: loggedOf(row) })
  world.schedule(rollHop(world, uid, 'sync'), 'programs', { type: 'onDisk', uid, attempt: row.attempt } satisfies SyncedEvent)
}

/** It lies on the disk: a leader counts itself, a follower says so. */
export function onDisk(world: World, { uid, attempt }: SyncedEvent): void {
  const row = rows(world).get(uid)
  if (row?.attempt !== attempt || row.syncing === undefined) return
  const logged = loggedOf(row)
  const number = Math.min(row.syncing, logged)
  change(world, uid, { syncing: undefined })
  if (row.role === 'leads') acknowledged(world, uid, row.id, number)
  else if (row.role === 'follows' && row.leader) carry(world, uid, row.leader, { type: 'ack', number })
  if (logged > number) sync(world, uid)
}

/** A leader counts who has its proposals; those that enough have are done, in order. */
export function count(world: World, uid: string): void {
  const row = rows(world).get(uid)
  if (row?.role !== 'leads') return
  const quorum = quorumOf(kindOf(row), row.voters)
  let done = 0
  while (done < row.proposals.length && votesOf(row, row.proposals[done]?.ids ?? []) >= quorum) done++
  if (done === 0) return
  const answers = apply(world, uid, row.log[done - 1]?.number ?? row.number)
  change(world, uid, { proposals: row.proposals.slice(done) })
  for (const follower of row.followers) carry(world, uid, follower, { type: 'commit', number: row.log[done - 1]?.number })
  for (const [i, { asker }] of row.proposals.slice(0, done).entries()) {
    const answer = answers[i]
    if (!asker || !answer) continue
    if (asker.uid === uid) answered(world, uid, asker.client, answer)
    else carry(world, uid, asker.uid, { type: 'answer', client: asker.client, answer })
  }
}

/** Applies what is in the log up to a number. Returns what clients hear of each. */
function apply(world: World, uid: string, upTo: number): Answer[] {
  const row = rows(world).get(uid) as Row
  const kind = kindOf(row)
  const answers: Answer[] = []
  let { data, number } = row
  for (const entry of row.log) {
    if (entry.number > upTo) break
    const result = kind.apply(data, entry.op, entry)
    data = result.data
    number = entry.number
    answers.push(result.answer)
  }
  if (number === row.number) return answers
  save(world, change(world, uid, { data, number, log: row.log.filter(e => e.number > number) }))
  publish(world, uid)
  return answers
}

export function answered(world: World, uid: string, number: number, answer: Answer): void {
  const row = rows(world).get(uid) as Row
  const client = row.clients[number]
  if (!client) return
  const { [number]: _, ...clients } = row.clients
  change(world, uid, { clients })
  reply(world, client, answer)
}

/** A peer wants to follow: it gets all that there is. One that knows more than an unelected primary is left as it is. */
export function joined(world: World, uid: string, from: string, voters: number, number: number): void {
  const row = rows(world).get(uid) as Row
  if (row.role !== 'leads' || (kindOf(row).elects === 'first' && number > row.number)) return
  const followers = row.followers.includes(from) ? row.followers : [...row.followers, from]
  // An ensemble that grows is told so by those who come.
  const grown = Math.max(row.voters, voters)
  const now = change(world, uid, { followers, voters: grown })
  const { term, data, log, loggedTerm } = now
  carry(world, uid, from, { type: 'sync', term, data, number: now.number, log, loggedTerm, voters: grown })
  if (grown === row.voters) return
  publish(world, uid)
  for (const other of followers) if (other !== from) carry(world, uid, other, { type: 'voters', voters: grown })
}

type Synced = Pick<Row, 'term' | 'data' | 'number' | 'log' | 'loggedTerm' | 'voters'>

/** What the leader has is what it has from now on, whatever it had before. */
export function synced(world: World, uid: string, from: string, { term, data, number, log, loggedTerm, voters }: Synced): void {
  const row = rows(world).get(uid) as Row
  if (row.leader !== from || row.role === 'leads') return
  const isNew = row.role !== 'follows'
  change(world, uid, { role: 'follows', term, data, number, log, loggedTerm, voters, ...(isNew && { since: world.now }) })
  if (isNew) announce(world, uid)
  else {
    save(world, rows(world).get(uid) as Row)
    publish(world, uid)
  }
  sync(world, uid)
}

/** A proposal of the leader: logged, and acknowledged when it is on the disk. One that does not follow the last shows that something was missed. */
export function proposed(world: World, uid: string, from: string, entry: Entry): void {
  const row = rows(world).get(uid) as Row
  if (row.role !== 'follows' || row.leader !== from) return
  if (entry.number !== loggedOf(row) + 1) {
    if (entry.number > loggedOf(row)) carry(world, uid, from, { type: 'join', voters: row.voters, number: row.number })
    return
  }
  save(world, change(world, uid, { log: [...row.log, entry], loggedTerm: entry.term }))
  sync(world, uid)
}

export function acknowledged(world: World, uid: string, id: number, number: number): void {
  const row = rows(world).get(uid) as Row
  const proposals = row.proposals.map(p => (p.number <= number && !p.ids.includes(id) ? { ...p, ids: [...p.ids, id] } : p))
  change(world, uid, { proposals })
  count(world, uid)
}

export function committed(world: World, uid: string, from: string, number: number): void {
  const row = rows(world).get(uid) as Row
  if (row.role === 'follows' && row.leader === from) apply(world, uid, number)
}
