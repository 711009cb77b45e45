// What can be worked out from the checkpoint but is too dear to work out each time: sums over the pods of a node, a queue in order. Such a value is kept
// beside the world and carried along with every change. It is no state: a mark in a table, a new object with every change, says which version of
// the world it belongs to. After a restore another mark lies there, and the value is built anew. Deleting it at any moment changes nothing.
import type { World } from './actor.ts'

/** Anything that gets the world can say which derived value it wants. */
export class Derived<T> {
  readonly #name: string
  readonly #build: (world: World) => T
  readonly #known = new WeakMap<World, { mark: object | undefined; value: T }>()

  /** `name` is the row of the table `derived` where the mark lies. */
  constructor(name: string, build: (world: World) => T) {
    this.#name = name
    this.#build = build
  }

  /** The value that belongs to the world as it is now. */
  get(world: World): T {
    const mark = world.table<object>('derived').get(this.#name)
    const known = this.#known.get(world)
    if (known && known.mark === mark) return known.value
    const value = this.#build(world)
    this.#known.set(world, { mark, value })
    return value
  }

  /** Something that the value depends on has changed. `carry` brings a value that was right before up to date. */
  changed(world: World, carry: (value: T) => void): void {
    const marks = world.table<object>('derived')
    const before = marks.get(this.#name)
    const known = this.#known.get(world)
    const mark = { version: ((before as { version: number } | undefined)?.version ?? 0) + 1 }
    marks.set(this.#name, mark)
    if (known === undefined || known.mark !== before) return
    carry(known.value)
    known.mark = mark
  }

  /** Something has changed that the value cannot follow: it is built anew when it is asked for. */
  forget(world: World): void {
    this.#known.delete(world)
  }
}
