// Random histories in which nodes come, go and fail most.
import { describe, it } from 'vitest'
import { holdHistories } from './property.ts'

describe('500 random histories of all kinds together, machines above all', () => {
  it('keep every promise, end well, and are the same again', { timeout: 900_000 }, () => {
    holdHistories(500, [
      'applyDaemonSet',
      'join',
      'leave',
      'cordon',
      'drain',
      'taint',
      'labelNode',
      'crash',
      'partition',
      'healAll',
      'failProbes',
    ])
  })
})
