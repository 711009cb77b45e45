// Random histories in which StatefulSets, their disks and their pods change most.
import { describe, it } from 'vitest'
import { holdHistories } from './property.ts'

describe('500 random histories of all kinds together, disks above all', () => {
  it('keep every promise, end well, and are the same again', { timeout: 900_000 }, () => {
    holdHistories(500, [
      'applyStatefulSet',
      'scale',
      'deletePod',
      'forceDelete',
      'crash',
      'partition',
      'heal',
      'slowDisk',
      'deleteWorkload',
    ])
  })
})
