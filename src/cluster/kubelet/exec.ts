// Commands that somebody runs in a container from outside (`kubectl exec`): started beside its first process, on its disks, with its environment.
// Upstream: pkg/kubelet/server/server.go getExec, cri-streaming.
import type { EventData, World } from '../../engine/index.ts'
import { machines } from '../tables.ts'
import { execIn } from './process/index.ts'
import { containerOf, pods, uids } from './rows.ts'

/** Why a command cannot be run there. */
export type ExecProblem = 'no pod' | 'no container' | 'not running' | 'unreachable'

/**
 * Starts a command. Its end comes to the actor `to` as `reply` with `code` (as a shell shows it; 126 or 127 when there is no such program) and `output`
 * (standard output and error as they came). Returns why it cannot, or undefined.
 * @public for whoever runs commands in containers from outside
 */
export function exec(
  world: World,
  podKey: string,
  container: string,
  argv: readonly string[],
  to: string,
  reply: EventData,
): ExecProblem | undefined {
  const uid = uids(world).get(podKey)?.at(-1)
  const pod = uid === undefined ? undefined : pods(world).get(uid)
  if (!pod || uid === undefined) return 'no pod'
  const machine = machines(world).get(pod.node)
  if (machine?.power !== 'on' || machine.link !== 'up') return 'unreachable'
  const row = containerOf(pod, container)
  if (!row) return 'no container'
  if (row.attempt < 0 || row.exit) return 'not running'
  execIn(world, uid, container, argv, Number.POSITIVE_INFINITY, reply, to)
  return undefined
}
