// The one disaster that has a key of its own: a zone loses its power, and gets it back. Which zone: one that is dark gets its
// power back, first of all the selected one or that of the selected node; while none is dark the selected one loses it, else the middle one.
import type { Node, Pod } from '../../kube/index.ts'
import { type Scenery, type Verb, verbsFor } from '../verbs/index.ts'
import { naturally } from '../workloads/index.ts'
import { darkZones } from './outage.ts'

const ZONE = 'topology.kubernetes.io/zone'

export interface ZoneOutage {
  readonly zone: string
  readonly dark: boolean
  readonly verb: Verb
}

export function zoneOutage(scenery: Pick<Scenery, 'mirror' | 'now'>, selection: string | undefined): ZoneOutage | undefined {
  const { mirror } = scenery
  const zoneOf = (node: string | undefined) => node && mirror.object<Node>('nodes', node)?.metadata.labels?.[ZONE]
  const zones = [...new Set([...mirror.objects<Node>('nodes').keys()].flatMap(n => zoneOf(n) || []))].sort(naturally)
  const [plural, key = ''] = selection?.split(' ') ?? []
  const selected =
    plural === 'zones'
      ? key
      : plural === 'nodes'
        ? zoneOf(key)
        : plural === 'pods'
          ? zoneOf(mirror.object<Pod>('pods', key)?.spec.nodeName)
          : ''
  const dark = darkZones(mirror)
  const zone = dark.find(z => z === selected) ?? dark[0] ?? (selected || zones[Math.floor(zones.length / 2)])
  if (!zone) return undefined
  const verb = verbsFor(scenery, `zones ${zone}`).find(v => v.id === 'outage')
  return verb && { zone, dark: dark.includes(zone), verb }
}
