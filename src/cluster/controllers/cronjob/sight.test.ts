import { expect, it } from 'vitest'
import { type CronJob, parseTime } from '../../../kube/index.ts'
import { sightOf } from './sight.ts'

it('a hundred times missed are none too many, a hundred and one are', () => {
  const created = '2017-03-30T09:00:00Z'
  const cj = {
    metadata: { name: 'tick', namespace: 'default', uid: 'cj', creationTimestamp: created },
    spec: { schedule: '* * * * *', jobTemplate: { spec: {} } },
    status: {},
  } as unknown as CronJob
  const after = (minutes: number) => sightOf(cj, [], parseTime(created) + minutes * 60_000)
  expect([after(100), after(101)].map(s => s.missedMany)).toEqual([false, true])
  expect(after(101).dueMs).toBe(parseTime(created) + 101 * 60_000)
})
