// The two clocks of a Job that a student can watch: the deadline of the whole, and the wait after failures. Shown on the stage while they run.
import type { World } from '../../../engine/index.ts'
import { hideTimer, showTimer, timers } from '../../tables.ts'

function keep(world: World, subject: string, name: string, leftMs: number | undefined): void {
  if (leftMs === undefined || leftMs <= 0) hideTimer(world, subject, name)
  else if (timers(world).get(`${subject} ${name}`)?.until !== world.now + Math.ceil(leftMs)) showTimer(world, subject, name, leftMs)
}

/** Shows what runs, and asks for a visit when the first of them is over. */
export function keepTimers(
  world: World,
  key: string,
  left: { deadline?: number | undefined; backOff?: number | undefined },
  heldMs = 0,
): { againInMs?: number } {
  keep(world, `jobs ${key}`, 'deadline', left.deadline)
  keep(world, `jobs ${key}`, 'backOff', left.backOff)
  const running = [left.deadline, left.backOff, heldMs].filter(ms => ms !== undefined && ms > 0) as number[]
  return running.length > 0 ? { againInMs: Math.min(...running) } : {}
}
