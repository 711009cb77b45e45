// The one disaster that has a key of its own: a zone loses its power, and gets it back. Which zone: one that is dark gets its
// power back, first of all the selected one or that of the selected node; while none is dark the selected one loses it, else the middle one.
import type { Node, Pod } from '../../kube/index.ts'
import { zoneOf } from '../machines.ts'
import { subjectOf } from '../subject.ts'
import { type Scenery, type Verb, verbsFor } from '../verbs/index.ts'
import { naturally } from '../workloads/index.ts'
import { darkZones } from './outage.ts'

export interface ZoneOutage {
  readonly zone: string
  readonly dark: boolean
  readonly verb: Verb
}

export function zoneOutage(scenery: Pick<Scenery, 'mirror' | 'now'>, selection: string | undefined): ZoneOutage | undefined {
  const { mirror } = scenery
  const nodes = mirror.objects<Node>('nodes')
  const zones = [...new Set([...nodes.values()].flatMap(n => zoneOf(n) || []))].sort(naturally)
  const { plural, key } = subjectOf(selection ?? '')
  const selected =
    plural === 'zones'
      ? key
      : plural === 'nodes'
        ? zoneOf(nodes.get(key))
        : plural === 'pods'
          ? zoneOf(nodes.get(mirror.object<Pod>('pods', key)?.spec.nodeName ?? ''))
          : ''
  const dark = darkZones(mirror)
  const zone = dark.find(z => z === selected) ?? dark[0] ?? (selected || zones[Math.floor(zones.length / 2)])
  if (!zone) return undefined
  const verb = verbsFor(scenery, `zones ${zone}`).find(v => v.id === 'outage')
  return verb && { zone, dark: dark.includes(zone), verb }
}
