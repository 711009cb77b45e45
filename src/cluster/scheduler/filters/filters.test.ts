// Filters by their rules, where one word of a pod's spec decides.
import { describe, expect, it } from 'vitest'
import { container, node, pod, TestWorld, three } from '../testing/world.ts'

const HOST = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'

describe('NodePorts', () => {
  const listening = (name: string, hostIP?: string) =>
    pod(name, { containers: [container({}, { ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP', ...(hostIP && { hostIP }) }] })] })
  const second = (first: string | undefined, then: string | undefined) => {
    const w = new TestWorld({ nodes: [node('node-1')] })
    w.create(listening('first', first))
    w.run()
    w.create(listening('then', then))
    return w.run().pod('then').spec.nodeName
  }
  it('a port is taken for its own address only, but one of all addresses for every one', () => {
    expect(second('127.0.0.1', '127.0.0.2')).toBe('node-1')
    expect(second('127.0.0.1', '127.0.0.1')).toBeUndefined()
    expect(second(undefined, '127.0.0.1')).toBeUndefined()
    expect(second('127.0.0.1', undefined)).toBeUndefined()
    expect(second('0.0.0.0', '127.0.0.1')).toBeUndefined()
  })
})

describe('NodeAffinity', () => {
  it('an empty required term means no node', () => {
    const w = new TestWorld({ nodes: three })
    const required = { nodeSelectorTerms: [{}] }
    w.create(pod('a', { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } }))
    w.run()
    expect(w.why('a')).toContain("3 node(s) didn't match Pod's node affinity/selector")
  })
})

describe('PodTopologySpread', () => {
  it('with minDomains, zones that are missing count as empty ones', () => {
    const zones = ['a', 'b'].map(z => node(`node-${z}`, { labels: { [ZONE]: z } }))
    const spread = (more: object) => {
      const w = new TestWorld({ nodes: zones })
      const labelSelector = { matchLabels: { app: 'web' } }
      const constraint = { labelSelector, topologyKey: ZONE, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', ...more }
      for (const n of [1, 2, 3, 4]) w.create(pod(`web-${n}`, { topologySpreadConstraints: [constraint] }, { labels: { app: 'web' } }))
      return w.run(3000).spread()
    }
    expect(spread({})).toEqual([2, 2])
    expect(spread({ minDomains: 3 })).toEqual([1, 1])
  })
})

describe('NodeResourcesFit', () => {
  it('what is left to the last is enough', () => {
    const w = new TestWorld({ nodes: [node('node-1')] })
    w.create(pod('whole', { containers: [container({ cpu: '4', memory: '8Gi' })], nodeSelector: { [HOST]: 'node-1' } }))
    w.run()
    expect(w.pod('whole').spec.nodeName).toBe('node-1')
  })
})
