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

/** What one source has said of one object. Table `recorder`, key: component, host, kind and uid. */
interface Source {
  /** A token bucket: how much more it may say. */
  readonly tokens: number
  readonly at: number
  /** When the last of its events reaches the API server: they keep their order. */
  readonly due: number
  readonly similar: readonly Similar[]
  readonly told: readonly Told[]
}
/** Of one type and reason: the messages of the last ten minutes. */
interface Similar {
  readonly sort: string
  readonly reason: string
  readonly messages: readonly string[]
  readonly lastMs: number
}
/** One Event object: sayings equal in these four are one event. What is combined has neither path nor message. */
interface Told {
  readonly sort: string
  readonly reason: string
  readonly fieldPath: string | undefined
  readonly message: string | undefined
  readonly key: string
  readonly firstMs: number
  readonly count: number
  /** When what was said last reaches the API server. */
  readonly due: number
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
    else if (event.type === 'answered') refused(world, event.source as string, event.key as string)
    else if (event.type === 'expire') expire(world)
  },
}

function hear(world: World, said: Said): void {
  const { about, component, host } = said
  const id = `${component} ${host ?? ''} ${about.kind} ${about.uid}`
  const sources = world.table<Source>('recorder')
  const before = sources.get(id)
  const source = before ?? SILENT
  const tokens = Math.min(BURST, source.tokens + (world.now - source.at) / REFILL_MS)
  if (tokens < 1) {
    remember(sources, id, { ...source, tokens, at: world.now }, before)
    return
  }
  const due = Math.max(world.now + world.hop('write'), source.due)
  const [similar, isCombined] = withMessage(source.similar, said, world.now)
  const told = record(world, id, source.told, said, isCombined, due)
  remember(sources, id, { tokens: tokens - 1, at: world.now, due, similar, told }, before)
}

/** The messages with one more, and whether there are so many that it goes into the one event that combines them. */
function withMessage(all: readonly Similar[], { sort, reason, message }: Said, now: number): [readonly Similar[], boolean] {
  const at = all.findIndex(s => s.sort === sort && s.reason === reason)
  const known = all[at]
  const recent = known && now - known.lastMs <= SIMILAR_MS ? known.messages : NOTHING
  const messages = recent.includes(message) ? recent : [...recent, message]
  const isCombined = messages.length >= MOST_SIMILAR
  const next: Similar = { sort, reason, messages: isCombined ? messages.slice(1) : messages, lastMs: now }
  return [known ? all.with(at, next) : [...all, next], isCombined]
}

/** Writes the event, or where the same was said before and is still there, that it was said again. */
function record(world: World, source: string, all: readonly Told[], said: Said, isCombined: boolean, due: number): readonly Told[] {
  const { sort, reason } = said
  const fieldPath = isCombined ? undefined : said.about.fieldPath
  const same = isCombined ? undefined : said.message
  const at = all.findIndex(t => t.message === same && t.reason === reason && t.sort === sort && t.fieldPath === fieldPath)
  const before = all[at]
  const isThere = before !== undefined && (before.due >= world.now || world.get('events', before.key) !== undefined)
  const key = before?.key ?? keyOf(world, said)
  const firstMs = before?.firstMs ?? world.nowMs
  const now: Told = { sort, reason, fieldPath, message: same, key, firstMs, count: (before?.count ?? 0) + 1, due }
  takePlace(world, key)
  const message = isCombined ? `(combined from similar events): ${said.message}` : said.message
  const write: Write = isThere
    ? { verb: 'merge', plural: 'events', key, patch: { count: now.count, message, lastTimestamp: world.timestamp }, trusted: true }
    : { verb: 'create', plural: 'events', object: asObject(now, said, message, world.timestamp), trusted: true }
  world.send(write, { to: 'recorder', event: { type: 'refused', source, key }, onlyFailure: true }, due - world.now)
  return before ? all.with(at, now) : [...all.slice(1 - MOST_TOLD), now]
}

/** A refused event (its namespace is ending) is given up, as upstream does. */
function refused(world: World, id: string, key: string): void {
  world.table<number>('recorder.order').delete(key)
  const sources = world.table<Source>('recorder')
  const source = sources.get(id)
  if (source) sources.set(id, { ...source, told: source.told.filter(t => t.key !== key) })
}

/** Names are the object's and the moment; ours counts up instead of nanoseconds, so that two in one millisecond differ. */
function keyOf(world: World, said: Said): string {
  const numbers = world.table<number>('recorder.number')
  const n = (numbers.get('last') ?? 0) + 1
  numbers.set('last', n)
  const hex = world.nowMs.toString(16) + (n % 0x100000).toString(16).padStart(5, '0')
  return `${said.about.namespace || 'default'}/${said.about.name}.${hex}`
}

function asObject({ key, firstMs, count }: Told, said: Said, message: string, timestamp: string): Draft {
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

/** Puts an event at the end of the order, and makes room for it when there are too many. Table `recorder.order`: until when each is there, the least recently told first. */
function takePlace(world: World, key: string): void {
  const order = world.table<number>('recorder.order')
  order.delete(key)
  if (order.size === 0) world.schedule(LIFETIME_MS, 'recorder', { type: 'expire' })
  order.set(key, world.nowMs - (world.nowMs % 1000) + LIFETIME_MS)
  if (order.size >= MOST_EVENTS + ROOM) deleteOldest(world, () => order.size > MOST_EVENTS)
}

/** The time of the eldest is up; and perhaps that of others. */
function expire(world: World): void {
  deleteOldest(world, untilMs => untilMs <= world.nowMs)
  const order = world.table<number>('recorder.order')
  const eldest = order.values().next().value
  if (eldest !== undefined) world.schedule(eldest - world.nowMs, 'recorder', { type: 'expire' })
}

/** Deletes events from the front of the order, as long as `isDue` holds. */
function deleteOldest(world: World, isDue: (untilMs: number) => boolean): void {
  const order = world.table<number>('recorder.order')
  const deletions: Write[] = []
  for (const [key, untilMs] of order.entries()) {
    if (!isDue(untilMs)) break
    order.delete(key)
    if (world.get('events', key)) deletions.push({ verb: 'delete', plural: 'events', key })
  }
  if (deletions.length) world.send(deletions)
}

const SILENT: Source = { tokens: BURST, at: 0, due: 0, similar: [], told: [] }
const NOTHING: readonly string[] = []
/** Of one source. It speaks 25 times at once and then every five minutes: what it told hours ago is gone. */
const MOST_TOLD = 64
const MOST_REMEMBERED = 4096

/** Upstream keeps the last 4096 in each of its caches; what fell out is told anew. Here so many sources are known with all they said, and some more, so that they are not thrown out one by one. */
function remember<T>(table: Table<T>, key: string, value: T, before: T | undefined): void {
  if (before !== undefined) table.delete(key)
  table.set(key, value)
  if (table.size < 1.125 * MOST_REMEMBERED) return
  for (const eldest of table.keys()) {
    table.delete(eldest)
    if (table.size <= MOST_REMEMBERED) return
  }
}
