// Text outside, bytes inside. A process of a container works on bytes (`wc -c`, `printf '\377'`, `${#x}` in the C locale), so inside this room a
// string holds one byte per character. Text that comes in is encoded as UTF-8; what goes out is decoded, and a byte that is no UTF-8 becomes the
// lone surrogate U+DC80…U+DCFF, so that nothing is lost on the way through a file.

/** A string whose characters are all in 0…255. */
export type Bytes = string

// biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII is the same on both sides
const ascii = /^[\x00-\x7f]*$/
const byte = String.fromCharCode

/** Text → bytes. */
export function encode(text: string): Bytes {
  if (ascii.test(text)) return text
  let out = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) out += character
    else if (code >= 0xdc80 && code <= 0xdcff) out += byte(code - 0xdc00)
    else if (code < 0x800) out += byte(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) out += byte(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else out += byte(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return out
}

/** Bytes → text. `decode(encode(t))` is t, and `encode(decode(b))` is b. */
export function decode(bytes: Bytes): string {
  if (ascii.test(bytes)) return bytes
  let out = ''
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i)
    if (length === 0) out += byte(0xdc00 + bytes.charCodeAt(i++))
    else {
      let code = bytes.charCodeAt(i)
      if (length > 1) code &= 0xff >> (length + 1)
      for (let k = 1; k < length; k++) code = (code << 6) | (bytes.charCodeAt(i + k) & 63)
      out += String.fromCodePoint(code)
      i += length
    }
  }
  return out
}

/** How many bytes the character at i takes; 0 when it is no valid UTF-8. */
function sequenceLength(bytes: Bytes, i: number): number {
  const first = bytes.charCodeAt(i)
  if (first < 0x80) return 1
  const length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0
  if (length === 0 || i + length > bytes.length) return 0
  for (let k = 1; k < length; k++) if ((bytes.charCodeAt(i + k) & 0xc0) !== 0x80) return 0
  const second = bytes.charCodeAt(i + 1)
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90)
  const outside = (first === 0xed && second >= 0xa0) || (first === 0xf4 && second >= 0x90)
  return overlong || outside ? 0 : length
}
