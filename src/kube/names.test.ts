import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import table from './fixtures/equal_ignore_hash.json'
import { generateName, safeEncode, templateHash, templatesEqual } from './names.ts'
import type { PodTemplate } from './types.ts'

const zero = () => 0
const template = (metadata: object, spec: object = {}) =>
  ({ metadata, spec: { containers: [{ name: 'main', image: 'nginx:1.25', ...spec }] } }) as PodTemplate

describe(`${table.source}`, () => {
  for (const { name, input, expected } of table.cases)
    it(name, () => {
      expect(templatesEqual(template(input.former), template(input.latter))).toBe(expected.equal)
      expect(templatesEqual(template(input.latter), template(input.former))).toBe(expected.equal)
    })
  it('looked at all cases', () => expect(table.cases.length).toBe(table.case_count))
})

describe('two templates are one when they mean the same', () => {
  const a = template({ labels: { app: 'web', tier: 'x' } }, { resources: {} })
  it('whatever the order of keys, with nulls and empty parts', () =>
    expect(templatesEqual(a, template({ creationTimestamp: null, labels: { tier: 'x', app: 'web' } }, { env: [] }))).toBe(true))
  it('but an empty directory is something', () =>
    expect(templatesEqual(template({}, { v: [{ emptyDir: {} }] }), template({}, { v: [{ hostPath: {} }] }))).toBe(false))
  it('and the hash says so too', () => {
    expect(templateHash(a)).toBe(templateHash(template({ labels: { tier: 'x', app: 'web', 'pod-template-hash': '4' } })))
    expect(templateHash(a)).not.toBe(templateHash(a, 1))
    expect(templateHash(a)).not.toBe(templateHash(template({ labels: { app: 'web', tier: 'x' } }, { image: 'nginx:1.26' })))
  })
})

describe('made-up names', () => {
  it('digits become safe letters: 0 is 4, 9 is f', () => expect(safeEncode('0123456789')).toBe('456789bcdf'))
  it('a hash is a number of 32 bits so written', () =>
    fc.assert(
      fc.property(fc.string(), s => {
        expect(templateHash(template({ annotations: { s } }))).toMatch(/^(4|[56789bcdf][456789bcdf]{0,9})$/)
      }),
    ))
  it('get five characters', () => expect(generateName('web-', zero)).toBe('web-bbbbb'))
  it('of a long base are cut to 63', () => expect(generateName('a'.repeat(80), zero)).toBe(`${'a'.repeat(58)}bbbbb`))
})
