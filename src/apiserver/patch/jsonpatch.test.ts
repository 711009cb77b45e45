import { describe, expect, it } from 'vitest'
import { applyJsonPatch, Misfit, type Operation } from './jsonpatch.ts'

const document = { a: { b: 1, 'x/y': 2, 'm~n': 3 }, list: ['p', 'q', 'r'] }

describe('a JSON patch', () => {
  it.each<[string, Operation[], unknown]>([
    ['adds a field', [{ op: 'add', path: '/a/c', value: 4 }], { ...document, a: { ...document.a, c: 4 } }],
    ['adds into a list', [{ op: 'add', path: '/list/1', value: 'n' }], { ...document, list: ['p', 'n', 'q', 'r'] }],
    ['adds after the last by its number', [{ op: 'add', path: '/list/3', value: 's' }], { ...document, list: ['p', 'q', 'r', 's'] }],
    ['adds from the end', [{ op: 'add', path: '/list/-1', value: 's' }], { ...document, list: ['p', 'q', 'r', 's'] }],
    ['adds before the last', [{ op: 'add', path: '/list/-2', value: 's' }], { ...document, list: ['p', 'q', 's', 'r'] }],
    ['copies nothing as null', [{ op: 'copy', from: '/a/nope', path: '/c' }], { ...document, c: null }],
    ['reads ~01 as ~1, which is no slash', [{ op: 'add', path: '/a/t~01', value: 1 }], { ...document, a: { ...document.a, 't~1': 1 } }],
    [
      'copies so that what is done to the copy is not done to the other',
      [
        { op: 'copy', from: '/list', path: '/c' },
        { op: 'add', path: '/c/-', value: 's' },
      ],
      { ...document, c: ['p', 'q', 'r', 's'] },
    ],
    ['adds at the end', [{ op: 'add', path: '/list/-', value: 'n' }], { ...document, list: ['p', 'q', 'r', 'n'] }],
    ['replaces, also what is not there', [{ op: 'replace', path: '/a/z', value: 1 }], { ...document, a: { ...document.a, z: 1 } }],
    ['removes', [{ op: 'remove', path: '/list/0' }], { ...document, list: ['q', 'r'] }],
    [
      'reads ~1 as a slash and ~0 as a tilde',
      [
        { op: 'remove', path: '/a/x~1y' },
        { op: 'remove', path: '/a/m~0n' },
      ],
      { ...document, a: { b: 1 } },
    ],
    ['moves', [{ op: 'move', from: '/a/b', path: '/b' }], { list: document.list, a: { 'x/y': 2, 'm~n': 3 }, b: 1 }],
    ['copies', [{ op: 'copy', from: '/list', path: '/a' }], { list: document.list, a: document.list }],
    [
      'goes on when a test holds',
      [
        { op: 'test', path: '/a/b', value: 1 },
        { op: 'remove', path: '/a' },
      ],
      { list: document.list },
    ],
    ['replaces the whole', [{ op: 'replace', path: '', value: 7 }], 7],
    ['holds a test for nothing of what is not there', [{ op: 'test', path: '/a/nope', value: null }], document],
    ['tests the whole', [{ op: 'test', path: '', value: document }], document],
    ['counts from the end', [{ op: 'replace', path: '/list/-1', value: 'z' }], { ...document, list: ['p', 'q', 'z'] }],
    ['passes over what stands before the first slash', [{ op: 'add', path: 'list/k', value: 1 }], { ...document, k: 1 }],
  ])('%s', (_, operations, wanted) => {
    expect(applyJsonPatch(document, operations)).toEqual(wanted)
  })

  it.each<[string, Operation]>([
    ['a parent that is not there', { op: 'add', path: '/nope/a', value: 1 }],
    ['a place beyond the list', { op: 'add', path: '/list/9', value: 1 }],
    ['replacing beyond the list', { op: 'replace', path: '/list/3', value: 1 }],
    ['removing what is not there', { op: 'remove', path: '/a/nope' }],
    ['a test that fails', { op: 'test', path: '/a/b', value: 2 }],
    ['a test of a part of what is there', { op: 'test', path: '/a', value: { b: 1 } }],
    ['a test of more than is there', { op: 'test', path: '/a', value: { ...document.a, c: 4 } }],
    ['a test of other fields', { op: 'test', path: '/a', value: { b: 1, 'x/y': 2, c: 3 } }],
    ['adding before the first from the end', { op: 'add', path: '/list/-5', value: 1 }],
    ['copying from a place beyond the list', { op: 'copy', path: '/b', from: '/list/3' }],
    ['moving what is not there', { op: 'move', path: '/b', from: '/a/nope' }],
    ['a test of what is not there', { op: 'test', path: '/a/nope', value: 2 }],
    ['adding the whole', { op: 'add', path: '', value: 1 }],
    ['removing the whole', { op: 'remove', path: '' }],
    ['moving to the whole', { op: 'move', path: '', from: '/a' }],
    ['copying the whole', { op: 'copy', path: '/b', from: '' }],
    ['no path', { op: 'add', value: 1 }],
    ['an unknown operation', { op: 'swap', path: '/a/b' }],
    ['a word for an index', { op: 'add', path: '/list/x', value: 1 }],
    ['a path through a word', { op: 'add', path: '/list/0/x', value: 1 }],
  ])('does not fit: %s', (_, operation) => {
    expect(() => applyJsonPatch(document, [operation])).toThrow(Misfit)
  })

  it('leaves the document as it was', () => {
    const before = structuredClone(document)
    applyJsonPatch(document, [{ op: 'remove', path: '/a/b' }, { op: 'copy', from: '/list', path: '/c' }, { op: 'add', path: '/c/-', value: 1 }]) // biome-ignore format: one line
    expect(document).toEqual(before)
  })
})
