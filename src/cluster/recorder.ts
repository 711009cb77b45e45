// The event recorder: what controllers, scheduler and kubelets say about objects becomes Event objects. The same words again only raise a count; the tenth
// and every later new message about one object with the same type, reason and source within ten minutes goes into one event "(combined from similar events)";
// who talks too much about one object is cut short. Upstream: client-go tools/record/events_cache.go; lifetime of an hour: kube-apiserver --event-ttl.
import type { Actor, EventData, Table, World, Write } from '../engine/index.ts'
import { type Draft, formatTime } from '../kube/index.ts'

/** What is told to the recorder: `{verb: 'tell', to: 'recorder', event: said}`. */
export interface Said extends EventData {
  readonly type: 'event'
  readonly about: {
    apiVersion?: string
    kind: string
    namespace?: string
    name: string
    uid: string
    resourceVersion?: string
    fieldPath?: string
  }
  readonly sort: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly component: string
  /** The node, for kubelets. */
  readonly host?: string
}

/** One Event object. Table `recorder`, key: everything that must be equal for two sayings to be one event. */
interface Row {
  readonly key: string
  readonly firstMs: number
  readonly count: number
  /** When what was said last reaches the API server. */
  readonly due: number
  /** Its place in the order of age. */
  readonly number: number
}
/** Per object, source, type and reason: the messages of the last ten minutes. */
interface Similar {
  readonly messages: readonly string[]
  readonly lastMs: number
}
/** Per object and source: a token bucket. */
interface Bucket {
  readonly tokens: number
  readonly at: number
  /** When the last of its events reaches the API server: they keep their order. */
  readonly due: number
}
/** Table `recorder.order`, key: numbers that only grow. An event goes an hour after it was said last. */
interface Place {
  readonly key: string
  readonly untilMs: number
}

const MOST_SIMILAR = 10
const SIMILAR_MS = 600_000
const BURST = 25
const REFILL_MS = 300_000
const LIFETIME_MS = 3_600_000
/** Real clusters bound events by their lifetime alone; a page also bounds their number. */
const MOST_EVENTS = 20_000
/** Room is made for so many at once. */
const ROOM = 64

export const recorder: Actor = {
  name: 'recorder',
  plural: 'events',

  receive(world, event) {
    if (event.type === 'event') hear(world, event as Said)
    else if (event.type === 'answered') refused(world, event.id as string)
    else if (event.type === 'expire') expire(world)
  },
}

function hear(world: World, said: Said): void {
  const source = `${said.component} ${said.host ?? ''} ${said.about.kind} ${said.about.uid}`
  const delayMs = mayTalk(world, source)
  if (delayMs === undefined) return
  const group = `${source} ${said.sort} ${said.reason}`
  const similar = world.table<Similar>('recorder.similar')
  const known = similar.get(group)
  const messages = known && world.now - known.lastMs <= SIMILAR_MS ? known.messages : []
  const now = messages.includes(said.message) ? messages : [...messages, said.message]
  const combined = now.length >= MOST_SIMILAR
  remember(similar, group, { messages: combined ? now.slice(1) : now, lastMs: world.now }, known)
  const id = combined ? group : `${group} ${said.about.fieldPath ?? ''} ${said.message}`
  record(world, id, said, combined ? `(combined from similar events): ${said.message}` : said.message, delayMs)
}

/** Writes the event, or where the same was said before and is still there, that it was said again. */
function record(world: World, id: string, said: Said, message: string, delayMs: number): void {
  const rows = world.table<Row>('recorder')
  const before = rows.get(id)
  const isThere = before !== undefined && (before.due >= world.now || world.get('events', before.key) !== undefined)
  const key = before?.key ?? nameOf(world, said)
  const row: Row = {
    key,
    firstMs: before?.firstMs ?? world.nowMs,
    count: (before?.count ?? 0) + 1,
    due: world.now + delayMs,
    number: takePlace(world, key, before?.number),
  }
  remember(rows, id, row, before)
  const write: Write = isThere
    ? { verb: 'merge', plural: 'events', key, patch: { count: row.count, message, lastTimestamp: world.timestamp }, trusted: true }
    : { verb: 'create', plural: 'events', object: asObject(row, said, message, world.timestamp), trusted: true }
  world.send(write, { to: 'recorder', event: { type: 'refused', id }, onlyFailure: true }, delayMs)
}

/** A refused event (its namespace is ending) is given up, as upstream does. */
function refused(world: World, id: string): void {
  const row = world.table<Row>('recorder').get(id)
  if (!row) return
  world.table<Row>('recorder').delete(id)
  world.table<Place>('recorder.order').delete(String(row.number))
}

/** Whether a source may still speak of an object, and in how many milliseconds what it says arrives. */
function mayTalk(world: World, source: string): number | undefined {
  const buckets = world.table<Bucket>('recorder.talk')
  const b = buckets.get(source)
  const tokens = b ? Math.min(BURST, b.tokens + (world.now - b.at) / REFILL_MS) : BURST
  const may = tokens >= 1
  const due = may ? Math.max(world.now + world.hop('write'), b?.due ?? 0) : (b?.due ?? 0)
  remember(buckets, source, { tokens: may ? tokens - 1 : tokens, at: world.now, due }, b)
  return may ? due - world.now : undefined
}

function count(world: World, what: 'last' | 'born'): number {
  const numbers = world.table<number>('recorder.number')
  const n = (numbers.get(what) ?? 0) + 1
  numbers.set(what, n)
  return n
}

/** Names are the object's and the moment; ours counts up instead of nanoseconds, so that two in one millisecond differ. */
function nameOf(world: World, said: Said): string {
  const hex = world.nowMs.toString(16) + (count(world, 'last') % 0x100000).toString(16).padStart(5, '0')
  return `${said.about.namespace || 'default'}/${said.about.name}.${hex}`
}

function asObject({ key, firstMs, count }: Row, said: Said, message: string, timestamp: string): Draft {
  const slash = key.indexOf('/')
  const { component, host } = said
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: key.slice(slash + 1), namespace: key.slice(0, slash) },
    involvedObject: said.about,
    reason: said.reason,
    message,
    source: host ? { component, host } : { component },
    firstTimestamp: count === 1 ? timestamp : formatTime(firstMs),
    lastTimestamp: timestamp,
    count,
    type: said.sort,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: host ?? '',
  }
}

/** Puts an event at the end of the order, and makes room for it when there are too many. */
function takePlace(world: World, key: string, before: number | undefined): number {
  const order = world.table<Place>('recorder.order')
  if (before !== undefined) order.delete(String(before))
  if (order.size === 0) world.schedule(LIFETIME_MS, 'recorder', { type: 'expire' })
  const number = count(world, 'born')
  const untilMs = world.nowMs - (world.nowMs % 1000) + LIFETIME_MS
  order.set(String(number), { key, untilMs })
  if (order.size >= MOST_EVENTS + ROOM) deleteOldest(world, () => order.size > MOST_EVENTS)
  return number
}

/** The time of the eldest is up; and perhaps that of others. */
function expire(world: World): void {
  deleteOldest(world, ({ untilMs }) => untilMs <= world.nowMs)
  const order = world.table<Place>('recorder.order')
  const eldest = order.values().next().value
  if (eldest) world.schedule(eldest.untilMs - world.nowMs, 'recorder', { type: 'expire' })
}

/** Deletes events from the front of the order, as long as `isDue` holds. */
function deleteOldest(world: World, isDue: (place: Place) => boolean): void {
  const order = world.table<Place>('recorder.order')
  const deletions: Write[] = []
  for (const [number, place] of order.entries()) {
    if (!isDue(place)) break
    order.delete(number)
    if (world.get('events', place.key)) deletions.push({ verb: 'delete', plural: 'events', key: place.key })
  }
  if (deletions.length) world.send(deletions)
}

const MOST_REMEMBERED = 4096

/** Upstream keeps the last 4096 in each of its caches; what fell out is told anew. Here some more, so that they are not thrown out one by one. */
function remember<T>(table: Table<T>, key: string, value: T, before: T | undefined): void {
  if (before !== undefined) table.delete(key)
  table.set(key, value)
  if (table.size < 1.125 * MOST_REMEMBERED) return
  for (const eldest of table.keys()) {
    table.delete(eldest)
    if (table.size <= MOST_REMEMBERED) return
  }
}
