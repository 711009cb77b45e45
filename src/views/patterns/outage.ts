// The disaster, as the title tells it: what has failed and for how long, read from the faults that are; and when the last one began, from what was done.
import { type Fault, parseTime } from '../../kube/index.ts'
import type { Action } from '../../session/index.ts'
import { naturally } from '../workloads/index.ts'
import { type Reads, type Text, text } from './reads.ts'

/** What strikes machines; faults of single containers are no outage. */
const TYPES = ['NodeCrash', 'NodePartition', 'SlowDisk'] as const
type Struck = (typeof TYPES)[number]

const isStruck = (f: Fault): f is Fault & { spec: { type: Struck } } => TYPES.some(t => t === f.spec.type)
const place = (f: Fault): string[] => (f.spec.zone ? [f.spec.zone] : (f.spec.nodes ?? []))
const since = (f: Fault) => parseTime(String(f.status?.since ?? f.metadata.creationTimestamp))

/** `zone-b without power for 6:12`; undefined where nothing is broken. Where several things are, the first of the gravest sort. `forText` writes a time. */
export function outageWords(reads: Reads, startMs: number, forText: (ms: number) => string): Text | undefined {
  const faults = [...reads.objects<Fault>('faults').values()].filter(isStruck)
  const type = TYPES.find(t => faults.some(f => f.spec.type === t))
  if (!type) return undefined
  const mine = faults.filter(f => f.spec.type === type)
  const places = [...new Set(mine.flatMap(place))].sort(naturally)
  const from = Math.min(...mine.map(since)) - startMs
  const time = forText(Math.max(0, reads.now - from))
  return places.length === 1
    ? text(`four.outage.${type}`, { place: places[0] as string, time })
    : text(`four.outage.${type}.several`, { count: places.length, time })
}

const STRIKES = new Set(['fault.nodeCrash', 'fault.nodePartition', 'fault.zoneOutage', 'fault.zonePartition'])
/** What takes machines away; a slow disk only makes them late. */
const LOSSES: readonly string[] = ['NodeCrash', 'NodePartition']
const isStrike = (a: Action) => STRIKES.has(a.say.code) || a.requests.some(isFault)
const isFault = ({ method, path, body }: Action['requests'][number]) =>
  method === 'POST' && path.includes('/faults') && LOSSES.includes((body as Fault | undefined)?.spec?.type ?? '')

/** When the last disaster began, in simulated ms: also one that is mended. */
export function lastDisaster(actions: readonly Action[], now: number): number | undefined {
  return actions.findLast(a => a.atMs <= now && isStrike(a))?.atMs
}

/** Zones whose power a fault has taken as a whole, and the faults. */
export function darkZones(reads: Pick<Reads, 'objects'>): readonly string[] {
  return [...reads.objects<Fault>('faults').values()].flatMap(f => (f.spec.type === 'NodeCrash' && f.spec.zone ? [f.spec.zone] : []))
}
