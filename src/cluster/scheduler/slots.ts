// The scheduler does one thing at a time: each pod that is to be tried brings a slot, and the slots come one after the other. Whose turn it is in a
// slot is decided when it begins, and by the cluster as it is then. Upstream: pkg/scheduler/schedule_one.go ScheduleOne.
import type { World } from '../../engine/index.ts'

export function openSlot(world: World): void {
  const table = world.table<number>('scheduler.slots')
  const at = Math.max(world.now, table.get('end') ?? 0)
  table.set('end', at + world.hop('schedule'))
  world.schedule(at - world.now, 'scheduler', { type: 'cycle' })
}
