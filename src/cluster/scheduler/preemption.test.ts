import { describe, expect, it } from 'vitest'
import { asking, node, pod, TestWorld } from './testing/world.ts'

const one = () => new TestWorld({ nodes: [node('node-1')] })
const low = (name: string, cpu: string, more: object = {}) =>
  pod(name, { priority: 10, terminationGracePeriodSeconds: 12, ...asking(cpu), ...more })
const high = (more: object = {}) => pod('high', { priority: 1000, ...asking('3'), ...more })
const condition = (w: TestWorld, name: string, type: string) => w.pod(name).status.conditions?.find(c => c.type === type)
/** A budget that lets nobody of this pod's label go. */
function guard(w: TestWorld, name: string): void {
  const metadata = { name, namespace: 'default' }
  w.merge('pods', `default/${name}`, { metadata: { labels: { guarded: 'yes' } } })
  const spec = { minAvailable: 1, selector: { matchLabels: { guarded: 'yes' } } }
  w.create({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec })
  w.merge('poddisruptionbudgets', `default/${name}`, { status: { disruptionsAllowed: 0 } }, 'status')
}

describe('Preemption', () => {
  it('a pod of higher priority pushes one of lower priority out and waits for its place', () => {
    const w = one()
    w.create(low('low', '2'))
    w.run()
    w.create(high())
    w.run()
    expect(w.pod('low').metadata.deletionGracePeriodSeconds).toBe(12)
    expect(condition(w, 'low', 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
    })
    expect(w.pod('high').status.nominatedNodeName).toBe('node-1')
    expect(w.said.slice(1)).toEqual([
      'Warning FailedScheduling high: 0/1 nodes are available: 1 Insufficient cpu.',
      `Normal Preempted low: Preempted by pod ${w.pod('high').metadata.uid} on node node-1`,
    ])
    w.run(30_000)
    expect(w.pod('high').spec.nodeName).toBeUndefined()
    expect(w.said).toHaveLength(3)
    w.remove('pods', 'default/low', 0)
    w.run()
    expect(w.pod('high').spec.nodeName).toBe('node-1')
  })

  it('takes as few and as unimportant pods as it can', () => {
    const w = one()
    for (const [name, priority] of [
      ['dear', 20],
      ['cheap', 5],
      ['middle', 10],
    ] as const)
      w.create(pod(name, { priority, ...asking('1300m') }))
    w.run()
    w.create(high({ ...asking('1') }))
    w.run()
    expect(['dear', 'cheap', 'middle'].filter(n => w.pod(n).metadata.deletionTimestamp)).toEqual(['cheap'])
  })

  it('chooses the node where the most important of those who must go is the least important', () => {
    const w = new TestWorld({ nodes: [node('node-1'), node('node-2')] })
    w.create(pod('a', { priority: 50, ...asking('3'), nodeSelector: { 'kubernetes.io/hostname': 'node-1' } }))
    w.create(pod('b', { priority: 40, ...asking('3'), nodeSelector: { 'kubernetes.io/hostname': 'node-2' } }))
    w.run()
    w.create(high())
    w.run()
    expect(w.pod('high').status.nominatedNodeName).toBe('node-2')
  })

  it('the place that was made is kept from pods of lower priority', () => {
    const w = one()
    w.create(low('low', '3'))
    w.run()
    w.create(high())
    w.run()
    w.remove('pods', 'default/low', 0)
    w.create(low('thief', '3'))
    w.run()
    expect(w.pod('high').spec.nodeName).toBe('node-1')
    expect(w.pod('thief').spec.nodeName).toBeUndefined()
  })

  it('a place that is only half empty yet is kept, too', () => {
    const w = one()
    w.create(low('low-1', '2'))
    w.create(low('low-2', '2'))
    w.run()
    w.create(high({ ...asking('4') }))
    w.run()
    w.remove('pods', 'default/low-1', 0)
    w.create(low('thief', '2'))
    w.run(15_000)
    expect(w.pod('thief').spec.nodeName).toBeUndefined()
    expect(w.why('thief')).toContain('Insufficient cpu')
  })

  it('who has pushed others out pushes nobody else while they take their grace', () => {
    const w = one()
    w.create(low('low', '3'))
    w.run()
    w.create(high())
    w.run()
    // After five minutes it is tried again whatever happens.
    w.run(330_000)
    expect(w.why('high')).toContain('preemption: not eligible due to a terminating pod on the nominated node.')
  })

  it('rather breaks no budget: of two on a node that one stays whose budget allows nothing, however unimportant', () => {
    const w = one()
    w.create(low('guarded', '2', { priority: 1 }))
    w.create(low('free', '2', { priority: 20 }))
    guard(w, 'guarded')
    w.run()
    w.create(high({ ...asking('2') }))
    w.run()
    expect(['guarded', 'free'].filter(n => w.pod(n).metadata.deletionTimestamp)).toEqual(['free'])
  })

  it('rather breaks no budget: chooses the node where none would be, though more important pods must go', () => {
    const w = new TestWorld({ nodes: [node('node-1'), node('node-2')] })
    w.create(low('guarded', '4', { priority: 1, nodeSelector: { 'kubernetes.io/hostname': 'node-1' } }))
    w.create(low('free', '4', { priority: 20, nodeSelector: { 'kubernetes.io/hostname': 'node-2' } }))
    guard(w, 'guarded')
    w.run()
    w.create(high())
    w.run()
    expect(w.pod('high').status.nominatedNodeName).toBe('node-2')
  })

  it('two never weigh less than one, though a priority below zero makes their sum smaller', () => {
    const w = new TestWorld({ nodes: [node('node-1'), node('node-2')] })
    w.create(low('one-a', '2', { priority: 50, nodeSelector: { 'kubernetes.io/hostname': 'node-1' } }))
    w.create(low('one-b', '2', { priority: -10, nodeSelector: { 'kubernetes.io/hostname': 'node-1' } }))
    w.create(low('two', '4', { priority: 50, nodeSelector: { 'kubernetes.io/hostname': 'node-2' } }))
    w.run()
    w.create(high({ ...asking('4') }))
    w.run()
    expect(w.pod('high').status.nominatedNodeName).toBe('node-2')
  })

  it('a pod that may not preempt says so', () => {
    const w = one()
    w.create(low('low', '3'))
    w.run()
    w.create(high({ preemptionPolicy: 'Never' }))
    w.run()
    expect(w.why('high')).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    )
    expect(w.pod('low').metadata.deletionTimestamp).toBeUndefined()
  })

  it('nobody is pushed out of a node where it would not help', () => {
    const w = new TestWorld({ nodes: [node('node-1', { spec: { unschedulable: true } })] })
    w.create(low('low', '3'))
    w.run()
    w.create(high())
    w.run()
    expect(w.why('high')).toContain('1 Preemption is not helpful for scheduling.')
  })

  it('says which resource is still missing when even the leaving of all lower ones is not enough', () => {
    const w = one()
    w.create(pod('higher', { priority: 2000, ...asking('2') }))
    w.create(low('low', '1'))
    w.run()
    w.create(high())
    w.run()
    expect(w.why('high')).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Insufficient cpu.',
    )
  })

  it('room that is freed later is looked at again, also where only preemption makes it enough', () => {
    const w = one()
    w.create(pod('higher', { priority: 2000, ...asking('2') }))
    w.create(low('low', '1500m'))
    w.run()
    w.create(high())
    w.run()
    w.remove('pods', 'default/higher', 0)
    w.run()
    expect(w.pod('high').status.nominatedNodeName).toBe('node-1')
  })
})
