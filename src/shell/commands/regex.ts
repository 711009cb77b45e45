// POSIX regular expressions, basic and extended, as JavaScript ones. They differ in one thing that is left: POSIX takes the longest of several
// alternatives, JavaScript the first that fits. Upstream of the rules: POSIX.1-2017, Base Definitions, 9.
import type { Bytes } from '../bytes.ts'
import { readBracket } from '../language/pattern.ts'

/** undefined: it is no regular expression. */
export function extended(text: Bytes, ignoreCase: boolean, flags = ''): RegExp | undefined {
  return compile(fromExtended(text), ignoreCase, flags)
}
export function basic(text: Bytes, ignoreCase: boolean, flags = ''): RegExp | undefined {
  return compile(fromBasic(text), ignoreCase, flags)
}
/** Each character for itself. */
export function fixed(text: Bytes, ignoreCase: boolean, flags = ''): RegExp | undefined {
  return compile(literal(text), ignoreCase, flags)
}
function compile(source: string | undefined, ignoreCase: boolean, flags: string): RegExp | undefined {
  if (source === undefined) return undefined
  try {
    return new RegExp(source, flags + (ignoreCase ? 'i' : ''))
  } catch {
    return undefined
  }
}
const literal = (text: Bytes) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** The escapes that GNU and busybox have beyond POSIX. */
const letters: { readonly [c: string]: string } = {
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  b: '\\b',
  B: '\\B',
  w: '\\w',
  W: '\\W',
  s: '\\s',
  S: '\\S',
  n: '\\n',
  t: '\\t',
}
function escapeOf(c: string): string {
  return letters[c] ?? (/[1-9]/.test(c) ? `\\${c}` : literal(c))
}

function fromExtended(text: Bytes): string | undefined {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    const bracket = c === '[' ? readBracket(text, i, '^', false) : undefined
    if (bracket) {
      out += bracket.source
      i = bracket.next - 1
    } else if (c === '[') return undefined
    else if (c === '\\') out += escapeOf(text.charAt(++i))
    else if (c === '{') out += /^\{\d*,?\d*\}/.test(text.slice(i)) && out !== '' ? '{' : '\\{'
    else if ('*+?'.includes(c) && (out === '' || /[(|]$/.test(out))) out += `\\${c}`
    else if (c === '/' || c === '-') out += `\\${c}`
    else out += c
  }
  return out.replace(/\{,(\d+)\}/g, '{0,$1}')
}
/** In a basic expression the special characters are the escaped ones. */
function fromBasic(text: Bytes): string | undefined {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    const atStart = out === '' || /(^|[^\\])(\\\\)*[(|]$/.test(out)
    const bracket = c === '[' ? readBracket(text, i, '^', false) : undefined
    if (bracket) {
      out += bracket.source
      i = bracket.next - 1
    } else if (c === '[') return undefined
    else if (c === '\\') {
      const next = text.charAt(++i)
      out += '(){}|+?'.includes(next) && next !== '' ? next : escapeOf(next)
    } else if (c === '*') out += atStart || out === '^' ? '\\*' : '*'
    else if (c === '^') out += atStart ? '^' : '\\^'
    else if (c === '$') out += i === text.length - 1 || /^\\[)|]/.test(text.slice(i + 1)) ? '$' : '\\$'
    else if (c === '.') out += '.'
    else out += literal(c)
  }
  return out.replace(/\{,(\d+)\}/g, '{0,$1}')
}
