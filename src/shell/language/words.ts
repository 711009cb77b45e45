// From characters to a word: its quoting and its expansions, as parts. Where words stand is the lexer's.
// Upstream of the rules: POSIX.1-2017, Shell Command Language, 2.2 (quoting) and 2.6 (expansions).
import type { Bytes } from '../bytes.ts'
import { unescapeAnsi } from './escapes.ts'
import type { ParameterOperator, Part, Word } from './syntax.ts'

/** Thrown where the text is no script. `incomplete`: the text ended too early. */
export class SyntaxFault {
  readonly message: string
  readonly incomplete: boolean
  constructor(message: string, incomplete = false) {
    this.message = message
    this.incomplete = incomplete
  }
}

const endsWord = (c: string) => c === '' || ' \t\n;&|<>()'.includes(c)
const wild = /[*?[~]/
const special = '@*#?-$!'

/** Gives a finished word its shortcuts. */
export function wordOf(parts: Part[]): Word {
  const only = parts[0]
  const word: Word = { parts, substitutes: parts.some(substitutes) }
  if (parts.length === 1 && only?.kind === 'text' && !only.quoted && !wild.test(only.text)) word.literal = only.text
  return word
}
const substitutes = (part: Part): boolean =>
  part.kind === 'command' ||
  part.kind === 'process' ||
  (part.kind === 'arithmetic' && part.word.substitutes) ||
  (part.kind === 'parameter' && ((part.word?.substitutes ?? false) || (part.second?.substitutes ?? false)))

/** A cursor over a text that reads words. */
export abstract class WordReader {
  readonly text: Bytes
  at = 0
  line = 1
  /** How deep what is being read is nested. */
  depth = 0

  constructor(text: Bytes) {
    this.text = text
  }
  /** Parses the commands of a substitution up to and with its `)`. */
  protected abstract nested(): number | undefined
  /** Parses the text of a backquote substitution. */
  protected abstract backquoted(text: Bytes): number | undefined

  protected char(offset = 0): string {
    return this.text.charAt(this.at + offset)
  }
  protected continueLine(): void {
    this.at += 2
    this.line++
  }

  protected readWord(): Part[] {
    const parts: Part[] = []
    for (;;) {
      const c = this.char()
      if ((c === '<' || c === '>') && this.char(1) === '(') parts.push(this.readProcess(c === '>'))
      else if (endsWord(c)) return parts
      else this.readPiece(parts)
    }
  }
  /** One piece outside double quotes: a quote, an expansion or a letter. */
  private readPiece(parts: Part[]): void {
    const c = this.char()
    if (c === "'") {
      const stop = this.text.indexOf("'", this.at + 1)
      if (stop < 0) throw this.unterminated()
      this.letter(parts, this.text.slice(this.at + 1, stop), true)
      this.countLines(this.at, stop)
      this.at = stop + 1
    } else if (c === '"') {
      this.at++
      const inside = this.readQuoted('"', false)
      // `""` is a word, though an empty one.
      if (inside.length === 0) parts.push({ kind: 'text', text: '', quoted: true })
      parts.push(...inside)
    } else if (c === '\\') {
      if (this.char(1) === '\n') {
        this.continueLine()
        return
      }
      this.letter(parts, this.char(1) || '\\', true)
      this.at += 2
    } else if (c === '$' && this.char(1) === "'") this.letter(parts, this.readAnsi(), true)
    else if (c === '$' || c === '`') this.readExpansion(parts, false)
    else {
      this.letter(parts, c, false)
      this.at++
      if (c === '\n') this.line++
    }
  }
  private letter(parts: Part[], text: Bytes, quoted: boolean): void {
    const last = parts.at(-1)
    if (last?.kind === 'text' && last.quoted === quoted && text !== '') last.text += text
    else parts.push({ kind: 'text', text, quoted })
  }
  private countLines(from: number, to: number): void {
    for (let i = this.text.indexOf('\n', from); i >= 0 && i < to; i = this.text.indexOf('\n', i + 1)) this.line++
  }
  private unterminated(): SyntaxFault {
    return new SyntaxFault('unterminated quoted string', true)
  }

  /** Inside double quotes, a here-document (`end` is '') or arithmetic, up to `end`. */
  protected readQuoted(end: string, letters: boolean): Part[] {
    const parts: Part[] = []
    for (;;) {
      const c = this.char()
      if (c === '' && end !== '') throw this.unterminated()
      if (c === end) {
        this.at++
        return parts
      }
      if (c === '\\') this.readEscape(parts, letters)
      else if (c === '$' || c === '`') this.readExpansion(parts, true)
      else {
        if (c === '\n') this.line++
        this.letter(parts, c, true)
        this.at++
      }
    }
  }
  private readEscape(parts: Part[], letters: boolean): void {
    const next = this.char(1)
    if (next === '\n') {
      this.continueLine()
      return
    }
    if (next !== '' && (letters ? '$`\\' : '$`"\\').includes(next)) {
      this.letter(parts, next, true)
      this.at += 2
    } else {
      this.letter(parts, '\\', true)
      this.at++
    }
  }
  private readAnsi(): Bytes {
    let stop = this.at + 2
    while (stop < this.text.length && this.text[stop] !== "'") stop += this.text[stop] === '\\' ? 2 : 1
    if (stop >= this.text.length) throw this.unterminated()
    const inside = this.text.slice(this.at + 2, stop)
    this.countLines(this.at, stop)
    this.at = stop + 1
    return unescapeAnsi(inside)
  }

  private readExpansion(parts: Part[], quoted: boolean): void {
    if (++this.depth > 200) throw new SyntaxFault('nested too deeply')
    this.expansion(parts, quoted)
    this.depth--
  }
  private expansion(parts: Part[], quoted: boolean): void {
    if (this.char() === '`') parts.push(this.readBackquote(quoted))
    else if (this.text.startsWith('$((', this.at)) parts.push(this.readArithmetic(quoted))
    else if (this.char(1) === '(') {
      this.at += 2
      parts.push({ kind: 'command', body: this.nested(), quoted })
    } else if (this.char(1) === '{') parts.push(this.readBraces(quoted))
    else {
      const name = this.readName(this.at + 1)
      if (name === '') this.letter(parts, '$', quoted)
      else parts.push({ kind: 'parameter', name, operator: '', colon: false, quoted })
      this.at += 1 + name.length
    }
  }
  private readProcess(writes: boolean): Part {
    this.at += 2
    const body = this.nested()
    if (body === undefined) throw new SyntaxFault('unexpected ")"')
    return { kind: 'process', body, writes, quoted: true }
  }
  private readName(from: number, digits = 1): string {
    const c = this.text.charAt(from)
    if (c !== '' && special.includes(c)) return c
    const pattern = /\d/.test(c) ? (digits === 1 ? /\d/y : /\d+/y) : /[A-Za-z_]\w*/y
    pattern.lastIndex = from
    return pattern.exec(this.text)?.[0] ?? ''
  }
  private readBackquote(quoted: boolean): Part {
    let inside = ''
    for (this.at++; this.char() !== '`'; this.at++) {
      if (this.char() === '') throw new SyntaxFault('EOF in backquote substitution', true)
      if (this.char() === '\n') this.line++
      if (this.char() === '\\' && (quoted ? '$`\\"' : '$`\\').includes(this.char(1)) && this.char(1) !== '') this.at++
      inside += this.char()
    }
    this.at++
    return { kind: 'command', body: this.backquoted(inside), quoted }
  }
  private readArithmetic(quoted: boolean): Part {
    const parts: Part[] = []
    let depth = 0
    for (this.at += 3; depth > 0 || !this.text.startsWith('))', this.at); ) {
      const c = this.char()
      if (c === '') throw new SyntaxFault("missing '))'", true)
      if (c === '\\') this.readEscape(parts, false)
      else if (c === '$' || c === '`') this.readExpansion(parts, true)
      else {
        depth += c === '(' ? 1 : c === ')' ? -1 : 0
        if (c === '\n') this.line++
        if (c !== '"') this.letter(parts, c, true)
        this.at++
      }
    }
    this.at += 2
    return { kind: 'arithmetic', word: wordOf(parts), quoted }
  }

  private readBraces(quoted: boolean): Part {
    const bad = () => new SyntaxFault(this.at >= this.text.length ? "missing '}'" : 'bad substitution', this.at >= this.text.length)
    const from = this.at + 2
    const part = (name: string, operator: ParameterOperator, colon = false): Part & { kind: 'parameter' } => ({
      kind: 'parameter',
      name,
      operator,
      colon,
      quoted,
    })
    if (this.text[from] === '#' && !'}:-=?+#%/'.includes(this.text.charAt(from + 1))) {
      const name = this.readName(from + 1, 9)
      this.at = from + 1 + name.length
      if (name === '' || this.char() !== '}') throw bad()
      this.at++
      return part(name, 'length')
    }
    const name = this.readName(from, 9)
    this.at = from + name.length
    if (name === '') throw bad()
    const match = /:?[-=?+]|:|##?|%%?|\/\/?|\}/y
    match.lastIndex = this.at
    const operator = match.exec(this.text)?.[0]
    if (operator === undefined) throw bad()
    this.at += operator.length
    if (operator === '}') return part(name, '')
    const colon = operator[0] === ':' && operator.length > 1
    const read = part(name, operator === ':' ? 'slice' : (operator.slice(colon ? 1 : 0) as ParameterOperator), colon)
    const isValue = '-=?+'.includes(read.operator)
    read.word = this.readBraceWord(quoted && isValue, read.operator === 'slice' ? ':' : read.operator[0] === '/' ? '/' : '')
    if (this.char() !== '}') {
      this.at++
      read.second = this.readBraceWord(quoted && isValue, '')
    }
    this.at++
    return read
  }
  /** The word of `${x-word}`, up to `}` or `end`; the end itself is left. */
  private readBraceWord(quoted: boolean, end: string): Word {
    const parts: Part[] = []
    for (;;) {
      const c = this.char()
      if (c === '') throw new SyntaxFault("missing '}'", true)
      if (c === '}' || c === end) return wordOf(parts)
      if (!quoted) this.readPiece(parts)
      else if (c === '"') {
        this.at++
        parts.push(...this.readQuoted('"', false))
      } else if (c === '\\') {
        if (this.char(1) !== '}') this.readEscape(parts, false)
        else {
          this.letter(parts, '}', true)
          this.at += 2
        }
      } else if (c === '$' || c === '`') this.readExpansion(parts, true)
      else {
        if (c === '\n') this.line++
        this.letter(parts, c, true)
        this.at++
      }
    }
  }
}
