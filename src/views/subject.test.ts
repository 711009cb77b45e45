import { describe, expect, it } from 'vitest'
import { isSelected, subjectOf, subjectsOf, toggled } from './subject.ts'

describe('a subject', () => {
  it('is read as it is written', () => {
    expect(subjectOf('pods default/web-1')).toEqual({ plural: 'pods', key: 'default/web-1', namespace: 'default', name: 'web-1' })
    expect(subjectOf('nodes node-1')).toEqual({ plural: 'nodes', key: 'node-1', namespace: '', name: 'node-1' })
    expect(subjectOf('')).toEqual({ plural: '', key: '', namespace: '', name: '' })
  })
})

describe('several subjects', () => {
  it('are each one of their kind', () => {
    expect(subjectsOf('nodes node-1,node-3')).toEqual(['nodes node-1', 'nodes node-3'])
    expect(isSelected('nodes node-1,node-3', 'nodes node-3')).toBe(true)
    expect(isSelected('nodes node-1,node-30', 'nodes node-3')).toBe(false)
    expect(isSelected(undefined, 'nodes node-3')).toBe(false)
  })
  it('are chosen one by one; another kind begins anew', () => {
    expect(toggled(undefined, 'nodes node-1')).toBe('nodes node-1')
    expect(toggled('nodes node-1', 'nodes node-3')).toBe('nodes node-1,node-3')
    expect(toggled('nodes node-1,node-3', 'nodes node-1')).toBe('nodes node-3')
    expect(toggled('nodes node-3', 'nodes node-3')).toBeUndefined()
    expect(toggled('nodes node-1', 'pods default/a')).toBe('pods default/a')
  })
})
