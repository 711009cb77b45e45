import { describe, expect, it } from 'vitest'
import { cut, textWidth, wrap } from './textwidth.ts'

describe('the width of a text', () => {
  it('has digits of one width', () => {
    for (const d of '0123456789') expect(textWidth(d, 1000)).toBe(632)
  })
  it('grows with size and weight', () => {
    expect(textWidth('Running', 20)).toBeCloseTo(2 * textWidth('Running', 10))
    expect(textWidth('Running', 20, 'strong')).toBeGreaterThan(textWidth('Running', 20))
  })
  it('counts a character of Chinese as an em', () => {
    expect(textWidth('等待节点', 15)).toBe(60)
  })
})

describe('a text that is too long', () => {
  it('ends in an ellipsis and fits', () => {
    const short = cut('a-very-long-deployment-name', 100, 15)
    expect(short).toMatch(/^a-very.*…$/)
    expect(textWidth(short, 15)).toBeLessThanOrEqual(100)
    expect(cut('short', 100, 15)).toBe('short')
  })
  it('is broken where its lines come out most alike', () => {
    expect(wrap('waiting for new pods: 11 available, 9 needed', 180, 15, 2)).toEqual(['waiting for new pods:', '11 available, 9 needed'])
    expect(wrap('nothing to do', 180, 15, 2)).toEqual(['nothing to do'])
  })
  it('never has more lines than there is room for, nor wider ones', () => {
    const text = '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint(s) and some more words that nobody reads'
    for (const width of [60, 120, 180, 260]) {
      for (const lines of [1, 2, 3]) {
        const out = wrap(text, width, 15, lines)
        expect(out.length).toBeLessThanOrEqual(lines)
        for (const line of out) expect(textWidth(line, 15)).toBeLessThanOrEqual(width)
      }
    }
  })
  it('is not broken between a number and its unit', () => {
    expect(wrap('silent for 31\u00a0s: Unknown', 90, 15, 2).join('|')).not.toMatch(/31\|/)
  })
  it('breaks between characters of Chinese, but not before closing punctuation, and best after a pause', () => {
    const text = '\u8282\u70b9\u5df2\u7ecf\u6c89\u9ed8\uff0c\u7a0d\u540e\u53d8\u4e3a\u672a\u77e5\u3002'
    const lines = wrap(text, 120, 15, 2)
    expect(lines).toHaveLength(2)
    expect(lines.join('')).toBe(text)
    expect(lines[0]?.at(-1)).toBe('\uff0c')
    for (let width = 40; width < 220; width += 10) for (const line of wrap(text, width, 15, 3)) expect(line).not.toMatch(/^[\uff0c\u3002]/)
    expect(wrap('Pod\uff1a11 \u4e2a\u53ef\u7528', 80, 15, 2)[1]).not.toMatch(/^\uff1a/)
  })
})
