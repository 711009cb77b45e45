import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, encode } from './bytes.ts'

test.each([
  ['a', 'a'],
  ['é', '\xc3\xa9'],
  ['中', '\xe4\xb8\xad'],
  ['😀', '\xf0\x9f\x98\x80'],
])('%s is encoded as UTF-8', (text, bytes) => {
  expect(encode(text)).toBe(bytes)
  expect(decode(bytes)).toBe(text)
})
test('a byte that is no UTF-8 is kept as a lone surrogate: overlong, surrogates, beyond Unicode, cut off', () => {
  for (const bytes of ['\xff', '\xc0\x80', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xe4\xb8']) {
    expect([...decode(bytes)].every(c => c >= '\udc80' && c <= '\udcff')).toBe(true)
  }
})
test('nothing is lost either way', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => decode(encode(text)) === text))
  const bytes = fc.array(fc.integer({ min: 0, max: 255 })).map(codes => String.fromCharCode(...codes))
  fc.assert(fc.property(bytes, text => encode(decode(text)) === text))
})
