// The rules of the garbage collector, in a small world.
import { describe, expect, it } from 'vitest'
import type { ApiObject, Draft } from '../../kube/index.ts'
import { deployment } from './deployment.ts'
import { garbageCollector } from './garbagecollector.ts'
import { replicaset } from './replicaset.ts'
import { deploymentOf, fakeKubelet, SmallWorld } from './testing/world.ts'

const actors = [deployment, replicaset, garbageCollector, fakeKubelet({ stopMs: 3000 })]
const HOLD = 'podium.local/hold'

interface Owned {
  block?: boolean
  finalizers?: string[]
}
function config(name: string, owners: readonly ApiObject[] = [], { block, finalizers }: Owned = {}): Draft {
  const ownerReferences = owners.map(o => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: o.metadata.name,
    uid: o.metadata.uid,
    ...(block && { blockOwnerDeletion: true }),
  }))
  const metadata = { name, namespace: 'default', ...(owners.length && { ownerReferences }), ...(finalizers && { finalizers }) }
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata }
}
const maps = (w: SmallWorld) => w.list('configmaps').map(c => c.metadata.name)
const owners = (o: ApiObject | undefined) => o?.metadata.ownerReferences?.map(r => r.name)

function risen(): SmallWorld {
  const w = new SmallWorld({ actors })
  w.create('deployments', deploymentOf('web', { replicas: 2 }))
  w.rolled('web')
  return w
}

describe('in the background', () => {
  it('the owner goes at once, its ReplicaSet and pods after it', () => {
    const w = risen()
    w.remove('deployments', 'web')
    expect(w.deployment('web')).toBeUndefined()
    w.wait(1)
    expect(w.sets()).toEqual([])
    expect(w.pods().map(p => p.metadata.deletionTimestamp !== undefined)).toEqual([true, true])
    expect(w.said('ReplicaSet').filter(s => s.startsWith('SuccessfulDelete'))).toEqual([])
    w.wait(5)
    expect(w.pods()).toEqual([])
  })

  it('an object with several owners loses one reference after the other, and goes with the last', () => {
    const w = new SmallWorld({ actors })
    const a = w.create('configmaps', config('a'))
    const b = w.create('configmaps', config('b'))
    w.create('configmaps', config('of-a', [a]))
    w.create('configmaps', config('of-both', [a, b]))
    w.wait(1)
    expect(maps(w)).toEqual(['a', 'b', 'of-a', 'of-both'])
    w.remove('configmaps', 'a')
    w.wait(1)
    expect(maps(w)).toEqual(['b', 'of-both'])
    expect(owners(w.get('configmaps', 'of-both'))).toEqual(['b'])
    w.remove('configmaps', 'b')
    w.wait(1)
    expect(maps(w)).toEqual([])
  })

  it('an object whose owner never was, or was another of that name, goes', () => {
    const w = new SmallWorld({ actors })
    const a = w.create('configmaps', config('a'))
    const ghost = { ...a, metadata: { ...a.metadata, uid: 'somebody-else' } }
    w.create('configmaps', config('of-ghost', [ghost]))
    w.create('configmaps', config('of-a', [a]))
    w.wait(1)
    expect(maps(w)).toEqual(['a', 'of-a'])
  })

  it('an owner of a kind that nobody knows is left in peace', () => {
    const w = new SmallWorld({ actors })
    const draft = config('of-unknown')
    const ref = { apiVersion: 'example.org/v1', kind: 'Widget', name: 'x', uid: 'x' }
    w.create('configmaps', { ...draft, metadata: { ...draft.metadata, ownerReferences: [ref] } })
    w.wait(1)
    expect(maps(w)).toEqual(['of-unknown'])
  })

  it('a ReplicaSet deleted under its Deployment is made again under the same name', () => {
    const w = risen()
    const name = w.sets()[0]?.metadata.name as string
    const before = w.pods().map(p => p.metadata.name)
    w.remove('replicasets', name)
    w.wait(2)
    expect(w.sets().map(s => s.metadata.name)).toEqual([name])
    expect(
      w
        .pods()
        .filter(p => p.metadata.deletionTimestamp)
        .map(p => p.metadata.name),
    ).toEqual(before)
    expect(w.pods()).toHaveLength(4)
  })
})

describe('in the foreground', () => {
  it('Deployment and ReplicaSet stay until the pods are gone, and make no new ones', () => {
    const w = risen()
    w.remove('deployments', 'web', { propagationPolicy: 'Foreground' })
    w.wait(2)
    for (const o of [w.deployment('web'), w.sets()[0]])
      expect(o?.metadata).toMatchObject({ finalizers: ['foregroundDeletion'], deletionGracePeriodSeconds: 0, generation: 2 })
    expect(w.pods().map(p => p.metadata.deletionTimestamp !== undefined)).toEqual([true, true])
    expect(w.sets()[0]?.status).toMatchObject({ replicas: 0, observedGeneration: 2 })
    w.wait(3)
    expect([w.list('deployments'), w.sets(), w.pods()]).toEqual([[], [], []])
  })

  it('waits for those that block it, and not for the others', () => {
    const w = new SmallWorld({ actors })
    const a = w.create('configmaps', config('a'))
    w.create('configmaps', config('held', [a], { block: true, finalizers: [HOLD] }))
    w.create('configmaps', config('free', [a], { finalizers: [HOLD] }))
    w.wait(1)
    w.remove('configmaps', 'a', { propagationPolicy: 'Foreground' })
    w.wait(1)
    expect(w.list('configmaps').map(c => [c.metadata.name, c.metadata.finalizers, c.metadata.deletionTimestamp !== undefined])).toEqual([
      ['a', ['foregroundDeletion'], true],
      ['held', [HOLD], true],
      ['free', [HOLD], true],
    ])
    w.merge('configmaps', 'held', { metadata: { finalizers: null } })
    w.wait(1)
    expect(maps(w)).toEqual(['free'])
  })

  it('a circle does not wait for itself', () => {
    const w = new SmallWorld({ actors: [garbageCollector] })
    const a = w.create('configmaps', config('a'))
    const b = w.create('configmaps', config('b', [a], { block: true }))
    w.merge('configmaps', 'a', { metadata: config('a', [b], { block: true }).metadata })
    w.wait(1)
    w.remove('configmaps', 'a', { propagationPolicy: 'Foreground' })
    w.wait(2)
    expect(maps(w)).toEqual([])
  })
})

describe('orphaning', () => {
  it('lets the ReplicaSet live on, and the next Deployment of that template adopts it', () => {
    const w = risen()
    const [rs] = w.sets()
    w.remove('deployments', 'web', { propagationPolicy: 'Orphan' })
    w.wait(1)
    expect(w.deployment('web')).toBeUndefined()
    expect(w.sets()[0]?.metadata).not.toHaveProperty('ownerReferences')
    w.create('deployments', deploymentOf('web', { replicas: 3 }))
    w.rolled('web')
    w.wait(1)
    expect(w.sets().map(s => s.metadata.uid)).toEqual([rs?.metadata.uid])
    expect(w.sizes()).toEqual(['web:1 revision=1 history=- desired=3 max=4 spec=3 replicas=3 ready=3 available=3'])
    expect(w.said('Deployment').at(-1)).toBe('ScalingReplicaSet Scaled up replica set web-HASH from 2 to 3')
  })

  it('of a ReplicaSet lets another with the same selector take its pods in, and shrink', () => {
    const w = new SmallWorld({ actors })
    for (const [name, replicas] of [
      ['one', 2],
      ['two', 1],
    ] as const) {
      const { spec } = deploymentOf('web', { replicas })
      w.create('replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, namespace: 'default' }, spec })
    }
    w.wait(2)
    w.remove('replicasets', 'one', { propagationPolicy: 'Orphan' })
    w.wait(6)
    expect(w.sets().map(s => s.metadata.name)).toEqual(['two'])
    expect(w.pods().flatMap(owners)).toEqual(['two'])
  })
})

describe('in a cascade', () => {
  it('what wishes to orphan its own dependents does so when its owner goes', () => {
    const w = new SmallWorld({ actors: [garbageCollector] })
    const a = w.create('configmaps', config('a'))
    const b = w.create('configmaps', config('b', [a], { finalizers: ['orphan'] }))
    w.create('configmaps', config('c', [b]))
    w.remove('configmaps', 'a')
    w.wait(2)
    expect(maps(w)).toEqual(['c'])
    expect(owners(w.get('configmaps', 'c'))).toBeUndefined()
  })

  it('an owner that waits goes when the last of those that block it lets go of it', () => {
    const w = new SmallWorld({ actors: [garbageCollector] })
    const a = w.create('configmaps', config('a'))
    w.create('configmaps', config('held', [a], { block: true, finalizers: [HOLD] }))
    w.remove('configmaps', 'a', { propagationPolicy: 'Foreground' })
    w.wait(2)
    expect(maps(w)).toEqual(['a', 'held'])
    w.merge('configmaps', 'held', { metadata: { ownerReferences: null } })
    w.wait(2)
    expect(maps(w)).toEqual(['held'])
  })
})

describe('many dependents', () => {
  it('go in batches', () => {
    const w = new SmallWorld({ actors: [garbageCollector] })
    const a = w.create('configmaps', config('a'))
    for (let i = 0; i < 1200; i++) w.create('configmaps', config(`of-a-${i}`, [a]))
    w.remove('configmaps', 'a')
    w.wait(1)
    expect(maps(w)).toEqual([])
    const told = w.trace.filter(t => t.code === 'garbagecollector.collect')
    expect(told.map(t => t.args.dependents)).toEqual([1200])
    expect(new Set(w.trace.filter(t => t.code === 'write.delete' && t.cause === told[0]?.id).map(t => t.at)).size).toBe(3)
  })
})
