import { describe, expect, it } from 'vitest'
import { Notices } from './notices.ts'

const texts = (n: Notices) => n.list().map(({ sort, text }) => `${sort} ${text}`)

describe('notices', () => {
  it('tell of what was done only the last, and nothing of it once something was refused', () => {
    const notices = new Notices()
    notices.add({ sort: 'done', text: 'a' })
    notices.add({ sort: 'plain', text: 'p' })
    notices.add({ sort: 'done', text: 'b' })
    expect(texts(notices)).toEqual(['plain p', 'done b'])
    notices.add({ sort: 'refused', text: 'r' })
    expect(texts(notices)).toEqual(['plain p', 'refused r'])
  })

  it('tell a refusal once, at its last time', () => {
    const notices = new Notices()
    for (const text of ['r', 's', 'r']) notices.add({ sort: 'refused', text })
    expect(texts(notices)).toEqual(['refused s', 'refused r'])
  })

  it('tell what is true as long as it is, however much else is told', () => {
    const notices = new Notices()
    const end = notices.hold({ text: 'h' })
    for (const text of ['r', 's', 't', 'u']) notices.add({ sort: 'refused', text })
    expect(texts(notices)).toEqual(['plain h', 'refused s', 'refused t', 'refused u'])
    end()
    expect(texts(notices)).toEqual(['refused s', 'refused t', 'refused u'])
  })

  it('stand where a place was offered first, and in the next one when that goes', () => {
    const notices = new Notices()
    const [sheet, editor] = [{ id: 'sheet' }, { id: 'editor' }] as unknown as [HTMLElement, HTMLElement]
    const told: (HTMLElement | undefined)[] = []
    notices.subscribe(() => told.push(notices.panel()))
    const close = notices.offer('panel', sheet)
    notices.offer('panel', editor)
    close()
    expect(told).toEqual([sheet, sheet, editor])
    expect(notices.bar()).toBeUndefined()
  })
})
