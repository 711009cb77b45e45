// What the scores make of preferences: the points of two nodes that are otherwise alike, by the name of the plugin.
import { describe, expect, it } from 'vitest'
import type { Decision } from '../../tables.ts'
import { node, pod, TestWorld } from '../testing/world.ts'

const HOST = 'kubernetes.io/hostname'
const MB = 1024 * 1024
const on = (name: string) => ({ nodeSelector: { [HOST]: name } })
const matching = (app: string) => ({ labelSelector: { matchLabels: { app } }, topologyKey: HOST })

/** The points that a plugin gives to each node. */
function points(w: TestWorld, name: string, plugin: string): (number | undefined)[] {
  const decision = w.engine.table<Decision>('scheduling').get(`default/${name}`)
  return ['node-1', 'node-2'].map(n => decision?.scores.find(s => s.node === n)?.plugins?.[plugin])
}
function placed(w: TestWorld, spec: object, labels = {}): TestWorld {
  w.create(pod('new', spec, { labels }))
  return w.run()
}
const two = (first: Parameters<typeof node>[1] = {}) => new TestWorld({ nodes: [node('node-1', first), node('node-2')] })

describe('TaintToleration', () => {
  const taints = [{ key: 'old', effect: 'PreferNoSchedule' }]
  it('gives fewer points for a PreferNoSchedule taint, unless it is tolerated', () => {
    expect(points(placed(two({ spec: { taints } }), {}), 'new', 'TaintToleration')).toEqual([0, 300])
    const tolerations = [{ key: 'old', operator: 'Exists' }]
    expect(points(placed(two({ spec: { taints } }), { tolerations }), 'new', 'TaintToleration')).toEqual([300, 300])
  })
})

describe('NodeAffinity', () => {
  const preferring = (...preferences: object[]) => ({
    affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferences } },
  })
  const second = { weight: 1, preference: { matchExpressions: [{ key: HOST, operator: 'In', values: ['node-2'] }] } }
  it('an empty preferred term is no preference', () => {
    expect(points(placed(two(), preferring(second)), 'new', 'NodeAffinity')).toEqual([0, 200])
    expect(points(placed(two(), preferring({ weight: 100, preference: {} }, second)), 'new', 'NodeAffinity')).toEqual([0, 200])
  })
})

describe('InterPodAffinity', () => {
  it('a pod is kept away from a pod that would rather not have it beside itself', () => {
    const terms = [{ weight: 1, podAffinityTerm: matching('new') }]
    const w = two()
    w.create(pod('loner', { ...on('node-1'), affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: terms } } }))
    w.run()
    expect(points(placed(w, {}, { app: 'new' }), 'new', 'InterPodAffinity')).toEqual([0, 200])
  })
})

describe('ImageLocality', () => {
  const having = (size: number) => two({ status: { images: [{ names: ['nginx:1.25'], sizeBytes: size * MB }] } })
  it('counts an image by its size and how many nodes have it, from 23 MB on', () => {
    expect(points(placed(having(46), {}), 'new', 'ImageLocality')).toEqual([0, 0])
    // Half of 1000 MB, since one of two nodes has it.
    expect(points(placed(having(1000), {}), 'new', 'ImageLocality')).toEqual([48, 0])
  })
})

describe('PodTopologySpread', () => {
  it('the wider the skew that is allowed, the less a difference counts', () => {
    const spread = (maxSkew: number) => {
      const w = two()
      w.create(pod('first', on('node-1'), { labels: { app: 'new' } }))
      w.run()
      const constraint = { ...matching('new'), maxSkew, whenUnsatisfiable: 'ScheduleAnyway' }
      return points(placed(w, { topologySpreadConstraints: [constraint] }, { app: 'new' }), 'new', 'PodTopologySpread')
    }
    expect(spread(1)).toEqual([0, 200])
    // 1 × ln 4 + 2 is 3, and 0 × ln 4 + 2 is 2: 100 × (3 + 2 - 3) / 3 and 100 × (3 + 2 - 2) / 3 points, twice.
    expect(spread(3)).toEqual([132, 200])
  })
})
