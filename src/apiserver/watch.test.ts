import { describe, expect, it } from 'vitest'
import type { Stream } from './index.ts'
import { type Bare, bare, configMap, refusal, yaml } from './testing/bare.ts'

const URL = '/api/v1/namespaces/ns/configmaps'
const open = (house: Bare, query = '', accept?: string) =>
  house.ask('GET', `${URL}?watch=1${query}`, undefined, undefined, accept).stream as Stream

interface Told {
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: an object of any kind
  object: any
}
const events = (s: Stream): Told[] => s.read().map(line => JSON.parse(line))
const words = (s: Stream) =>
  events(s)
    .map(e => `${e.type} ${e.object.metadata.name ?? ''}`.trim())
    .join(', ')

function some(): Bare {
  const house = bare()
  for (const [name, app] of [
    ['b', 'web'],
    ['a', 'web'],
    ['c', 'db'],
  ] as const)
    house.ask('POST', URL, configMap(name, { app }))
  return house
}
const label = (house: Bare, name: string, app: string) =>
  house.ask('PATCH', `${URL}/${name}`, { metadata: { labels: { app } } }, 'application/merge-patch+json')
const version = (house: Bare) => String(house.engine.store.rv)

describe('a watch', () => {
  it('without a version begins with what is there, sorted by name', () => {
    expect(words(open(some()))).toBe('ADDED a, ADDED b, ADDED c')
    expect(words(open(some(), '&resourceVersion=0'))).toBe('ADDED a, ADDED b, ADDED c')
  })

  it('from a version tells what was committed after it, in that order and once', () => {
    const house = some()
    const stream = open(house, `&resourceVersion=${version(house)}`)
    expect(words(stream)).toBe('')
    house.ask('POST', URL, configMap('d'))
    label(house, 'a', 'x')
    house.ask('DELETE', `${URL}/b`)
    expect(words(stream)).toBe('ADDED d, MODIFIED a, DELETED b')
    expect(words(stream)).toBe('')
  })

  it('of a namespace hears nothing of others', () => {
    const house = some()
    house.ask('POST', '/api/v1/namespaces/default/configmaps', configMap('x'))
    const stream = open(house)
    house.ask('POST', '/api/v1/namespaces/default/configmaps', configMap('y'))
    expect(words(stream)).toBe('ADDED a, ADDED b, ADDED c')
    expect(words(house.ask('GET', '/api/v1/configmaps?watch=1').stream as Stream)).toContain('ADDED y')
  })

  it('is silent about a write that changes nothing', () => {
    const house = some()
    const stream = open(house, `&resourceVersion=${version(house)}`)
    label(house, 'a', 'web')
    expect(words(stream)).toBe('')
  })

  it('with a selector: what leaves the selection is DELETED as it was, what enters it is ADDED', () => {
    const house = some()
    const stream = open(house, `&resourceVersion=${version(house)}&labelSelector=app%3Dweb`)
    label(house, 'a', 'db')
    label(house, 'c', 'web')
    label(house, 'b', 'web2')
    const told = events(stream)
    expect(told.map(e => `${e.type} ${e.object.metadata.name} ${e.object.metadata.labels.app}`)).toEqual([
      'DELETED a web',
      'ADDED c web',
      'DELETED b web',
    ])
    expect(told.at(-1)?.object.metadata.resourceVersion).toBe(version(house))
  })

  it('tells of what is gone as it was kept last, without what the write that let it go would have changed', () => {
    const house = bare()
    house.ask('POST', URL, {
      ...configMap('held', { app: 'web' }),
      metadata: { name: 'held', labels: { app: 'web' }, finalizers: ['a.b/c'] },
    })
    house.ask('DELETE', `${URL}/held`)
    const stream = open(house, `&resourceVersion=${version(house)}&labelSelector=app%3Dweb`)
    const patch = { metadata: { finalizers: null, labels: { app: 'db' } }, data: { a: '2' } }
    house.ask('PATCH', `${URL}/held`, patch, 'application/merge-patch+json')
    const metadata = { finalizers: ['a.b/c'], labels: { app: 'web' }, resourceVersion: version(house) }
    expect(events(stream)).toMatchObject([{ type: 'DELETED', object: { metadata, data: { a: '1' } } }])
  })

  it('of one object by a field selector or the old address hears of no other', () => {
    const house = some()
    expect(house.ask('GET', `${URL}/b?watch=1`).body).toMatchObject({ kind: 'ConfigMap' }) // no watch: the object
    expect(words(open(house, '&fieldSelector=metadata.name%3Db'))).toBe('ADDED b')
    expect(words(house.ask('GET', '/api/v1/watch/namespaces/ns/configmaps/c').stream as Stream)).toBe('ADDED c')
  })

  it('as a Table gives the columns with the first event only', () => {
    const told = events(open(some(), '', 'application/json;as=Table;v=v1;g=meta.k8s.io'))
    expect(told.map(e => e.object.columnDefinitions?.length ?? null)).toEqual([3, null, null])
    expect(told.map(e => e.object.rows[0].cells[0])).toEqual(['a', 'b', 'c'])
  })

  it('with initial events ends them by a bookmark, if bookmarks are welcome', () => {
    const house = some()
    const query = '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan'
    const told = events(open(house, `${query}&allowWatchBookmarks=true`))
    expect(told.map(e => e.type)).toEqual(['ADDED', 'ADDED', 'ADDED', 'BOOKMARK'])
    expect(told[3]?.object.metadata).toEqual({ resourceVersion: version(house), annotations: { 'k8s.io/initial-events-end': 'true' } })
    expect(words(open(house, query))).toBe('ADDED a, ADDED b, ADDED c')
  })

  it('with initial events begins with what is there whatever the version, and without them with nothing', () => {
    const house = some()
    const query = '&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
    const before = version(house)
    house.ask('POST', URL, configMap('d'))
    expect(words(open(house, `${query}&sendInitialEvents=true&resourceVersion=${before}`))).toBe(
      'ADDED a, ADDED b, ADDED c, ADDED d, BOOKMARK',
    )
    const stream = open(house, `${query}&sendInitialEvents=false&resourceVersion=0`)
    expect(words(stream)).toBe('')
    house.ask('POST', URL, configMap('e'))
    expect(words(stream)).toBe('ADDED e')
    expect(words(open(house, '&allowWatchBookmarks=true'))).toBe('ADDED a, ADDED b, ADDED c, ADDED d, ADDED e')
  })

  it('gives that bookmark in the form that was asked for', () => {
    const house = some()
    const query = '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=none'
    const form = (as: string) => events(open(house, query, `application/json;as=${as};v=v1;g=meta.k8s.io`))[0]?.object
    const metadata = { resourceVersion: version(house), annotations: { 'k8s.io/initial-events-end': 'true' } }
    const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
    expect(form('PartialObjectMetadata')).toEqual(partial)
    expect(form('Table')).toMatchObject({
      kind: 'Table',
      metadata: { resourceVersion: version(house) },
      columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }],
      rows: [{ cells: ['', 0, '<unknown>'], object: partial }],
    })
  })

  it.each([...bare().engine.store.resources.keys()])('as a Table has a row for a bookmark of %s', plural => {
    const { resources } = bare().engine.store
    const { group, version: v } = resources.get(plural) ?? { group: '', version: '' }
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=none'
    const path = `${group ? `/apis/${group}` : '/api'}/${v}/${plural}?${query}`
    const { stream } = bare().ask('GET', path, undefined, undefined, 'application/json;as=Table;v=v1;g=meta.k8s.io')
    const { cells } = events(stream as Stream)[0]?.object.rows[0] ?? {}
    expect(cells).not.toHaveLength(0)
    expect(JSON.stringify(cells)).not.toMatch(/undefined|null|NaN/)
  })

  it.each(['application/yaml', 'application/yaml,application/json'])('is not to be had as %s', accept => {
    const words =
      'only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch'
    const answer = some().ask('GET', `${URL}?watch=1`, undefined, undefined, accept)
    expect([answer.status, answer.contentType]).toEqual([406, 'application/yaml'])
    expect(yaml.parse(String(answer.body)).value).toMatchObject({ reason: 'NotAcceptable', message: words })
    expect(some().ask('GET', URL, undefined, undefined, accept).status).toBe(200)
  })

  it('names what it could be had as to who wants something else', () => {
    const answer = some().ask('GET', `${URL}?watch=1`, undefined, undefined, 'text/plain')
    expect(refusal(answer)).toMatch(/application\/vnd.kubernetes.protobuf, application\/json;stream=watch, [^,]+;stream=watch$/)
    expect(refusal(some().ask('GET', URL, undefined, undefined, 'text/plain'))).not.toContain('stream=watch')
  })

  it('from a version that nobody has seen yet waits for it', () => {
    const house = some()
    const stream = open(house, '&resourceVersion=111111111111')
    house.ask('POST', URL, configMap('d'))
    expect(words(stream)).toBe('')
    house.ask('POST', URL, configMap('e'))
    expect(words(stream)).toBe('')
    expect(stream.ended).toBe(false)
  })

  it('ends with 410 Expired when what it has told no longer holds', () => {
    const house = some()
    const before = house.engine.checkpoint()
    const stream = open(house, `&resourceVersion=${version(house)}`)
    house.ask('POST', URL, configMap('d'))
    expect(words(stream)).toBe('ADDED d')
    house.engine.restore(before)
    house.door.endWatches()
    const [last] = events(stream)
    expect([last?.type, last?.object.code, last?.object.reason]).toEqual(['ERROR', 410, 'Expired'])
    expect(stream.ended).toBe(true)
    expect(stream.read()).toEqual([])
  })

  it('from a version that is no longer known ends with 410 Expired', () => {
    const house = some()
    const from = version(house)
    house.engine.restore(house.engine.checkpoint()) // forgets what was committed before
    house.ask('POST', URL, configMap('d'))
    house.ask('POST', URL, configMap('e'))
    const stream = open(house, `&resourceVersion=${Number(from) - 1}`)
    expect(events(stream)[0]?.object.reason).toBe('Expired')
  })

  it('leaves it to the caller to end it in time', () => {
    expect(open(some(), '&timeoutSeconds=30').timeoutSeconds).toBe(30)
    expect(open(some()).timeoutSeconds).toBeUndefined()
  })

  it('takes any word but false and 0 for yes', () => {
    const house = some()
    for (const [word, streams] of [
      ['yes', true],
      ['True', true],
      ['0', false],
      ['false', false],
    ] as const)
      expect(house.ask('GET', `${URL}?watch=${word}`).stream !== undefined).toBe(streams)
  })
})
