import { describe, expect, it } from 'vitest'
import type { Lease, Node } from '../../kube/index.ts'
import { machines } from '../tables.ts'
import { pods } from './rows.ts'
import { TestWorld } from './testing/world.ts'

const lease = (t: TestWorld, n: string) => t.engine.store.get<Lease>('leases', `kube-node-lease/${n}`)?.spec.renewTime
const node = (t: TestWorld, n: string) => t.engine.store.get<Node>('nodes', n)
const ready = (t: TestWorld, n: string) => node(t, n)?.status.conditions?.find(c => c.type === 'Ready')?.status

describe('a machine', () => {
  it('renews its Lease every 10 s', () => {
    const t = new TestWorld()
    const seen = new Set<string | undefined>()
    for (let s = 0; s < 60; s++) seen.add(lease(t.wait(1), 'node-1'))
    expect(seen.size).toBeGreaterThanOrEqual(6)
    expect(seen.size).toBeLessThanOrEqual(7)
  })

  it('that crashes says nothing to anybody: the object stays Running, the processes are gone', () => {
    const t = new TestWorld()
    t.pod('web')
    t.until(() => t.isReady('web'))
    t.fault('lost', { type: 'NodeCrash', nodes: ['node-1'] })
    t.wait(1)
    const before = [lease(t, 'node-1'), t.get('web')]
    t.wait(300)
    expect([lease(t, 'node-1'), t.get('web')]).toEqual(before)
    expect(t.get('web').status.phase).toBe('Running')
    expect([...pods(t.world).values()]).toEqual([])
    expect(machines(t.world).get('node-1')).toMatchObject({ power: 'off', images: ['docker.io/library/nginx:1.25'] })
  })

  it('that comes back starts its pods anew: a new address, a new process', () => {
    const t = new TestWorld()
    t.pod('web')
    t.pod('once', undefined, { restartPolicy: 'Never' })
    t.until(() => t.isReady('web') && t.isReady('once'))
    t.fault('lost', { type: 'NodeCrash', nodes: ['node-1'] })
    t.wait(20)
    t.heal('lost')
    t.until(() => !t.isReady('web'), 5)
    const [waiting] = t.get('web').status.containerStatuses ?? []
    expect(waiting).toMatchObject({ restartCount: 1, state: { waiting: { reason: 'ContainerCreating' } } })
    expect(waiting?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'ContainerStatusUnknown' })
    expect(t.get('web').status.podIP).toBeUndefined()
    t.until(() => t.isReady('web'), 10)
    expect(t.get('web').status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, lastState: {}, ready: true })
    t.until(() => t.get('once').status.phase === 'Failed', 2)
    expect(t.said('node-1')).toContain('Normal Starting Starting kubelet.')
  })

  it('that is cut off runs on, unheard; healed, it says again what it knows', () => {
    const t = new TestWorld()
    t.pod('web')
    t.until(() => t.isReady('web'))
    t.fault('cut', { type: 'NodePartition', nodes: ['node-1'] })
    t.wait(1)
    const last = lease(t, 'node-1')
    const { conditions = [] } = t.get('web').status
    const lies = conditions.map(c => (c.type === 'Ready' ? { ...c, status: 'False' } : c))
    t.merge('pods', 'default/web', { status: { conditions: lies } })
    t.engine.act('you', '-', 'x', {}, cause =>
      t.engine.api.merge('pods', 'default/web', { status: { conditions: lies } }, { cause, subresource: 'status' }),
    )
    t.wait(60)
    expect(lease(t, 'node-1')).toBe(last)
    expect(t.condition('web', 'Ready')).toBe('False')
    expect([...pods(t.world).values()][0]?.containers[0]?.state).toBe('running.ready')
    t.heal('cut')
    t.until(() => t.isReady('web'), 10)
    expect(t.get('web').status.containerStatuses?.[0]?.restartCount).toBe(0)
    expect(lease(t, 'node-1')).not.toBe(last)
  })

  it('of which the API server thinks the worst says at its next heartbeat that it is well', () => {
    const t = new TestWorld()
    const unknown = node(t, 'node-1')?.status.conditions?.map(c => ({ ...c, status: 'Unknown', reason: 'NodeStatusUnknown' }))
    t.engine.act('you', '-', 'x', {}, cause =>
      t.engine.api.merge('nodes', 'node-1', { status: { conditions: unknown } }, { cause, subresource: 'status' }),
    )
    expect(ready(t, 'node-1')).toBe('Unknown')
    expect(t.until(() => ready(t, 'node-1') === 'True')).toBeLessThanOrEqual(10.1)
  })

  it.each(['node-1', 'node-9'])('is decommissioned when its Node is deleted, with all that runs on it: %s', name => {
    const t = new TestWorld()
    t.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-9' } })
    t.until(() => ready(t, 'node-9') === 'True', 5)
    t.pod('web', undefined, { nodeName: name })
    t.until(() => t.isReady('web'))
    t.remove('nodes', name)
    t.wait(1)
    expect(machines(t.world).has(name)).toBe(false)
    expect([...pods(t.world).values()]).toEqual([])
    expect(t.get('web').status.phase).toBe('Running')
  })

  it('joins when somebody creates its Node', () => {
    const t = new TestWorld()
    t.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-9', labels: { 'topology.kubernetes.io/zone': 'zone-c' } } })
    t.until(() => ready(t, 'node-9') === 'True', 5)
    expect(node(t, 'node-9')?.metadata.labels).toMatchObject({
      'kubernetes.io/hostname': 'node-9',
      'topology.kubernetes.io/zone': 'zone-c',
    })
    expect(node(t, 'node-9')?.status.capacity).toEqual({ cpu: '4', memory: '8Gi', pods: '110' })
  })

  it('that comes up while it is cut off hears and says nothing until that is healed too', () => {
    const t = new TestWorld()
    t.pod('web')
    t.until(() => t.isReady('web'))
    t.fault('lost', { type: 'NodeCrash', nodes: ['node-1'] })
    t.fault('cut', { type: 'NodePartition', nodes: ['node-1'] })
    t.wait(5)
    t.heal('lost')
    t.wait(1)
    const last = lease(t, 'node-1')
    t.wait(30)
    expect([...pods(t.world).values()]).toEqual([])
    expect(lease(t, 'node-1')).toBe(last)
    t.heal('cut')
    t.until(() => t.get('web').status.podIP !== undefined && [...pods(t.world).values()].length === 1, 10)
    t.until(() => t.isReady('web'), 10)
  })

  it('is told with the state of its chart: also while it boots and while it connects again', () => {
    const t = new TestWorld()
    const states: (string | undefined)[] = []
    const note = () => {
      const state = machines(t.world).get('node-1')?.state
      if (state !== states.at(-1)) states.push(state)
    }
    const watch = (seconds: number) => {
      for (let i = 0; i < seconds * 50; i++) {
        t.wait(0.02)
        note()
      }
    }
    note()
    t.fault('lost', { type: 'NodeCrash', nodes: ['node-1'] })
    watch(1)
    t.heal('lost')
    watch(20)
    t.fault('cut', { type: 'NodePartition', nodes: ['node-1'] })
    watch(1)
    t.heal('cut')
    watch(10)
    expect(states).toEqual(['connected', 'off', 'booting', 'connected', 'cutOff', 'reconnecting', 'connected'])
  })

  it('whose Node is deleted while it is off does not come back', () => {
    const t = new TestWorld()
    t.fault('lost', { type: 'NodeCrash', nodes: ['node-1'] })
    t.wait(5)
    t.remove('nodes', 'node-1')
    t.wait(1)
    t.heal('lost')
    t.wait(10)
    expect(machines(t.world).size).toBe(0)
    expect(node(t, 'node-1')).toBeUndefined()
  })

  it('evicts nobody while it is cut off: a pod that was deleted meanwhile is stopped when it hears of it', () => {
    const t = new TestWorld()
    t.pod('web')
    t.until(() => t.isReady('web'))
    t.fault('cut', { type: 'NodePartition', nodes: ['node-1'] })
    t.wait(5)
    t.remove('pods', 'default/web')
    t.wait(60)
    expect([...pods(t.world).values()][0]?.state).toBe('running')
    expect(t.get('web').metadata.deletionTimestamp).toBeDefined()
    t.heal('cut')
    t.until(() => !t.find('web'), 10)
    t.wait(1)
    expect(pods(t.world).size).toBe(0)
  })
})
