// Random histories in which templates, sizes and budgets change most.
import { describe, it } from 'vitest'
import { holdHistories } from './property.ts'

describe('500 random histories of all kinds together, rollouts above all', () => {
  it('keep every promise, end well, and are the same again', { timeout: 900_000 }, () => {
    holdHistories(500, ['applyDeployment', 'setImage', 'scale', 'undo', 'pause', 'applyBudget', 'evict', 'applyLoad', 'failPulls'])
  })
})
