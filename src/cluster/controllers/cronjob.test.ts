// CronJobs by their rules, in virtual time. The world begins on a full minute.
import { describe, expect, it } from 'vitest'
import type { CronJob, Job } from '../../kube/index.ts'
import { BatchWorld, jobDraft } from './testing/batch.ts'

const MINUTE = 24_847_740
function cronJob(w: BatchWorld, image: string, spec: object = {}): void {
  w.create('cronjobs', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick', namespace: 'default' },
    spec: { schedule: '* * * * *', jobTemplate: { spec: jobDraft('', image).spec }, ...spec },
  })
}
const runs = (w: BatchWorld) => w.list<Job>('jobs').map(j => Number(j.metadata.name.split('-')[1]) - MINUTE)
const status = (w: BatchWorld) => w.get<CronJob>('cronjobs', 'tick')?.status ?? {}

describe('a CronJob', () => {
  it('makes a Job at each of its times, named after the minute', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:5')
    w.wait(59)
    expect(runs(w)).toEqual([])
    w.wait(70)
    expect(runs(w)).toEqual([1, 2])
    expect(w.list('jobs')[0]?.metadata.annotations).toEqual({ 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2017-03-30T09:01:00Z' })
    expect(status(w)).toMatchObject({ lastScheduleTime: '2017-03-30T09:02:00Z', lastSuccessfulTime: '2017-03-30T09:02:06Z' })
    expect(w.said('CronJob').slice(0, 2)).toEqual([
      `SuccessfulCreate Created job tick-${MINUTE + 1}`,
      `SawCompletedJob Saw completed job: tick-${MINUTE + 1}, condition: Complete`,
    ])
  })

  it('with Allow runs them side by side', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:100')
    w.wait(125)
    expect(status(w).active?.length).toBe(2)
  })

  it('with Forbid starts the run that was skipped when the one before has ended', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:70', { concurrencyPolicy: 'Forbid' })
    w.wait(125)
    expect(runs(w)).toEqual([1])
    expect(w.said('CronJob').some(s => s.startsWith('JobAlreadyActive'))).toBe(true)
    w.wait(15)
    expect(runs(w)).toEqual([1, 2])
  })

  it('with Replace ends the one before', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:100', { concurrencyPolicy: 'Replace' })
    w.wait(125)
    expect(runs(w)).toEqual([2])
    expect(status(w).active?.length).toBe(1)
    expect(w.said('CronJob')).toContain(`SuccessfulDelete Deleted job tick-${MINUTE + 1}`)
  })

  it('keeps so many finished runs, the newest', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:2', { successfulJobsHistoryLimit: 2 })
    w.wait(5 * 60 + 30)
    expect(runs(w)).toEqual([4, 5])
  })

  it('that is resumed runs the newest missed time, and only that', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:2', { suspend: true })
    w.wait(5 * 60 + 20)
    expect(runs(w)).toEqual([])
    w.merge('cronjobs', 'tick', { spec: { suspend: false } })
    w.wait(5)
    expect(runs(w)).toEqual([5])
  })

  it('does not run what is later than its starting deadline', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:2', { suspend: true, startingDeadlineSeconds: 10 })
    w.wait(5 * 60 + 20)
    w.merge('cronjobs', 'tick', { spec: { suspend: false } })
    w.wait(5)
    expect(runs(w)).toEqual([])
    w.wait(40)
    expect(runs(w)).toEqual([6])
  })

  it('misses a run that somebody has deleted', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:100')
    w.wait(65)
    w.remove('jobs', `tick-${MINUTE + 1}`, { propagationPolicy: 'Background' })
    w.wait(3)
    expect(w.said('CronJob').at(-1)).toBe(`MissingJob Active job went missing: tick-${MINUTE + 1}`)
    expect(status(w).active).toBeUndefined()
  })

  it('hears of a new schedule at its next time', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:2', { schedule: '0 0 1 1 *' })
    w.wait(30)
    w.merge('cronjobs', 'tick', { spec: { schedule: '* * * * *' } })
    w.wait(40)
    expect(runs(w)).toEqual([1])
  })

  it('does not take a Job for its own that somebody else has made under the name of its run', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:2')
    w.create('jobs', jobDraft(`tick-${MINUTE + 1}`, 'run:1000'))
    w.wait(70)
    expect(status(w)).toEqual({})
    expect(w.said('CronJob')).toEqual([])
    w.wait(60)
    expect(runs(w)).toEqual([1, 2])
  })

  it('runs by the clocks of its time zone', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:2', { schedule: '30 5 * * *', timeZone: 'America/New_York' })
    w.wait(31 * 60)
    expect(w.list('jobs')[0]?.metadata.annotations).toEqual({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2017-03-30T05:30:00-04:00',
    })
  })

  it('of a zone that is not known starts nothing and says so', () => {
    const w = new BatchWorld()
    cronJob(w, 'run:2', { timeZone: 'America/Nowhere' })
    w.wait(70)
    expect(runs(w)).toEqual([])
    expect(w.said('CronJob')[0]).toBe('UnknownTimeZone invalid timeZone: "America/Nowhere": unknown time zone America/Nowhere')
  })
})
