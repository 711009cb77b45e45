// What a kind's strategy may know beyond its object: the moment, the dice, other objects. One value for all writes, so that a write costs no new closures;
// what it tells is of the moment at which it is asked.
import type { Env } from '../kube/index.ts'
import type { Dice } from './dice.ts'
import type { Store } from './store.ts'

export interface Sources {
  readonly engine: { readonly now: number; readonly nowMs: number }
  readonly store: Store
  readonly dice: Dice
  timestamp(): string
}

export const envOf = ({ engine, store, dice, timestamp }: Sources): Env & { at: number; uuid(): string } => ({
  get at() {
    return engine.now
  },
  get nowMs() {
    return engine.nowMs
  },
  get timestamp() {
    return timestamp()
  },
  uuid: () => dice.uuid(),
  roll: below => dice.roll(below),
  get: (plural, key) => store.get(plural, key),
  list: plural => store.list(plural),
})
