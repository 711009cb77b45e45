// Rules of the ReplicaSet controller that Kubernetes' own tables do not reach.
import { describe, expect, it } from 'vitest'
import { formatTime } from '../../../kube/index.ts'
import { replicaset } from '../replicaset.ts'
import { NOW_MS, podFor } from '../testing/tables.ts'
import { fakeKubelet, SmallWorld, template } from '../testing/world.ts'
import { compareForDeletion } from './ranking.ts'
import { isAvailable, judgeFailure } from './status.ts'

describe('who goes first', () => {
  it('a cheap pod before one on a crowded node', () => {
    const pod = (deletionCost: string) => podFor({ node: 'node-1', phase: 'Running', deletionCost }, formatTime)
    expect(compareForDeletion({ pod: pod('-1'), rank: 1 }, { pod: pod('0'), rank: 9 }, NOW_MS)).toBeLessThan(0)
  })
})

describe('minReadySeconds', () => {
  it('a pod is available when it has been ready for longer, not for just as long', () => {
    const pod = podFor({ phase: 'Running', ready: true, readySince: '-2h' }, formatTime)
    expect([7199, 7200, 7201].map(seconds => isAvailable(pod, seconds, NOW_MS))).toEqual([true, false, false])
  })
})

describe('ReplicaFailure', () => {
  it('stays as it was first told until all goes well', () => {
    const first = judgeFailure([], { reason: 'FailedCreate', message: 'first' }, '2017-03-30T09:00:00Z')
    expect(judgeFailure(first, { reason: 'FailedDelete', message: 'second' }, '2017-03-30T09:01:00Z')).toBe(first)
    expect(judgeFailure(first, undefined, '2017-03-30T09:02:00Z')).toEqual([])
  })

  it('is none when a pod that was to go is gone already', () => {
    const w = new SmallWorld({ actors: [replicaset, fakeKubelet()] })
    const labels = { app: 'web' }
    const spec = { replicas: 1, selector: { matchLabels: labels }, template: template('web:1', labels) }
    w.create('replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'default' }, spec })
    w.wait(5)
    const failures: unknown[] = []
    w.engine.store.listen(c => {
      if (c.plural === 'replicasets') failures.push(...(c.object.status?.conditions ?? []))
    })
    w.merge('replicasets', 'web', { spec: { replicas: 0 } })
    w.until('it is to go', () => w.trace.some(t => t.code === 'replicaset.tooMany'))
    w.remove('pods', w.pods()[0]?.metadata.name as string, { gracePeriodSeconds: 0 })
    w.wait(5)
    expect(failures).toEqual([])
    expect(w.said('ReplicaSet').filter(s => s.startsWith('Failed'))).toEqual([])
  })
})
