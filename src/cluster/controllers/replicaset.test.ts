// The rules of the ReplicaSet controller, in a small world.
import { describe, expect, it } from 'vitest'
import { ApiError, type ApiObject, type Draft, forbidden, getCondition, type Pod, parseTime, type ReplicaSet } from '../../kube/index.ts'
import { timers } from '../tables.ts'
import { replicaset } from './replicaset.ts'
import { fakeKubelet, SmallWorld, template } from './testing/world.ts'

type Labels = Record<string, string>
const WEB: Labels = { app: 'web' }
const setOf = (
  name: string,
  replicas: number,
  labels: Labels = WEB,
  { selector = labels, ...spec }: { selector?: Labels; minReadySeconds?: number } = {},
): Draft => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name, namespace: 'default', labels },
  spec: { replicas, selector: { matchLabels: selector }, template: template('web:1', labels), ...spec },
})
const podOf = (name: string, labels: Labels = WEB, metadata: Record<string, unknown> = {}, spec: Record<string, unknown> = {}): Draft => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels, ...metadata },
  spec: { containers: [{ name: 'main', image: 'web:1' }], ...spec },
})
/** A pod as it is on a node, or without one. */
function place(w: SmallWorld, draft: Draft, nodeName: string | undefined, ready: boolean): void {
  const pod = w.create<Pod>('pods', nodeName ? { ...draft, spec: { ...draft.spec, nodeName } } : draft)
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: w.engine.world.timestamp }]
  const status = { phase: nodeName ? 'Running' : 'Pending', conditions }
  w.engine.api.update('pods', { ...pod, status }, { cause: 0, subresource: 'status' })
}
const status = (w: SmallWorld, name: string) => w.get<ReplicaSet>('replicasets', name)?.status
const isSettled = (w: SmallWorld, name: string, n: number) => status(w, name)?.readyReplicas === n && status(w, name)?.replicas === n
const names = (w: SmallWorld) => w.pods().map(p => p.metadata.name)
const ownerOf = (o: ApiObject | undefined) => o?.metadata.ownerReferences?.map(r => r.name)

function settled(replicas: number, options: ConstructorParameters<typeof SmallWorld>[0] = {}): SmallWorld {
  const w = new SmallWorld({ actors: [replicaset, fakeKubelet()], ...options })
  w.create('replicasets', setOf('web', replicas))
  w.until('it has settled', () => isSettled(w, 'web', replicas))
  return w
}

describe('as many pods as wanted', { timeout: 120_000 }, () => {
  it('creates what is missing: one, two, four … at a time', () => {
    const w = settled(7)
    const births = w.trace.filter(t => t.code === 'write.create' && t.subject.startsWith('pods')).map(t => t.at)
    expect([...new Set(births)].map(at => births.filter(b => b === at).length)).toEqual([1, 2, 4])
    expect(status(w, 'web')).toEqual({
      replicas: 7,
      fullyLabeledReplicas: 7,
      readyReplicas: 7,
      availableReplicas: 7,
      observedGeneration: 1,
    })
    expect(w.said('ReplicaSet').sort()).toEqual(
      names(w)
        .map(n => `SuccessfulCreate Created pod: ${n}`)
        .sort(),
    )
  })

  it('makes pods of the template, named after the ReplicaSet and owned by it', () => {
    const w = settled(1)
    const [pod] = w.pods()
    expect(pod?.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(pod?.metadata).toMatchObject({
      generateName: 'web-',
      labels: { app: 'web' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', controller: true, blockOwnerDeletion: true }],
    })
  })

  it('replaces a pod at once that is deleted, while it still takes its grace', () => {
    const w = settled(2, { actors: [replicaset, fakeKubelet({ stopMs: 10_000 })] })
    w.remove('pods', names(w)[0] as string)
    w.wait(2)
    expect(w.pods()).toHaveLength(3)
    expect(status(w, 'web')).toMatchObject({ replicas: 2, readyReplicas: 2 })
  })

  it('replaces a pod that has failed, and keeps its remains', () => {
    const w = settled(2)
    const pod = w.pods()[0] as Pod
    w.engine.api.update('pods', { ...pod, status: { ...pod.status, phase: 'Failed' } }, { cause: 0, subresource: 'status' })
    w.wait(2)
    expect(w.pods()).toHaveLength(3)
    expect(status(w, 'web')).toMatchObject({ replicas: 2, readyReplicas: 2 })
  })

  it('does not replace a pod that is not ready', () => {
    const w = settled(2)
    const pod = w.pods()[0] as Pod
    const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: w.engine.world.timestamp }]
    w.engine.api.update('pods', { ...pod, status: { ...pod.status, conditions } }, { cause: 0, subresource: 'status' })
    w.wait(2)
    expect(w.pods()).toHaveLength(2)
    expect(status(w, 'web')).toMatchObject({ replicas: 2, readyReplicas: 1 })
  })

  it('creates and deletes no more than 500 in one visit', () => {
    const w = settled(700)
    const visits = w.trace.filter(t => t.by === 'replicaset' && t.code === 'replicaset.tooFew').map(t => t.args.seen)
    expect(visits).toEqual([0, 500])
    w.merge('replicasets', 'web', { spec: { replicas: 50 } })
    w.until('they are gone', () => w.pods().length === 50)
    expect(w.trace.filter(t => t.code === 'replicaset.tooMany').map(t => t.args.seen)).toEqual([700, 200])
  })
})

describe('adoption and release', () => {
  it('takes in a pod that matches, lets go of one that no longer does, and replaces it', () => {
    const w = new SmallWorld({ actors: [replicaset, fakeKubelet()] })
    w.create('pods', podOf('loner'))
    w.wait(2)
    w.create('replicasets', setOf('web', 3))
    w.until('it has settled', () => isSettled(w, 'web', 3))
    expect(w.pods()).toHaveLength(3)
    expect(ownerOf(w.get('pods', 'loner'))).toEqual(['web'])
    w.merge('pods', 'loner', { metadata: { labels: { app: 'free' } } })
    w.until('it is replaced', () => w.pods().length === 4 && isSettled(w, 'web', 3))
    expect(ownerOf(w.get('pods', 'loner')) ?? []).toEqual([])
    w.merge('pods', 'loner', { metadata: { labels: { app: 'web' } } })
    w.until('one is too many', () => w.pods().length === 3)
    expect(names(w)).toContain('loner')
  })

  it('replaces a pod that somebody else takes away from it', () => {
    const w = settled(2)
    w.merge('pods', names(w)[0] as string, { metadata: { labels: { app: 'free' }, ownerReferences: null } })
    w.wait(2)
    expect(w.pods()).toHaveLength(3)
    expect(status(w, 'web')).toMatchObject({ replicas: 2, readyReplicas: 2 })
  })

  it('leaves alone what has ended or belongs to somebody else', () => {
    const w = new SmallWorld({ actors: [replicaset] })
    const ended = w.create<Pod>('pods', podOf('ended'))
    w.engine.api.update('pods', { ...ended, status: { phase: 'Succeeded' } }, { cause: 0, subresource: 'status' })
    const ref = { apiVersion: 'v1', kind: 'Other', name: 'x', uid: 'x', controller: true }
    w.create('pods', podOf('taken', { app: 'web' }, { ownerReferences: [ref] }))
    w.create('replicasets', setOf('web', 1))
    w.wait(2)
    expect(ownerOf(w.get('pods', 'ended'))).toBeUndefined()
    expect(ownerOf(w.get('pods', 'taken'))).toEqual(['x'])
    expect(w.pods()).toHaveLength(3)
  })

  it('of two that want the same orphan one gets it, and it has one controller', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const w = new SmallWorld({ seed, actors: [replicaset, fakeKubelet()] })
      w.create('pods', podOf('loner'))
      w.create('replicasets', setOf('one', 1))
      w.create('replicasets', setOf('two', 1))
      w.until('both have settled', () => isSettled(w, 'one', 1) && isSettled(w, 'two', 1))
      expect(w.pods()).toHaveLength(2)
      expect(
        w
          .pods()
          .flatMap(p => ownerOf(p))
          .sort(),
      ).toEqual(['one', 'two'])
    }
  })

  it('counts a pod without some of the template’s labels, but not as fully labelled', () => {
    const w = new SmallWorld({ actors: [replicaset, fakeKubelet()] })
    w.create('pods', podOf('plain'))
    w.create('replicasets', setOf('web', 2, { app: 'web', tier: 'front' }, { selector: WEB }))
    w.until('it has settled', () => isSettled(w, 'web', 2))
    expect(status(w, 'web')).toMatchObject({ replicas: 2, fullyLabeledReplicas: 1 })
  })
})

describe('too many', () => {
  it('takes the unbound first, then the unready, then the cheap', () => {
    const lazy = { ...fakeKubelet(), look: undefined }
    const w = new SmallWorld({ actors: [replicaset, lazy as never] })
    const make = (name: string, nodeName: string | undefined, ready: boolean, cost?: string) =>
      place(w, podOf(name, WEB, cost ? { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } } : {}), nodeName, ready)
    make('dear', 'node-1', true, '50')
    make('cheap', 'node-2', true, '-5')
    make('plain', 'node-3', true)
    make('unready', 'node-1', false)
    make('unbound', undefined, false)
    w.create('replicasets', setOf('web', 5))
    w.wait(1)
    const gone: string[] = []
    for (const replicas of [4, 3, 2, 1]) {
      w.merge('replicasets', 'web', { spec: { replicas } })
      w.wait(1)
      gone.push(
        ...w
          .pods()
          .filter(p => p.metadata.deletionTimestamp)
          .map(p => p.metadata.name)
          .filter(n => !gone.includes(n)),
      )
      if (!w.get('pods', 'unbound') && !gone.includes('unbound')) gone.unshift('unbound')
    }
    expect(gone).toEqual(['unbound', 'unready', 'cheap', 'plain'])
    expect(w.said('ReplicaSet').at(-1)).toBe('SuccessfulDelete Deleted pod: plain')
  })

  it('takes first from the node with the most pods of the whole Deployment', () => {
    const w = new SmallWorld({ actors: [replicaset, { ...fakeKubelet(), look: undefined } as never] })
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'd', controller: true }
    const sets = ['new', 'old'].map(version => {
      const draft = setOf(version, 2, { app: 'web', version })
      return w.create<ReplicaSet>('replicasets', { ...draft, metadata: { ...draft.metadata, ownerReferences: [owner] } })
    })
    const put = (rs: ReplicaSet | undefined, name: string, nodeName: string) => {
      const ref = {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: rs?.metadata.name as string,
        uid: rs?.metadata.uid as string,
        controller: true,
      }
      place(w, podOf(name, { app: 'web', version: rs?.metadata.name as string }, { ownerReferences: [ref] }), nodeName, true)
    }
    put(sets[0], 'alone', 'node-1')
    put(sets[0], 'crowded', 'node-2')
    put(sets[1], 'old-1', 'node-2')
    put(sets[1], 'old-2', 'node-3')
    w.merge('replicasets', 'new', { spec: { replicas: 1 } })
    w.wait(1)
    expect(
      w
        .pods()
        .filter(p => p.metadata.deletionTimestamp)
        .map(p => p.metadata.name),
    ).toEqual(['crowded'])
  })
})

describe('trouble', () => {
  it('a refused batch stops the rest, is told, and is tried again later and later', () => {
    let open = false
    let tries = 0
    const w = new SmallWorld({
      actors: [replicaset, fakeKubelet()],
      admit: (op, r, o) => {
        if (op === 'CREATE' && r.plural === 'pods' && !open) {
          tries++
          throw forbidden(r, o.metadata.name, 'not now')
        }
        return o
      },
    })
    w.create('replicasets', setOf('web', 10))
    w.wait(1)
    expect(tries).toBeLessThan(12)
    expect(status(w, 'web')?.conditions).toMatchObject([{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }])
    expect(new Set(w.told.map(t => `${t.sort} ${t.reason}`))).toEqual(new Set(['Warning FailedCreate']))
    open = true
    w.until('it has settled', () => isSettled(w, 'web', 10))
    w.wait(1)
    expect(status(w, 'web')?.conditions).toBeUndefined()
  })

  it('in a namespace that ends is no trouble', () => {
    const w = new SmallWorld({
      actors: [replicaset],
      admit: (op, r, o) => {
        if (op === 'CREATE' && r.plural === 'pods')
          throw new ApiError(403, 'Forbidden', 'no', { causes: [{ reason: 'NamespaceTerminating', message: 'it ends' }] })
        return o
      },
    })
    w.create('replicasets', setOf('web', 2))
    w.wait(2)
    expect(w.told).toEqual([])
    expect(status(w, 'web')?.conditions).toBeUndefined()
  })

  it('while it is being deleted it neither creates nor deletes', () => {
    const w = settled(2)
    w.remove('replicasets', 'web', { propagationPolicy: 'Foreground' })
    w.wait(1)
    w.remove('pods', names(w)[0] as string)
    w.wait(2)
    expect(w.pods()).toHaveLength(1)
    expect(status(w, 'web')).toMatchObject({ replicas: 1, observedGeneration: 2 })
  })
})

describe('minReadySeconds', () => {
  it('counts a pod as available only when it has been ready for longer, and shows the wait', () => {
    const w = new SmallWorld({ actors: [replicaset, fakeKubelet()] })
    w.create('replicasets', setOf('web', 1, WEB, { minReadySeconds: 5 }))
    w.until('it is ready', () => isSettled(w, 'web', 1))
    expect(status(w, 'web')?.availableReplicas).toBeUndefined()
    const key = `pods default/${names(w)[0]} minReady`
    const { until } = timers(w.engine.world).get(key) as { until: number }
    const [pod] = w.pods()
    const since = parseTime(getCondition(pod?.status.conditions, 'Ready')?.lastTransitionTime ?? '')
    expect(w.engine.nowMs - w.engine.now + until).toBe(since + 5001)
    w.wait((until - w.engine.now) / 1000)
    expect(status(w, 'web')?.availableReplicas).toBeUndefined()
    w.wait(0.1)
    expect(status(w, 'web')?.availableReplicas).toBe(1)
    w.wait(1)
    expect(timers(w.engine.world).get(key)).toBeUndefined()
  })
})

describe('many pods', () => {
  it('a visit does not look at each of them', () => {
    const w = new SmallWorld({ actors: [replicaset, fakeKubelet()] })
    w.create('replicasets', setOf('web', 300))
    let looked = 0
    const { store } = w.engine
    const by = store.by.bind(store)
    w.engine.world.by = ((plural: string, index: string, value: string) => {
      const found = by(plural, index, value)
      looked += found.length
      return found
    }) as never
    w.until('it has settled', () => isSettled(w, 'web', 300))
    expect(looked).toBe(0)
  })
})
