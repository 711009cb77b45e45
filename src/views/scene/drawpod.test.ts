import { describe, expect, it } from 'vitest'
import { fitted, ghostDrawing } from './drawpod.ts'
import { type Level, measuresFor } from './measures.ts'
import { textWidth } from './textwidth.ts'

const m = measuresFor({ width: 390, height: 560 })
const level = m.levels[1] as Level
const inBox = (name: string, w: number) => fitted(name, '', { x: 0, y: 0, w, h: 29 }, level, m)

describe('the name of a pod', () => {
  it('is set smaller before anything of it is left out, but never below 13 px', () => {
    const room = textWidth('tile-31', 15, 'strong')
    expect(inBox('tile-31', room + 34)).toMatchObject({ name: 'tile-31' })
    const tight = inBox('tile-31', room + 28)
    expect(tight.name).toBe('tile-31')
    expect(tight.nameSize).toBeGreaterThanOrEqual(13)
    expect(tight.nameSize).toBeLessThan(15)
  })

  it('keeps the end by which siblings differ', () => {
    for (const [a, b] of [
      ['frames-of-the-film-31', 'frames-of-the-film-32'],
      ['log-collector', 'log-shipper'],
      ['my-app-alpha', 'my-app-beta'],
    ] as const)
      for (const w of [70, 84, 96, 120]) expect(inBox(a, w).name, `${a} in ${w}`).not.toBe(inBox(b, w).name)
  })

  it('leaves out what siblings have in common rather than a stump of it', () => {
    const room = (text: string) => textWidth(text, 13, 'strong') + 34
    expect(inBox('frames-8', room('fra…-8')).name).toBe('…-8')
    expect(inBox('mongodb-0', room('m…-0')).name).toBe('…-0')
    expect(inBox('log-collector', room('lo…-collector')).name).toBe('…collector')
    expect(inBox('frames-of-the-film-31', room('frames-of…-31') + 6).name).toBe('frames-of…-31')
  })

  it('stands in the smallest pods that have room for it where a lamp would be: whole, and only of who is ready', () => {
    const small = m.levels.find(l => l.density === 'S' && l.name > 0) as Level
    const of = (name: string, w: number, lamp: boolean, l = small) => fitted(name, 'Running', { x: 0, y: 0, w, h: 24 }, l, m, false, lamp)
    expect(of('f8q3s', small.least, true)).toEqual({ name: 'f8q3s', word: '' })
    expect(of('f8q3s', small.least, false).name).toBe('')
    expect(of('frames-31', small.least, true).name).toBe('')
    expect(of('zk', 34, true, { ...small, name: 0 }).name).toBe('')
  })
})

describe('a pod that is missing', () => {
  const nameOf = (name: string, w: number) => {
    const say = (code: string) => code.replace('stage.pod.', '')
    const of = { owner: 'deployment', shade: 'r1', kind: 'Deployment', of: 'web' } as const
    const missing = { id: 'g', subject: 'deployments default/web', name, node: undefined }
    return ghostDrawing(missing as never, of as never, { x: 0, y: 0, w, h: 29 }, level, 'tray', { m, say } as never).name
  }

  it('is called so in a whole word or in none, while a part of a name is better than nothing', () => {
    expect([nameOf('', 200), nameOf('', 70)]).toEqual(['missing', ''])
    expect([nameOf('database-main', 200), nameOf('database-main', 70)]).toEqual(['database-main', 'main'])
  })
})
