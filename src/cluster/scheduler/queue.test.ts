import { describe, expect, it } from 'vitest'
import { enough } from './decide.ts'
import { backOffMs } from './queue.ts'
import { snapshotOf } from './snapshot.ts'
import { asking, node, pod, TestWorld, three } from './testing/world.ts'

const failures = (w: TestWorld) => w.said.filter(s => s.includes('FailedScheduling')).length

describe('Waiting', () => {
  it('a pod that failed waits 1 s, then 2, 4, 8 and never more than 10', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(backOffMs)).toEqual([0, 1000, 2000, 4000, 8000, 10_000, 10_000])
  })

  it('… but not while nobody else waits', () => {
    const w = new TestWorld({ nodes: [node('node-1', { spec: { unschedulable: true } })] })
    w.create(pod('a'))
    w.run(100)
    w.merge('nodes', 'node-1', { spec: { unschedulable: null } })
    w.run(100)
    expect(w.where()).toEqual(['a node-1'])
    expect(w.engine.table('captions').size).toBe(0)
  })

  it('… and behind those that have not failed, whatever its priority', () => {
    const w = new TestWorld({ nodes: [node('node-1', { spec: { unschedulable: true } })] })
    w.create(pod('failed', { priority: 9, ...asking('3') }))
    w.run(100)
    const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
    for (const n of others) w.create(pod(n, { nodeSelector: { never: '1' } }))
    w.create(pod('late', asking('3')))
    while (w.engine.table('scheduler.queue').size < 12) w.run(1)
    w.merge('nodes', 'node-1', { spec: { unschedulable: null } })
    w.run(800)
    expect(w.pod('late').spec.nodeName).toBe('node-1')
    expect(w.pod('failed').spec.nodeName).toBeUndefined()
  })

  it('… in whole seconds: of those whose wait ends within one, the one of higher priority is tried first', () => {
    const w = new TestWorld({ nodes: [node('node-1', { spec: { unschedulable: true } })] })
    for (const [name, priority] of [
      ['first', 1],
      ['urgent', 9],
    ] as const) {
      w.create(pod(name, { priority, preemptionPolicy: 'Never', ...asking('3') }))
      w.run(300)
    }
    w.merge('nodes', 'node-1', { spec: { unschedulable: null } })
    w.run(300)
    expect(w.where()).toEqual(['first -', 'urgent node-1'])
  })

  it('what could not help does not wake it', () => {
    const w = new TestWorld({ nodes: three })
    w.create(pod('picky', { nodeSelector: { disk: 'ssd' } }))
    w.run()
    w.merge('nodes', 'node-1', { spec: { unschedulable: true } })
    w.merge('nodes', 'node-1', { spec: { unschedulable: null } })
    w.merge('nodes', 'node-2', { metadata: { labels: { disk: 'hdd' } } })
    w.create(pod('other'))
    w.run()
    expect(failures(w)).toBe(1)
  })

  it('after five minutes it is tried again in any case', () => {
    const w = new TestWorld({ nodes: three })
    w.create(pod('picky', { nodeSelector: { disk: 'ssd' } }))
    w.run(299_000)
    expect(failures(w)).toBe(1)
    w.run(32_000)
    expect(failures(w)).toBe(2)
    w.run(331_000)
    expect(failures(w)).toBe(3)
  })

  it('a pod that changes itself is tried again', () => {
    const w = new TestWorld({ nodes: [node('node-1', { spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } })] })
    w.create(pod('a'))
    w.run()
    w.merge('pods', 'default/a', { spec: { tolerations: [{ operator: 'Exists' }] } })
    w.run()
    expect(w.where()).toEqual(['a node-1'])
  })

  it('a pod that goes leaves nothing behind', () => {
    const w = new TestWorld({ nodes: three })
    w.create(pod('picky', { nodeSelector: { disk: 'ssd' } }))
    w.create(pod('bound'))
    w.run()
    for (const n of ['picky', 'bound']) w.remove('pods', `default/${n}`, 0)
    w.run(400_000)
    for (const t of ['scheduling', 'scheduler.queue', 'scheduler.assumed', 'scheduler.nominated', 'captions']) {
      expect([t, [...w.engine.table(t).keys()]]).toEqual([t, []])
    }
  })
})

describe('Large clusters', () => {
  it('the search ends when enough nodes were found: all below 100, then a shrinking share, never less than 100', () => {
    expect([3, 99, 100, 250, 1500, 5000, 15_000].map(enough)).toEqual([3, 99, 100, 120, 570, 500, 750])
  })

  it('the next search goes on where the last one ended', () => {
    const w = new TestWorld({ nodes: Array.from({ length: 250 }, (_, i) => node(`node-${i}`)) })
    const position = () => w.engine.table('scheduler.position').get('next')
    w.create(pod('a'))
    w.run()
    expect(position()).toBe(120)
    for (const n of ['b', 'c']) w.create(pod(n))
    w.run()
    expect(position()).toBe((3 * 120) % 250)
    expect(w.engine.table<{ scores: unknown[] }>('scheduling').get('default/a')?.scores).toHaveLength(1)
  })

  it('nodes are asked zone by zone in turn', () => {
    const zoned = (name: string, zone: string) => node(name, { labels: { 'topology.kubernetes.io/zone': zone } })
    const w = new TestWorld({
      nodes: [zoned('a1', 'a'), zoned('a2', 'a'), zoned('a3', 'a'), zoned('b1', 'b'), zoned('c1', 'c'), zoned('c2', 'c')],
    })
    expect(snapshotOf(w.engine.world).order.map(i => i.name)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3'])
  })
})
