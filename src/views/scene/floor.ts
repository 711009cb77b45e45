// The front of the house: the Service's door, where requests come from, where they rise to the pods, and the room for the four counters that add up.
import type { EndpointSlice, Service } from '../../kube/index.ts'
import { type Cluster, keyOf, naturally } from './cluster.ts'
import type { Grid } from './grid.ts'
import type { Measures } from './measures.ts'
import { textWidth } from './textwidth.ts'
import type { DoorDrawing, FloorDrawing, SceneOptions } from './types.ts'

/** Services in front of pods; `kubernetes` itself has no selector and no door. */
const selects = (s: Service, labels: Readonly<Record<string, string>> = {}) =>
  Object.entries(s.spec.selector ?? {}).every(([k, v]) => labels[k] === v)

function services(cluster: Cluster, only: boolean): Service[] {
  const all = [...cluster.source.objects<Service>('services').values()].filter(s => s.spec.selector && Object.keys(s.spec.selector).length)
  // Of one pattern alone: those in front of its pods.
  const fronts = (s: Service) =>
    cluster.pods.some(p => p.pod.metadata.namespace === s.metadata.namespace && selects(s, p.pod.metadata.labels))
  return (only ? all.filter(fronts) : all).sort(
    (a, b) => Number(asked(cluster, b)) - Number(asked(cluster, a)) || naturally(keyOf(a), keyOf(b)),
  )
}
const asked = (cluster: Cluster, s: Service) => (cluster.source.row('traffic', keyOf(s))?.sent ?? 0) > 0

/** Endpoints that get requests: the ready ones. */
function readyEndpoints(cluster: Cluster, s: Service): number {
  let n = 0
  for (const slice of cluster.source.objects<EndpointSlice>('endpointslices').values()) {
    if (slice.metadata.namespace !== s.metadata.namespace || slice.metadata.labels?.['kubernetes.io/service-name'] !== s.metadata.name)
      continue
    for (const e of slice.endpoints ?? []) if (e.conditions?.ready ?? true) n += Math.max(1, e.addresses.length)
  }
  return n
}

/** Patterns whose pods nobody asks: without a Service in front of them nothing is missing. */
const UNASKED: readonly (string | undefined)[] = ['ds', 'job']

export function floorOf(cluster: Cluster, m: Measures, grid: Grid, options: SceneOptions): FloorDrawing {
  const { say, selection } = options
  const { y, h } = m.floor
  const left = m.margin
  const right = m.width - m.margin
  const list = services(cluster, options.only !== undefined)
  const chosen = list.find(s => selection === `services ${keyOf(s)}`) ?? list[0]
  const line = y + h
  if (!chosen) {
    const empty = UNASKED.includes(options.only) ? '' : say('stage.floor.noService')
    return { line, others: [], aisles: [], counters: { x: left, y, w: right - left, h }, empty }
  }
  const port = chosen.spec.ports?.[0]?.port
  const ready = readyEndpoints(cluster, chosen)
  const label = say('stage.label.service', { name: chosen.metadata.name, port: port ?? '', count: ready })
  const base = {
    subject: `services ${keyOf(chosen)}`,
    name: chosen.metadata.name,
    port: port ? `:${port}` : '',
    barred: ready === 0,
    label,
  }
  if (!m.floor.door) {
    const door: DoorDrawing = { ...base, x: right - 120, y, w: 120, h: 24 }
    return { line, door, others: [], aisles: [], counters: { x: left, y, w: right - left, h }, empty: '' }
  }
  // Under the first aisle, so that requests rise straight from the door.
  const w = Math.max(m.size === 'wide' ? 132 : 104, textWidth(base.name + base.port, m.text.title, 'strong') + 32)
  const x = Math.min(grid.aisles[0] ?? left + (right - left) / 3, left + (right - left) * 0.4) - w / 2
  const door: DoorDrawing = { ...base, x, y: y + (m.size === 'wide' ? 12 : 4), w, h: m.size === 'wide' ? 92 : h - 4 }
  const walkY = line - (m.size === 'wide' ? 32 : 16)
  const from = x + w + (m.size === 'wide' ? 90 : 50)
  const others = list.filter(s => s !== chosen).map((s, i) => ({ subject: `services ${keyOf(s)}`, name: s.metadata.name, i }))
  let chipX = left
  return {
    line,
    door,
    others: others.flatMap(({ subject, name }) => {
      const chipW = textWidth(name, 13) + 16
      const at = {
        subject,
        name,
        x: chipX,
        // Above the words of the lane, so that no dot crosses a name.
        y: walkY - (m.size === 'wide' ? 77 : 48),
        w: chipW,
        label: say('stage.label.otherService', { name }),
      }
      chipX += chipW + 6
      return chipX > x - 20 ? [] : [at]
    }),
    walk: [left, x - 5, walkY],
    aisles: grid.aisles.slice(0, 1).map(a => [a, door.y - 2, m.nodesTop + 4] as const),
    counters: { x: from, y: y + 8, w: right - from, h: h - 8 },
    empty: '',
  }
}

export interface Counter {
  readonly kind: 'sent' | 'served' | 'refused' | 'late' | 'fly'
  readonly count: number
}

/** The equation: sent = served + refused + timed out + in flight. */
export function counters(
  cluster: Pick<Cluster, 'source'>,
  door: DoorDrawing | undefined,
): { counters: readonly Counter[]; perSecond: number } | undefined {
  const row = door && cluster.source.row('traffic', door.subject.slice('services '.length))
  if (!row) return undefined
  return {
    counters: [
      { kind: 'sent', count: row.sent },
      { kind: 'served', count: row.served },
      { kind: 'refused', count: row.refused },
      { kind: 'late', count: row.timedOut },
      { kind: 'fly', count: row.inFlight },
    ],
    perSecond: row.perSecond,
  }
}
