// Who is next. Pods that may be tried now, the highest priority first and then who came first; pods that have just failed and wait a little; pods that
// fitted nowhere and wait until something happens that could help. Rows are state, the order is derived. Upstream:
// pkg/scheduler/backend/queue/{scheduling_queue,active_queue,backoff_queue,unschedulable_pods}.go.
import { Derived, type World } from '../../engine/index.ts'

/** A pod that waits. Table `scheduler.queue`, key: pod key. */
export interface Waiting {
  readonly uid: string
  readonly priority: number
  /** Its place among equals: raised by every failure. */
  readonly seq: number
  /** `turn`: it is being tried, or its binding is on its way. */
  readonly state: 'active' | 'backoff' | 'unschedulable' | 'turn'
  /** How often it fitted nowhere. */
  readonly failures: number
  /** When it last failed. */
  readonly failedAt?: number
  /** The plugins that refused it then; none after an error. */
  readonly refusedBy: readonly string[]
}

const FIRST_MS = 1000
const MOST_MS = 10_000
/** Whoever's wait is over within the same second stands among equals there, whatever his failure's millisecond. */
const WINDOW_MS = 1000

/** 1, 2, 4, 8, 10, 10 … seconds. */
export const backOffMs = (failures: number): number => (failures === 0 ? 0 : Math.min(FIRST_MS * 2 ** (failures - 1), MOST_MS))

export const waiting = (w: Pick<World, 'table'>) => w.table<Waiting>('scheduler.queue')

interface Place {
  readonly key: string
  readonly row: Waiting
}

/** First by priority, then by place. */
const before = (a: Place, b: Place) => a.row.priority > b.row.priority || (a.row.priority === b.row.priority && a.row.seq < b.row.seq)
const ends = (r: Waiting) => {
  const exactly = (r.failedAt ?? 0) + backOffMs(r.failures)
  return exactly - (exactly % WINDOW_MS)
}
const endsBefore = (a: Place, b: Place) => ends(a.row) < ends(b.row) || (ends(a.row) === ends(b.row) && before(a, b))

/** A heap whose entries may be out of date: who takes one looks whether its row still is the same. */
class Heap {
  readonly #items: Place[] = []
  readonly #before: (a: Place, b: Place) => boolean

  constructor(isBefore: (a: Place, b: Place) => boolean) {
    this.#before = isBefore
  }

  add(item: Place): void {
    const items = this.#items
    let i = items.push(item) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.#before(item, items[parent] as Place)) break
      items[i] = items[parent] as Place
      i = parent
    }
    items[i] = item
  }

  take(): Place | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (!last || items.length === 0) return first
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= items.length) break
      if (child + 1 < items.length && this.#before(items[child + 1] as Place, items[child] as Place)) child++
      if (!this.#before(items[child] as Place, last)) break
      items[i] = items[child] as Place
      i = child
    }
    items[i] = last
    return first
  }
}

class Order {
  readonly active = new Heap(before)
  readonly backoff = new Heap(endsBefore)
  /** Those that nothing but an event can help. */
  readonly unschedulable = new Map<string, Waiting>()
  /** By plugin: how many of these it refused. */
  readonly refusals = new Map<string, number>()

  put(key: string, row: Waiting): void {
    this.drop(key)
    if (row.state === 'active') this.active.add({ key, row })
    else if (row.state === 'backoff') this.backoff.add({ key, row })
    else if (row.state === 'unschedulable') {
      this.unschedulable.set(key, row)
      this.#tally(row, 1)
    }
  }

  drop(key: string): void {
    const row = this.unschedulable.get(key)
    if (!row) return
    this.unschedulable.delete(key)
    this.#tally(row, -1)
  }

  #tally(row: Waiting, by: number): void {
    for (const plugin of row.refusedBy) this.refusals.set(plugin, (this.refusals.get(plugin) ?? 0) + by)
  }
}

const orders = new Derived('scheduler.order', world => {
  const order = new Order()
  // The pool is in the order of failures, which the place numbers tell.
  for (const [key, row] of [...waiting(world).entries()].sort(([, a], [, b]) => a.seq - b.seq)) order.put(key, row)
  return order
})

export function put(world: World, key: string, row: Waiting): void {
  waiting(world).set(key, row)
  orders.changed(world, o => o.put(key, row))
}

export function drop(world: World, key: string): void {
  if (waiting(world).delete(key)) orders.changed(world, o => o.drop(key))
}

function current(world: World, heap: Heap): Place | undefined {
  const rows = waiting(world)
  for (;;) {
    const place = heap.take()
    if (!place || rows.get(place.key) === place.row) return place
  }
}

/** Takes the pod whose turn it is. When nobody else waits, one that has just failed need not wait any longer. */
export function next(world: World): Place | undefined {
  const order = orders.get(world)
  return current(world, order.active) ?? takeBackedOff(world, order)
}

function takeBackedOff(world: World, order: Order): Place | undefined {
  const place = current(world, order.backoff)
  if (!place) return undefined
  // After an error (not: fitted nowhere) the wait is served to the end.
  if (place.row.refusedBy.length || ends(place.row) <= world.now) return place
  order.backoff.add(place)
  return undefined
}

/** The pods in the pool of those that fitted nowhere, the longest there first. */
export const pool = (world: World): ReadonlyMap<string, Waiting> => orders.get(world).unschedulable

/** Whether a plugin refused any of them. */
export const isRefuser = (world: World, plugin: string): boolean => (orders.get(world).refusals.get(plugin) ?? 0) > 0

/** Whether a pod that failed must still wait before it may be tried among others. */
export const isBackingOff = (row: Waiting, now: number): boolean => ends(row) > now

export const backOffEnd = ends

/** The next place number. */
export function takeNumber(world: World): number {
  const numbers = world.table<number>('scheduler.number')
  const n = (numbers.get('last') ?? 0) + 1
  numbers.set('last', n)
  return n
}
