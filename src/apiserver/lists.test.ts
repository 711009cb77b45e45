import { describe, expect, it } from 'vitest'
import { toBase64Url } from './base64.ts'
import { type Bare, bare, configMap, refusal } from './testing/bare.ts'

const URL = '/api/v1/namespaces/ns/configmaps'

interface Body {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number }
  items: { metadata: { name: string } }[]
}

function five(): Bare {
  const house = bare()
  for (const name of ['e', 'c', 'a', 'd', 'b']) house.ask('POST', URL, configMap(name, { half: name < 'c' ? 'first' : 'second' }))
  return house
}
const page = (house: Bare, query: string) => {
  const { metadata, items } = house.ask('GET', `${URL}?${query}`).body as Body
  return { names: items.map(i => i.metadata.name).join(' '), more: metadata.continue, remaining: metadata.remainingItemCount, metadata }
}
const next = (token: string | undefined) => `continue=${encodeURIComponent(token ?? '')}`

describe('a list', () => {
  it('says the kind once, and its items do not, but for custom resources', () => {
    const house = five()
    const list = house.ask('GET', URL).body as Record<string, unknown> & { items: object[] }
    expect([list.kind, list.apiVersion, Object.keys(list.items[0] ?? {})]).toEqual(['ConfigMapList', 'v1', ['metadata', 'data']])
    house.ask('POST', '/apis/podium.local/v1/faults', { metadata: { name: 'f' }, spec: { type: 'NodeCrash', nodes: ['node-1'] } })
    const faults = house.ask('GET', '/apis/podium.local/v1/faults').body as { items: object[] }
    expect(faults.items[0]).toMatchObject({ apiVersion: 'podium.local/v1', kind: 'Fault' })
  })

  it('of a namespace that is not there is empty', () => {
    expect(five().ask('GET', '/api/v1/namespaces/nope/configmaps')).toMatchObject({ status: 200, body: { items: [] } })
  })
})

describe('lists in pages', () => {
  it('come in the order of names, and say how many remain', () => {
    const house = five()
    const first = page(house, 'limit=2')
    expect([first.names, first.remaining]).toEqual(['a b', 3])
    const second = page(house, `limit=2&${next(first.more)}`)
    expect([second.names, second.remaining]).toEqual(['c d', 1])
    const third = page(house, `limit=2&${next(second.more)}`)
    expect([third.names, third.remaining, third.more]).toEqual(['e', undefined, undefined])
  })

  it('show the moment of the first page, whatever happens in between', () => {
    const house = five()
    const first = page(house, 'limit=2')
    house.ask('POST', URL, configMap('cc'))
    house.ask('DELETE', `${URL}/d`)
    expect(page(house, next(first.more)).names).toBe('c d e')
    expect(page(house, next(first.more)).metadata.resourceVersion).toBe(first.metadata.resourceVersion)
    expect(page(house, '').names).toBe('a b c cc e')
  })

  it('do not count what remains of a selection', () => {
    expect(page(five(), 'limit=1&labelSelector=half%3Dfirst')).toMatchObject({ names: 'a', remaining: undefined })
    expect(page(five(), 'limit=1&labelSelector=%20')).toMatchObject({ names: 'a', remaining: 4 })
  })

  it('go on as long as there is something that has not been looked at, though nothing of it may be selected', () => {
    const house = five()
    const first = page(house, 'limit=2&labelSelector=half%3Dfirst')
    expect(first).toMatchObject({ names: 'a b', more: expect.any(String), remaining: undefined })
    expect(page(house, `limit=2&labelSelector=half%3Dfirst&${next(first.more)}`)).toMatchObject({ names: '', more: undefined })
    expect(page(house, 'limit=3&labelSelector=half%3Dsecond')).toMatchObject({ names: 'c d e', more: undefined })
    expect(page(house, 'limit=5')).toMatchObject({ names: 'a b c d e', more: undefined, remaining: undefined })
  })

  it('are of one namespace, whatever happens in others', () => {
    const house = five()
    const first = page(house, 'limit=4')
    house.ask('POST', '/api/v1/namespaces/default/configmaps', configMap('z'))
    house.ask('DELETE', '/api/v1/namespaces/default/configmaps/z')
    house.ask('POST', '/api/v1/namespaces/default/configmaps', configMap('y'))
    expect(page(house, `limit=4&${next(first.more)}`)).toMatchObject({ names: 'e', more: undefined })
    expect(first.remaining).toBe(1)
  })

  it('show what is changed twice in between as it was first', () => {
    const house = five()
    const { more } = page(house, 'limit=1')
    for (const half of ['second', 'third'])
      house.ask('PATCH', `${URL}/b`, { metadata: { labels: { half } } }, 'application/merge-patch+json')
    expect(page(house, `labelSelector=half%3Dfirst&${next(more)}`).names).toBe('b')
  })

  const token = (rv: number, start: string) => `limit=1&${next(toBase64Url(JSON.stringify({ v: 'meta.k8s.io/v1', rv, start })))}`

  it('begin where the token says, and in what there is now when its version is less than none', () => {
    const house = five()
    house.ask('DELETE', `${URL}/c`)
    const found = page(house, token(-1, 'ns/b'))
    expect([found.names, found.metadata.resourceVersion]).toEqual(['b', String(house.engine.store.rv)])
    expect(page(house, token(-1, 'ns/c')).names).toBe('d')
  })

  it.each([
    ['{"v":"meta.k8s.io/v2","rv":1,"start":"a"}', '400 BadRequest', 'server does not recognize this encoded version meta.k8s.io/v2'],
    ['{"v":"meta.k8s.io/v1","start":"a"}', '400 BadRequest', 'incorrect encoded start resourceVersion (version meta.k8s.io/v1)'],
    ['{"v":"meta.k8s.io/v1","rv":1}', '400 BadRequest', 'encoded start key empty (version meta.k8s.io/v1)'],
    ['{"v":"meta.k8s.io/v1","rv":99999,"start":"a"}', '504 Timeout', 'Too large resource version: 99999'],
  ])('are refused for the token %s', (text, reason, words) => {
    const refused = refusal(five().ask('GET', `${URL}?${next(toBase64Url(text))}`))
    expect([refused.startsWith(reason), refused]).toEqual([true, expect.stringContaining(words)])
  })

  it('are refused for tokens that nobody gave', () => {
    const house = five()
    expect(refusal(house.ask('GET', `${URL}?continue=abc`))).toBe(
      "400 BadRequest: invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
    )
    const { more } = page(house, 'limit=2')
    expect(refusal(house.ask('GET', `${URL}?resourceVersion=5&${next(more)}`))).toBe(
      '400 BadRequest: specifying resource version is not allowed when using continue',
    )
  })

  it('end with 410 when the first page is too long ago', () => {
    const house = five()
    const { more } = page(house, 'limit=2')
    house.ask('POST', URL, configMap('f'))
    house.engine.restore(house.engine.checkpoint()) // forgets what was committed before
    house.ask('POST', URL, configMap('g'))
    expect(house.ask('GET', `${URL}?${next(more)}`).status).toBe(410)
  })
})

describe('lists at a resourceVersion', () => {
  it('0 come whole, whatever the limit: they cost nothing', () => {
    expect(page(five(), 'limit=2&resourceVersion=0')).toMatchObject({ names: 'a b c d e', more: undefined })
  })

  it('come in pages of what there was then', () => {
    const house = five()
    const rv = page(house, '').metadata.resourceVersion
    house.ask('DELETE', `${URL}/a`)
    const first = page(house, `limit=2&resourceVersion=${rv}`)
    expect([first.names, first.metadata.resourceVersion]).toEqual(['a b', rv])
    expect(page(house, `resourceVersion=${rv}`).names).toBe('b c d e')
  })

  it('too long ago: 410', () => {
    const house = five()
    house.engine.restore(house.engine.checkpoint())
    expect(refusal(house.ask('GET', `${URL}?resourceVersion=1&resourceVersionMatch=Exact`))).toBe(
      '410 Expired: The resourceVersion for the provided list is too old.',
    )
  })

  it('with a limit that is no number of 64 bits are refused', () => {
    expect(refusal(five().ask('GET', `${URL}?limit=99999999999999999999`))).toBe(
      '400 BadRequest: strconv.ParseInt: parsing "99999999999999999999": value out of range',
    )
  })

  it('exactly then: as it was', () => {
    const house = five()
    const then = house.engine.store.rv
    house.ask('DELETE', `${URL}/a`)
    house.ask('PATCH', `${URL}/b`, { metadata: { labels: { half: 'other' } } }, 'application/merge-patch+json')
    expect(page(house, `resourceVersion=${then}&resourceVersionMatch=Exact`).names).toBe('a b c d e')
    expect(page(house, `resourceVersion=${then}&resourceVersionMatch=Exact&labelSelector=half%3Dfirst`).names).toBe('a b')
    expect(page(house, `resourceVersion=${then}&resourceVersionMatch=NotOlderThan`).names).toBe('b c d e')
  })

  it.each([
    [
      '?resourceVersion=abc',
      400,
      'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [
      '?resourceVersionMatch=Exact',
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ],
    [
      '?resourceVersion=0&resourceVersionMatch=Exact',
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      '?resourceVersion=5&resourceVersionMatch=Nearly',
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "Nearly": supported values: "Exact", "NotOlderThan", ""',
    ],
    [
      '?sendInitialEvents=true',
      422,
      'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
    ],
    [
      '?watch=1&sendInitialEvents=true',
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ],
    [
      '?watch=1&resourceVersion=0&resourceVersionMatch=NotOlderThan',
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    ],
    ['?limit=many', 400, 'strconv.ParseInt: parsing "many": invalid syntax'],
    ['?watch=1&resourceVersion=abc', 500, 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax'],
    ['/a?resourceVersion=abc', 500, 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax'],
  ])('%s is refused in Kubernetes’ words', (query, status, message) => {
    const r = five().ask('GET', URL + query)
    expect([r.status, (r.body as { message: string }).message]).toEqual([status, message])
  })

  it('now are lists of now, also with a limit, and so are objects', () => {
    const house = five()
    const { rv } = house.engine.store
    expect(page(house, `limit=1&resourceVersion=${rv}`)).toMatchObject({ names: 'a', metadata: { resourceVersion: String(rv) } })
    expect(house.ask('GET', `${URL}/a?resourceVersion=${rv}`).status).toBe(200)
  })

  it('far in the future: 504, for lists and objects', () => {
    const house = five()
    const words = `504 Timeout: Timeout: Too large resource version: 111111111111, current: ${house.engine.store.rv}`
    expect(refusal(house.ask('GET', `${URL}?resourceVersion=111111111111`))).toBe(words)
    expect(refusal(house.ask('GET', `${URL}/a?resourceVersion=111111111111`))).toBe(words)
  })
})
