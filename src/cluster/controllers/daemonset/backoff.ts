// A failed daemon pod is replaced at once, the next one on the same node a second later, then two, four … up to a quarter of an hour: a node that turns every
// pod away is not hammered. Upstream: pkg/controller/daemon/daemon_controller.go failedPodsBackoff; client-go util/flowcontrol/backoff.go.
import type { World } from '../../../engine/index.ts'
import type { DaemonSet } from '../../../kube/index.ts'

const FIRST_MS = 1000
const MOST_MS = 15 * 60_000

interface BackOff {
  readonly at: number
  readonly delayMs: number
}
const table = (world: Pick<World, 'table'>) => world.table<BackOff>('daemonset.backoff')
const keyFor = ({ metadata, status }: DaemonSet, node: string) => `${metadata.uid}/${status?.observedGeneration ?? 0}/${node}`
const isOver = (b: BackOff, now: number) => now - b.at > 2 * MOST_MS

/** How long this node's next failed pod must wait; 0 when it need not. */
export function backOffLeft(world: Pick<World, 'table' | 'now'>, ds: DaemonSet, node: string): number {
  const last = table(world).get(keyFor(ds, node))
  return last ? Math.max(0, last.at + last.delayMs - world.now) : 0
}

/** A failed pod is replaced now: the next one waits twice as long. */
export function raiseBackOff(world: Pick<World, 'table' | 'now'>, ds: DaemonSet, node: string): void {
  const rows = table(world)
  for (const [key, b] of [...rows.entries()]) if (isOver(b, world.now)) rows.delete(key)
  const last = rows.get(keyFor(ds, node))
  rows.set(keyFor(ds, node), { at: world.now, delayMs: last ? Math.min(MOST_MS, last.delayMs * 2) : FIRST_MS })
}
