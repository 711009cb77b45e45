// The rig: which controllers hang as cards, which are squares on the rail, and where the one beam points. A card keeps its column until another
// controller has something to do and this one has not; the beam keeps its controller and its target as long as there is a difference.

import { subjectOf } from '../subject.ts'
import { count } from '../words/numbers.ts'
import { workloadOf, workloads } from '../workloads/index.ts'
import { cardContent } from './captions.ts'
import { type Cluster, groupBy } from './cluster.ts'
import { type CardContent, concerns } from './content.ts'
import type { Measures } from './measures.ts'
import type { Memory } from './memory.ts'
import { textWidth, wrap } from './textwidth.ts'
import type { CardDrawing, Rect, SceneOptions, SquareDrawing, StoreDrawing } from './types.ts'

/** All who hang on the rail, by preference. Only the first four have cards at the beginning. */
export const ACTORS = [
  ...(['deployment', 'replicaset', 'scheduler', 'nodelifecycle', 'tainteviction'] as const),
  ...(['statefulset', 'daemonset', 'job', 'cronjob', 'horizontalpodautoscaler', 'disruption'] as const),
  ...(['persistentvolume', 'provisioner', 'attachdetach', 'pvcprotection', 'pvprotection'] as const),
  ...(['endpointslice', 'endpoints', 'garbagecollector', 'podgc', 'ttlafterfinished'] as const),
  ...(['namespace', 'serviceaccount', 'rootcertificate', 'resourcequota'] as const),
] as const

/** Queues of their own that are part of a controller upstream. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  job: ['joborphans'],
  persistentvolume: ['pvphase'],
  disruption: ['stalepoddisruption'],
}

/** Those who carry out what others want: at full speed they are too quick for the beam. */
const HANDS = new Set(['replicaset', 'scheduler', 'persistentvolume', 'attachdetach', 'disruption'])
/** The beam stays this long (simulated ms) before it swings to another controller; hands must have been busy that long to get it. */
const HOLD_MS = 1500

export interface Rig {
  readonly cards: readonly CardDrawing[]
  readonly squares: readonly SquareDrawing[]
  readonly store?: StoreDrawing | undefined
  readonly beam?: { readonly actor: string; readonly targets: readonly string[] } | undefined
  readonly acting: string | undefined
  readonly columns: readonly string[]
  readonly busyAt: ReadonlyMap<string, number>
}

export function rigOf(cluster: Cluster, m: Measures, options: SceneOptions, memory: Memory): Rig {
  const { say, selection, pinned } = options
  const { now } = cluster.source
  const captions = groupBy(cluster.source.rows('captions').values(), c => c.actor)
  const context = { cluster, selection, say, captions, brief: m.size !== 'wide' }
  const actors = actorsOf(options.only)
  const contents = new Map(actors.map(actor => [actor as string, cardContent(actor, context)]))
  const busy = (actor: string) => contents.get(actor)?.busy ?? false
  const busyAt = new Map(memory.busyAt)
  for (const actor of actors) if (busy(actor)) busyAt.set(actor, now)
  const acting = leader(contents, memory, now, options.slow ?? false)
  const tending = new Set(cluster.workloads.filter(w => w.kind.plural !== 'replicasets').map(w => w.kind.actor))
  const hasWork = (actor: string) => tending.has(actor)
  const chosen = actorOf(selection, cluster)
  const boxes = columnBoxes(m)
  const first = m.size === 'phone' ? (pinned ?? chosen ?? acting) : (pinned ?? chosen)
  const idleSince = (actor: string) => busyAt.get(actor) ?? Number.NEGATIVE_INFINITY
  const settled = seat(actors, memory.columns, boxes.cards.length, busy, idleSince, first, hasWork)
  const stays = (actor: string) => busy(actor) || actor === first || hasWork(actor) || now - idleSince(actor) < HOLD_MS
  const columns = giveBack(settled, actors, stays, idleSince)
  const onStage = acting && columns.includes(acting) ? acting : undefined
  const cards = columns.flatMap((actor, i) => {
    const box = boxes.cards[i]
    const content = contents.get(actor)
    return box && content ? [cardDrawing(actor, content, box, actor === onStage, queued(cluster, actor), m, options)] : []
  })
  const squares = actors
    .filter(a => !columns.includes(a))
    .map((actor, i, all) => square(actor, i, all.length, busy(actor) || queued(cluster, actor) > 0, m, options))
  const targets = onStage ? (contents.get(onStage)?.targets ?? []) : []
  return {
    cards,
    squares,
    store: boxes.store && storeDrawing(cluster, boxes.store, options),
    beam: onStage && targets.length ? { actor: onStage, targets } : undefined,
    acting,
    columns,
    busyAt,
  }
}

/** Those who hang there: of one pattern its own first, and none who make another's pods. */
function actorsOf(only: SceneOptions['only']): readonly string[] {
  if (!only) return ACTORS
  const owner = (actor: string) => workloads.find(w => w.actor === actor)?.owner
  return [...ACTORS.filter(a => owner(a) === only), ...ACTORS.filter(a => owner(a) === undefined)]
}

/** Whose card the selection asks for: that of the controller of the workload that is chosen, or whose part is. */
function actorOf(selection: string | undefined, cluster: Cluster): string | undefined {
  const { plural, key } = subjectOf(selection ?? '')
  if (plural === 'actors') return ACTORS.find(a => a === key)
  const kind = workloadOf(plural)
  if (kind) return kind.actor
  // Of those who make pods themselves; a pod of a Deployment asks for no other card than the Deployment's.
  return cluster.workloads.find(w => w.kind.plural !== 'replicasets' && concerns(selection, w.kind, w.object, cluster))?.kind.actor
}

/** Who acts: of those with a difference whoever changed its mind last; for a moment whoever acted before. */
function leader(contents: ReadonlyMap<string, CardContent>, { beam }: Memory, now: number, slow: boolean): string | undefined {
  const able = [...contents].filter(([actor, c]) => c.busy && c.targets.length && (slow || !HANDS.has(actor) || now - c.since >= HOLD_MS))
  if (!slow && beam && now - beam.at < HOLD_MS && able.some(([actor]) => actor === beam.actor)) return beam.actor
  const last = Math.max(...able.map(([, c]) => c.since))
  return able.find(([, c]) => c.since === last)?.[0]
}

/**
 * Seats the busy ones, and those who look after a workload that is there: each keeps its column; a newcomer takes that of somebody idle: first of those
 * who look after none, then of whoever has been idle longest. Those who carry out what others want take nobody's who looks after one.
 */
function seat(
  actors: readonly string[],
  before: readonly string[],
  count: number,
  busy: (actor: string) => boolean,
  idleSince: (actor: string) => number,
  wanted: string | undefined,
  hasWork: (actor: string) => boolean,
): readonly string[] {
  const columns = before.length === count && before.every(a => actors.includes(a)) ? [...before] : actors.slice(0, count)
  for (const actor of actors) {
    const must = actor === wanted
    if (columns.includes(actor) || !(must || busy(actor) || hasWork(actor))) continue
    const modest = !busy(actor) || HANDS.has(actor)
    const free = columns
      .map((a, i) => ({ a, i }))
      .filter(({ a }) => a !== wanted && (must || !(busy(a) || (modest && hasWork(a)))))
      .sort(
        (x, y) =>
          Number(busy(x.a)) - Number(busy(y.a)) ||
          Number(hasWork(x.a)) - Number(hasWork(y.a)) ||
          idleSince(x.a) - idleSince(y.a) ||
          y.i - x.i,
      )
    const place = free[0]
    if (place) columns[place.i] = actor
  }
  return columns
}

/** Who looks after no workload has its card only lent. Those go back to those who hang there at the beginning, first to whoever of them was busy last. */
function giveBack(
  columns: readonly string[],
  actors: readonly string[],
  stays: (actor: string) => boolean,
  idleSince: (actor: string) => number,
): readonly string[] {
  const defaults = actors.slice(0, columns.length)
  const away = defaults.filter(a => !columns.includes(a)).sort((a, b) => Math.sign(idleSince(b) - idleSince(a) || 0))
  return columns.map(a => (defaults.includes(a) || stays(a) ? a : (away.shift() ?? a)))
}

/** As many columns as fit; from three on the API server has the one in the middle. */
function columnBoxes(m: Measures): { cards: Rect[]; store?: Rect } {
  const { y, h, least, store, gap } = m.card
  const across = m.width - 2 * m.margin
  if (m.size === 'phone') return { cards: [{ x: m.margin, y, w: across, h }] }
  const count = Math.max(1, Math.min(5, Math.floor((across - store + gap) / (least + gap))))
  const w = (across - (count - 1) * gap - (count >= 3 ? store : 0)) / count
  const middle = count >= 3 ? Math.floor(count / 2) : -1
  const cards: Rect[] = []
  let server: Rect | undefined
  let x = m.margin
  for (let i = 0; i < count; i++) {
    const wide = i === middle ? w + store : w
    if (i === middle) server = { x, y, w: wide, h }
    else cards.push({ x, y, w: wide, h })
    x += wide + gap
  }
  return { cards, ...(server && { store: server }) }
}

/** Keys that wait for a visit. */
function queued(cluster: Cluster, actor: string): number {
  let n = 0
  for (const name of [actor, ...(PARTS[actor] ?? [])])
    for (const row of cluster.source.rows(`queue.${name}`).values()) if (row.at !== undefined || row.dirty) n++
  return n
}

function cardDrawing(
  actor: string,
  c: CardContent,
  box: Rect,
  acting: boolean,
  queue: number,
  m: Measures,
  { say }: SceneOptions,
): CardDrawing {
  const title = say(`stage.actor.${actor}`)
  const caption = c.caption || say('stage.card.idle')
  const pillRoom = m.size === 'phone' && c.pill ? textWidth(c.pill, 14, 'strong') + 40 : 0
  // Between two rows of places and the pill there is room for one line.
  const lines = m.size === 'mid' && c.rows.length > 1 && c.pill ? 1 : m.card.lines
  return {
    ...box,
    actor,
    // Who looks after no single object is itself what is asked about.
    subject: c.subject ?? `actors ${actor}`,
    title,
    of: c.of && textWidth(`${title} ${c.of}`, m.text.title, 'strong') < box.w - 44 ? c.of : '',
    rows: c.rows,
    caption: fitting(caption, c.brief, text => wrap(text, box.w - 32 - pillRoom, m.text.body, lines, acting ? 'strong' : 'regular')),
    pill: c.pill,
    queue: Math.min(queue, 8),
    queueWord: m.size === 'wide' && box.w > 180 ? say('stage.card.queue') : '',
    acting,
    label: [`${title}${c.name ? ` ${c.name}` : ''}: ${caption}`, c.pill].filter(Boolean).join(', '),
  }
}

/** The whole caption where it fits, else its short form. */
function fitting(text: string, brief: string | undefined, lay: (text: string) => readonly string[]): readonly string[] {
  const lines = lay(text)
  return brief && lines.at(-1)?.endsWith('…') ? lay(brief) : lines
}

/** Large enough to be hit, small enough to be calm: there are many, and they hang there all the time. Their places stay when one grows. */
const SQUARE = {
  pitch: { wide: 16, mid: 16, phone: 17 },
  busy: { wide: 13, mid: 13, phone: 11 },
  idle: { wide: 8, mid: 8, phone: 7 },
} as const

/** How wide all squares together are. */
export const squaresWidth = (count: number, m: Measures): number => count * SQUARE.pitch[m.size]

function square(actor: string, i: number, count: number, busy: boolean, m: Measures, { say }: SceneOptions): SquareDrawing {
  const pitch = SQUARE.pitch[m.size]
  const side = busy ? SQUARE.busy[m.size] : SQUARE.idle[m.size]
  const title = say(`stage.actor.${actor}`)
  return {
    actor,
    subject: `actors ${actor}`,
    x: m.width - m.margin - (count - i - 0.5) * pitch - side / 2,
    side,
    busy,
    title,
    label: `${title}: ${say(busy ? 'stage.square.busy' : 'stage.square.idle')}`,
  }
}

/** Every kind that is kept in the store. */
export const KINDS = [
  ...[
    'namespaces',
    'nodes',
    'pods',
    'services',
    'endpoints',
    'events',
    'configmaps',
    'secrets',
    'serviceaccounts',
    'resourcequotas',
    'limitranges',
  ],
  ...['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'controllerrevisions', 'jobs', 'cronjobs'],
  ...['persistentvolumes', 'persistentvolumeclaims', 'storageclasses', 'poddisruptionbudgets', 'horizontalpodautoscalers'],
  ...['endpointslices', 'leases', 'priorityclasses'],
]

function storeDrawing(cluster: Cluster, box: Rect, { say }: SceneOptions): StoreDrawing {
  const objects = KINDS.reduce((n, kind) => n + cluster.source.objects(kind).size, 0)
  const rv = count(cluster.source.rv)
  return {
    ...box,
    rv: say('stage.store.rv', { rv }),
    objects: say('stage.store.objects', { count: count(objects) }),
    label: say('stage.label.store', { rv, count: count(objects) }),
  }
}
