import { describe, expect, it } from 'vitest'
import { atPlace, isSaved, type Place, type Saved } from './saved.ts'

const good: Saved = {
  version: 1,
  options: { seed: 7, nodes: 3, profile: 'classroom' },
  branches: [{ id: 'h1', number: 1, head: 900, actions: [{ atMs: 0, say: { code: 'x', args: {} }, requests: [] }] }],
  branch: 'h1',
  now: 900,
  speed: 1,
}

describe('a record in the browser’s storage', () => {
  it('is ours when it has all that a session needs', () => expect(isSaved(good)).toBe(true))
  it.each([
    ['nothing', undefined],
    ['a word', 'x'],
    ['another version', { ...good, version: 2 }],
    ['no options', { ...good, options: null }],
    ['no number of nodes', { ...good, options: { seed: 1, profile: 'classroom' } }],
    ['no moment', { ...good, now: Number.NaN }],
    ['no histories', { ...good, branches: [] }],
    ['a history that is not there', { ...good, branch: 'h2' }],
    ['a history without actions', { ...good, branches: [{ id: 'h1', number: 1, head: 0 }] }],
    ['an action that is none', { ...good, branches: [{ id: 'h1', number: 1, head: 0, actions: [null] }] }],
  ])('is not when there is %s', (_, record) => expect(isSaved(record)).toBe(false))
})

describe('the place where time stood', () => {
  const place: Place = { options: good.options, branch: 'h1', now: 4000, head: 5000, actions: 1, speed: 10, savedAt: 1 }

  it('was written later than the log, and holds', () => {
    expect(atPlace(good, place)).toMatchObject({ branch: 'h1', now: 4000, speed: 10, branches: [{ id: 'h1', head: 5000 }] })
  })
  it('never takes back what was played', () => expect(atPlace(good, { ...place, now: 1, head: 2 }).branches[0]?.head).toBe(900))
  it.each([
    ['a log with other actions', { ...place, actions: 2 }],
    ['a history that is not there', { ...place, branch: 'h2' }],
    ['another cluster', { ...place, options: { ...good.options, seed: 8 } }],
    ['no moment', { ...place, now: Number.NaN }],
    ['nothing', undefined],
  ])('is none of %s', (_, other) => expect(atPlace(good, other)).toBe(good))
})
