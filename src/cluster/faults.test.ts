import { describe, expect, it } from 'vitest'
import { TestWorld } from './kubelet/testing/world.ts'
import { machines } from './tables.ts'

const fault = (t: TestWorld, name: string) => t.engine.store.get('faults', name)
const restarts = (t: TestWorld, name: string) => t.get(name).status.containerStatuses?.map(c => c.restartCount)

describe('faults', () => {
  it('a zone is all its machines', () => {
    const t = new TestWorld({ nodes: 4 })
    t.fault('lost', { type: 'NodeCrash', zone: 'zone-a' })
    t.wait(1)
    const power = () => [...machines(t.world).values()].map(m => m.power)
    expect(power()).toEqual(['off', 'on', 'on', 'off'])
    t.heal('lost')
    t.wait(1)
    expect(power()).toEqual(['on', 'on', 'on', 'on'])
  })

  it('two on one machine: it is well when both are healed', () => {
    const t = new TestWorld()
    t.fault('one', { type: 'NodeCrash', nodes: ['node-1'] })
    t.fault('two', { type: 'NodeCrash', zone: 'zone-a' })
    t.wait(1)
    t.heal('one')
    t.wait(1)
    expect(machines(t.world).get('node-1')?.power).toBe('off')
    t.heal('two')
    t.wait(1)
    expect(machines(t.world).get('node-1')?.power).toBe('on')
  })

  it('a ContainerCrash happens once, and says so', () => {
    const t = new TestWorld()
    t.pod('web', undefined, {}, { app: 'web' })
    t.pod('other', undefined, {}, { app: 'other' })
    t.until(() => t.isReady('web') && t.isReady('other'))
    t.fault('kill', { type: 'ContainerCrash', exitCode: 137, pods: { namespace: 'default', selector: { matchLabels: { app: 'web' } } } })
    t.until(() => restarts(t, 'web')?.[0] === 1 && t.isReady('web'), 4)
    expect(t.get('web').status.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
    expect(fault(t, 'kill')?.status).toMatchObject({ phase: 'Done' })
    t.wait(60)
    expect([restarts(t, 'web'), restarts(t, 'other')]).toEqual([[1], [0]])
  })

  it('a PullFailure makes the pulls of its pods fail while it exists', () => {
    const t = new TestWorld()
    t.fault('registry', { type: 'PullFailure', pods: { namespace: 'default', selector: { matchLabels: { app: 'web' } } } })
    t.wait(1)
    t.pod('web', undefined, {}, { app: 'web' })
    t.pod('other', [{ name: 'main', image: 'other/app:1' }])
    t.until(() => t.isReady('other'), 3)
    t.until(() => t.get('web').status.containerStatuses?.[0]?.state?.waiting?.reason === 'ErrImagePull', 3)
    t.heal('registry')
    t.until(() => t.isReady('web'), 40)
  })

  it('a SlowDisk makes pulls and starts ten times slower', () => {
    const t = new TestWorld({ nodes: 2 })
    t.fault('old', { type: 'SlowDisk', nodes: ['node-1'] })
    t.wait(1)
    expect(machines(t.world).get('node-1')?.slowDisk).toBe(true)
    t.pod('slow')
    t.pod('quick', undefined, { nodeName: 'node-2' })
    t.until(() => t.isReady('quick'), 3)
    expect(t.until(() => t.isReady('slow'), 15)).toBeGreaterThan(6)
  })
})
