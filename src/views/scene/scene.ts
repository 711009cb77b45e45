// The scene: mirror × viewport × memory → what is where. Pure: it reads and returns values; who draws them is somebody else. Called for every change of
// what it reads, so it must be fast (200 pods on 12 nodes: under 2 ms); requests and packets, which move with every frame, are apart (requests.ts,
// packets.ts).
import { subjectOf } from '../subject.ts'
import { workloadOf, workloads } from '../workloads/index.ts'
import type { Cluster, NodeFacts, PodFacts } from './cluster.ts'
import { readCluster } from './cluster.ts'
import { floorOf } from './floor.ts'
import { gridOf, type Zone } from './grid.ts'
import { type Measures, measuresFor } from './measures.ts'
import { type Memory, recall } from './memory.ts'
import { nodeDrawing } from './nodes.ts'
import { type Placed, placePods } from './place.ts'
import { ACTORS, PARTS, type Rig, rigOf, squaresWidth } from './rig.ts'
import { cut } from './textwidth.ts'
import { levelIn } from './tray.ts'
import type {
  BeamDrawing,
  FloorDrawing,
  NodeDrawing,
  Owner,
  Rect,
  Scene,
  SceneOptions,
  Source,
  TrayDrawing,
  Viewport,
  ZoneDrawing,
} from './types.ts'

/** Everything that the scene reads; when none of it has another revision, the scene is the same. */
const READS = [
  ...['pods', 'nodes', 'leases', 'services', 'endpointslices', 'controllerrevisions', ...workloads.map(w => w.plural)],
  ...['persistentvolumeclaims', 'persistentvolumes', 'poddisruptionbudgets', 'horizontalpodautoscalers'],
  ...['captions', 'machines', 'processes', 'timers', 'scheduling', 'disks', 'attachments', 'kept'],
  ...ACTORS.flatMap(a => [a, ...(PARTS[a] ?? [])]).map(a => `queue.${a}`),
]
export const revisionsOf = (source: Source): string => `${source.epoch} ${READS.map(name => source.revision(name)).join(' ')}`

export interface SceneAndMemory {
  readonly scene: Scene
  readonly memory: Memory
  /** Some text counts seconds: the scene must be made again when the second changes. */
  readonly counts: boolean
}

export function scene(source: Source, viewport: Viewport, options: SceneOptions, before?: Memory): SceneAndMemory {
  const m = measuresFor(viewport, options.projector, options.band)
  const started = recall(before, source.epoch)
  const cluster = readCluster(source, started.zones)
  const shown = options.only ? onlyOf(cluster, options.only) : cluster
  const grid = gridOf(cluster.nodes, m)
  const rig = options.band ? noRig(started) : rigOf(shown, m, options, started)
  const tray: Rect = { x: m.margin, y: m.tray.y, w: m.width - 2 * m.margin, h: m.tray.h }
  const placed = placePods(shown, grid, m, tray, options.say, started)
  const nodes = cluster.nodes.flatMap(facts => {
    const box = grid.boxes.get(facts.name)
    const foot = placed.feet.get(facts.name)
    const more = placed.more.get(facts.name) ?? 0
    return box && foot ? [nodeDrawing(facts, box, foot, more, { cluster, m, say: options.say })] : []
  })
  const beam = aim(rig, placed, nodes, started, source.now)
  const idle = rig.squares.filter(s => !s.busy).length
  return {
    scene: {
      size: m.size,
      width: m.width,
      height: m.height,
      scale: m.scale,
      margin: m.margin,
      rail: {
        x1: m.margin,
        x2: options.band ? m.margin : m.width - m.margin,
        y: m.rail,
        idle: m.size === 'wide' && idle ? options.say('stage.rail.idle', { count: idle }) : '',
        idleX: m.width - m.margin - squaresWidth(rig.squares.length, m) - 6,
      },
      store: rig.store,
      cards: rig.cards,
      acting: rig.acting,
      squares: rig.squares,
      tray: trayDrawing(tray, m, rig, placed, shown, options),
      zones: m.size === 'phone' && placed.pods.some(p => p.place === 'tray') ? [] : grid.zones.map(z => zoneDrawing(z, cluster, options)),
      nodes,
      pods: placed.pods,
      disks: placed.disks,
      beam: beam && beamDrawing(beam, rig, placed, nodes, m),
      floor: options.band ? noFloor(m) : floorOf(shown, m, grid, options),
    },
    memory: {
      ...placed.memory,
      zones: new Map(cluster.nodes.map(n => [n.name, n.zone])),
      columns: rig.columns,
      busyAt: rig.busyAt,
      beam,
    },
    counts: cluster.timersNamed('unknown').length > 0,
  }
}

/** The cluster as if the other patterns had no pods: theirs are left out rather than dimmed, so that what is shown has room to be read. */
function onlyOf(cluster: Cluster, owner: Owner): Cluster {
  const mine = (p: PodFacts) => p.owner === owner
  return {
    ...cluster,
    pods: cluster.pods.filter(mine),
    waiting: cluster.waiting.filter(mine),
    unsettled: cluster.unsettled.filter(mine),
    podsOf: sort => cluster.podsOf(sort).filter(mine),
    nodes: cluster.nodes.map(n => nodeOf(n, owner, mine)),
    workloads: cluster.workloads.filter(w => w.kind.owner === owner),
    disks: cluster.disks.filter(d => d.owner === owner),
  }
}

const shares = new WeakMap<NodeFacts, Map<Owner, NodeFacts>>()
/** A node as one pattern sees it; the same as long as the node is. */
function nodeOf(n: NodeFacts, owner: Owner, mine: (p: PodFacts) => boolean): NodeFacts {
  const byOwner = shares.get(n) ?? new Map<Owner, NodeFacts>()
  shares.set(n, byOwner)
  const known = byOwner.get(owner) ?? { ...n, pods: n.pods.filter(mine) }
  byOwner.set(owner, known)
  return known
}

const noRig = ({ columns, busyAt }: Memory): Rig => ({ cards: [], squares: [], acting: undefined, columns, busyAt })
const noFloor = (m: Measures): FloorDrawing => ({
  line: m.floor.y,
  others: [],
  aisles: [],
  counters: { x: 0, y: m.floor.y, w: 0, h: 0 },
  empty: '',
})

function zoneDrawing(zone: Zone, { nodes }: Cluster, { say }: SceneOptions): ZoneDrawing {
  const mine = nodes.filter(n => n.zone === zone.name)
  const off = mine.filter(n => n.machine?.power === 'off').length
  const cut = mine.filter(n => n.machine?.power !== 'off' && n.machine?.link === 'cut').length
  const all = mine.length > 0 && off + cut === mine.length
  const note = !all ? '' : say(off === mine.length ? 'stage.zone.noPower' : off ? 'stage.zone.lost' : 'stage.zone.cutOff')
  const some = [
    ...(off ? [say('stage.zone.someOff', { count: off })] : []),
    ...(cut ? [say('stage.zone.someCut', { count: cut })] : []),
  ].join('')
  return {
    ...zone,
    subject: `zones ${zone.name}`,
    note,
    label: say('stage.label.zone', { name: zone.name, count: mine.length, note: note || some }),
  }
}

/** The beam stays on its target as long as that is among those waited for. */
function aim(rig: Rig, placed: Placed, nodes: readonly NodeDrawing[], { beam }: Memory, now: number): Memory['beam'] {
  if (!rig.beam) return undefined
  const { actor, targets } = rig.beam
  let ids: Set<string> | undefined
  const drawn = (t: string) => {
    ids ??= new Set([...nodes.map(n => `node ${n.name}`), ...placed.disks.map(d => d.id), ...placed.pods.map(p => p.id)])
    return ids.has(t)
  }
  const target = beam?.actor === actor && targets.includes(beam.target) && drawn(beam.target) ? beam.target : targets.find(drawn)
  return target === undefined ? undefined : { actor, target, at: beam?.actor === actor ? beam.at : now }
}

function beamDrawing(
  { actor, target }: { actor: string; target: string },
  rig: Rig,
  placed: Placed,
  nodes: readonly NodeDrawing[],
  m: Measures,
): BeamDrawing | undefined {
  const card = rig.cards.find(c => c.actor === actor)
  const pod = placed.pods.find(p => p.id === target) ?? placed.disks.find(d => d.id === target)
  const node = nodes.find(n => `node ${n.name}` === target)
  const at = pod ?? node
  if (!card || !at) return undefined
  const mouth = m.size === 'phone' ? [48, 72] : [card.w * 0.415, card.w * 0.415 + 36]
  const large = pod && pod.h > 20
  const spread = large ? [14, 20, 10] : [6, 6, 6]
  const foot = node
    ? [node.x + 24, node.x + node.w - 24, node.y + 6]
    : [at.x - (spread[0] ?? 0), at.x + at.w + (spread[1] ?? 0), at.y + at.h + (spread[2] ?? 0)]
  return {
    points: [card.x + (mouth[0] ?? 0), card.x + (mouth[1] ?? 0), card.y + card.h, foot[0] ?? 0, foot[1] ?? 0, foot[2] ?? 0],
    inside: pod && nodes.find(n => within(pod, n))?.name,
  }
}

const within = (a: Rect, b: Rect) => a.x >= b.x - 1 && a.y >= b.y && a.x + a.w <= b.x + b.w + 1 && a.y + a.h <= b.y + b.h + 1

function trayDrawing(box: Rect, m: Measures, rig: Rig, placed: Placed, cluster: Cluster, { say, band }: SceneOptions): TrayDrawing {
  const waiting = placed.pods.filter(p => p.place === 'tray')
  const ghost = waiting.find(p => p.state === 'ghost')
  const card = rig.cards.find(c => c.actor === workloadOf(subjectOf(ghost?.subject ?? '').plural)?.actor)
  const stuck = cluster.waiting.find(p => cluster.source.row('scheduling', p.key)?.message)
  const message = stuck && cluster.source.row('scheduling', stuck.key)?.message
  // The reasons; what preemption says after them is for the inspector.
  const note = message?.split('. ')[0] ?? say('stage.tray.note')
  const standing = [
    ...waiting,
    ...placed.disks.filter(d => d.y < box.y + box.h && d.y >= box.y - 12 && d.tether === 'none' && d.reach === 0),
  ]
  const room = (standing.length ? Math.min(...standing.map(p => p.x)) : box.x + box.w) - box.x - 30
  return {
    ...box,
    title: say('stage.tray.title'),
    entry: { x: box.x + m.tray.text, y: levelIn(box, m), w: Math.min(160, m.tray.pod * 3), h: m.tray.pod },
    note: m.size === 'phone' || band ? '' : cut(note, room, m.text.small),
    more: placed.more.get('') ?? 0,
    shown: (m.size !== 'phone' && !band) || waiting.length > 0,
    thread:
      ghost && card && m.size !== 'phone'
        ? [card.x + card.w / 2, card.y + card.h, ghost.x + Math.min(66, ghost.w / 2), ghost.y - 2]
        : undefined,
  }
}
