// Rules of the Deployment controller that Kubernetes' own tables do not reach.
import { describe, expect, it } from 'vitest'
import type { ReplicaSet } from '../../../kube/index.ts'
import { timers } from '../../tables.ts'
import { deploymentFor, type SetRow, setFor } from '../testing/tables.ts'
import { deploymentOf, SmallWorld } from '../testing/world.ts'
import { DESIRED_REPLICAS, isSaturated } from './annotations.ts'
import { surplus } from './history.ts'
import { isComplete, judgePause } from './progress.ts'
import { shrinkAvailable, shrinkOld } from './rolling.ts'
import { activeOrLatest } from './sets.ts'
import { rolloutStatus } from './status.ts'

const NOW = { now: '2017-03-30T09:00:00Z', nowMs: 1_490_864_400_000 }
const up = (name: string, n: number, more: Partial<SetRow> = {}) =>
  setFor(name, { replicas: n, status: { replicas: n, availableReplicas: n }, ...more })

describe('a rolling update', () => {
  it('takes nothing from old ReplicaSets while one still reports more pods than it wants', () => {
    const d = deploymentFor(10, { maxSurge: 2, maxUnavailable: 5 })
    const fresh = up('new', 2)
    expect(shrinkOld(d, fresh, [up('old', 8)])).not.toEqual([])
    expect(shrinkOld(d, fresh, [up('old', 8, { status: { replicas: 10, availableReplicas: 10 } })])).toEqual([])
  })

  it('takes from the oldest ReplicaSet first', () => {
    const old = [up('young', 5, { created: '2016-01-02T00:00:00Z' }), up('old', 5, { created: '2016-01-01T00:00:00Z' })]
    const moves = shrinkAvailable(deploymentFor(5, { maxSurge: 1, maxUnavailable: 0 }), old, old)
    expect(moves.map(m => [m.set.metadata.name, m.to])).toEqual([['old', 0]])
  })
})

describe('history', () => {
  it('keeps a ReplicaSet whose last change its controller has not seen', () => {
    const d = deploymentFor(1, {}, { spec: { revisionHistoryLimit: 0 } })
    const old = (observedGeneration: number): ReplicaSet => {
      const s = setFor('old', { replicas: 0, status: { observedGeneration } })
      return { ...s, metadata: { ...s.metadata, generation: 2 } }
    }
    expect(surplus(d, [old(1)])).toEqual([])
    expect(surplus(d, [old(2)])).toHaveLength(1)
  })

  it('is not cleared while a rollout is under way', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web', { revisionHistoryLimit: 1 }))
    w.rolled('web')
    w.setImage('web', 'web:2')
    w.rolled('web')
    w.setImage('web', 'web:broken')
    w.wait(30)
    expect(w.sets()).toHaveLength(3)
    w.setImage('web', 'web:4')
    w.rolled('web')
    w.wait(2)
    expect(w.sets()).toHaveLength(2)
  })
})

describe('progress', () => {
  it('is complete only when the status is about the present spec', () => {
    const d = (observedGeneration: number) => {
      const status = { observedGeneration, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }
      return deploymentFor(1, {}, { status, metadata: { generation: 2 } })
    }
    expect([isComplete(d(1)), isComplete(d(2))]).toEqual([false, true])
  })

  it('a pause stops the clock of the deadline, and resuming starts it anew', () => {
    const d = (paused: boolean, reason: string) => {
      const conditions = [{ type: 'Progressing', status: 'Unknown', reason, lastUpdateTime: '2016-01-01T00:00:00Z' }]
      return deploymentFor(1, {}, { spec: { paused, progressDeadlineSeconds: 600 }, status: { conditions } })
    }
    expect(judgePause(d(true, 'ReplicaSetUpdated'), NOW.now)).toMatchObject([{ reason: 'DeploymentPaused', lastUpdateTime: NOW.now }])
    expect(judgePause(d(false, 'DeploymentPaused'), NOW.now)).toMatchObject([{ reason: 'DeploymentResumed', lastUpdateTime: NOW.now }])
  })

  it('a paused rollout cannot run late', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web', { progressDeadlineSeconds: 100 }, 'web:broken'))
    w.wait(5)
    const isCounting = () => timers(w.engine.world).has('deployments default/web deadline')
    expect(isCounting()).toBe(true)
    w.merge('deployments', 'web', { spec: { paused: true } })
    w.wait(5)
    expect(isCounting()).toBe(false)
    w.wait(200)
    expect(w.conditions('web')).toContain('Progressing=Unknown DeploymentPaused')
  })
})

describe('ReplicaSets', () => {
  it('one is saturated only when it was scaled for the present size', () => {
    const sized = (desired: string) => up('new', 3, { annotations: { [DESIRED_REPLICAS]: desired } })
    expect([isSaturated(deploymentFor(3), sized('2')), isSaturated(deploymentFor(3), sized('3'))]).toEqual([false, true])
  })

  it('where none is active the youngest is scaled', () => {
    const old = [up('young', 0, { created: '2016-01-02T00:00:00Z' }), up('old', 0, { created: '2016-01-01T00:00:00Z' })]
    expect(activeOrLatest(undefined, old)?.metadata.name).toBe('young')
  })

  it('of two that cannot create their pods the failure of the new one is told', () => {
    const failing = (name: string) => {
      const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: `of ${name}` }]
      return setFor(name, { replicas: 1, status: { conditions } })
    }
    const [old, fresh] = [failing('old'), failing('new')]
    const { conditions } = rolloutStatus(deploymentFor(1), [old, fresh], fresh, [], NOW)
    expect(conditions?.find(c => c.type === 'ReplicaFailure')?.message).toBe('of new')
  })

  it('the present one follows minReadySeconds, without a new revision', () => {
    const w = new SmallWorld()
    w.create('deployments', deploymentOf('web'))
    w.rolled('web')
    w.merge('deployments', 'web', { spec: { minReadySeconds: 7 } })
    w.wait(2)
    expect(w.sets().map(s => s.spec.minReadySeconds)).toEqual([7])
  })
})
