// Rules of Jobs that Kubernetes' own tables do not reach.
import { describe, expect, it } from 'vitest'
import { ApiError, type Draft, formatTime, type Pod } from '../../../kube/index.ts'
import { BatchWorld, jobDraft } from '../testing/batch.ts'
import { podFor } from '../testing/tables.ts'
import { creations } from './creation.ts'
import { TRACKING } from './pods.ts'
import { byLeastLost } from './removal.ts'
import type { Sight } from './sight.ts'

describe('of pods that are too many', () => {
  it('the one goes first that has been ready for the shorter time', () => {
    const pod = (readySince: string) => podFor({ node: 'n', phase: 'Running', ready: true, readySince, created: '-8h' }, formatTime)
    expect(byLeastLost(pod('-2h'), pod('-5h'))).toBeLessThan(0)
  })
})

describe('the end of a Job', () => {
  it('is not told while a pod could not be deleted', () => {
    let closed = true
    const w = new BatchWorld({
      admit: (op, r, o) => {
        if (closed && op === 'DELETE' && r.plural === 'pods') throw new ApiError(403, 'Forbidden', 'not now')
        return o
      },
    })
    w.job('run:1000', { activeDeadlineSeconds: 5 })
    w.wait(20)
    expect(w.said('Job').some(s => s.startsWith('FailedDelete'))).toBe(true)
    expect(w.status().conditions ?? []).toEqual([])
    closed = false
    w.ends('Failed')
  })

  it('by its ttl waits for its pods to go first', () => {
    const w = new BatchWorld()
    w.job('run:1', { ttlSecondsAfterFinished: 10 })
    w.ends('Complete')
    w.until('it is being deleted', () => w.get('jobs', 'work')?.metadata.deletionTimestamp !== undefined)
    expect(w.get('jobs', 'work')?.metadata.finalizers).toEqual(['foregroundDeletion'])
    w.until('it is gone', () => !w.get('jobs', 'work'))
    expect(w.pods()).toEqual([])
  })
})

describe('a pod that nobody will count', () => {
  const owned = (apiVersion: string): Draft => {
    const ownerReferences = [{ apiVersion, kind: 'Job', name: 'lost', uid: 'lost', controller: true }]
    const metadata = { name: 'orphan', namespace: 'default', finalizers: [TRACKING], ownerReferences }
    return { apiVersion: 'v1', kind: 'Pod', metadata, spec: jobDraft('', 'run:1000').spec.template.spec }
  }
  it.each([
    ['batch/v1', undefined],
    ['example.com/v1', [TRACKING]],
  ])('is let go by Jobs, and only by them: %s', (apiVersion, left) => {
    const w = new BatchWorld()
    w.create('pods', owned(apiVersion))
    w.until('it is looked at', () => w.engine.now > 0, 5)
    const pod = () => w.engine.store.get<Pod>('pods', 'default/orphan')
    // Without an owner that is there, the garbage collector takes it: it stays for as long as its finalizer does.
    for (let i = 0; i < 20 && pod()?.metadata.finalizers; i++) w.wait(0.1)
    expect(pod()?.metadata.finalizers).toEqual(left)
  })
})

describe('the index of a pod', () => {
  it('is not told to a container that sets the variable itself', () => {
    const own = [{ name: 'JOB_COMPLETION_INDEX', value: 'mine' }]
    const job = { metadata: { name: 'work', namespace: 'default', uid: 'work' }, spec: jobDraft('work', 'run:1', { completions: 1 }).spec }
    const containers = [
      { name: 'a', image: 'x', env: own },
      { name: 'b', image: 'x' },
    ]
    const spec = { ...job.spec, completionMode: 'Indexed', template: { ...job.spec.template, spec: { containers } } }
    const [[write] = []] = creations({ job: { ...job, spec }, delayed: new Map() } as unknown as Sight, [0])
    const made = (write as { object: Draft }).object.spec.containers as { env: { name: string; value?: string }[] }[]
    expect(made.map(c => c.env.map(e => e.value))).toEqual([['mine'], [undefined]])
  })
})
