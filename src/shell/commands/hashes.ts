// MD5, SHA-1 and SHA-256 of bytes. Upstream: RFC 1321, FIPS 180-4.
import type { Bytes } from '../bytes.ts'

const rotate = (x: number, n: number) => (x << n) | (x >>> (32 - n))

/** The blocks of a message as 32-bit words, padded. */
function blocks(bytes: Bytes, littleEndian: boolean): number[][] {
  const length = bytes.length
  const total = Math.ceil((length + 9) / 64) * 64
  const at = (i: number) => {
    if (i < length) return bytes.charCodeAt(i)
    if (i === length) return 0x80
    const fromEnd = littleEndian ? i - (total - 8) : total - 1 - i
    return fromEnd >= 0 && fromEnd < 8 ? Math.floor((length * 8) / 256 ** fromEnd) & 255 : 0
  }
  const result: number[][] = []
  for (let block = 0; block < total; block += 64) {
    const words: number[] = []
    for (let i = block; i < block + 64; i += 4) {
      const four = [at(i), at(i + 1), at(i + 2), at(i + 3)]
      if (littleEndian) four.reverse()
      words.push(four.reduce((word, b) => (word << 8) | b, 0))
    }
    result.push(words)
  }
  return result
}
const hexOf = (word: number) => (word >>> 0).toString(16).padStart(8, '0')
const swapped = (word: number) => (hexOf(word).match(/../g) ?? []).reverse().join('')

const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0)
const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]
export function md5(bytes: Bytes): string {
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (const words of blocks(bytes, true)) {
    let [a = 0, b = 0, c = 0, d = 0] = state
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] ?? 0
      const word = words[([i, 5 * i + 1, 3 * i + 5, 7 * i][round] ?? 0) & 15] ?? 0
      const sum = (a + mixed + (sines[i] ?? 0) + word) | 0
      ;[a, d, c, b] = [d, c, b, (b + rotate(sum, turns[round]?.[i & 3] ?? 0)) | 0]
    }
    state = [a, b, c, d].map((x, i) => (x + (state[i] ?? 0)) | 0)
  }
  return state.map(swapped).join('')
}

export function sha1(bytes: Bytes): string {
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  for (const words of blocks(bytes, false)) {
    const w = [...words]
    for (let i = 16; i < 80; i++) w.push(rotate((w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0), 1))
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
    for (let i = 0; i < 80; i++) {
      const [mixed, constant] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6]
      const next = (rotate(a, 5) + mixed + e + constant + (w[i] ?? 0)) | 0
      ;[e, d, c, b, a] = [d, c, rotate(b, 30), a, next]
    }
    state = [a, b, c, d, e].map((x, i) => (x + (state[i] ?? 0)) | 0)
  }
  return state.map(hexOf).join('')
}

const primes = [2]
for (let n = 3; primes.length < 64; n += 2) if (primes.every(p => n % p !== 0)) primes.push(n)
const fraction = (x: number) => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0
const cubes = primes.map(p => fraction(Math.cbrt(p)))
const squares = primes.slice(0, 8).map(p => fraction(Math.sqrt(p)))
export function sha256(bytes: Bytes): string {
  let state = squares
  for (const words of blocks(bytes, false)) {
    const w = [...words]
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15] ?? 0, w[i - 2] ?? 0]
      w.push(
        ((w[i - 16] ?? 0) + (rotate(x, 25) ^ rotate(x, 14) ^ (x >>> 3)) + (w[i - 7] ?? 0) + (rotate(y, 15) ^ rotate(y, 13) ^ (y >>> 10))) |
          0,
      )
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
    for (let i = 0; i < 64; i++) {
      const one = (h + (rotate(e, 26) ^ rotate(e, 21) ^ rotate(e, 7)) + ((e & f) ^ (~e & g)) + (cubes[i] ?? 0) + (w[i] ?? 0)) | 0
      const two = ((rotate(a, 30) ^ rotate(a, 19) ^ rotate(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
    }
    state = [a, b, c, d, e, f, g, h].map((x, i) => (x + (state[i] ?? 0)) | 0)
  }
  return state.map(hexOf).join('')
}
