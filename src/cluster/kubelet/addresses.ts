// Addresses on the cluster's network: node N has 10.244.N.0/24, is itself .1, and gives its pods the others in turn, so that an address is not soon
// used again. Upstream: the host-local plugin of CNI.
import type { World } from '../../engine/index.ts'
import { livingOn, nodes, type PodRow, pods } from './rows.ts'

const NONE: ReadonlySet<string | undefined> = new Set()
const prefix = (number: number) => `10.${244 + (number >> 8)}.${number & 255}`

export const addressOfNode = (number: number): string => `${prefix(number)}.1`

export const nodeAddress = (world: Pick<World, 'table'>, node: string): string => addressOfNode(nodes(world).get(node)?.number ?? 0)

/** Its sandbox is stopped: its address is free for another, though its status goes on naming it. */
export function takeAddress(world: World, uid: string): void {
  const { ip, ...row } = pods(world).get(uid) ?? {}
  if (ip !== undefined) pods(world).set(uid, row as PodRow)
}

/** The next free address on a node; undefined when all 253 are taken. */
export function giveAddress(world: World, node: string): string | undefined {
  const isFirstRound = (nodes(world).get(node)?.addressesGiven ?? 0) < 253
  const taken = isFirstRound ? NONE : new Set(livingOn(world, node).map(uid => pods(world).get(uid)?.ip))
  const row = nodes(world).get(node)
  if (!row) return undefined
  for (let i = 1; i <= 253; i++) {
    const last = ((row.lastAddress - 2 + i) % 253) + 2
    const ip = `${prefix(row.number)}.${last}`
    if (taken.has(ip)) continue
    nodes(world).set(node, { ...row, lastAddress: last, addressesGiven: row.addressesGiven + 1 })
    return ip
  }
  return undefined
}
