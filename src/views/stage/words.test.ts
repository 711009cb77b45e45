import { describe, expect, it } from 'vitest'
import { en, type StageKey } from './words.ts'
import { zh } from './words.zh.ts'

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(m => m[1]).sort()

describe('the words of the stage', () => {
  it('have the same keys and the same holes in both languages', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
    for (const key of Object.keys(en) as StageKey[]) expect([key, holes(zh[key])]).toEqual([key, holes(en[key])])
  })
  it('say one node and not one nodes', () => {
    // How much the whole store holds is never one.
    const many = Object.entries(en).filter(([key, text]) => /\{\{count\}\} \w+s\b/.test(text) && !/_|store/.test(key))
    expect(many.length).toBeGreaterThan(5)
    expect(many.filter(([key]) => !(`${key}_one` in en))).toEqual([])
    for (const text of Object.values(en)) expect(text).not.toContain('{{pods}} pods')
  })
  it('use no character that the typeface lacks', () => {
    for (const text of Object.values(en)) expect(text).toMatch(/^[\u0020-\u007e\u00a0…]*$/)
  })
})
