import { describe, expect, it } from 'vitest'
import { sort } from './apply.ts'
import { readManifest } from './manifest.ts'

const pod = (name: string, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: main\n    image: nginx:1.25\n${more}`

describe('reading manifests', () => {
  it('reads every document and knows the line of each field', () => {
    const m = readManifest(`${pod('a')}---\n${pod('b')}`)
    expect(m.errors).toEqual([])
    expect(m.objects.map(o => o.object.metadata.name)).toEqual(['a', 'b'])
    const b = m.objects[1]
    expect(b?.lineOf('metadata.name')).toBe(13)
    expect(b?.lineOf('spec.containers[0].image')).toBe(17)
  })
  it('gives the nearest ancestor of a field that is not there', () => {
    const [a] = readManifest(pod('a')).objects
    expect(a?.lineOf('spec.containers[0].ports[0].containerPort')).toBe(7)
    expect(a?.lineOf('spec.volumes')).toBe(5)
  })
  it('opens Lists, and skips empty documents', () => {
    const m = readManifest(
      '---\n# nothing\n---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: c\n',
    )
    expect(m.objects.map(o => [o.object.kind, o.lineOf('metadata.name')])).toEqual([['ConfigMap', 10]])
  })
  it('opens a list of a kind, whose items need not say what they are', () => {
    const items = '- metadata: {name: a}\n- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n'
    const { objects, errors } = readManifest(`apiVersion: v1\nkind: ConfigMapList\nitems:\n${items}`)
    expect(errors).toEqual([])
    expect(objects.map(o => [o.object.kind, o.line])).toEqual([
      ['ConfigMap', 4],
      ['Secret', 5],
    ])
  })
  it.each([
    ['yes', true],
    ['off', false],
    ['0755', 493],
    ['0o755', 493],
    ['.', '.'],
    ['-.', '-.'],
    ['1.', 1],
    ['.5', 0.5],
    ['-1.5e3', -1500],
    ['.5e1', 5],
    ['1e3', 1000],
    ['1.2.3', '1.2.3'],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9_007_199_254_740_993', -9007199254740993n],
    ['0x20000000000001', 9007199254740993n],
    ['0o400000000000000001', 9007199254740993n],
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', 2 ** 64],
    ['1:30', '1:30'],
    ['12:30:45.5', '12:30:45.5'],
    ['2017-03-30', '2017-03-30'],
    ['2017-03-30T09:00:00Z', '2017-03-30T09:00:00Z'],
    ['!!binary aGVsbG8=', 'hello'],
    ['!!binary w6Q/', 'ä?'],
    ['!!set {x, z}', { x: null, z: null }],
    ['!!omap [x: 1]', [{ x: 1 }]],
  ])('takes %s for what kubectl takes it for', (written, read) => {
    const { objects } = readManifest(`apiVersion: v1\nkind: X\nvalue: ${written}\n`)
    expect(objects[0]?.object.value).toEqual(read)
  })
  it.each([
    ['.inf', 'json: unsupported value: +Inf'],
    ['[-.inf]', 'json: unsupported value: -Inf'],
    ['.nan', 'json: unsupported value: NaN'],
    ['1e999', 'json: unsupported value: +Inf'],
    ['{? [a, b] : c}', 'invalid map key'],
    ['"\\uD800"', 'found invalid Unicode character escape code'],
    ['!!binary "?"', '!!binary value contains invalid base64 data'],
    ['!!binary /w==', '!!binary value is no text'],
  ])('refuses %s, which is no JSON', (written, message) => {
    expect(readManifest(`apiVersion: v1\nkind: X\nvalue: ${written}\n`).errors).toMatchObject([{ line: 3, message }])
  })
  it('says where the YAML breaks, in the words of the parser', () => {
    const [e] = readManifest('apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n   labels: {}\n').errors
    expect(e).toMatchObject({ line: 4, column: 9 })
    expect(e?.message).toMatch(/./)
  })
  it('names unknown kinds and leaves them out', () => {
    const m = readManifest(`apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: v\n---\n${pod('a')}`)
    const { known, unknown } = sort(m.objects)
    expect(unknown).toEqual([{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', name: 'v', line: 1 }])
    expect(known).toMatchObject([{ index: 1, line: 6 }])
  })
  it('asks for kind and apiVersion in the words of kubectl', () => {
    expect(readManifest('metadata: {}').errors[0]?.message).toBe("Object 'Kind' is missing in the manifest")
    expect(readManifest('kind: Pod').errors[0]?.message).toBe("Object 'apiVersion' is missing in the manifest")
  })
  it('refuses more than a megabyte, more than 500 objects, and what is no object', () => {
    expect(readManifest('a: '.padEnd((1 << 20) + 1, 'x')).errors[0]?.message).toBe('manifest.tooLarge')
    expect(readManifest(Array.from({ length: 501 }, (_, i) => pod(`p${i}`)).join('---\n')).errors[0]?.message).toBe('manifest.tooMany')
    const list = `kind: List\napiVersion: v1\nitems:\n${'- {}\n'.repeat(501)}`
    expect(readManifest(list).errors).toEqual([{ line: 1, column: 1, message: 'manifest.tooMany' }])
    expect(readManifest('just words').errors[0]?.message).toBe('manifest.notAnObject')
  })
  it('is not blown up by aliases or nesting', () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'l0: &l0 [x, x, x]'
        : `l${i}: &l${i} [${Array(9)
            .fill(`*l${i - 1}`)
            .join(', ')}]`,
    ).join('\n')
    expect(readManifest(`kind: Pod\napiVersion: v1\n${levels}`).errors).toHaveLength(1)
    expect(readManifest(`kind: Pod\napiVersion: v1\nspec: ${'['.repeat(5000)}${']'.repeat(5000)}`).errors).toHaveLength(1)
  })
  it('finds keys that stand twice, in a time that grows with their number only', () => {
    const many = Array.from({ length: 9_000 }, (_, i) => `  k${i}: v`).join('\n')
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${many}\n  k7: again\n`
    expect(readManifest(text).errors).toEqual([{ line: 9_005, column: 3, message: 'Map keys must be unique' }])
  })
  it('refuses an object of more than 10,000 fields, and takes one with nearly as many', () => {
    const map = (n: number) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${Array.from({ length: n }, (_, i) => `  k${i}: v`).join('\n')}\n`
    expect(readManifest(map(10_001)).errors).toEqual([{ line: 1, column: 1, message: 'manifest.tooManyFields' }])
    expect(readManifest(map(9_900)).errors).toEqual([])
    expect(readManifest(map(60_000)).errors).toEqual([{ line: 1, column: 1, message: 'manifest.tooManyFields' }])
  })
  it('stops reading where there are too many documents or mistakes', () => {
    expect(readManifest('---\n'.repeat(100_000)).errors).toEqual([{ line: 1, column: 1, message: 'manifest.tooMany' }])
    expect(readManifest('}\n'.repeat(40_000)).errors).toHaveLength(100)
    expect(readManifest(`a: ${'['.repeat(100_000)}`).errors).toMatchObject([{ message: 'manifest.tooDeep' }])
  })
  it('refuses an alias that stands within what it names', () => {
    const m = readManifest('apiVersion: v1\nkind: Pod\nmetadata: &a\n  name: x\n  labels: *a\n')
    expect(m.errors.map(e => e.message)).toEqual(['manifest.endless'])
  })
  it('lets no key reach the prototype', () => {
    const [o] = readManifest(
      'kind: Pod\napiVersion: v1\nmetadata: {name: a}\n__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}',
    ).objects
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.getPrototypeOf(o?.object)).toBe(Object.prototype)
  })
})
