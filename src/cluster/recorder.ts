// The event recorder: what controllers, scheduler and kubelets say about objects becomes Event objects. The same words again only raise a count; the tenth
// and every later new message about one object with the same type, reason and source within ten minutes goes into one event "(combined from similar events)";
// who talks too much about one object is cut short. Upstream: client-go tools/record/events_cache.go; lifetime of an hour: kube-apiserver --event-ttl.
import type { Actor, EventData, Table, World } from '../engine/index.ts'
import { formatTime, parseTime } from '../kube/index.ts'

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

/** One Event object as it should be. Table `recorder`, key: everything that must be equal for two sayings to be one event. */
interface Row {
  readonly key: string
  readonly said: Said
  readonly firstMs: number
  readonly lastMs: number
  readonly count: number
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

const MOST_SIMILAR = 10
const SIMILAR_MS = 600_000
const BURST = 25
const REFILL_MS = 300_000
const LIFETIME_MS = 3_600_000
/** Real clusters bound events by their lifetime alone; a page also bounds their number. */
const MOST_EVENTS = 20_000

export const recorder: Actor = {
  name: 'recorder',
  plural: 'events',

  receive(world, event) {
    if (event.type === 'event') hear(world, event as Said)
    else if (event.type === 'expire') expire(world, event.key as string)
  },

  look(world, id) {
    const rows = world.table<Row>('recorder')
    const row = rows.get(id)
    if (!row) return undefined
    const old = world.get('events', row.key)
    if (!old)
      return { steps: [[{ verb: 'create', plural: 'events', object: asObject(row), trusted: true }, ...oldest(world, row.key)]], memo: row }
    if (old.count === row.count && old.message === row.said.message) return {}
    const { count, message, lastTimestamp } = asObject(row)
    return { steps: [[{ verb: 'merge', plural: 'events', key: row.key, patch: { count, message, lastTimestamp }, trusted: true }]] }
  },

  // A refused event (its namespace is ending) is given up, as upstream does.
  settle(world, id, outcomes, memo) {
    const created = memo as Row | undefined
    if (outcomes[0]?.ok === false) world.table<Row>('recorder').delete(id)
    else if (created) world.schedule(LIFETIME_MS, 'recorder', { type: 'expire', key: created.key })
    return undefined
  },
}

function hear(world: World, said: Said): void {
  const source = `${said.component} ${said.host ?? ''} ${said.about.kind} ${said.about.namespace ?? ''}/${said.about.name} ${said.about.uid}`
  const delayMs = mayTalk(world, source)
  if (delayMs === undefined) return
  const group = `${source} ${said.sort} ${said.reason}`
  const similar = world.table<Similar>('recorder.similar')
  const known = similar.get(group)
  const messages = known && world.now - known.lastMs <= SIMILAR_MS ? known.messages : []
  const now = messages.includes(said.message) ? messages : [...messages, said.message]
  const combined = now.length >= MOST_SIMILAR
  remember(similar, group, { messages: combined ? now.slice(1) : now, lastMs: world.now })
  const id = combined ? group : `${group} ${said.about.fieldPath ?? ''} ${said.message}`
  const rows = world.table<Row>('recorder')
  const row = rows.get(id)
  const words: Said = combined ? { ...said, message: `(combined from similar events): ${said.message}` } : said
  const next = row
    ? { ...row, said: words, lastMs: world.nowMs, count: row.count + 1 }
    : { key: nameOf(world, said), said: words, firstMs: world.nowMs, lastMs: world.nowMs, count: 1 }
  remember(rows, id, next)
  world.wake('recorder', id, delayMs)
}

/** Whether a source may still speak of an object, and in how many milliseconds what it says arrives. */
function mayTalk(world: World, source: string): number | undefined {
  const buckets = world.table<Bucket>('recorder.talk')
  const b = buckets.get(source)
  const tokens = b ? Math.min(BURST, b.tokens + (world.now - b.at) / REFILL_MS) : BURST
  const may = tokens >= 1
  const due = may ? Math.max(world.now + world.hop('write'), b?.due ?? 0) : (b?.due ?? 0)
  remember(buckets, source, { tokens: may ? tokens - 1 : tokens, at: world.now, due })
  return may ? due - world.now : undefined
}

/** Names are the object's and the moment; ours counts up instead of nanoseconds, so that two in one millisecond differ. */
function nameOf(world: World, said: Said): string {
  const numbers = world.table<number>('recorder.number')
  const n = (numbers.get('last') ?? 0) + 1
  numbers.set('last', n)
  const hex = world.nowMs.toString(16) + (n % 0x100000).toString(16).padStart(5, '0')
  return `${said.about.namespace || 'default'}/${said.about.name}.${hex}`
}

function asObject({ key, said, firstMs, lastMs, count }: Row) {
  const [namespace = 'default', name = ''] = key.split('/')
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: said.about,
    reason: said.reason,
    message: said.message,
    source: { component: said.component, ...(said.host && { host: said.host }) },
    firstTimestamp: formatTime(firstMs),
    lastTimestamp: formatTime(lastMs),
    count,
    type: said.sort,
    eventTime: null,
    reportingComponent: said.component,
    reportingInstance: said.host ?? '',
  }
}

/** Makes room for a new event: the keys stand in order of birth, and each is taken from the front once. */
function oldest(world: World, key: string) {
  const order = world.table<string>('recorder.order')
  const numbers = world.table<number>('recorder.number')
  const last = (numbers.get('born') ?? 0) + 1
  numbers.set('born', last)
  order.set(String(last), key)
  if (order.size <= MOST_EVENTS) return []
  const first = (numbers.get('gone') ?? 0) + 1
  numbers.set('gone', first)
  const old = order.get(String(first))
  order.delete(String(first))
  return old && world.get('events', old) ? [{ verb: 'delete' as const, plural: 'events', key: old }] : []
}

function expire(world: World, key: string): void {
  const stored = world.get('events', key)
  if (!stored) return
  const age = world.nowMs - parseTime(stored.lastTimestamp)
  if (age >= LIFETIME_MS) world.send({ verb: 'delete', plural: 'events', key })
  else world.schedule(LIFETIME_MS - age, 'recorder', { type: 'expire', key })
}

/** Upstream keeps the last 4096 in each of its caches; what fell out is told anew. */
function remember<T>(table: Table<T>, key: string, value: T): void {
  table.delete(key)
  table.set(key, value)
  if (table.size <= 4096) return
  const first = table.keys().next().value
  if (first !== undefined) table.delete(first)
}
