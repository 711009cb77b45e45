import { describe, expect, it } from 'vitest'
import { deploymentOf, SmallWorld } from './testing/world.ts'

describe('a Deployment comes up', () => {
  it('makes one ReplicaSet, which makes the pods, and is complete when all are available', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web'))
    w.rolled('web')
    w.wait(2)
    expect(w.sizes()).toEqual(['web:1 revision=1 history=- desired=3 max=4 spec=3 replicas=3 ready=3 available=3'])
    expect(w.conditions('web')).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable'])
    expect(w.said('Deployment')).toEqual(['ScalingReplicaSet Scaled up replica set web-HASH from 0 to 3'])
    expect(w.deployment('web').metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' })
    expect(w.deployment('web').status).toMatchObject({ observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3 })
    expect(w.trace.at(-1)?.code).toBeDefined()
  })
})

describe('a rolling update', () => {
  it('replaces all pods by those of a new ReplicaSet and keeps the old one at zero', () => {
    const w = new SmallWorld()
    w.create(
      'deployments',
      deploymentOf('web', { replicas: 10, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } }),
    )
    w.rolled('web')
    w.setImage('web', 'web:2')
    w.rolled('web')
    w.wait(2)
    expect(w.sizes()).toEqual([
      'web:1 revision=1 history=- desired=10 max=13 spec=0 replicas=0 ready=0 available=0',
      'web:2 revision=2 history=- desired=10 max=13 spec=10 replicas=10 ready=10 available=10',
    ])
  })
})
