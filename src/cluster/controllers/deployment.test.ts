// The rules of the Deployment controller, in a small world. Sizes, conditions and words are those that Kubernetes 1.34.4 showed in the same situations.
import { describe, expect, it } from 'vitest'
import { ApiError, forbidden } from '../../kube/index.ts'
import { timers } from '../tables.ts'
import { scale } from './deployment/scale.ts'
import { deployment } from './deployment.ts'
import { replicaset } from './replicaset.ts'
import { deploymentFor, setFor } from './testing/tables.ts'
import { deploymentOf, fakeKubelet, SmallWorld } from './testing/world.ts'

const surge = (maxSurge: number | string, maxUnavailable: number | string) => ({
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
})
const idle = 'replicas=0 ready=0 available=0'
const up = (n: number) => `spec=${n} replicas=${n} ready=${n} available=${n}`

/** A world in which this Deployment has come up. */
function risen(spec: Record<string, unknown>, options?: ConstructorParameters<typeof SmallWorld>[0]): SmallWorld {
  const w = new SmallWorld(options)
  w.create('deployments', deploymentOf('web', spec))
  w.rolled('web')
  w.wait(1)
  return w
}

describe('a Deployment comes up', () => {
  it('makes one ReplicaSet, which makes the pods, and is complete when all are available', () => {
    const w = risen({ replicas: 3 })
    expect(w.sizes()).toEqual([`web:1 revision=1 history=- desired=3 max=4 ${up(3)}`])
    expect(w.conditions('web')).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable'])
    expect(w.said('Deployment')).toEqual(['ScalingReplicaSet Scaled up replica set web-HASH from 0 to 3'])
    expect(w.deployment('web').metadata).toMatchObject({ annotations: { 'deployment.kubernetes.io/revision': '1' }, generation: 1 })
    expect(w.deployment('web').status).toEqual({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      conditions: expect.any(Array),
    })
  })

  it('that wants nothing makes an empty ReplicaSet, without a word, and is complete', () => {
    const w = risen({ replicas: 0 })
    expect(w.sizes()).toEqual([`web:1 revision=1 history=- desired=0 max=0 spec=0 ${idle}`])
    expect(w.said('Deployment')).toEqual([])
    expect(w.conditions('web')).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable'])
  })

  it('whose image is broken stays unavailable', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web', { replicas: 2 }, 'web:broken'))
    w.wait(5)
    expect(w.conditions('web')).toEqual(['Available=False MinimumReplicasUnavailable', 'Progressing=True ReplicaSetUpdated'])
    expect(w.deployment('web').status).toMatchObject({ replicas: 2, updatedReplicas: 2, unavailableReplicas: 2 })
  })
})

describe('a rolling update', () => {
  it('replaces all pods by those of a new ReplicaSet and keeps the old one at zero', () => {
    const w = risen({ replicas: 10, ...surge(3, 2) })
    w.setImage('web', 'web:2')
    w.rolled('web')
    w.wait(1)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=10 max=13 spec=0 ${idle}`,
      `web:2 revision=2 history=- desired=10 max=13 ${up(10)}`,
    ])
  })

  it('creates the new ReplicaSet and takes old pods away in one visit', () => {
    const w = risen({ replicas: 10, ...surge(3, 2) })
    w.setImage('web', 'web:2')
    w.until('the new ReplicaSet has its say', () => w.said('Deployment').length > 2)
    expect(w.said('Deployment').slice(1)).toEqual([
      'ScalingReplicaSet Scaled up replica set web-HASH from 0 to 3',
      'ScalingReplicaSet Scaled down replica set web-HASH from 10 to 8',
    ])
  })

  it('to a broken image stalls with enough old pods serving, and the next image overtakes it', () => {
    const w = risen({ replicas: 4 })
    w.setImage('web', 'web:broken')
    w.wait(10)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=4 max=5 ${up(3)}`,
      'web:broken revision=2 history=- desired=4 max=5 spec=2 replicas=2 ready=0 available=0',
    ])
    expect(w.conditions('web')).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True ReplicaSetUpdated'])
    expect(w.captions().at(-1)).toBe('deployment.waitingForNew')
    w.setImage('web', 'web:3')
    w.rolled('web')
    w.wait(1)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=4 max=5 spec=0 ${idle}`,
      `web:3 revision=3 history=- desired=4 max=5 ${up(4)}`,
      `web:broken revision=2 history=- desired=4 max=5 spec=0 ${idle}`,
    ])
  })

  it.each([
    { name: 'surge only keeps every old pod', spec: { replicas: 3, ...surge(2, 0) }, old: up(3), most: 5, now: 2 },
    { name: 'unavailable only never exceeds the size', spec: { replicas: 5, ...surge(0, 2) }, old: up(3), most: 5, now: 2 },
  ])('with $name', ({ spec, old, most, now }) => {
    const w = risen(spec)
    w.setImage('web', 'web:broken')
    w.wait(10)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=${spec.replicas} max=${most} ${old}`,
      `web:broken revision=2 history=- desired=${spec.replicas} max=${most} spec=${now} replicas=${now} ready=0 available=0`,
    ])
  })

  it('that is overtaken twice takes broken pods away first', () => {
    const w = risen({ replicas: 5, ...surge(2, 1) })
    w.setImage('web', 'web:broken')
    w.wait(10)
    w.setImage('web', 'other:broken')
    w.wait(10)
    expect(w.sizes()).toEqual([
      'other:broken revision=3 history=- desired=5 max=7 spec=3 replicas=3 ready=0 available=0',
      `web:1 revision=1 history=- desired=5 max=7 ${up(4)}`,
      `web:broken revision=2 history=- desired=5 max=7 spec=0 ${idle}`,
    ])
  })

  it('is complete while old pods still take their grace', () => {
    const w = risen({ replicas: 3 }, { actors: [deployment, replicaset, fakeKubelet({ stopMs: 25_000 })] })
    w.setImage('web', 'web:2')
    w.rolled('web', 15)
    w.wait(1)
    expect(w.pods().filter(p => p.metadata.deletionTimestamp)).toHaveLength(3)
    expect(w.conditions('web')).toContain('Progressing=True NewReplicaSetAvailable')
  })

  it('follows a change of its strategy; Recreate then takes the old pods and leaves the new ones alone', () => {
    const w = risen({ replicas: 4, ...surge(1, 0) })
    w.setImage('web', 'web:broken')
    w.wait(5)
    expect(w.sizes()[0]).toBe(`web:1 revision=1 history=- desired=4 max=5 ${up(4)}`)
    w.merge('deployments', 'web', { spec: surge(2, 2) })
    w.wait(5)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=4 max=6 ${up(2)}`,
      'web:broken revision=2 history=- desired=4 max=6 spec=4 replicas=4 ready=0 available=0',
    ])
    w.merge('deployments', 'web', { spec: { strategy: { type: 'Recreate', rollingUpdate: null } } })
    w.wait(5)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=4 max=4 spec=0 ${idle}`,
      'web:broken revision=2 history=- desired=4 max=6 spec=4 replicas=4 ready=0 available=0',
    ])
  })
})

describe('revisions', () => {
  it('going back to an old template reuses its ReplicaSet under a new revision and notes the number before', () => {
    const w = risen({ replicas: 2 })
    w.setImage('web', 'web:2')
    w.rolled('web')
    w.setImage('web', 'web:1')
    w.rolled('web')
    w.wait(1)
    expect(w.sizes()).toEqual([
      `web:1 revision=3 history=1 desired=2 max=3 ${up(2)}`,
      `web:2 revision=2 history=- desired=2 max=3 spec=0 ${idle}`,
    ])
    expect(w.deployment('web').metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3')
  })

  it('labels and annotations of the Deployment start no rollout, but its annotations pass to the ReplicaSet', () => {
    const w = risen({ replicas: 2 })
    w.merge('deployments', 'web', { metadata: { labels: { team: 'a' }, annotations: { 'kubernetes.io/change-cause': 'first' } } })
    w.wait(2)
    expect(w.sets().map(s => s.metadata.annotations?.['kubernetes.io/change-cause'])).toEqual(['first'])
    expect(w.sets()[0]?.metadata.labels?.team).toBeUndefined()
  })

  it('an annotation of the template starts one', () => {
    const w = risen({ replicas: 2 })
    w.merge('deployments', 'web', { spec: { template: { metadata: { annotations: { restartedAt: 'noon' } } } } })
    w.rolled('web')
    expect(w.sets()).toHaveLength(2)
  })

  it('the legacy annotation goes back to a revision, 0 meaning the one before, and says what became of it', () => {
    const w = risen({ replicas: 2 })
    w.setImage('web', 'web:2')
    w.rolled('web')
    const ask = (revision: number) => {
      w.merge('deployments', 'web', { metadata: { annotations: { 'deprecated.deployment.rollback.to': String(revision) } } })
      w.wait(3)
      const { annotations, generation } = w.deployment('web').metadata
      return [w.deployment('web').spec.template.spec.containers[0]?.image, annotations, generation]
    }
    const revision = (n: number) => ({ 'deployment.kubernetes.io/revision': String(n) })
    expect(ask(1)).toEqual(['web:1', revision(3), 4])
    expect(ask(0)).toEqual(['web:2', revision(4), 6])
    expect(ask(77)).toEqual(['web:2', revision(4), 8])
    expect(ask(4)).toEqual(['web:2', revision(4), 10])
    expect(w.said('Deployment').filter(s => s.startsWith('DeploymentRollback'))).toEqual([
      'DeploymentRollback Rolled back deployment "web" to revision 1',
      'DeploymentRollback Rolled back deployment "web" to revision 2',
      'DeploymentRollbackRevisionNotFound Unable to find the revision to rollback to.',
      'DeploymentRollbackTemplateUnchanged The rollback revision contains the same template as current deployment "web"',
    ])
  })

  it('revisionHistoryLimit keeps the youngest old ReplicaSets, and a lower one takes effect at once', () => {
    const w = risen({ replicas: 1, revisionHistoryLimit: 2 })
    for (const v of [2, 3, 4, 5]) {
      w.setImage('web', `web:${v}`)
      w.rolled('web')
      w.wait(1)
    }
    expect(w.sizes().map(s => s.slice(0, 5))).toEqual(['web:3', 'web:4', 'web:5'])
    w.merge('deployments', 'web', { spec: { revisionHistoryLimit: 1 } })
    w.wait(1)
    expect(w.sizes().map(s => s.slice(0, 5))).toEqual(['web:4', 'web:5'])
  })

  it('a ReplicaSet of the same name and another template costs one try under another hash', () => {
    const probe = risen({ replicas: 1 })
    const name = probe.sets()[0]?.metadata.name as string
    const w = new SmallWorld()
    const labels = { app: 'else' }
    const spec = {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'web:1' }] } },
    }
    w.create('replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, namespace: 'default' }, spec })
    w.create('deployments', deploymentOf('web', { replicas: 1 }))
    w.rolled('web')
    expect(w.deployment('web').status.collisionCount).toBe(1)
    expect(
      w
        .sets()
        .filter(s => s.metadata.ownerReferences)
        .map(s => s.metadata.name),
    ).not.toContain(name)
    expect(w.said('Deployment')).toEqual(['ScalingReplicaSet Scaled up replica set web-HASH from 0 to 1'])
  })
})

describe('scaling', () => {
  it('in the middle of a stalled rollout shares the new pods in proportion', () => {
    const w = risen({ replicas: 10, ...surge(3, 2) })
    w.setImage('web', 'web:broken')
    w.wait(10)
    w.merge('deployments', 'web', { spec: { replicas: 15 } })
    w.wait(10)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=15 max=18 ${up(11)}`,
      'web:broken revision=2 history=- desired=15 max=18 spec=7 replicas=7 ready=0 available=0',
    ])
  })

  it('together with a new template grows the old ReplicaSet first', () => {
    const w = risen({ replicas: 4, ...surge(1, 1) })
    w.merge('deployments', 'web', { spec: { replicas: 8, template: { spec: { containers: [{ name: 'main', image: 'web:broken' }] } } } })
    w.wait(10)
    expect(w.said('Deployment').sort()).toEqual(
      ['0 to 4', '4 to 8', '0 to 1', '1 to 2']
        .map(s => `ScalingReplicaSet Scaled up replica set web-HASH from ${s}`)
        .concat('ScalingReplicaSet Scaled down replica set web-HASH from 8 to 7')
        .sort(),
    )
  })

  it('takes all old pods away when the new ones are all there already', () => {
    const annotations = { 'deployment.kubernetes.io/desired-replicas': '5', 'deployment.kubernetes.io/max-replicas': '7' }
    const full = setFor('new', { replicas: 5, status: { availableReplicas: 5 }, annotations })
    const old = setFor('old', { replicas: 2, annotations: { ...annotations, 'deployment.kubernetes.io/desired-replicas': '3' } })
    const d = deploymentFor(5, { maxSurge: 2, maxUnavailable: 1 })
    expect(scale(d, full, [old]).map(m => [m.set.metadata.name, m.to])).toEqual([['old', 0]])
  })

  it('to zero, changed there, and up again', () => {
    const w = risen({ replicas: 3 })
    w.merge('deployments', 'web', { spec: { replicas: 0 } })
    w.rolled('web')
    w.setImage('web', 'web:2')
    w.wait(2)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=0 max=0 spec=0 ${idle}`,
      `web:2 revision=2 history=- desired=0 max=0 spec=0 ${idle}`,
    ])
    w.merge('deployments', 'web', { spec: { replicas: 2 } })
    w.rolled('web')
    w.wait(1)
    expect(w.sizes()[1]).toBe(`web:2 revision=2 history=- desired=2 max=3 ${up(2)}`)
  })
})

describe('pausing', () => {
  it('gathers changes for one rollout; scaling goes through at once', () => {
    const w = risen({ replicas: 3 })
    w.merge('deployments', 'web', { spec: { paused: true } })
    w.setImage('web', 'web:2')
    w.setImage('web', 'web:3')
    w.merge('deployments', 'web', { spec: { replicas: 5 } })
    w.wait(5)
    expect(w.sizes()).toEqual([`web:1 revision=1 history=- desired=5 max=7 ${up(5)}`])
    expect(w.conditions('web')).toContain('Progressing=Unknown DeploymentPaused')
    w.merge('deployments', 'web', { spec: { paused: false } })
    w.rolled('web')
    w.wait(1)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=5 max=7 spec=0 ${idle}`,
      `web:3 revision=2 history=- desired=5 max=7 ${up(5)}`,
    ])
  })

  it('from birth makes no ReplicaSet until it is resumed', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web', { replicas: 2, paused: true }))
    w.wait(5)
    expect(w.sets()).toEqual([])
    expect(w.conditions('web')).toEqual(['Available=False MinimumReplicasUnavailable', 'Progressing=Unknown DeploymentPaused'])
    w.merge('deployments', 'web', { spec: { paused: null } })
    w.rolled('web')
  })

  it('does not take back that the deadline was exceeded', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web', { progressDeadlineSeconds: 10 }, 'web:broken'))
    w.wait(20)
    w.merge('deployments', 'web', { spec: { paused: true } })
    w.wait(5)
    expect(w.conditions('web')).toContain('Progressing=False ProgressDeadlineExceeded')
  })
})

describe('the progress deadline', () => {
  it('is reported when nothing has moved for so long, and only reported', () => {
    const w = risen({ replicas: 4, progressDeadlineSeconds: 10 })
    w.setImage('web', 'web:broken')
    w.wait(9)
    expect(w.conditions('web')).toContain('Progressing=True ReplicaSetUpdated')
    expect(timers(w.engine.world).get('deployments default/web deadline')).toMatchObject({ name: 'deadline' })
    w.wait(6)
    expect(w.conditions('web')).toContain('Progressing=False ProgressDeadlineExceeded')
    expect(w.captions().at(-1)).toBe('deployment.timedOut')
    expect(timers(w.engine.world).get('deployments default/web deadline')).toBeUndefined()
    expect(w.sizes()[0]).toBe(`web:1 revision=1 history=- desired=4 max=5 ${up(3)}`)
  })

  it('is taken back by progress', () => {
    const w = risen({ replicas: 4, progressDeadlineSeconds: 10 })
    w.setImage('web', 'web:broken')
    w.wait(20)
    w.merge('deployments', 'web', { spec: { replicas: 6 } })
    w.wait(5)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=6 max=8 ${up(5)}`,
      'web:broken revision=2 history=- desired=6 max=8 spec=3 replicas=3 ready=0 available=0',
    ])
    expect(w.conditions('web')).toContain('Progressing=True ReplicaSetUpdated')
    w.setImage('web', 'web:2')
    w.rolled('web')
    w.wait(1)
    expect(w.conditions('web')).toContain('Progressing=True NewReplicaSetAvailable')
  })

  it('that is not set leaves no condition', () => {
    const w = risen({ progressDeadlineSeconds: 2_147_483_647 })
    expect(w.conditions('web')).toEqual(['Available=True MinimumReplicasAvailable'])
  })

  it('does not run after completion: losing a pod touches only Available', () => {
    const w = risen({ replicas: 1 })
    w.remove('pods', w.pods()[0]?.metadata.name as string)
    w.until('it is unavailable', () => w.conditions('web').includes('Available=False MinimumReplicasUnavailable'))
    expect(w.conditions('web')).toContain('Progressing=True NewReplicaSetAvailable')
    w.rolled('web')
  })
})

describe('minReadySeconds', () => {
  it('holds a rollout back: ready is not yet available', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web', { replicas: 4, minReadySeconds: 15, ...surge(1, 1) }))
    w.rolled('web', 30)
    w.setImage('web', 'web:2')
    w.wait(9)
    expect(w.sizes()).toEqual([
      `web:1 revision=1 history=- desired=4 max=5 ${up(3)}`,
      'web:2 revision=2 history=- desired=4 max=5 spec=2 replicas=2 ready=2 available=0',
    ])
    w.rolled('web', 60)
    w.wait(30)
    expect([...timers(w.engine.world).keys()].filter(k => k.endsWith('minReady'))).toEqual([])
  })
})

describe('Recreate', () => {
  const recreate = { replicas: 2, strategy: { type: 'Recreate' } }
  it('lets no new pod come while an old one is still terminating', () => {
    const w = risen(recreate, { actors: [deployment, replicaset, fakeKubelet({ stopMs: 8000 })] })
    w.setImage('web', 'web:2')
    w.wait(7)
    expect(w.sizes()).toEqual([`web:1 revision=1 history=- desired=2 max=2 spec=0 ${idle}`])
    expect(w.captions().at(-1)).toBe('deployment.waitingForOld')
    w.rolled('web')
    w.wait(1)
    expect(w.sizes()[1]).toBe(`web:2 revision=2 history=- desired=2 max=2 ${up(2)}`)
    expect(w.said('Deployment').slice(1)).toEqual([
      'ScalingReplicaSet Scaled down replica set web-HASH from 2 to 0',
      'ScalingReplicaSet Scaled up replica set web-HASH from 0 to 2',
    ])
  })
})

describe('trouble', () => {
  it('a ReplicaSet of the right size whose note of the size is wrong holds up every rollout, here as upstream', () => {
    const w = risen({ replicas: 2 })
    const name = w.sets()[0]?.metadata.name as string
    w.merge('replicasets', name, { metadata: { annotations: { 'deployment.kubernetes.io/desired-replicas': '9' } } })
    w.setImage('web', 'web:2')
    w.wait(10)
    expect(w.sizes()).toEqual([`web:1 revision=1 history=- desired=9 max=3 ${up(2)}`])
    expect(w.captions().at(-1)).toBe('deployment.scaling')
  })

  it('a stalled rollout that is turned to Recreate and resized in one write stays stuck, here as upstream', () => {
    const w = risen({ replicas: 2, ...surge(1, 0) })
    w.setImage('web', 'web:broken')
    w.wait(5)
    w.merge('deployments', 'web', { spec: { replicas: 4, strategy: { type: 'Recreate', rollingUpdate: null } } })
    w.wait(5)
    w.setImage('web', 'web:3')
    w.wait(10)
    expect(w.sizes().map(s => s.replace(/.*(web:\S+).*(spec=\d).*/, '$1 $2'))).toEqual(['web:1 spec=2', 'web:broken spec=1'])
    expect(w.captions().at(-1)).toBe('deployment.scaling')
  })

  const quota = (most: number): ConstructorParameters<typeof SmallWorld>[0] => ({
    admit: (op, r, o, _old, env) => {
      const here = [...env.list('pods')].length
      if (op === 'CREATE' && r.plural === 'pods' && here >= most)
        throw forbidden(r, o.metadata.name, `exceeded quota: small, requested: pods=1, used: pods=${here}, limited: pods=${most}`)
      return o
    },
  })

  it('of a ReplicaSet that cannot create its pods becomes the Deployment’s', () => {
    const w = new SmallWorld(quota(2))
    w.create('deployments', deploymentOf('web', { replicas: 4 }))
    w.wait(5)
    expect(w.conditions('web')).toContain('ReplicaFailure=True FailedCreate')
    expect(w.deployment('web').status).toMatchObject({ replicas: 2, readyReplicas: 2, unavailableReplicas: 2 })
    expect(w.told.find(t => t.reason === 'FailedCreate')?.message).toMatch(
      /^Error creating: pods "web-.*" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2$/,
    )
  })

  it('in making the ReplicaSet in a namespace that ends is no trouble', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web', { paused: true }))
    w.engine.api.merge('namespaces', 'default', { metadata: { finalizers: ['podium.local/hold'] } }, { cause: 0 })
    w.engine.api.remove('namespaces', 'default', {}, { cause: 0 })
    w.merge('deployments', 'web', { spec: { paused: false } })
    w.wait(2)
    expect(w.sets()).toEqual([])
    expect(w.told).toEqual([])
    expect(w.conditions('web').filter(c => c.includes('ReplicaSetCreateError'))).toEqual([])
  })

  it('in making the ReplicaSet is told as condition and event, and tried again', () => {
    let closed = true
    const w = new SmallWorld({
      admit: (op, r, o) => {
        if (closed && op === 'CREATE' && r.plural === 'replicasets') throw new ApiError(403, 'Forbidden', 'no more ReplicaSets')
        return o
      },
    })
    w.create('deployments', deploymentOf('web'))
    w.wait(2)
    const hash = /^ReplicaSetCreateError Failed to create new replica set "web-HASH": no more ReplicaSets$/
    expect(w.said('Deployment')[0]).toMatch(hash)
    expect(w.conditions('web')).toEqual(['Progressing=False ReplicaSetCreateError'])
    closed = false
    w.rolled('web')
  })
})

describe('ownership', () => {
  it('takes in a ReplicaSet that it selects and nobody owns, and lets go of one whose labels no longer fit', () => {
    const w = risen({ replicas: 2 })
    const name = w.sets()[0]?.metadata.name as string
    w.merge('replicasets', name, { metadata: { ownerReferences: null } })
    w.until('it is taken in again', () => w.sets()[0]?.metadata.ownerReferences?.length === 1)
    w.merge('replicasets', name, { metadata: { labels: { app: 'free' } } })
    w.until('it is let go', () => !w.get('replicasets', name)?.metadata.ownerReferences?.length)
    w.until('another is made', () => w.deployment('web').status.collisionCount === 1 && w.sets().length === 2)
  })

  it('while it is being deleted only its status is kept up to date', () => {
    const w = risen({ replicas: 2 })
    w.remove('deployments', 'web', { propagationPolicy: 'Foreground' })
    w.wait(2)
    expect(w.deployment('web').status.observedGeneration).toBe(2)
    expect(w.captions().at(-1)).toBe('deployment.deleting')
    w.setImage('web', 'web:2')
    w.wait(2)
    expect(w.sets()).toHaveLength(1)
  })
})
