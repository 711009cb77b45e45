import { describe, expect, it } from 'vitest'
import { at, node, pod } from '../testing/cluster.ts'
import { mirror, object } from './testing.ts'
import { zoneOutage } from './zone.ts'

describe('the key of the outage', () => {
  const nodes = ['a', 'b', 'c'].map((z, i) => node(`node-${i + 1}`, { zone: `zone-${z}` }))
  const pods = [pod('web', { node: 'node-3' })]
  const power = (zone: string) =>
    ({ ...object('Fault', zone, { spec: { type: 'NodeCrash', zone } }), metadata: { name: zone, creationTimestamp: at(1) } }) as never
  const of = (selection?: string, ...dark: string[]) => {
    const found = zoneOutage({ mirror: mirror({ nodes, pods, faults: dark.map(power) }), now: 0 }, selection)
    return found && [found.zone, found.dark, found.verb.key]
  }

  it('takes the power of what is selected, else of the middle zone', () => {
    expect(of()).toEqual(['zone-b', false, 'verb.outage'])
    expect(of('zones zone-a')).toEqual(['zone-a', false, 'verb.outage'])
    expect(of('nodes node-1')).toEqual(['zone-a', false, 'verb.outage'])
    expect(of('pods default/web')).toEqual(['zone-c', false, 'verb.outage'])
  })
  it('gives a dark zone back, also while something in another zone is selected', () => {
    expect(of(undefined, 'zone-a')).toEqual(['zone-a', true, 'verb.zoneOn'])
    expect(of('nodes node-3', 'zone-a')).toEqual(['zone-a', true, 'verb.zoneOn'])
    expect(of('pods default/web', 'zone-a')).toEqual(['zone-a', true, 'verb.zoneOn'])
  })
  it('of several dark zones gives back the selected one', () => {
    expect(of('nodes node-3', 'zone-a', 'zone-c')).toEqual(['zone-c', true, 'verb.zoneOn'])
  })
})
