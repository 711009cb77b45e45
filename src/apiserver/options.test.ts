// What a request asks beyond its object. The expected texts are a real Kubernetes 1.34.4's.
import { describe, expect, it } from 'vitest'
import { listOptions, removeOptions, writeOptions } from './options.ts'
import { Query } from './query.ts'
import { bare, configMap, refusal } from './testing/bare.ts'

const MAPS = '/api/v1/namespaces/ns/configmaps'
const MERGE = 'application/merge-patch+json'

describe('a query', () => {
  it('counts the first of two values, and takes any but false and 0 for yes', () => {
    const query = new Query('a=1&a=2&b=0&c=false&d=&e')
    expect([query.text('a'), query.all('a')]).toEqual(['1', ['1', '2']])
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map(k => query.bool(k))).toEqual([true, false, false, true, true, false])
  })
})

describe('the options of a write', () => {
  const refused = (query: string, kind: 'CreateOptions' | 'PatchOptions' = 'CreateOptions', apply = false) => {
    try {
      return JSON.stringify(writeOptions(kind, new Query(query), apply))
    } catch (e) {
      return (e as Error).message
    }
  }
  const create = (words: string) => `CreateOptions.meta.k8s.io "" is invalid: ${words}`

  it('are warned of what is unknown unless they say otherwise, by these words only', () => {
    expect(writeOptions('CreateOptions', new Query(''))).toEqual({ dryRun: false, fieldManager: '', fieldValidation: 'Warn', force: false })
    expect(writeOptions('CreateOptions', new Query('fieldValidation=Strict')).fieldValidation).toBe('Strict')
    expect(refused('fieldValidation=strict')).toBe(
      create('fieldValidation: Unsupported value: "strict": supported values: "", "Ignore", "Strict", "Warn"'),
    )
  })

  it('name who writes in at most 128 bytes, all of them printable', () => {
    const manager = (name: string) => refused(`fieldManager=${encodeURIComponent(name)}`)
    const tooLong = create('fieldManager: Too long: may not be more than 128 bytes')
    expect(manager('a'.repeat(128))).toContain('"fieldManager":"aaa')
    expect([manager('a'.repeat(129)), manager('ä'.repeat(65)), manager('ä'.repeat(64)).length > 100]).toEqual([tooLong, tooLong, true])
    expect(manager('a b\u{1F600}')).toContain('"fieldManager":"a b')
    expect(manager('ä\u0001')).toBe(create('fieldManager: Invalid value: "ä\\x01": invalid character U+0001 (at position 2)'))
    expect(manager('a\u00a0\u007f')).toBe(
      create(
        '[fieldManager: Invalid value: "a\\u00a0\\x7f": invalid character U+00A0 (at position 1), fieldManager: Invalid value: "a\\u00a0\\x7f": invalid character U+007F (at position 3)]',
      ),
    )
  })

  it('may be forced only where it is applied, also not to false', () => {
    for (const force of ['true', 'false'])
      expect(refused(`force=${force}`, 'PatchOptions')).toBe(
        'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
      )
    expect(writeOptions('PatchOptions', new Query('force=false&fieldManager=x'), true).force).toBe(false)
    expect(writeOptions('PatchOptions', new Query('force=true&fieldManager=x'), true).force).toBe(true)
  })

  it('are told of all that is wrong, in this order', () => {
    expect(refused(`force=1&dryRun=x&fieldValidation=y&fieldManager=${'a'.repeat(129)}`, 'PatchOptions')).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: [force: Forbidden: may not be specified for non-apply patch, fieldManager: Too long: may not be more than 128 bytes, dryRun: Unsupported value: ["x"]: supported values: "All", fieldValidation: Unsupported value: "y": supported values: "", "Ignore", "Strict", "Warn"]',
    )
  })
})

describe('the options of a list', () => {
  const list = (query: string) => listOptions(new Query(query), false)

  it.each([
    ['limit=-5', 0],
    ['limit=3', 3],
    ['limit=3&resourceVersion=0', 0],
    ['limit=3&resourceVersion=00', 3],
    ['limit=3&resourceVersion=0&continue=abc', 3],
  ])('%s have the limit %i', (query, limit) => expect(list(query).limit).toBe(limit))

  it('mean exactly a version when they say so, or are a page of then', () => {
    const exact = (query: string) => list(`resourceVersion=5&${query}`).exact
    expect([exact('resourceVersionMatch=Exact'), exact('limit=1'), exact(''), exact('limit=1&resourceVersionMatch=NotOlderThan')]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(list('resourceVersion=0&limit=1').exact).toBe(false)
  })

  it('go on with a token at no other version than any', () => {
    expect(() => list('continue=abc&resourceVersion=1')).toThrow('specifying resource version is not allowed when using continue')
    expect(list('continue=abc&resourceVersion=0')).toMatchObject({ continue: 'abc' })
  })

  const lists = (words: string) => `ListOptions.meta.k8s.io "" is invalid: ${words}`
  const MATCH = 'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden'
  const NEARLY = 'resourceVersionMatch: Unsupported value: "Nearly": supported values:'
  const LIST = 'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list'

  it.each([
    [
      'resourceVersionMatch=Nearly&sendInitialEvents=1&continue=abc',
      `[${MATCH} unless resourceVersion is provided, ${MATCH} when continue is provided, ${NEARLY} "Exact", "NotOlderThan", "", ${LIST}]`,
    ],
    [
      'resourceVersionMatch=Exact&resourceVersion=0&continue=abc',
      `[${MATCH} when continue is provided, resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"]`,
    ],
    ['sendInitialEvents=false', LIST],
  ])('%s are refused for all that is wrong', (query, words) => expect(() => list(query)).toThrow(lists(words)))

  it.each([
    [
      'resourceVersionMatch=Nearly&sendInitialEvents=1&continue=abc',
      `[resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, ${NEARLY} "NotOlderThan", ${MATCH} when continue is provided]`,
    ],
    [
      'resourceVersionMatch=Exact',
      `[${MATCH} for watch unless sendInitialEvents is provided, ${NEARLY.replace('Nearly', 'Exact')} "NotOlderThan"]`,
    ],
    ['sendInitialEvents=false', 'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'],
  ])('of a watch %s are refused for all that is wrong', (query, words) =>
    expect(() => listOptions(new Query(query), true)).toThrow(lists(words)),
  )

  it('of a watch know no pages, whatever they say', () => {
    expect(listOptions(new Query('continue=abc&limit=3&resourceVersion=5'), true)).toMatchObject({ limit: 0, continue: '', exact: false })
  })

  it('with no time to listen are for ever', () => {
    expect(listOptions(new Query('timeoutSeconds=0'), true).timeoutSeconds).toBeUndefined()
  })
})

describe('the options of a DELETE', () => {
  const chosen = (query: string, body?: Record<string, unknown>) => removeOptions(body, new Query(query)).propagationPolicy

  it('say in two ways what is to become of the dependents, but not in both', () => {
    expect([chosen('orphanDependents=true'), chosen('orphanDependents=false'), chosen('')]).toEqual(['Orphan', 'Background', undefined])
    expect(chosen('', { orphanDependents: false })).toBe('Background')
    for (const orphanDependents of [true, false])
      expect(() => chosen('', { propagationPolicy: 'Background', orphanDependents })).toThrow(
        'propagationPolicy: Invalid value: "Background": orphanDependents and deletionPropagation cannot be both set',
      )
  })

  it('may leave the grace to the object, by nothing or null', () => {
    expect(removeOptions({ gracePeriodSeconds: null }, new Query(''))).toEqual({ dry: false })
    expect(removeOptions(undefined, new Query('gracePeriodSeconds=0'))).toEqual({ dry: false, gracePeriodSeconds: 0 })
  })

  it('are those of the body where there is one', () => {
    expect(removeOptions({}, new Query('gracePeriodSeconds=5&dryRun=All'))).toEqual({ dry: false })
  })
})

it('who asks for a version that nobody has seen is told when to ask again', () => {
  expect(bare().ask('GET', `${MAPS}?resourceVersion=999999`).body).toMatchObject({ details: { retryAfterSeconds: 1 } })
})

it('what is unforeseen has no reason', () => {
  const house = bare()
  house.ask('POST', MAPS, configMap('a'))
  const answer = house.ask('PATCH', `${MAPS}/a`, { metadata: { resourceVersion: 'x' } }, MERGE)
  expect(answer.body).not.toHaveProperty('reason')
  expect(refusal(answer)).toMatch(/^500 : /)
})
