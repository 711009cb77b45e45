// Things in order and in groups, kept up from change to change: during a rollout of 500 pods a frame brings news of a few, and nobody should have to look at
// the others to know who belongs to whom. A list that was given out never changes; where something in a group has changed, the next list is another.
import type { Mirror } from '../../session/index.ts'

const none: readonly never[] = []

export class Groups<T> {
  readonly #order: (a: T, b: T) => number
  readonly #lists = new Map<string, T[]>()
  /** Lists that nobody has seen yet. */
  readonly #unseen = new Set<T[]>()

  /** `order`: 0 only for what takes the place of another. */
  constructor(order: (a: T, b: T) => number) {
    this.#order = order
  }

  of(group: string): readonly T[] {
    return this.#lists.get(group) ?? none
  }

  /** The groups that somebody is in. */
  names(): Iterable<string> {
    return this.#lists.keys()
  }

  clear(): void {
    this.#lists.clear()
    this.#unseen.clear()
  }

  /** All of them at once: faster than one after another. */
  fill(items: readonly T[], groupOf: (item: T) => string | undefined): void {
    this.clear()
    for (const item of [...items].sort(this.#order)) {
      const group = groupOf(item)
      if (group === undefined) continue
      const list = this.#lists.get(group)
      if (list) list.push(item)
      else this.#lists.set(group, [item])
    }
  }

  /** Takes `old` out of its group and puts `fresh` into its own; undefined: there is none, or it is in no group. */
  swap(old: T | undefined, from: string | undefined, fresh: T | undefined, to: string | undefined): void {
    if (old !== undefined && fresh !== undefined && from === to && from !== undefined && this.#order(old, fresh) === 0) {
      const list = this.#mine(from)
      list[list.indexOf(old)] = fresh
      return
    }
    if (old !== undefined && from !== undefined) {
      const list = this.#mine(from)
      list.splice(list.indexOf(old), 1)
      if (!list.length) this.#lists.delete(from)
    }
    if (fresh !== undefined && to !== undefined) {
      const list = this.#mine(to)
      list.splice(this.#placeOf(fresh, list), 0, fresh)
    }
  }

  /** What the lists are now is given out from here on. */
  settle(): void {
    this.#unseen.clear()
  }

  #mine(group: string): T[] {
    const list = this.#lists.get(group)
    if (list && this.#unseen.has(list)) return list
    const mine = list ? list.slice() : []
    this.#unseen.add(mine)
    this.#lists.set(group, mine)
    return mine
  }

  /** Mostly at the end: who comes is younger than all. */
  #placeOf(item: T, list: readonly T[]): number {
    let low = 0
    let high = list.length
    if (high && this.#order(list[high - 1] as T, item) < 0) return high
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#order(list[middle] as T, item) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

type Followed = Pick<Mirror, 'epoch' | 'revision' | 'changed'>

/** What was there under a key, and what is there now. */
export interface Change<T> {
  readonly old: T | undefined
  readonly fresh: T | undefined
}

/** One kind or table of a mirror, by groups of several sorts. Who is equal in order stands as in the mirror. */
export class Shelf<T extends object, S extends string> {
  readonly #name: string
  readonly #groupings: readonly (readonly [S, (item: T) => string | undefined, Groups<T>])[]
  readonly #known = new Map<string, T>()
  readonly #ranks = new WeakMap<T, number>()
  #last = 0
  #at: { readonly epoch: number; readonly revision: number } | undefined

  constructor(name: string, groupings: Readonly<Record<S, (item: T) => string | undefined>>, order: (a: T, b: T) => number = () => 0) {
    this.#name = name
    const rank = (item: T) => this.#ranks.get(item) ?? 0
    const whole = (a: T, b: T) => order(a, b) || rank(a) - rank(b)
    this.#groupings = (Object.keys(groupings) as S[]).map(sort => [sort, groupings[sort], new Groups(whole)] as const)
  }

  of(sort: S, group: string): readonly T[] {
    for (const [s, , groups] of this.#groupings) if (s === sort) return groups.of(group)
    return none
  }

  /** Takes in what has changed, and says what that is; undefined: all of it may be another. */
  follow(source: Followed, items: ReadonlyMap<string, T>): readonly Change<T>[] | undefined {
    const { epoch } = source
    const at = { epoch, revision: source.revision(this.#name) }
    const changed = this.#at?.epoch === epoch ? source.changed(this.#name, this.#at.revision) : undefined
    this.#at = at
    if (changed) return this.#amend(changed, items)
    this.#fill(items)
    return undefined
  }

  #fill(items: ReadonlyMap<string, T>): void {
    this.#known.clear()
    for (const [key, item] of items) {
      this.#known.set(key, item)
      this.#ranks.set(item, ++this.#last)
    }
    const all = [...items.values()]
    for (const [, groupOf, groups] of this.#groupings) groups.fill(all, groupOf)
  }

  #amend(changed: ReadonlySet<string>, items: ReadonlyMap<string, T>): readonly Change<T>[] {
    const changes: Change<T>[] = []
    for (const key of changed) {
      const old = this.#known.get(key)
      const fresh = items.get(key)
      changes.push({ old, fresh })
      if (fresh) this.#known.set(key, fresh)
      else this.#known.delete(key)
      // In its place in the mirror stands what is there instead.
      if (fresh) this.#ranks.set(fresh, (old && this.#ranks.get(old)) ?? ++this.#last)
      for (const [, groupOf, groups] of this.#groupings) groups.swap(old, old && groupOf(old), fresh, fresh && groupOf(fresh))
    }
    for (const [, , groups] of this.#groupings) groups.settle()
    return changes
  }
}
