import { describe, expect, it } from 'vitest'
import { yaml } from './yaml.ts'

describe('YAML at the door', () => {
  it('is the first document, and the last of keys that stand twice, told by their lines', () => {
    const text = 'kind: ConfigMap\ndata:\n  a: "x"\n  a: "z"\n---\nkind: X\n'
    expect(yaml.parse(text)).toEqual({ value: { kind: 'ConfigMap', data: { a: 'z' } }, complaints: ['line 4: key "a" already set in map'] })
    expect(yaml.parse('')).toEqual({ value: null, complaints: [] })
  })

  it('has octal numbers, long ones with every digit, and dates as they were written', () => {
    expect(yaml.parse('[0o17, 017, 9007199254740993, 2017-03-30, 1:30]').value).toEqual([15, 15, 9007199254740993n, '2017-03-30', '1:30'])
  })

  it('is written with quotes around what could be a date, and none around a dot', () => {
    expect(yaml.stringify({ time: '2017-03-30T09:00:00Z', fields: { '.': {} } })).toBe('fields:\n  .: {}\ntime: "2017-03-30T09:00:00Z"\n')
  })
})
