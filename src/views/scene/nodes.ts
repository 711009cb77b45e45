// A node as it is drawn: what the API says of it, what its machine really does, how much CPU its pods have asked for, its labels and taints.
import { getCondition, milliValue, type Node } from '../../kube/index.ts'
import { isUnreachable } from '../machines.ts'
import type { Cluster, NodeFacts } from './cluster.ts'
import type { Measures } from './measures.ts'
import { cut, textWidth } from './textwidth.ts'
import type { NodeDrawing, Rect, Say } from './types.ts'

/** The STATUS column of `kubectl get nodes` without roles. Upstream: printers.go printNode. */
export function nodeStatus(node: Node): string {
  const ready = getCondition(node.status.conditions, 'Ready')
  const word = !ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return node.spec.unschedulable ? `${word},SchedulingDisabled` : word
}

const WELL_KNOWN = /(^|\.)(kubernetes|k8s)\.io\//

/** Labels that people gave, and taints. Those that every node has say nothing. Each in its forms, the longest first: a value is left out before an effect. */
function chipTexts(node: Node | undefined): string[][] {
  const labels = Object.entries(node?.metadata.labels ?? {}).filter(([k]) => !WELL_KNOWN.test(k))
  const taints = (node?.spec.taints ?? []).filter(t => t.key !== 'node.kubernetes.io/unschedulable')
  const short = new Map<string, string[]>()
  for (const t of taints) {
    const key = t.key.slice(t.key.lastIndexOf('/') + 1)
    // The same taint comes with NoSchedule and NoExecute; the stronger one is told.
    if (!short.has(key) || t.effect === 'NoExecute')
      short.set(key, [...(t.value ? [`${key}=${t.value}:${t.effect}`] : []), `${key}:${t.effect}`, t.effect])
  }
  return [...short.values(), ...labels.map(([k, v]) => [v ? `${k}=${v}` : k])]
}

/** What is kept free beside the capacity. */
const CPU_PAD = 22

const cores = (milli: number) => String(Math.round(milli / 10) / 100)

/** What is free below the pods: when every slot is taken, and now. */
export interface Foot {
  readonly full: number
  readonly now: number
  /** A strip is kept for daemons and ended work. */
  readonly strip: boolean
  /** Ended work may come to stand there, on one node more than on another: all tell their capacity in few words. */
  readonly work: boolean
  /** Where it is free again, from the node's left edge. */
  readonly from: number
  /** Ended pods without room. */
  readonly aside: number
  /** No room is left for the capacity. */
  readonly crowded: boolean
}

export interface NodeContext {
  readonly cluster: Cluster
  readonly m: Measures
  readonly say: Say
}

interface Drawn {
  readonly made: readonly unknown[]
  readonly drawing: NodeDrawing
}
const drawn = new WeakMap<NodeFacts, Drawn>()

/** The drawing of before as long as it would be the same. */
export function nodeDrawing(facts: NodeFacts, box: Rect, foot: Foot, more: number, context: NodeContext): NodeDrawing {
  const { cluster, m, say } = context
  const beat = cluster.source.object('leases', `kube-node-lease/${facts.name}`)?.spec?.renewTime ?? ''
  const made = [m, say, box, ...Object.values(foot), more, beat, cluster.timersOf(`nodes ${facts.name}`)]
  const before = drawn.get(facts)
  if (before && made.length === before.made.length && made.every((v, i) => v === before.made[i])) return before.drawing
  const drawing = draw(facts, box, foot, more, beat, context)
  drawn.set(facts, { made, drawing })
  return drawing
}

function draw(facts: NodeFacts, box: Rect, foot: Foot, more: number, beat: string, { cluster, m, say }: NodeContext): NodeDrawing {
  const { name, node, machine } = facts
  const none = !machine && cluster.truths
  const state = none || machine?.power === 'off' ? 'lost' : machine?.link === 'cut' ? 'parted' : 'ready'
  const says = node ? nodeStatus(node) : say('stage.node.unregistered')
  const cordoned = Boolean(node?.spec.unschedulable)
  const milli = facts.pods.reduce((sum, p) => sum + p.milliCpu, 0)
  const all = milliValue(node?.status.allocatable?.cpu ?? node?.status.capacity?.cpu)
  // Without a Node nothing is believed of it: all that is to be told is what is.
  const apart = state !== 'ready' || !node
  // Capacity stands where pods may come; on a node that is apart none will.
  const roomy = foot.strip || (apart ? foot.now >= (m.size === 'wide' ? 56 : 28) : foot.full >= 26)
  const kubelet = m.size === 'wide' && box.w >= 250 && !apart
  const arc = nodeArc(facts, cluster, say)
  const amounts = { used: cores(milli), all: cores(all) }
  const [cpu = '', cpuShort = ''] = apart || !all ? [] : [say('stage.node.cpu', amounts), say('stage.node.cpu', amounts, 'short')]
  // What stands at the right of the header: kubelet or its dot, the timer when there is no room at the bottom.
  const right = box.w - (kubelet ? 106 : m.size === 'wide' && apart && roomy ? 18 : 30) - (arc && !roomy ? 44 : 0)
  // How many pods found no place is told before what is free.
  const moreW = more > 0 ? textWidth(`+${more}`, m.text.small) + 10 : 0
  const at = { apart, says, cordoned, right: right - moreW, cpu: roomy || more > 0 ? '' : cpuShort }
  const { note, noteX, chips, capacity } = header(facts, m, say, at)
  const what = none ? 'noMachine' : state === 'lost' ? 'noPower' : state === 'parted' ? 'cutOff' : 'runsOn'
  const real = apart ? say(`stage.node.${what}`) : ''
  const short = apart ? say(`stage.node.${what}Short`) : ''
  const footX = foot.from > 0 ? foot.from + 8 : 0
  const room = box.w - footX - 56 - (arc ? textWidth(arc.text, m.text.small) + 44 : 0)
  const fits = (text: string) => textWidth(text, m.text.small) <= room
  const capacities = foot.crowded ? [] : foot.work ? [cpuShort] : [cpu, cpuShort]
  const atFoot = capacities.find(text => footX + textWidth(text, 13) + CPU_PAD <= box.w) ?? ''
  const reality = !roomy ? '' : fits(real) ? real : footX && !fits(short) ? '' : cut(short, room, m.text.small)
  return {
    ...box,
    name: cut(name, box.w - 2 * m.node.pad - 20, m.text.node, 'strong'),
    subject: `nodes ${name}`,
    state,
    cordoned,
    unknown: !node,
    note,
    noteX,
    chips,
    reality,
    arc,
    used: all > 0 ? Math.min(1, milli / all) : 0,
    capacity: roomy ? atFoot : capacity,
    arcText: Boolean(
      arc && !roomy && noteX + textWidth(note, m.text.small) + 16 <= box.w - 90 - textWidth(arc.text, m.text.small) && !chips.length,
    ),
    roomy,
    footX,
    aside: foot.aside,
    kubelet,
    beat,
    more,
    moreX: kubelet ? right : right + 3,
    label: say('stage.label.node', {
      name,
      status: says,
      real: apart ? `, ${real}` : '',
      count: facts.pods.length,
    }),
  }
}

/** What stands beside the name, as far as there is room: what the API says, or that it is cordoned; at the right the capacity; then chips. */
function header(
  { node, name }: NodeFacts,
  m: Measures,
  say: Say,
  at: { apart: boolean; says: string; cordoned: boolean; right: number; cpu: string },
): Pick<NodeDrawing, 'note' | 'noteX' | 'chips' | 'capacity'> {
  let { right } = at
  let x = m.node.pad + textWidth(name, m.text.node, 'strong') + 14
  if (at.cordoned && !at.apart) x += 20
  const noteX = x
  const plain = at.says.split(',')[0] as string
  const full = !node
    ? at.says
    : at.apart
      ? say('stage.node.believed', { word: at.says })
      : at.cordoned
        ? at.says.replace(/^Ready,/, '')
        : plain === 'Ready'
          ? ''
          : plain
  const brief = at.apart ? at.says : full
  const fits = (s: string) => x + textWidth(s, m.text.small) <= right
  const note =
    m.size === 'phone' && at.cordoned && !at.apart
      ? ''
      : fits(full)
        ? full
        : fits(brief)
          ? brief
          : fits(plain) && plain !== 'Ready'
            ? plain
            : ''
  if (note) x += textWidth(note, m.text.small) + 10
  const cpuW = textWidth(at.cpu, 13) + 10
  const capacity = at.cpu && m.size !== 'phone' && x + cpuW <= right ? at.cpu : ''
  if (capacity) right -= cpuW
  const chips: { text: string; x: number; w: number }[] = []
  for (const forms of m.size === 'phone' ? [] : chipTexts(node)) {
    const text = forms.find(t => x + textWidth(t, 13) + 16 <= right)
    if (!text) continue
    const w = textWidth(text, 13) + 16
    chips.push({ text, x, w })
    x += w + 6
  }
  return { note, noteX, chips, capacity }
}

/** How long until the API will call the node Unknown; after that, until its pods are evicted. */
function nodeArc({ name, pods, machine, node }: NodeFacts, { timersOf, timersNamed }: Cluster, say: Say): NodeDrawing['arc'] {
  const orphaned = timersOf(`nodes ${name}`).find(t => t.name === 'orphans')
  if (orphaned) return { from: orphaned.from, until: orphaned.until, text: say('stage.node.removedIn') }
  const silent = isUnreachable(machine)
  const unknown = timersOf(`nodes ${name}`).find(t => t.name === 'unknown')
  const said = node && getCondition(node.status.conditions, 'Ready')?.status !== 'True'
  if (silent && unknown && !said) return { from: unknown.from, until: unknown.until, text: say('stage.node.unknownIn') }
  if (!timersNamed('eviction').length) return undefined
  const evictions = pods.flatMap(p => p.timers.filter(t => t.name === 'eviction'))
  const first = evictions.reduce<(typeof evictions)[number] | undefined>((a, b) => (a && a.until <= b.until ? a : b), undefined)
  return first && { from: first.from, until: first.until, text: say('stage.node.evictedIn') }
}
