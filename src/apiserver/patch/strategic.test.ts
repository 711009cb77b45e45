import { describe, expect, it } from 'vitest'
import { schemaOf } from '../../kube/index.ts'
import { strategicMerge } from './strategic.ts'

type Json = Record<string, unknown>
const POD = schemaOf('v1', 'Pod')
const SERVICE = schemaOf('v1', 'Service')
const merge = (spec: Json, patch: Json) => strategicMerge({ spec }, { spec: patch }, POD).spec
const names = (list: unknown) => (list as { name: string }[]).map(i => i.name).join(' ')
const two = { containers: [{ name: 'main', image: 'a', args: ['x'] }, { name: 'side', image: 'b' }] } // biome-ignore format: one line

describe('a strategic merge patch', () => {
  it.each<[string, Json, Json, unknown]>([
    [
      'merges lists of named things by the name',
      two,
      { containers: [{ name: 'main', image: 'c' }] },
      {
        containers: [
          { name: 'main', image: 'c', args: ['x'] },
          { name: 'side', image: 'b' },
        ],
      },
    ],
    [
      'replaces lists of plain values',
      two,
      { containers: [{ name: 'main', args: ['y'] }] },
      {
        containers: [
          { name: 'main', image: 'a', args: ['y'] },
          { name: 'side', image: 'b' },
        ],
      },
    ],
    [
      'replaces lists of things without a name',
      { tolerations: [{ key: 'a' }] },
      { tolerations: [{ key: 'b' }] },
      { tolerations: [{ key: 'b' }] },
    ],
    ['takes an item away', two, { containers: [{ name: 'side', $patch: 'delete' }] }, { containers: [two.containers[0]] }],
    [
      'replaces a list when told to',
      two,
      { containers: [{ $patch: 'replace' }, { name: 'only', image: 'o' }] },
      { containers: [{ name: 'only', image: 'o' }] },
    ],
    [
      'replaces a map when told to',
      { nodeSelector: { a: '1', b: '2' } },
      { nodeSelector: { $patch: 'replace', c: '3' } },
      { nodeSelector: { c: '3' } },
    ],
    ['empties a map when told to', { nodeSelector: { a: '1' } }, { nodeSelector: { $patch: 'delete' } }, { nodeSelector: {} }],
    ['takes away what is null', { nodeSelector: { a: '1', b: '2' } }, { nodeSelector: { a: null } }, { nodeSelector: { b: '2' } }],
    [
      'keeps only the keys that are retained',
      { volumes: [{ name: 'v', emptyDir: {} }] },
      { volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/x' } }] },
      { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
    ],
    [
      'adds without directives and nulls',
      {},
      { containers: [{ name: 'new', image: 'n', env: null, resources: { $patch: 'merge', limits: { cpu: '1' } } }] },
      { containers: [{ name: 'new', image: 'n', resources: { limits: { cpu: '1' } } }] },
    ],
  ])('%s', (_, spec, patch, wanted) => {
    expect(merge(spec, patch)).toEqual(wanted)
  })

  it('puts what it names in its own order, and what it adds in front of what it does not know', () => {
    expect(names((merge(two, { containers: [{ name: 'third', image: 't' }] }) as Json).containers)).toBe('third main side')
    const order = { '$setElementOrder/containers': [{ name: 'side' }, { name: 'main' }] }
    expect(names((merge(two, order) as Json).containers)).toBe('side main')
    const three = { containers: [...two.containers, { name: 'server', image: 's' }] }
    expect(names((merge(three, order) as Json).containers)).toBe('side main server')
  })

  it('merges lists of words as sets, and takes words away', () => {
    const meta = (patch: Json) =>
      (strategicMerge({ metadata: { finalizers: ['a/1', 'a/2'] } }, { metadata: patch }, SERVICE).metadata as Json).finalizers
    expect(new Set(meta({ finalizers: ['a/3'] }) as string[])).toEqual(new Set(['a/1', 'a/2', 'a/3']))
    expect(meta({ '$deleteFromPrimitiveList/finalizers': ['a/1'] })).toEqual(['a/2'])
    expect(meta({ '$setElementOrder/finalizers': ['a/3', 'a/2', 'a/1'], finalizers: ['a/3'] })).toEqual(['a/3', 'a/2', 'a/1'])
  })

  it('tells a Service’s ports apart by their number alone', () => {
    const spec = { ports: [{ port: 80, name: 'a' }, { port: 81, name: 'b' }] } // biome-ignore format: one line
    expect((strategicMerge({ spec }, { spec: { ports: [{ port: 81, targetPort: 8081 }] } }, SERVICE).spec as Json).ports).toEqual([
      { port: 80, name: 'a' },
      { port: 81, name: 'b', targetPort: 8081 },
    ])
  })

  it.each<[Json, string]>([
    [{ containers: [{ image: 'x:1' }] }, 'map: map[image:x:1] does not contain declared merge key: name'],
    [{ nodeSelector: { $patch: 'swap' } }, 'unknown patch type: swap in map: map[$patch:swap]'],
    [{ nodeSelector: { $patch: 'merge' } }, 'unknown patch type: merge in map: map[$patch:merge]'],
    [{ nodeSelector: { $patch: 3 } }, 'unknown patch type: %!s(int64=3) in map: map[$patch:3]'],
    [{ nodeSelector: { $retainKeys: 'a' } }, 'invalid patch format of retainKeys'],
    [{ '$setElementOrder/containers': 1 }, 'expected a []interface {}, but received a int64'],
    [{ $setElementOrder: { 0: 0 } }, 'expected a []interface {}, but received a map[string]interface {}'],
    [
      { '$setElementOrder/containers': [{ name: 'side' }], containers: [{ name: 'main' }] },
      "The order in patch list:\n[map[name:main]]\n doesn't match $setElementOrder list:\n[map[name:side]]\n",
    ],
  ])('%j makes no sense', (patch, words) => {
    expect(() => merge({ ...two, nodeSelector: { a: 'b' } }, patch)).toThrow(words)
  })

  it('takes new items as they are, directives and all, also in place of a whole list', () => {
    const item = { name: 'new', env: [{ name: 'A', $patch: 'delete' }] }
    expect((merge(two, { containers: [item] }) as { containers: Json[] }).containers[0]).toEqual(item)
    expect(merge(two, { containers: [{ $patch: 'replace' }, item] })).toEqual({ containers: [item] })
  })

  it('makes no list by its order alone', () => {
    expect(merge({}, { '$setElementOrder/containers': [{ name: 'main' }] })).toEqual({})
  })

  it('takes words away before it brings the others into order', () => {
    const metadata = { '$setElementOrder/finalizers': ['a/3', 'a/1'], '$deleteFromPrimitiveList/finalizers': ['a/2'] }
    expect(strategicMerge({ metadata: { finalizers: ['a/1', 'a/2', 'a/3'] } }, { metadata }, SERVICE).metadata).toEqual({
      finalizers: ['a/3', 'a/1'],
    })
  })

  it('adds a word once', () => {
    const meta = strategicMerge({ metadata: { finalizers: ['a/1'] } }, { metadata: { finalizers: ['a/2', 'a/2'] } }, SERVICE).metadata
    expect(meta).toEqual({ finalizers: ['a/2', 'a/1'] })
  })

  it('knows a number written as text', () => {
    const spec = { ports: [{ port: 80, name: 'a' }] }
    expect(strategicMerge({ spec }, { spec: { ports: [{ port: '80', name: 'b' }] } }, SERVICE).spec).toEqual({
      ports: [{ port: '80', name: 'b' }],
    })
  })

  it.each([
    [
      [{ name: 'side' }, { name: 'main' }],
      [{ name: 'main' }, { name: 'side' }],
    ],
    [[{ name: 'main' }, { name: 'main' }], [{ name: 'main' }]],
  ])('of %j does not fit the order %j', (containers, order) => {
    expect(() => merge(two, { '$setElementOrder/containers': order, containers })).toThrow('The order in patch list')
  })

  it('leaves the object and the patch as they were', () => {
    const spec = structuredClone(two)
    const patch = { containers: [{ name: 'main', image: 'c' }, { name: 'side', $patch: 'delete' }] } // biome-ignore format: one line
    merge(spec, patch)
    expect([spec, patch.containers.length]).toEqual([two, 2])
  })
})
