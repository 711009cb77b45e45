// What can befall a whole zone: its power, its network, its disks; and what mends it.
import type { FaultType } from '../../kube/index.ts'
import type { Key } from '../words/index.ts'
import { addNode } from './addnode.ts'
import { faultsOf, mendNodes, nodesIn, strike } from './fault.ts'
import type { Scenery, Verb } from './verb.ts'

interface Disaster {
  readonly id: string
  readonly type: FaultType
  readonly letter: string
  readonly strike: { readonly key: Key; readonly code: string; readonly name: string }
  readonly mend: { readonly key: Key; readonly code: string }
}

const DISASTERS: readonly Disaster[] = [
  {
    id: 'outage',
    type: 'NodeCrash',
    letter: 'K',
    strike: { key: 'verb.outage', code: 'fault.zoneOutage', name: 'outage' },
    mend: { key: 'verb.zoneOn', code: 'fault.zoneOn' },
  },
  {
    id: 'zoneNetwork',
    type: 'NodePartition',
    letter: 'P',
    strike: { key: 'verb.zonePartition', code: 'fault.zonePartition', name: 'partition' },
    mend: { key: 'verb.zoneHeal', code: 'fault.zoneLinked' },
  },
  {
    id: 'zoneDisks',
    type: 'SlowDisk',
    letter: 'S',
    strike: { key: 'verb.zoneSlow', code: 'fault.zoneSlow', name: 'slow' },
    mend: { key: 'verb.zoneFast', code: 'fault.zoneFast' },
  },
]

/** One verb, or two where only some of the zone are struck: then the key mends. */
function verbsOf(scenery: Scenery, zone: string, { id, type, letter, strike: s, mend: m }: Disaster): Verb[] {
  const nodes = nodesIn(scenery, zone)
  const faults = faultsOf(scenery, type).filter(f => f.spec.zone === zone || f.spec.nodes?.some(n => nodes.includes(n)))
  const whole = faults.some(f => f.spec.zone === zone) || nodes.every(n => faults.some(f => f.spec.nodes?.includes(n)))
  const strikes = (key?: string): Verb => ({
    id,
    key: s.key,
    ...(key && { letter: key }),
    group: 'fault',
    prominent: true,
    deed: strike(scenery, { code: s.code, args: { zone } }, `${s.name}-${zone}`, { type, zone }),
  })
  if (!faults.length) return [strikes(letter)]
  const mends: Verb = {
    id,
    key: m.key,
    letter,
    group: 'fault',
    prominent: true,
    deed: mendNodes(scenery, { code: m.code, args: { zone } }, faults, nodes),
  }
  return whole ? [mends] : [mends, strikes()]
}

export const ofZone = (scenery: Scenery, zone: string): Verb[] => [
  ...DISASTERS.flatMap(d => verbsOf(scenery, zone, d)),
  addNode(scenery, zone),
]
