import { describe, expect, it } from 'vitest'
import { WallDates } from './walldates.ts'

const SIMULATED = Date.parse('2017-03-30T09:01:00Z')
const WALL = Date.parse('2026-11-24T20:00:00.700Z')

function dates(): WallDates {
  const d = new WallDates()
  d.tune(WALL, SIMULATED)
  return d
}
const pod = {
  metadata: { name: 'a', creationTimestamp: '2017-03-30T09:00:00Z', annotations: { time: '2017-03-30T09:00:00Z' } },
  spec: { containers: [{ env: [{ name: 'time', value: '2017-03-30T09:00:00Z' }] }] },
  status: { conditions: [{ lastTransitionTime: '2017-03-30T09:00:30Z', lastProbeTime: null }] },
}

describe('times at the door', () => {
  it('go out so that the age that a client works out is the simulated age', () => {
    const out = dates().out(pod) as typeof pod
    const age = (text: string) => Math.floor((WALL - Date.parse(text)) / 1000)
    expect(age(out.metadata.creationTimestamp)).toBe(60)
    expect(age(out.status.conditions[0]?.lastTransitionTime ?? '')).toBe(30)
  })

  it('leave the client’s own words alone', () => {
    const out = dates().out(pod) as typeof pod
    expect(out.metadata.annotations).toEqual(pod.metadata.annotations)
    expect(out.spec).toBe(pod.spec)
  })

  it('come back as they were', () => {
    const d = dates()
    expect(d.in(d.out(pod))).toEqual(pod)
    const lease = { spec: { renewTime: '2017-03-30T09:00:00.250000Z' } }
    expect(d.in(d.out(lease))).toEqual(lease)
    expect((d.out(lease) as typeof lease).spec.renewTime).toMatch(/^2026-11-24T19:59:00\.250000Z$/)
  })

  it('cost nothing where there are none', () => {
    const map = { data: { a: '2017-03-30T09:00:00Z' }, metadata: { name: 'x' } }
    expect(dates().out(map)).toBe(map)
  })
})
