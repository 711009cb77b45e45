// The StatefulSet's rules, one by one. Its tables are in statefulset/*.test.ts.
import { describe, expect, it } from 'vitest'
import type { ControllerRevision, Draft } from '../../kube/index.ts'
import { StorageWorld } from '../storage/testing/world.ts'
import { revisionHash } from './controllerrevision/index.ts'
import { ordinalOf } from './statefulset/identity.ts'
import { statefulset } from './statefulset.ts'
import { ByHand } from './testing/byhand.ts'
import { SmallWorld } from './testing/world.ts'

function settled(spec: Record<string, unknown> = {}): ByHand {
  const h = new ByHand()
  h.create({ replicas: 3, ...spec })
  h.converge()
  h.taken()
  return h
}
const NGINX = { containers: [{ name: 'main', image: 'nginx' }] }
const names = (h: ByHand) => h.pods().map(p => p.metadata.name)
const said = (h: ByHand) => h.w.told.map(t => `${t.reason} ${t.message}`)

describe('OrderedReady', () => {
  it('creates the next pod when the one before is running and ready, and says so', () => {
    const h = new ByHand()
    h.create({ replicas: 2 })
    h.rest(60)
    expect(h.taken().creates).toEqual([0])
    h.ready(0)
    h.rest()
    expect(h.taken().creates).toEqual([1])
    expect(said(h)).toEqual([
      'SuccessfulCreate create Pod web-0 in StatefulSet web successful',
      'SuccessfulCreate create Pod web-1 in StatefulSet web successful',
    ])
  })
  it('takes away the highest, and the next when its object is gone', () => {
    const h = settled()
    h.spec({ replicas: 0 })
    h.rest(60)
    expect(h.taken().deletes).toEqual([2])
    h.gone(2)
    h.rest()
    expect(h.taken().deletes).toEqual([1])
  })
  it('takes nobody away while one below is not ready or is going', () => {
    for (const trouble of ['not ready', 'going']) {
      const h = settled()
      if (trouble === 'going') h.remove(0)
      else h.status(0, 'Running')
      h.spec({ replicas: 1 })
      h.rest(60)
      expect([trouble, h.taken().deletes]).toEqual([trouble, []])
    }
  })
  it('of pods that are too many and not well only the lowest may go', () => {
    const h = settled({ replicas: 4 })
    h.status(3, 'Running')
    h.status(2, 'Running')
    h.spec({ replicas: 1 })
    h.rest(10)
    expect(h.taken().deletes).toEqual([])
    h.ready(2)
    h.rest()
    expect(h.taken().deletes).toEqual([3])
  })
  it('does not create again under a name whose pod object is still there, however long', () => {
    const h = settled()
    h.remove(1)
    h.rest(3600)
    expect(h.taken()).toMatchObject({ creates: [], deletes: [] })
    h.gone(1)
    h.rest()
    expect(h.taken().creates).toEqual([1])
  })
  it('is trapped by a broken template, and going back does not help until the broken pod is deleted by hand', () => {
    const h = settled()
    h.image('web:broken')
    h.rest()
    h.gone(2)
    h.rest()
    h.taken()
    h.image('web:1')
    h.rest(600)
    expect(h.taken()).toMatchObject({ creates: [], deletes: [] })
    h.vanish(2)
    h.converge()
    expect(h.images()).toEqual({ 0: 'web:1', 1: 'web:1', 2: 'web:1' })
  })
})

describe('Parallel', () => {
  it('waits for nobody to create and delete, but rolls one after the other', () => {
    const h = new ByHand()
    h.create({ replicas: 4, podManagementPolicy: 'Parallel' })
    expect(h.taken().creates).toEqual([0, 1, 2, 3])
    h.spec({ replicas: 3 })
    h.rest()
    h.gone(3)
    h.converge()
    h.taken()
    h.image('web:2')
    h.rest(60)
    expect(h.taken().deletes).toEqual([2])
    h.spec({ replicas: 0 })
    h.rest()
    expect(h.taken().deletes).toEqual([1, 0])
  })
  it('heals from a broken template when it is taken back', () => {
    const h = settled({ podManagementPolicy: 'Parallel' })
    h.image('web:broken')
    h.rest()
    h.gone(2)
    h.rest()
    h.taken()
    h.image('web:1')
    h.rest()
    expect(h.taken().deletes).toEqual([2])
  })
})

describe('a rolling update', () => {
  it('a pod that is lost before its turn comes back new', () => {
    const h = settled()
    h.image('web:2')
    h.rest()
    h.vanish(0)
    h.rest()
    expect(h.pod(0)?.spec.containers[0]?.image).toBe('web:2')
  })
  it('below the partition a lost pod comes back old; the partition counts places, not ordinals', () => {
    const h = settled({ ordinals: { start: 5 }, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } })
    h.image('web:2')
    h.converge()
    expect(h.images()).toEqual({ 5: 'web:1', 6: 'web:1', 7: 'web:2' })
    h.vanish(6)
    h.converge()
    expect(h.images()).toMatchObject({ 6: 'web:1' })
    expect(h.set.status.currentRevision).not.toBe(h.set.status.updateRevision)
  })
  it('the field maxUnavailable is dropped while the feature is off', () => {
    const h = settled({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } } })
    expect(h.set.spec.updateStrategy?.rollingUpdate).toEqual({ partition: 0 })
  })
})

describe('identity', () => {
  it('a pod has its ordinal in name, labels, host name and place, and wears the name of its revision', () => {
    const h = settled({ replicas: 1, serviceName: 'zk' })
    expect(h.pod(0)).toMatchObject({
      metadata: {
        name: 'web-0',
        generateName: 'web-',
        labels: {
          app: 'web',
          'statefulset.kubernetes.io/pod-name': 'web-0',
          'apps.kubernetes.io/pod-index': '0',
          'controller-revision-hash': h.set.status.updateRevision,
        },
      },
      spec: { hostname: 'web-0', subdomain: 'zk' },
    })
  })
  it('a pod that lost a label gets it back, and the set says so', () => {
    const h = settled({ replicas: 1 })
    h.merge('pods', 'web-0', { metadata: { labels: { 'apps.kubernetes.io/pod-index': null } } })
    h.rest()
    expect(h.pod(0)?.metadata.labels?.['apps.kubernetes.io/pod-index']).toBe('0')
    expect(said(h).at(-1)).toBe('SuccessfulUpdate update Pod web-0 in StatefulSet web successful')
  })
  it('takes in a pod without owner that has its labels and a name of its pattern, and no other', () => {
    const h = new ByHand()
    for (const name of ['web-0', 'stranger']) {
      const object = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default', labels: { app: 'web' } },
        spec: { containers: [{ name: 'a', image: 'b' }] },
      }
      h.ours(() => h.w.create('pods', object as Draft))
    }
    h.create({ replicas: 1 })
    h.rest()
    const owners = h.pods().map(p => [p.metadata.name, p.metadata.ownerReferences?.[0]?.name])
    expect(owners).toEqual([
      ['web-0', 'web'],
      ['stranger', undefined],
    ])
    expect(h.taken().creates).toEqual([])
  })
  it('of a name that somebody else has nothing is said, and it is tried again when it is free', () => {
    const h = new ByHand()
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0', namespace: 'default' },
      spec: { containers: [{ name: 'a', image: 'b' }] },
    }
    h.ours(() => h.w.create('pods', object as Draft))
    h.create({ replicas: 1 })
    h.rest(5)
    expect([h.pod(0)?.metadata.ownerReferences, said(h)]).toEqual([undefined, []])
    h.remove(0)
    h.rest(20)
    expect(h.pod(0)?.metadata.ownerReferences?.[0]?.name).toBe('web')
  })
  it('a refusal is told, and tried again', () => {
    const h = new ByHand()
    h.refuse('CREATE', 'pods')
    h.create({ replicas: 1 })
    h.rest()
    expect(said(h)).toEqual([
      'FailedCreate create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: the test says no',
      'SuccessfulCreate create Pod web-0 in StatefulSet web successful',
    ])
  })
})

describe('a name that somebody else has', () => {
  it('is tried again with a back-off; that it has become free wakes nobody', () => {
    const h = new ByHand()
    h.ours(() => h.w.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', namespace: 'default' }, spec: NGINX }))
    h.create({ replicas: 1 })
    h.rest(12)
    h.taken()
    // Attempts are made 5, 10, 20 ms and so on after one another: one after 10 s, the next after 20.
    h.vanish(0)
    h.rest(6)
    expect(h.taken().creates).toEqual([])
    h.rest(5)
    expect(h.taken().creates).toEqual([0])
  })
})

/** A pod is ready from this moment on. */
function readyNow(h: ByHand, n: number): void {
  const { engine } = h.w
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: engine.world.timestamp }]
  const ready = { ...h.pod(n), status: { phase: 'Running', conditions } } as Draft
  h.ours(() =>
    engine.act('you', '-', 'test', {}, cause => engine.api.update('pods', ready, { cause, subresource: 'status', trusted: true })),
  )
}

describe('minReadySeconds', () => {
  it('the next pod waits until the one before has been ready long enough, which is looked at every so many seconds', () => {
    const h = new ByHand()
    h.create({ replicas: 2, minReadySeconds: 30 })
    h.rest()
    readyNow(h, 0)
    h.taken()
    // It has counted as available since the thirty-first second at the latest: that is only seen at the next look.
    h.rest(55)
    expect([h.taken().creates, h.set.status.readyReplicas, h.set.status.availableReplicas]).toEqual([[], 1, 0])
    h.rest(6)
    expect([h.taken().creates, h.set.status.availableReplicas]).toEqual([[1], 1])
  })
  it('is waited for also where as many are available as are wanted, one of them too many', () => {
    const h = settled({ replicas: 3, minReadySeconds: 10 })
    readyNow(h, 1)
    h.spec({ replicas: 2 })
    h.rest(5)
    expect([h.taken().deletes, h.set.status.availableReplicas]).toEqual([[], 2])
    h.rest(20)
    expect(h.taken().deletes).toEqual([2])
  })
})

describe('revisions', () => {
  it('a name that another revision has is counted as a collision, and another name taken', () => {
    const h = new ByHand()
    const template = settled({ replicas: 0 }).set.spec.template
    const metadata = { name: `web-${revisionHash(template)}`, namespace: 'default' }
    h.ours(() =>
      h.w.create('controllerrevisions', {
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata,
        data: { other: true },
        revision: 1,
      }),
    )
    h.create({ replicas: 1 })
    h.converge()
    expect(h.set.status.collisionCount).toBe(1)
    const own = h.w.list<ControllerRevision>('controllerrevisions').filter(r => r.metadata.ownerReferences)
    expect(own.map(r => [r.metadata.name === metadata.name, r.revision])).toEqual([[false, 1]])
  })
  it('changing anything but the template makes none', () => {
    const h = settled()
    h.spec({ replicas: 1, minReadySeconds: 1, updateStrategy: { type: 'OnDelete', rollingUpdate: null } })
    h.rest(3)
    expect(h.w.list('controllerrevisions')).toHaveLength(1)
  })
})

describe('what it says', () => {
  it.each(['OrderedReady', 'Parallel'])('%s: of a pod that is going, that it must be gone before a new one comes', podManagementPolicy => {
    const h = settled({ podManagementPolicy })
    h.remove(1)
    h.rest()
    const said = () => h.w.engine.table<{ code: string; args: object }>('captions').get('statefulset default/web')
    expect(said()).toMatchObject({ code: 'statefulset.waitingForGone', args: { pod: 'web-1' } })
    h.converge()
    expect(said()?.code).toBe('statefulset.settled')
  })
})

describe('a set that is deleted', () => {
  it('does nothing any more but count', () => {
    const h = settled()
    h.merge('statefulsets', 'web', { metadata: { finalizers: ['podium.test/hold'] } })
    h.ours(() => h.w.remove('statefulsets', 'web'))
    h.vanish(1)
    h.rest(5)
    expect([h.taken(), names(h), h.set.status.replicas]).toEqual([{ creates: [], deletes: [], claims: [] }, ['web-0', 'web-2'], 2])
  })
})

describe('claims', () => {
  const claims = (w: StorageWorld) => [...w.engine.store.list('persistentvolumeclaims')].map(c => c.metadata.name)
  it('whenScaled: Delete takes the disk of a pod that went; scaled up again it is a new one', () => {
    const w = new StorageWorld()
    w.set('zk', 2, 'echo $HOSTNAME >> /data/log; sleep 1000', {
      spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Retain' } },
    })
    w.running('zk-1')
    w.merge('statefulsets', 'default/zk', { spec: { replicas: 1 } })
    w.until('the claim is gone', () => claims(w).length === 1, 30)
    w.merge('statefulsets', 'default/zk', { spec: { replicas: 2 } })
    w.running('zk-1')
    w.wait(2)
    expect([w.file('data-zk-0', 'log'), w.file('data-zk-1', 'log')]).toEqual(['zk-0\n', 'zk-1\n'])
  })
  it('whenDeleted: Delete takes all disks with the set; a pod that is deleted or fails never takes its disk', () => {
    const w = new StorageWorld()
    w.set('zk', 2, 'sleep 1000', { spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Retain', whenDeleted: 'Delete' } } })
    w.running('zk-1')
    w.remove('pods', 'default/zk-0')
    w.wait(20)
    expect(claims(w)).toEqual(['data-zk-0', 'data-zk-1'])
    w.remove('statefulsets', 'default/zk')
    w.until('all gone', () => claims(w).length === 0 && w.volumes().length === 0, 60)
  })
  it('a claim that is going keeps the place empty, and the set says so', () => {
    const w = new StorageWorld()
    w.set('zk', 1, 'sleep 1000')
    w.running('zk-0')
    const old = w.getClaim('data-zk-0')?.metadata.uid
    w.merge('persistentvolumeclaims', 'default/data-zk-0', {
      metadata: { finalizers: ['podium.test/hold', 'kubernetes.io/pvc-protection'] },
    })
    w.remove('persistentvolumeclaims', 'default/data-zk-0')
    w.remove('pods', 'default/zk-0')
    w.wait(20)
    expect(w.getPod('zk-0')).toBeUndefined()
    expect(w.said('zk')).toContain('FailedCreate create Pod zk-0 in StatefulSet zk failed error: pvc data-zk-0 is being deleted')
    w.merge('persistentvolumeclaims', 'default/data-zk-0', { metadata: { finalizers: null } })
    w.running('zk-0', 30)
    expect(w.getClaim('data-zk-0')?.metadata.uid).not.toBe(old)
  })
})

it('ordinals count from ordinals.start, and move with it', () => {
  const h = settled({ ordinals: { start: 1 } })
  expect(h.pods().map(p => ordinalOf(p.metadata.name))).toEqual([1, 2, 3])
  h.spec({ ordinals: { start: 3 } })
  h.converge()
  expect(h.pods().map(p => ordinalOf(p.metadata.name))).toEqual([3, 4, 5])
})

describe('a pod that goes between the decision to delete it and the deletion', () => {
  /** web-0 is to be deleted, and is gone already. */
  function overtaken(): SmallWorld {
    const w = new SmallWorld({ actors: [statefulset] })
    const template = { metadata: { labels: { app: 'web' } }, spec: NGINX }
    const spec = { replicas: 1, serviceName: 'web', selector: { matchLabels: { app: 'web' } }, template }
    w.create('statefulsets', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web', namespace: 'default' }, spec })
    w.wait(2)
    w.merge('statefulsets', 'web', { spec: { replicas: 0 } })
    const from = w.trace.length
    w.until('it has decided', () => w.trace.slice(from).some(t => t.by === 'statefulset'))
    w.remove('pods', 'web-0', { gracePeriodSeconds: 0 })
    return w
  }
  it('makes it fail, and is told as such', () => {
    const w = overtaken()
    w.wait(2)
    expect(w.said('StatefulSet').slice(1)).toEqual([
      'FailedDelete delete Pod web-0 in StatefulSet web failed error: pods "web-0" not found',
    ])
  })
  it('makes whoever has taken its name go in its place', () => {
    const w = overtaken()
    w.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', namespace: 'default' }, spec: NGINX })
    w.wait(2)
    expect(w.get('pods', 'web-0')).toBeUndefined()
  })
})
