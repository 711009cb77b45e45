import { describe, expect, it } from 'vitest'
import { parseSelector } from './selectorparser.ts'
import { compileMapSelector, compileRequirements, formatLabels, formatSelector, selectorMatches } from './selectors.ts'

const hits = (text: string, labels?: Record<string, string>) => compileRequirements(parseSelector(text))(labels)

describe('a query', () => {
  it.each([
    ['', {}, true],
    ['app=web', { app: 'web' }, true],
    ['app==web', { app: 'db' }, false],
    [' app = web , tier != back ', { app: 'web' }, true],
    ['app=web,tier!=back', { app: 'web', tier: 'back' }, false],
    ['app', { app: '' }, true],
    ['!app', { app: '' }, false],
    ['!app', {}, true],
    ['app in (web,db)', { app: 'db' }, true],
    ['app in (web,db)', {}, false],
    ['app notin (web)', {}, true],
    ['app notin (web,db)', { app: 'db' }, false],
    ['app in ()', { app: '' }, true],
    ['app in (,web)', { app: '' }, true],
    ['app=', { app: '' }, true],
    ['n>1', { n: '2' }, true],
    ['n<2', { n: 'x' }, false],
    ['in=notin', { in: 'notin' }, true],
  ])('%s on %j is %s', (text, labels, yes) => expect(hits(text, labels as Record<string, string>)).toBe(yes))
  it('on an object without labels', () => {
    expect(hits('app=web')).toBe(false)
    expect(hits('app!=web')).toBe(true)
  })
})

describe('a malformed query is refused in the parser’s words', () => {
  it.each([
    ['=x', "found '=', expected: !, identifier, or 'end of string'"],
    ['a b=c', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['app in web', "unable to parse requirement: found 'web' expected: '('"],
    ['app=web tier', "found 'tier', expected: ',' or 'end of string'"],
    ['app=web!', "found '!', expected: ',' or 'end of string'"],
    ['app=web,', "found '', expected: identifier after ','"],
    ['in (a)', "unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt"],
    [
      `app=${'a'.repeat(64)}`,
      `unable to parse requirement: values[0][app]: Invalid value: "${'a'.repeat(64)}": must be no more than 63 characters`,
    ],
  ])('%s', (text, message) => expect(() => parseSelector(text)).toThrow(message))
})

describe('a LabelSelector', () => {
  const selector = {
    matchLabels: { tier: 'front', app: 'web' },
    matchExpressions: [
      { key: 'env', operator: 'In', values: ['prod', 'dev'] },
      { key: 'old', operator: 'DoesNotExist' },
    ],
  }
  it('asks for everything it says', () => {
    expect(selectorMatches(selector, { app: 'web', tier: 'front', env: 'dev' })).toBe(true)
    expect(selectorMatches(selector, { app: 'web', tier: 'front', env: 'dev', old: '1' })).toBe(false)
    expect(selectorMatches(selector, { app: 'web', tier: 'front' })).toBe(false)
  })
  it('that is none selects nothing, an empty one everything', () => {
    expect(selectorMatches(undefined, { a: 'b' })).toBe(false)
    expect(selectorMatches({}, undefined)).toBe(true)
  })
  it('is printed by key', () => {
    expect(formatSelector(selector)).toBe('app=web,env in (dev,prod),!old,tier=front')
    expect(formatSelector({})).toBe('<none>')
    expect(formatLabels({ b: '2', a: '1' })).toBe('a=1,b=2')
  })
  it('of a Service selects nothing when it is empty', () => {
    expect(compileMapSelector({})({ a: 'b' })).toBe(false)
    expect(compileMapSelector({ a: 'b' })({ a: 'b', c: 'd' })).toBe(true)
  })
})
