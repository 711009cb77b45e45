// Log collectors: while one runs on a node, every line that a container there writes is gathered; without one it is lost. Counted from the moment when
// the first collector began anywhere: where nobody collects there is nothing to miss. Its own lines do not count.
import type { World } from '../../../engine/index.ts'
import { collected } from '../../tables.ts'
import { pods } from '../rows.ts'

/** Collectors that run on a node: uids. Table `collectors`, key: node. */
const collectors = (w: Pick<World, 'table'>) => w.table<readonly string[]>('collectors')

export function collectorBegins(world: World, uid: string): void {
  const node = pods(world).get(uid)?.node
  if (node === undefined) return
  collectors(world).set(node, [...(collectors(world).get(node) ?? []).filter(u => u !== uid), uid])
  tell(world, node)
}

export function collectorEnds(world: World, uid: string): void {
  const node = pods(world).get(uid)?.node
  const uids = node === undefined ? undefined : collectors(world).get(node)
  if (node === undefined || !uids?.includes(uid)) return
  const left = uids.filter(u => u !== uid)
  if (left.length) collectors(world).set(node, left)
  else collectors(world).delete(node)
  tell(world, node)
}

/** Who gathers on a node now. */
function tell(world: World, node: string): void {
  const { by: _, ...row } = collected(world).get(node) ?? { node, gathered: 0, lost: 0 }
  const by = pods(world).get(collectors(world).get(node)?.[0] ?? '')?.key
  collected(world).set(node, { ...row, ...(by && { by }) })
}

export function linesWritten(world: World, uid: string, lines: number): void {
  if (collected(world).size === 0 || lines === 0) return
  const node = pods(world).get(uid)?.node
  if (node === undefined) return
  const uids = collectors(world).get(node)
  if (uids?.includes(uid)) return
  const row = collected(world).get(node) ?? { node, gathered: 0, lost: 0 }
  const what = uids ? 'gathered' : 'lost'
  collected(world).set(node, { ...row, [what]: row[what] + lines })
}
