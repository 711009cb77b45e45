// Messages on the rail, when time is slow or stands still: what a controller has just written travels from its card to the API server. Read from the
// trace, in which every write names the decision that caused it.

import type { TraceEntry } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'
import { subjectOf } from '../subject.ts'
import { shortName, shortOfGone } from '../workloads/index.ts'
import { PARTS } from './rig.ts'
import type { Say, Scene } from './types.ts'

type Told = Pick<Mirror, 'trace' | 'object'>

export interface Packet {
  readonly id: number
  readonly x: number
  readonly y: number
  readonly text: string
  /** Where it comes from and goes to: drawn as an arrow while time stands still. */
  readonly from: number
  readonly to: number
}

/** What is told about what was told already, and heartbeats. */
const NOISE = /^(events|leases) /

/** Wall milliseconds on screen, at least. */
const SEEN_MS = 600
/** A hop takes about this long (simulated). */
const HOP_MS = 10

/** How long a packet of this speed is seen, in simulated ms. */
const spanAt = (speed: number) => Math.max(HOP_MS, SEEN_MS * speed)

/** Who decided on this write: its own cause, and nobody before that. A kubelet's report is not the word of whoever has placed the pod. */
const writer = (trace: Mirror['trace'], { cause }: TraceEntry): TraceEntry | undefined => trace.get(cause)

export function packetsAt(mirror: Told, scene: Scene, now: number, speed: number, say: Say): Packet[] {
  if (!scene.store) return []
  const to = scene.store.x + scene.store.w / 2
  const places = new Map<string, number>([
    ...scene.squares.map(s => [s.actor, s.x + s.side / 2] as const),
    ...scene.cards.map(c => [c.actor, c.x + c.w / 2] as const),
  ])
  const placeOf = (actor: string) => places.get(Object.keys(PARTS).find(whole => PARTS[whole]?.includes(actor)) ?? actor)
  const { trace } = mirror
  const span = spanAt(speed)
  const out: Packet[] = []
  for (let id = trace.last; id > 0 && id > trace.last - 400 && out.length < 3; id--) {
    const entry = trace.get(id)
    if (!entry) break
    if (entry.at < now - span) break
    if (entry.at > now || !entry.code.startsWith('write.') || NOISE.test(entry.subject)) continue
    const by = writer(trace, entry)
    const from = by && placeOf(by.by)
    if (by === undefined || from === undefined) continue
    const share = Math.min(1, (now - entry.at) / span)
    out.push({ id, x: from + (to - from) * share, y: scene.rail.y, text: words(mirror, entry, by, say), from, to })
  }
  return out
}

function words(mirror: Told, { code, args, subject }: TraceEntry, by: TraceEntry, say: Say): string {
  const { plural, key } = subjectOf(subject)
  const name = String(args.name ?? subject)
  const pod = plural === 'pods' ? mirror.object<Pod>('pods', key) : undefined
  const short = pod ? shortName(pod) : shortOfGone(plural, name)
  if (args.subresource === 'binding') return say('stage.write.bind', { name: short, node: String(by.args.node ?? args.node ?? '') })
  return say(args.subresource === 'status' ? 'stage.write.status' : `stage.${code}`, { ...args, name: short })
}
