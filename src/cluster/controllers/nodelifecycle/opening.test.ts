import { expect, it } from 'vitest'
import { createCluster } from '../../cluster.ts'

/** How often it is said that the pod fits nowhere, when the only node was closed and is opened. */
function refusals(seed: number): number {
  const engine = createCluster({ seed, nodes: 1, profile: 'classroom' })
  const open = (unschedulable: true | null) =>
    engine.act('you', 'nodes node-1', 'test', {}, cause => engine.api.merge('nodes', 'node-1', { spec: { unschedulable } }, { cause }))
  open(true)
  engine.advance(7000)
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'waits', namespace: 'default' },
    spec: { containers: [{ name: 'main', image: 'web' }] },
  }
  engine.act('you', 'pods default/waits', 'test', {}, cause => engine.api.create('pods', pod, { cause }))
  engine.advance(12_000)
  open(null)
  engine.advance(16_000)
  expect(engine.store.get('pods', 'default/waits')?.spec.nodeName).toBe('node-1')
  return [...engine.store.list('events')].filter(e => e.reason === 'FailedScheduling').length
}

it('a node that is opened is tried at once, and refused for the taint that its controller has still to take away', () => {
  const seeds = Array.from({ length: 300 }, (_, i) => i)
  expect(seeds.filter(seed => refusals(seed) !== 2)).toEqual([])
})
