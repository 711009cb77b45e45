// The world as actors see it: they read the shelf and the tables, and what they want done goes through here onto the agenda. One value for all visits;
// what it tells is of the moment at which it is asked.
import type { World } from './actor.ts'
import type { EventData } from './agenda.ts'
import type { Dice } from './dice.ts'
import type { Profile } from './profile.ts'
import type { Store } from './store.ts'
import type { Table } from './table.ts'
import type { TraceEntry } from './trace.ts'

/** What the world and the visits in it need of the engine. */
export interface Ground {
  readonly now: number
  readonly nowMs: number
  readonly timestamp: string
  /** The trace entry under which everything happens at this moment. */
  cause: number
  readonly store: Store
  readonly dice: Dice
  readonly profile: Profile
  /** In whose name requests outside visits travel. */
  readonly sender: string
  table<T>(name: string): Table<T>
  add(delayMs: number, to: string, event: EventData): void
  wake(actor: string, key: string, delayMs: number): void
  tell(by: string, subject: string, code: string, args: TraceEntry['args']): number
}

export function worldOf(ground: Ground): World {
  const { store, dice, profile } = ground
  const hop = (name: string): number => {
    const [least, most] = profile[name] ?? NO_TIME
    return dice.between(least, most)
  }
  return {
    get: store.get.bind(store),
    list: store.list.bind(store),
    by: store.by.bind(store),
    keysBy: store.keysBy.bind(store),
    dependents: store.dependents.bind(store),
    count: store.count.bind(store),
    get now() {
      return ground.now
    },
    get nowMs() {
      return ground.nowMs
    },
    get timestamp() {
      return ground.timestamp
    },
    get cause() {
      return ground.cause
    },
    dice,
    table: ground.table,
    hop,
    schedule: ground.add,
    wake: (actor, key, delayMs) => ground.wake(actor, key, delayMs ?? hop('watch')),
    send(write, reply, delayMs) {
      ground.add(delayMs ?? hop('write'), ground.sender, reply ? { type: 'send', write, reply } : { type: 'send', write })
    },
    tell: (by, subject, code, args = {}) => ground.tell(by, subject, code, args),
  }
}

const NO_TIME = [0, 0] as const
