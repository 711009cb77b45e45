// What stands in one file, as `kubectl create -f` of a real Kubernetes 1.34.4 reads it.
import { describe, expect, it } from 'vitest'
import { readManifest } from './manifest.ts'
import { piecesOf } from './pieces.ts'

const json = (name: string) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"},"data":{"brackets":"}{\\"]["}}`
const yaml = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`
/** Each with the line of its name; `!` is an error's line. */
const read = (text: string) => {
  const { objects, errors } = readManifest(text)
  return [...objects.map(o => `${o.object.metadata.name} ${o.lineOf('metadata.name')}`), ...errors.map(e => `! ${e.line}`)]
}

describe('JSON texts one after another are objects one after another', () => {
  it.each([
    ['with nothing between them', `${json('a')}${json('b')}`, ['a 1', 'b 1']],
    ['with space around them', `  ${json('a')}   ${json('b')} \n`, ['a 1', 'b 1']],
    ['on a line each', `${json('a')}\n\n${json('b')}\n`, ['a 1', 'b 3']],
    ['with other ends of lines', `${json('a')}\r\n${json('b')}\r\n`, ['a 1', 'b 2']],
    ['on many lines', `{\n\t"apiVersion":"v1", "kind":"ConfigMap",\n\t"metadata":{"name":"a"}\n}\n${json('b')}`, ['a 3', 'b 5']],
    ['after a mark of the order of bytes', `\uFEFF${json('a')}\n${json('b')}`, ['a 1', 'b 2']],
    ['with a line of dashes', `${json('a')}\n---\n${json('b')}\n`, ['a 1', 'b 3']],
    ['before YAML', `${json('a')}\n---\n${yaml('b')}---\n${yaml('c')}`, ['a 1', 'b 5', 'c 9']],
    ['before YAML without dashes', `${json('a')}\n${yaml('b')}`, ['a 1', 'b 4']],
    ['before a comment', `${json('a')}\n# the end\n`, ['a 1']],
    ['after YAML', `${yaml('a')}---\n${json('b')}\n`, ['a 3', 'b 5']],
    ['as a List and an object', `{"apiVersion":"v1","kind":"List","items":[${json('a')}]}\n${json('b')}`, ['a 1', 'b 2']],
  ])('%s', (_, text, found) => expect(read(text)).toEqual(found))
})

it('what only looks like JSON is YAML', () => {
  expect(
    read('{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: b},}'),
  ).toEqual(['a 1', 'b 3'])
})

it('what is wrong after a JSON text is wrong on its own line', () => {
  expect(read(`${json('a')}\n}`)).toEqual(['a 1', '! 2'])
  expect(read(`${json('a')},\n${json('b')}`)).toEqual(['a 1', '! 1'])
  expect(read(`${json('a')}\n{"apiVersion":"v1","kind":}`)).toEqual(['a 1', '! 2'])
})

describe('JSON texts', () => {
  it('are 500 at the most', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => json(`c${i}`)).join('\n')
    expect(read(many(500))).toHaveLength(500)
    expect(readManifest(many(501)).errors).toEqual([{ line: 1, column: 1, message: 'manifest.tooMany' }])
  })

  it('may be as large each as a document may be', () => {
    const large = (name: string) =>
      JSON.stringify(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name },
          data: Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`k${i}`, 'v'])),
        },
        undefined,
        1,
      )
    expect(read(`${large('a')}\n${large('b')}`)).toEqual(['a 5', 'b 9014'])
  })

  it.each(['{}', '{"a":', '{"', '{}\n', '{}a', `{"a":"${'\\'.repeat(60)}`])(
    'of a megabyte of %s are in pieces at once, and nothing is lost',
    word => {
      const text = word.repeat((1 << 20) / word.length)
      const pieces = piecesOf(text, 501)
      expect(pieces.length).toBeLessThanOrEqual(501)
      expect(pieces.map(p => p.text).join('')).toBe(text)
    },
  )
})
