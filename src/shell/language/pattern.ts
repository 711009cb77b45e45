// Shell patterns: `*`, `?`, `[…]`, and `\` before a character that stands for itself. Upstream: POSIX.1-2017, Shell Command Language, 2.13.
import type { Bytes } from '../bytes.ts'

const classes: { readonly [name: string]: string } = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t-\\r',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
}

/** Makes a text a pattern that matches just itself. */
export const escapePattern = (text: Bytes): Bytes => text.replace(/[*?[\]\\]/g, '\\$&')
/** Takes the backslashes away. */
export const unescapePattern = (pattern: Bytes): Bytes => pattern.replace(/\\([\s\S])/g, '$1')
/** Does it have anything to match with? */
export const isPattern = (pattern: Bytes): boolean => /[*?[]/.test(pattern.replace(/\\[\s\S]/g, ''))

/** The inside of `[:name:]` for a JavaScript class. Shared with regular expressions. */
export function classInside(name: string): string | undefined {
  return classes[name]
}
const escapeInClass = (c: string) => (/[\\\]^-]/.test(c) ? `\\${c}` : c)

/** Reads a bracket expression whose `[` is at `at`; undefined when it has no end (then `[` is a letter). `negations`: what may follow `[` to turn it round. */
export function readBracket(text: Bytes, at: number, negations: string, backslash: boolean): { source: string; next: number } | undefined {
  let i = at + 1
  const negated = negations.includes(text.charAt(i)) && text[i] !== undefined
  if (negated) i++
  let inside = ''
  for (let first = true; ; first = false) {
    const c = text[i]
    if (c === undefined) return undefined
    if (c === ']' && !first) break
    const named = c === '[' ? /^\[:(\w+):\]/.exec(text.slice(i, i + 12)) : null
    if (named) {
      inside += classInside(named[1] ?? '') ?? ''
      i += named[0].length
      continue
    }
    const from = backslash && c === '\\' ? text.charAt(++i) : c
    i++
    if (text[i] === '-' && text[i + 1] !== undefined && text[i + 1] !== ']') {
      const to = backslash && text[i + 1] === '\\' ? text.charAt(++i + 1) : text.charAt(i + 1)
      i += 2
      if (from <= to) inside += `${escapeInClass(from)}-${escapeInClass(to)}`
    } else inside += escapeInClass(from)
  }
  // An empty class of JavaScript matches nothing, and `[^]` everything, which is what is meant.
  return { source: `[${negated ? '^' : ''}${inside}]`, next: i + 1 }
}

/** The pattern as the source of a JavaScript RegExp. */
export function patternSource(pattern: Bytes): string {
  let source = ''
  for (let i = 0; i < pattern.length; ) {
    const c = pattern.charAt(i)
    const bracket = c === '[' ? readBracket(pattern, i, '!^', true) : undefined
    if (bracket) {
      source += bracket.source
      i = bracket.next
      continue
    }
    if (c === '*') source += '[^]*'
    else if (c === '?') source += '[^]'
    else source += (c === '\\' && i + 1 < pattern.length ? pattern.charAt(++i) : c).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    i++
  }
  return source
}

export function matches(pattern: Bytes, text: Bytes): boolean {
  return isPattern(pattern) ? new RegExp(`^${patternSource(pattern)}$`).test(text) : unescapePattern(pattern) === text
}

/** Cuts the shortest or longest matching prefix or suffix away: `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`. */
export function trim(text: Bytes, pattern: Bytes, operator: '#' | '##' | '%' | '%%'): Bytes {
  const whole = new RegExp(`^${patternSource(pattern)}$`)
  const long = operator.length === 2
  const fromStart = operator[0] === '#'
  for (let n = 0; n <= text.length; n++) {
    const length = long ? text.length - n : n
    const cut = fromStart ? text.slice(0, length) : text.slice(text.length - length)
    if (whole.test(cut)) return fromStart ? text.slice(length) : text.slice(0, text.length - length)
  }
  return text
}

/** `${x/pattern/with}`: the first longest match, or all of them. */
export function replace(text: Bytes, pattern: Bytes, replacement: Bytes, all: boolean): Bytes {
  if (pattern === '') return text
  return text.replace(new RegExp(patternSource(pattern), all ? 'g' : ''), found => (found === '' ? '' : replacement))
}
