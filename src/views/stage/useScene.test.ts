// In which frame what is done of the stage.
import { describe, expect, it } from 'vitest'
import type { Scene } from '../scene/index.ts'
import { turnOf } from './useScene.ts'

const before = {} as Scene
const after = {} as Scene
const made = { scene: before, drawn: before, revisions: 'a', counts: false, second: 0, due: false, pods: 1 }
const source = (changed: number | undefined) => ({
  changed: () => (changed === undefined ? undefined : new Set(Array.from({ length: changed }, (_, i) => `default/web-${i}`))),
})

describe('a frame of the stage', () => {
  it('makes the scene at once where few pods are new', () => expect(turnOf(made, source(6), 'b', 0, true)).toBe('make'))
  it('waits with news of many pods, or of who knows how many', () => {
    expect(turnOf(made, source(7), 'b', 0, true)).toBe('wait')
    expect(turnOf(made, source(undefined), 'b', 0, true)).toBe('wait')
  })
  it('makes in the second what the first has waited with, and draws it in the third, whatever else is new then', () => {
    expect(turnOf({ ...made, due: true }, source(7), 'b', 0, true)).toBe('make')
    expect(turnOf({ ...made, scene: after, revisions: 'b' }, source(7), 'c', 0, true)).toBe('draw')
  })
  it('keeps nobody waiting while time stands: no other frame would come', () => {
    expect(turnOf(made, source(7), 'b', 0, false)).toBe('make')
    expect(turnOf({ ...made, scene: after }, source(0), 'a', 0, false)).toBe('draw')
  })
  it('does nothing where nothing is new, but where seconds are counted', () => {
    expect(turnOf(made, source(0), 'a', 1, true)).toBe('stay')
    expect(turnOf({ ...made, counts: true }, source(0), 'a', 1, true)).toBe('make')
  })
})
