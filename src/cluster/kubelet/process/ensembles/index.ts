// Ensembles: processes of several pods that keep the same data, and the messages between them. What they say to each other is in electing.ts and
// writing.ts, how they notice each other in lives.ts, what is left when they stop in keeping.ts.
import type { EventData, World } from '../../../../engine/index.ts'
import type { Answer, Op, Standing } from '../../../images/index.ts'
import { type ElectEvent, elect, heardOfLeader } from './electing.ts'
import { type NoticeEvent, noticed } from './lives.ts'
import { type Client, change, type Entry, kindOf, passes, publish, type Row, rows, standingOf } from './rows.ts'
import {
  acknowledged,
  answered,
  askMember,
  committed,
  count,
  joined,
  onDisk,
  propose,
  proposed,
  type SyncedEvent,
  synced,
} from './writing.ts'

export { linkChanged, memberBegins, memberEnds } from './lives.ts'
export type { Client } from './rows.ts'

/** The member behind a port of a pod, if there is one. Its peers' ports are taken for its clients': a headless Service often names no other. */
export function memberAt(world: World, uid: string, port: number): Row | undefined {
  const row = rows(world).get(uid)
  if (!row) return undefined
  const { port: own, peerPorts } = kindOf(row)
  return port === own || peerPorts.includes(port) ? row : undefined
}

export function memberStanding(world: World, uid: string): Standing | undefined {
  const row = rows(world).get(uid)
  return row && standingOf(world, row)
}

export const isMember = (world: Pick<World, 'table'>, uid: string): boolean => rows(world).has(uid)

/** A client of a Load writes: the answer comes to `client`. False when there is no member. */
export function writeTo(world: World, uid: string, port: number, client: Client): boolean {
  const row = memberAt(world, uid, port)
  if (row) askMember(world, uid, kindOf(row).loadOp, client)
  return row !== undefined
}

/** What comes to members from the agenda. */
export function hear(world: World, e: EventData): void {
  switch (e.type) {
    case 'elect':
      elect(world, e as ElectEvent)
      return
    case 'notice':
      noticed(world, e as NoticeEvent)
      return
    case 'count':
      count(world, e.uid as string)
      return
    case 'onDisk':
      onDisk(world, e as SyncedEvent)
      return
    case 'ask':
      askMember(world, e.uid as string, e.op as Op, e.client as Client)
      return
    default:
      message(world, e as Message)
  }
}

interface Message extends EventData {
  readonly from: string
  readonly to: string
  /** Where it comes from. */
  readonly node: string
}

/** A message of a peer: lost if there is no way. */
function message(world: World, e: Message): void {
  const { from, to } = e
  const row = rows(world).get(to)
  if (!row || !passes(world, e.node, row.node)) return
  switch (e.type) {
    case 'elected':
      heardOfLeader(world, to, from, e.term as number)
      break
    case 'join':
      joined(world, to, from, e.voters as number, e.number as number)
      break
    case 'sync':
      synced(world, to, from, e as unknown as Parameters<typeof synced>[3])
      break
    case 'propose':
      proposed(world, to, from, e.entry as Entry)
      break
    case 'ack':
      acknowledged(world, to, rows(world).get(from)?.id ?? -1, e.number as number)
      break
    case 'commit':
      committed(world, to, from, e.number as number)
      break
    case 'forward':
      propose(world, to, e.op as Op, { uid: from, client: e.client as number })
      break
    case 'answer':
      answered(world, to, e.client as number, e.answer as Answer)
      break
    case 'voters':
      change(world, to, { voters: e.voters as number })
      publish(world, to)
      break
    default:
      throw new Error(`members do not know ${e.type}`)
  }
}
