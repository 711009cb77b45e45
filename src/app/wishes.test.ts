import { describe, expect, it } from 'vitest'
import { readWishes } from './wishes.ts'

const read = (search: string, kept: { language?: string; look?: string } = {}, languages: string[] = ['de', 'en-US']) =>
  readWishes(search, kept, languages)

describe('what the reader wishes', () => {
  it('is English and the system’s look where nothing is said', () => {
    expect(read('')).toEqual({ language: 'en', look: 'system', view: 'stage', session: {} })
    expect(read('', {}, ['fr'])).toMatchObject({ language: 'en' })
  })
  it('is the first language of the browser that we speak', () => {
    expect(read('', {}, ['fr', 'zh-TW', 'en']).language).toBe('zh')
  })
  it('is what the last visit chose, and before that what the address says', () => {
    expect(read('', { language: 'zh', look: 'dark' })).toMatchObject({ language: 'zh', look: 'dark' })
    expect(read('?lang=en&theme=light', { language: 'zh', look: 'dark' })).toMatchObject({ language: 'en', look: 'light' })
    expect(read('?contrast=projector&theme=dark')).toMatchObject({ look: 'projector' })
  })
  it('asks for a cluster by seed, nodes and profile', () => {
    expect(read('?seed=42&nodes=6&profile=instant').session).toEqual({ seed: 42, nodes: 6, profile: 'instant' })
  })
  it('looks at one pattern, or at all four', () => {
    expect(read('?view=job').view).toBe('job')
    expect(read('?view=four')).toMatchObject({ view: 'four', session: {} })
    expect(read('?view=nonsense').view).toBe('stage')
  })
  it('asks for the scene of the four patterns, on six nodes unless said', () => {
    expect(read('?scene=four')).toMatchObject({ view: 'four', session: { scene: 'four', nodes: 6 } })
    expect(read('?scene=four&view=stage&nodes=3')).toMatchObject({ view: 'stage', session: { nodes: 3 } })
    expect(read('?scene=opera').session).toEqual({})
  })
  it.each(['?seed=-1', '?seed=x', '?nodes=0', '?nodes=1e9', '?lang=xx', '?theme=pink'])('does not mind %s', search => {
    expect(read(search)).toEqual({ language: 'en', look: 'system', view: 'stage', session: {} })
  })
  it('has no more nodes than the stage has places', () => {
    expect(read('?nodes=500').session.nodes).toBe(12)
  })
})
