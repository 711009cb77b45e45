// How a pod answers when something knocks at one of its ports, from outside its node. Used by requests of clients (../traffic).
import type { World } from '../../engine/index.ts'
import { machines } from '../tables.ts'
import { listenerOn } from './process/index.ts'
import { pods } from './rows.ts'

/** The HTTP status; `refused`: nobody listens there; `timeout`: the packets get lost. */
export function serves(world: World, podUid: string, port: number, path: string): { status: number } | 'refused' | 'timeout' {
  const pod = pods(world).get(podUid)
  if (!pod?.ip) return 'timeout'
  const machine = machines(world).get(pod.node)
  if (machine?.power !== 'on' || machine.link !== 'up') return 'timeout'
  const listener = listenerOn(world, podUid, port)
  return listener ? { status: listener.answer(path).status } : 'refused'
}

/** A pod has served a request: it may say so in its log. */
export function noteServed(world: World, podUid: string, port: number, path: string): void {
  const listener = listenerOn(world, podUid, port)
  listener?.served(path, listener.answer(path).status)
}
