// Random histories in which Jobs and CronJobs change most.
import { describe, it } from 'vitest'
import { holdHistories } from './property.ts'

describe('500 random histories of all kinds together, work to be done above all', () => {
  it('keep every promise, end well, and are the same again', { timeout: 900_000 }, () => {
    holdHistories(500, ['createJob', 'createJob', 'applyCronJob', 'suspend', 'resizeJob', 'deletePod', 'evict', 'drain', 'deleteWorkload'])
  })
})
