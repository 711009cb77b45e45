// Backslash escapes of `echo -e`, `printf` and `$'…'`: one reader, three dialects. Upstream: POSIX.1-2017 printf and echo; busybox process_escape.c.
import type { Bytes } from '../bytes.ts'

const letters: { readonly [c: string]: string } = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}
const byte = (code: number) => String.fromCharCode(code & 255)

/** Reads the escape that begins with the backslash at `at`. `length`: characters taken; `stop`: it was `\c`. */
export function readEscape(text: Bytes, at: number, octalZero: boolean): { text: Bytes; length: number; stop?: true } {
  const c = text.charAt(at + 1)
  const hex = c === 'x' ? /^[0-9a-fA-F]{1,2}/.exec(text.slice(at + 2, at + 4)) : null
  if (hex) return { text: byte(Number.parseInt(hex[0], 16)), length: 2 + hex[0].length }
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))
  if (octal && octalZero && c === '0') {
    const digits = /^0[0-7]{0,3}/.exec(text.slice(at + 1, at + 5))?.[0] ?? '0'
    return { text: byte(Number.parseInt(digits, 8)), length: 1 + digits.length }
  }
  if (octal) return { text: byte(Number.parseInt(octal[0], 8)), length: 1 + octal[0].length }
  if (c === 'c') return { text: '', length: 2, stop: true }
  const letter = letters[c]
  return letter === undefined ? { text: '\\', length: 1 } : { text: letter, length: 2 }
}

/** Replaces all escapes. `\c` ends the output: `stopped`. `%b` and `echo -e` write octal as `\0nnn`. */
export function readEscapes(text: Bytes, octalZero = true): { text: Bytes; stopped: boolean } {
  if (!text.includes('\\')) return { text, stopped: false }
  let out = ''
  for (let i = 0; i < text.length; ) {
    if (text[i] !== '\\') {
      out += text[i++]
      continue
    }
    const read = readEscape(text, i, octalZero)
    if (read.stop) return { text: out, stopped: true }
    out += read.text
    i += read.length
  }
  return { text: out, stopped: false }
}

/** The inside of `$'…'`. */
export function unescapeAnsi(text: Bytes): Bytes {
  let out = ''
  for (let i = 0; i < text.length; ) {
    const c = text.charAt(i)
    const next = text.charAt(i + 1)
    if (c === '\\' && (next === "'" || next === '"')) {
      out += next
      i += 2
    } else if (c === '\\') {
      const read = readEscape(text, i, false)
      out += read.text
      i += read.length
    } else {
      out += c
      i++
    }
  }
  return out
}
