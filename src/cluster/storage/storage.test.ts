// What a disk keeps, and for whom: claims bound, waited for, held and let go.
import { describe, expect, it } from 'vitest'
import { disks } from './index.ts'
import { StorageWorld } from './testing/world.ts'

const LATE = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'late' },
  provisioner: 'podium.local/disk',
  volumeBindingMode: 'WaitForFirstConsumer',
}

describe('what a pod writes is on its disk', () => {
  it('and its successor of the same name reads it', () => {
    const w = new StorageWorld()
    w.set('zk', 1, 'echo again >> /data/log; sleep 1000')
    w.running('zk-0')
    w.until('written', () => w.file('data-zk-0', 'log') === 'again\n')
    const before = w.getPod('zk-0')?.metadata.uid
    w.remove('pods', 'default/zk-0')
    w.until('another', () => w.isRunning('zk-0') && w.getPod('zk-0')?.metadata.uid !== before)
    w.until('written again', () => w.file('data-zk-0', 'log') === 'again\nagain\n')
  })
  it('and is found again after scaling to none and back', () => {
    const w = new StorageWorld()
    w.set('zk', 2, 'echo $HOSTNAME >> /data/log; sleep 1000')
    w.running('zk-1')
    w.merge('statefulsets', 'default/zk', { spec: { replicas: 0 } })
    w.until('none', () => !w.getPod('zk-0') && !w.getPod('zk-1'))
    w.merge('statefulsets', 'default/zk', { spec: { replicas: 2 } })
    w.running('zk-1')
    w.wait(2)
    expect([w.file('data-zk-0', 'log'), w.file('data-zk-1', 'log')]).toEqual(['zk-0\nzk-0\n', 'zk-1\nzk-1\n'])
  })
  it('two pods of one node share a disk for one node', () => {
    const w = new StorageWorld({ nodes: 1 })
    w.claim('data')
    w.pod('a', 'data', 'echo from a > /data/a; sleep 1000')
    w.running('a')
    w.wait(1)
    w.pod('b', 'data', 'cat /data/a > /data/b; sleep 1000')
    w.running('b')
    w.wait(1)
    expect(w.file('data', 'b')).toBe('from a\n')
  })
})

describe('binding', () => {
  it('takes the smallest volume that fits, and nothing of another class, mode or size', () => {
    const w = new StorageWorld()
    w.volume('small', '500Mi')
    w.volume('large', '10Gi')
    w.volume('right', '2Gi')
    w.volume('other-class', '1Gi', { storageClassName: 'other' })
    w.volume('read-only', '1Gi', { accessModes: ['ReadOnlyMany'] })
    w.wait(1)
    w.claim('data', { storageClassName: 'by-hand' })
    w.wait(2)
    expect(w.getClaim('data')).toMatchObject({ spec: { volumeName: 'right' }, status: { phase: 'Bound', capacity: { storage: '2Gi' } } })
    expect(w.getVolume('right')).toMatchObject({
      status: { phase: 'Bound' },
      spec: { claimRef: { name: 'data', uid: w.getClaim('data')?.metadata.uid } },
    })
    expect(w.getVolume('large')?.status.phase).toBe('Available')
  })
  it('a volume that names a claim is for nobody else', () => {
    const w = new StorageWorld()
    w.volume('kept', '1Gi', { claimRef: { name: 'mine', namespace: 'default' } })
    w.wait(1)
    w.claim('other', { storageClassName: 'by-hand' })
    w.wait(2)
    expect(w.getClaim('other')?.status.phase).toBe('Pending')
    w.claim('mine', { storageClassName: 'by-hand' })
    w.wait(2)
    expect(w.getClaim('mine')?.spec.volumeName).toBe('kept')
  })
  it('a claim that cannot be bound says why', () => {
    const w = new StorageWorld()
    w.volume('tiny', '1Mi')
    w.claim('taken-from', { storageClassName: 'by-hand', resources: { requests: { storage: '1Mi' } } })
    w.wait(2)
    w.claim('no-class', { storageClassName: '' })
    w.claim('unknown', { storageClassName: 'nosuch' })
    w.claim('taken', { storageClassName: 'by-hand', volumeName: 'tiny' })
    w.claim('absent', { storageClassName: 'by-hand', volumeName: 'nothere' })
    w.volume('two', '1Mi')
    w.claim('too-large', { storageClassName: 'by-hand', volumeName: 'two' })
    w.wait(2)
    expect(w.said('no-class')).toEqual(['FailedBinding no persistent volumes available for this claim and no storage class is set'])
    expect(w.said('unknown')).toEqual(['ProvisioningFailed storageclass.storage.k8s.io "nosuch" not found'])
    expect(w.said('taken')).toEqual(['FailedBinding volume "tiny" already bound to a different claim.'])
    expect(w.said('too-large')).toEqual(['VolumeMismatch Cannot bind to requested volume "two": requested PV is too small'])
    expect(w.said('absent')).toEqual([])
    for (const name of ['no-class', 'unknown', 'taken', 'absent', 'too-large']) expect(w.getClaim(name)?.status.phase).toBe('Pending')
  })
  it('a class that comes later helps the claims that wait for it', () => {
    const w = new StorageWorld()
    w.claim('data', { storageClassName: 'soon' })
    w.wait(2)
    w.create('storageclasses', { ...LATE, metadata: { name: 'soon' }, volumeBindingMode: 'Immediate' })
    w.until('bound', () => w.getClaim('data')?.status.phase === 'Bound', 5)
  })
  it('a claim whose volume is gone is lost for ever', () => {
    const w = new StorageWorld()
    w.volume('v', '1Gi')
    w.claim('data', { storageClassName: 'by-hand' })
    w.wait(2)
    w.remove('persistentvolumes', 'v')
    w.wait(1)
    expect(w.getVolume('v')?.metadata.deletionTimestamp).toBeDefined()
    w.merge('persistentvolumes', 'v', { metadata: { finalizers: null } })
    w.wait(2)
    expect(w.getClaim('data')?.status.phase).toBe('Lost')
    expect(w.said('data')).toContain('ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!')
  })
})

describe('WaitForFirstConsumer', () => {
  it('binds when a pod has its node, and the pod is bound after the claim', () => {
    const w = new StorageWorld()
    w.create('storageclasses', LATE)
    w.claim('data', { storageClassName: 'late' })
    w.wait(20)
    expect(w.getClaim('data')?.status.phase).toBe('Pending')
    expect(w.said('data')).toEqual(['WaitForFirstConsumer waiting for first consumer to be created before binding'])
    w.pod('web', 'data', 'sleep 1000')
    let unbound = 0
    w.until('running', () => {
      if (w.getPod('web')?.spec.nodeName && w.getClaim('data')?.status.phase !== 'Bound') unbound++
      return w.isRunning('web')
    })
    expect(unbound).toBe(0)
    expect(w.getClaim('data')?.metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe(w.getPod('web')?.spec.nodeName)
  })
  it('takes a volume that lies on some node, and goes there', () => {
    const w = new StorageWorld()
    w.create('storageclasses', { ...LATE, metadata: { name: 'local' }, provisioner: 'kubernetes.io/no-provisioner' })
    const here = [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-2'] }] }]
    w.volume('on-2', '1Gi', { storageClassName: 'local', nodeAffinity: { required: { nodeSelectorTerms: here } } })
    w.claim('data', { storageClassName: 'local' })
    w.pod('web', 'data', 'sleep 1000')
    w.running('web')
    expect([w.getPod('web')?.spec.nodeName, w.getClaim('data')?.spec.volumeName]).toEqual(['node-2', 'on-2'])
    w.claim('second', { storageClassName: 'local' })
    w.pod('late', 'second', 'sleep 1000')
    w.wait(5)
    expect(w.said('late')[0]).toContain("0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind.")
  })
  it('a pod that is deleted while its claim is being bound leaves the node free again', () => {
    const w = new StorageWorld()
    w.create('storageclasses', { ...LATE, provisioner: 'example.com/nobody' })
    w.claim('data', { storageClassName: 'late' })
    w.pod('web', 'data', 'sleep 1000')
    w.wait(3)
    expect(w.getPod('web')?.spec.nodeName).toBeUndefined()
    expect(w.engine.table('scheduler.assumed').size).toBe(1)
    w.remove('pods', 'default/web')
    w.wait(1)
    expect([w.engine.table('scheduler.assumed').size, w.engine.table('scheduler.volumes').size]).toEqual([0, 0])
  })
})

describe('letting go', () => {
  it('Delete: the disk goes with the claim; Retain: it stays, and is nobody else’s until somebody frees it', () => {
    const w = new StorageWorld()
    w.create('storageclasses', { ...LATE, metadata: { name: 'keep' }, volumeBindingMode: 'Immediate', reclaimPolicy: 'Retain' })
    w.claim('gone')
    w.claim('kept', { storageClassName: 'keep' })
    w.until('bound', () => w.getClaim('gone')?.status.phase === 'Bound' && w.getClaim('kept')?.status.phase === 'Bound')
    const kept = w.getClaim('kept')?.spec.volumeName as string
    w.remove('persistentvolumeclaims', 'default/gone')
    w.remove('persistentvolumeclaims', 'default/kept')
    w.wait(3)
    expect(w.volumes().map(v => [v.metadata.name, v.status.phase])).toEqual([[kept, 'Released']])
    expect([...disks(w.engine.world).keys()]).toEqual([kept])
    w.claim('kept', { storageClassName: 'keep', volumeName: kept })
    w.wait(3)
    expect(w.getClaim('kept')?.status.phase).toBe('Pending')
    w.merge('persistentvolumes', kept, { spec: { claimRef: null } })
    w.until('bound again', () => w.getClaim('kept')?.status.phase === 'Bound', 20)
  })
  it('a claim that goes before it knows its new volume leaves it behind for a quarter of a minute, not for ever', () => {
    const left = (afterMs: number) => {
      const w = new StorageWorld()
      w.claim('brief')
      w.wait(afterMs / 1000)
      w.remove('persistentvolumeclaims', 'default/brief')
      w.wait(20)
      return w.engine.store.count('persistentvolumes')
    }
    const moments = Array.from({ length: 160 }, (_, i) => 100 + i * 5)
    expect(moments.filter(ms => left(ms) > 0)).toEqual([])
  })

  it('a claim in use is only marked; it goes when its last pod with a node is gone', () => {
    const w = new StorageWorld()
    w.claim('data')
    w.pod('web', 'data', 'sleep 1000')
    w.running('web')
    w.remove('persistentvolumeclaims', 'default/data')
    w.wait(30)
    expect(w.getClaim('data')?.metadata.deletionTimestamp).toBeDefined()
    w.pod('second', 'data', 'sleep 1000')
    w.wait(2)
    expect(w.said('second')).toEqual(['FailedScheduling 0/3 nodes are available: persistentvolumeclaim "data" is being deleted. not found'])
    w.remove('pods', 'default/web')
    w.until('gone', () => !w.getClaim('data'), 10)
  })
})

describe('what is said of claims, volumes and pods', () => {
  it('is said no more when they are gone', () => {
    const w = new StorageWorld()
    const gone = () =>
      [...w.engine.table<{ actor: string; key: string }>('captions').values()]
        .filter(({ key }) => {
          const name = key.split(' ').at(-1) ?? ''
          return ![
            'persistentvolumeclaims',
            'persistentvolumes',
            'pods',
            'jobs',
            'statefulsets',
            'deployments',
            'replicasets',
            'nodes',
            'namespaces',
          ].some(plural => w.engine.store.get(plural, name))
        })
        .map(({ actor, key }) => `${actor} ${key}`)
    w.set('zk', 2, 'sleep 1000')
    w.claim('alone', { storageClassName: 'nobody' })
    const template = {
      spec: {
        terminationGracePeriodSeconds: 1,
        restartPolicy: 'Never',
        containers: [{ name: 'main', image: 'busybox:1.36', command: ['sleep', '1000'] }],
      },
    }
    const metadata = { name: 'work', namespace: 'default' }
    w.create('jobs', { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template } } as never)
    w.running('zk-1')
    w.wait(5)
    const making = [...w.engine.table<{ actor: string }>('captions').values()].filter(c => c.actor === 'provisioner')
    expect(making).toEqual([])
    w.remove('jobs', 'default/work', { propagationPolicy: 'Background' })
    w.wait(5)
    const letGo = [...w.engine.table<{ actor: string }>('captions').values()].filter(c => c.actor === 'joborphans')
    expect(letGo).toEqual([])
    for (const pod of [...w.engine.store.list('pods')])
      if (pod.metadata.name.startsWith('work')) w.remove('pods', `default/${pod.metadata.name}`)
    w.remove('statefulsets', 'default/zk')
    w.wait(10)
    for (const claim of [...w.engine.store.list('persistentvolumeclaims')])
      w.remove('persistentvolumeclaims', `default/${claim.metadata.name}`)
    w.wait(30)
    expect([...w.engine.store.list('pods')]).toEqual([])
    expect([...w.engine.store.list('persistentvolumes')]).toEqual([])
    expect(gone()).toEqual([])
  })
})

it('a disk leaves the node of a pod that has ended for that of another, and what was written on it is there', () => {
  const w = new StorageWorld()
  w.claim('data')
  w.pod('first', 'data', 'echo done > /data/log', { restartPolicy: 'Never', nodeName: 'node-1' })
  w.wait(10)
  expect(w.getPod('first')?.status.phase).toBe('Succeeded')
  w.pod('second', 'data', 'cat /data/log && sleep 1000', { nodeName: 'node-2' })
  w.wait(30)
  expect(['first', 'second'].map(name => w.getPod(name)?.status.phase)).toEqual(['Succeeded', 'Running'])
})
