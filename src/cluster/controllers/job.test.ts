// Jobs by their rules, in virtual time.
import { describe, expect, it } from 'vitest'
import { forbidden, type Job, parseTime } from '../../kube/index.ts'
import { BatchWorld } from './testing/batch.ts'

const born = (w: BatchWorld) => w.pods().map(p => parseTime(p.metadata.creationTimestamp as string) / 1000)
const gaps = (times: number[]) => times.slice(1).map((t, i) => t - (times[i] as number))
const reasons = (w: BatchWorld) => w.status().conditions?.map(c => `${c.type}=${c.status} ${c.reason}`) ?? []

describe('a Job of many completions', () => {
  it('never has more pods at work than parallelism, nor than are still wanted', () => {
    const w = new BatchWorld()
    let most = 0
    w.engine.store.listen(c => {
      if (c.plural === 'pods') most = Math.max(most, w.active().length)
    })
    w.job('run:3', { completions: 5, parallelism: 2 })
    w.ends('Complete')
    expect(most).toBe(2)
    expect(w.status()).toMatchObject({ succeeded: 5, ready: 0, terminating: 0, uncountedTerminatedPods: {} })
    expect(w.pods().length).toBe(5)
  })

  it('counts a pod only once, and then lets go of it', () => {
    const w = new BatchWorld()
    w.job('run:1')
    w.until('noted', () => (w.status().uncountedTerminatedPods?.succeeded?.length ?? 0) === 1)
    expect(w.status().succeeded).toBeUndefined()
    w.ends('Complete')
    expect(w.status()).toMatchObject({ succeeded: 1 })
    expect(w.pods()[0]?.metadata.finalizers).toBeUndefined()
    expect(reasons(w)).toEqual(['SuccessCriteriaMet=True CompletionsReached', 'Complete=True CompletionsReached'])
    w.wait(1)
    expect(w.said('Job').at(-1)).toBe('Completed Job completed')
  })

  it('as a work queue takes no new pod after the first success', () => {
    const w = new BatchWorld()
    w.job('run:5', { parallelism: 3 })
    w.ends('Complete')
    expect(w.pods().length).toBe(3)
    expect(w.status().succeeded).toBe(3)
  })
})

describe('failures', () => {
  it('are waited out for 10, 20, 40 seconds, until backoffLimit is exceeded', () => {
    const w = new BatchWorld()
    w.job('fail:1', { backoffLimit: 3 })
    w.ends('Failed', 300)
    expect(gaps(born(w)).map(s => Math.floor(s / 10) * 10)).toEqual([10, 20, 40])
    expect(w.status().failed).toBe(4)
    expect(reasons(w)).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded'])
    w.wait(1)
    expect(w.said('Job').at(-1)).toBe('BackoffLimitExceeded Job has reached the specified backoff limit')
  })

  it('are not counted beside ready pods before the wait is over: such a status is refused', () => {
    const w = new BatchWorld()
    w.job('run:60', { completions: 2, parallelism: 2 })
    w.wait(5)
    w.remove('pods', w.pods()[0]?.metadata.name as string)
    w.wait(6)
    expect(w.status()).toMatchObject({ active: 2 })
    expect(w.status().failed).toBeUndefined()
    w.wait(8)
    expect(w.status()).toMatchObject({ active: 2, failed: 1 })
  })

  it('that a rule ignores do not count, and are replaced', () => {
    const w = new BatchWorld()
    w.job('run:20', {
      backoffLimit: 0,
      podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
    })
    w.wait(3)
    const pod = w.pods()[0]
    const conditions = [...(pod?.status.conditions ?? []), { type: 'DisruptionTarget', status: 'True' }]
    w.engine.act('you', '-', 'test', {}, cause =>
      w.engine.api.merge('pods', w.key(pod as never), { status: { conditions } }, { cause, subresource: 'status' }),
    )
    w.remove('pods', pod?.metadata.name as string)
    w.ends('Complete')
    expect(w.status().failed).toBeUndefined()
    expect(w.status().succeeded).toBe(1)
  })

  it('that a rule finds fatal end the Job at once', () => {
    const w = new BatchWorld()
    w.job('fail:2:42', {
      completions: 2,
      parallelism: 1,
      podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
    })
    w.ends('Failed', 20)
    expect(w.status().conditions?.[0]?.message).toMatch(
      /^Container main for pod default\/work-\w+ failed with exit code 42 matching FailJob rule at index 0$/,
    )
  })
})

describe('an Indexed Job', () => {
  it('tells each pod its index by host name, label, annotation and environment', () => {
    const w = new BatchWorld()
    w.job('run:3', { completions: 2, parallelism: 2, completionMode: 'Indexed' })
    w.wait(2)
    const [a] = w.pods()
    expect(a?.metadata.name).toMatch(/^work-0-\w{5}$/)
    expect(a?.spec.hostname).toBe('work-0')
    expect(a?.metadata.labels?.['batch.kubernetes.io/job-completion-index']).toBe('0')
    expect(a?.spec.containers[0]?.env?.[0]?.name).toBe('JOB_COMPLETION_INDEX')
    w.ends('Complete')
    expect(w.status().completedIndexes).toBe('0,1')
  })

  it('with backoffLimitPerIndex fails an index for itself and goes on with the others', () => {
    const w = new BatchWorld()
    w.job('fail:1', { completions: 2, parallelism: 1, completionMode: 'Indexed', backoffLimitPerIndex: 1 })
    w.ends('Failed', 120)
    expect(w.status()).toMatchObject({ failedIndexes: '0,1', failed: 4 })
    expect(reasons(w)[0]).toBe('FailureTarget=True FailedIndexes')
    expect(w.pods().map(p => p.metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'])).toEqual(['0', '1', '0', '1'])
  })

  it('beyond maxFailedIndexes ends, and the indexes of the pods that it ends have not failed', () => {
    const w = new BatchWorld()
    w.job('dice:60', { completions: 3, parallelism: 3, completionMode: 'Indexed', backoffLimitPerIndex: 0, maxFailedIndexes: 0 })
    w.wait(3)
    const pod = w.pods()[1]
    w.engine.act('you', '-', 'test', {}, cause =>
      w.engine.api.merge('pods', w.key(pod as never), { status: { phase: 'Failed' } }, { cause, subresource: 'status' }),
    )
    w.ends('Failed')
    expect(w.status()).toMatchObject({ failedIndexes: '1', failed: 3 })
    expect(reasons(w)[0]).toBe('FailureTarget=True MaxFailedIndexesExceeded')
  })

  it('with a successPolicy ends when enough has succeeded, and what is left is no failure', () => {
    const w = new BatchWorld()
    w.job('run:9', { completions: 3, parallelism: 3, completionMode: 'Indexed', successPolicy: { rules: [{ succeededCount: 1 }] } })
    w.wait(5)
    const pod = w.pods()[1]
    w.engine.act('you', '-', 'test', {}, cause =>
      w.engine.api.merge('pods', w.key(pod as never), { status: { phase: 'Succeeded' } }, { cause, subresource: 'status' }),
    )
    w.ends('Complete')
    expect(w.status()).toMatchObject({ succeeded: 1, completedIndexes: '1' })
    expect(w.status().failed).toBeUndefined()
    expect(reasons(w)).toEqual(['SuccessCriteriaMet=True SuccessPolicy', 'Complete=True SuccessPolicy'])
  })
})

describe('a deadline', () => {
  it('decides at once and is final when the last pod has ended', () => {
    const w = new BatchWorld({ stopMs: 5000 })
    w.job('run:300', { parallelism: 2, completions: 2, activeDeadlineSeconds: 8 })
    w.ends('FailureTarget', 12)
    w.wait(1)
    expect(w.has('Failed')).toBe(false)
    expect(w.status()).toMatchObject({ failed: 2, terminating: 2 })
    w.ends('Failed', 12)
    expect(w.status().terminating).toBe(0)
  })

  it('that passed while the Job was suspended fails it when it is resumed', () => {
    const w = new BatchWorld()
    w.job('run:60', { activeDeadlineSeconds: 10 })
    w.wait(4)
    w.merge('jobs', 'work', { spec: { suspend: true } })
    w.wait(20)
    expect(w.has('FailureTarget')).toBe(false)
    w.merge('jobs', 'work', { spec: { suspend: false } })
    w.ends('Failed', 5)
    expect(w.has('Suspended')).toBe(true)
  })
})

describe('a suspended Job', () => {
  it('ends its pods without failures, and starts anew when it is resumed', () => {
    const w = new BatchWorld()
    w.job('run:8', { completions: 2, parallelism: 2 })
    w.wait(4)
    w.merge('jobs', 'work', { spec: { suspend: true } })
    w.until('no pods', () => w.pods().length === 0)
    w.wait(3)
    expect(w.status()).toMatchObject({ ready: 0, terminating: 0 })
    expect(w.status().failed).toBeUndefined()
    const before = w.status().startTime
    w.merge('jobs', 'work', { spec: { suspend: false } })
    w.ends('Complete')
    expect(w.status().startTime).not.toBe(before)
    expect(w.said('Job').filter(s => /^(Suspended|Resumed)/.test(s))).toEqual(['Suspended Job suspended', 'Resumed Job resumed'])
  })
})

describe('podReplacementPolicy Failed', () => {
  it('replaces a deleted pod only when it has ended', () => {
    const w = new BatchWorld({ stopMs: 8000 })
    w.job('run:30', { podReplacementPolicy: 'Failed' })
    w.wait(3)
    w.remove('pods', w.pods()[0]?.metadata.name as string)
    w.wait(6)
    expect(w.pods().length).toBe(1)
    expect(w.status()).toMatchObject({ terminating: 1 })
    w.ends('Complete')
    expect(w.status().failed).toBe(1)
  })
})

describe('managedBy', () => {
  it('of another controller leaves the Job alone', () => {
    const w = new BatchWorld()
    w.job('run:1', { managedBy: 'example.com/other' })
    w.wait(20)
    expect(w.pods()).toEqual([])
    expect(w.status()).toEqual({})
  })
})

describe('the end of a Job', () => {
  it('with ttlSecondsAfterFinished takes its object and its pods away after that', () => {
    const w = new BatchWorld()
    w.job('run:1', { ttlSecondsAfterFinished: 8 })
    w.ends('Complete')
    w.wait(6)
    expect(w.list('jobs').length).toBe(1)
    w.wait(6)
    expect(w.list('jobs').length + w.pods().length).toBe(0)
  })

  it('deleted without a policy leaves its pods, no longer held', () => {
    const w = new BatchWorld()
    w.job('run:100')
    w.wait(3)
    w.remove('jobs', 'work', { propagationPolicy: 'Orphan' })
    w.wait(3)
    expect(w.pods().map(p => p.metadata.finalizers)).toEqual([undefined])
  })

  it('deleted in the background takes them with it', () => {
    const w = new BatchWorld()
    w.job('run:100')
    w.wait(3)
    w.remove('jobs', 'work', { propagationPolicy: 'Background' })
    w.wait(5)
    expect(w.pods()).toEqual([])
  })
})

describe('many pods', () => {
  it('that end together cost one visit a second', () => {
    const w = new BatchWorld()
    w.job('run:2', { completions: 400, parallelism: 200 })
    w.ends('Complete')
    const writes = w.trace.filter(t => t.code === 'write.update' && t.subject === 'jobs default/work')
    expect(writes.length).toBeLessThan(30)
    expect((w.get<Job>('jobs', 'work') as Job).status.succeeded).toBe(400)
  })
})

describe('pods that are refused', () => {
  it('are asked for again after one second, two, four', () => {
    const w = new BatchWorld({
      admit: (op, r, o) => {
        if (op === 'CREATE' && r.plural === 'pods') throw forbidden(r, o.metadata.name, 'exceeded quota: few')
        return o
      },
    })
    w.job('run:1')
    w.wait(8)
    const times = w.told.filter(t => t.reason === 'FailedCreate').map(t => Math.round(t.at / 1000))
    expect(times).toEqual([0, 1, 3, 7])
  })
})
