import { describe, expect, it } from 'vitest'
import { duplicate, invalid, invalidValue, notSupported, quote, required, shown, tooLong } from './errors.ts'

const DEPLOYMENT = { kind: 'Deployment', group: 'apps' }
const POD = { kind: 'Pod', group: '' }

describe('the 422 answer', () => {
  it('of one error tells it', () =>
    expect(invalid(DEPLOYMENT, 'web', [invalidValue('spec.replicas', -1, 'must be greater than or equal to 0')]).status).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      reason: 'Invalid',
      details: {
        name: 'web',
        group: 'apps',
        kind: 'Deployment',
        causes: [{ reason: 'FieldValueInvalid', message: 'Invalid value: -1: must be greater than or equal to 0', field: 'spec.replicas' }],
      },
      code: 422,
    }))
  it('of several lists them, each once, but keeps every cause', () => {
    const { message, details } = invalid(POD, 'p', [required('a'), required('a'), duplicate('b', 'x')]).status
    expect(message).toBe('Pod "p" is invalid: [a: Required value, b: Duplicate value: "x"]')
    expect(details?.causes).toHaveLength(3)
  })
  it('of a nameless object names nobody', () => {
    const { message, details } = invalid(POD, '', [required('metadata.name', 'name or generateName is required')]).status
    expect(message).toBe('Pod "" is invalid: metadata.name: Required value: name or generateName is required')
    expect(details).not.toHaveProperty('name')
  })
})

describe('a value in a message', () => {
  it.each([
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [null, 'null'],
    [undefined, 'null'],
    [3, '3'],
    [true, 'true'],
    [{ a: '<b>' }, '{"a":"\\u003cb\\u003e"}'],
  ])('%j is shown as %s', (value, text) => expect(shown(value)).toBe(text))
  it('control characters are written as Go writes them', () => expect(quote('\u0007\u0001\u000b')).toBe('"\\a\\x01\\v"'))
  it('what is supported follows', () =>
    expect(notSupported('f', 'x', ['A', 'B']).message).toBe('Unsupported value: "x": supported values: "A", "B"'))
  it('what is too long is not shown', () => expect(tooLong('f', 128).message).toBe('Too long: may not be more than 128 bytes'))
})
