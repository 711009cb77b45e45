// From characters to tokens: operators, redirections, words; here-documents are read where their line ends.
// Upstream of the rules: POSIX.1-2017, Shell Command Language, 2.3 (token recognition) and 2.7.4 (here-documents).
import type { Bytes } from '../bytes.ts'
import type { Redirect, Word } from './syntax.ts'
import { WordReader, wordOf } from './words.ts'

export type Token =
  | { kind: 'word'; word: Word }
  | { kind: 'operator'; text: string }
  | { kind: 'redirect'; operator: string; fd: number | undefined }
  | { kind: 'newline' }
  | { kind: 'end' }

const blank = (c: string) => c === ' ' || c === '\t'
const operators = [';;', '&&', '||', ';', '&', '|', '(', ')']
const redirections = ['<<-', '<<', '<&', '<>', '<', '>>', '>&', '>|', '>']

export class Lexer extends WordReader {
  /** Parses the commands of a substitution up to its `)`, on this lexer. */
  readonly commands: (lexer: Lexer) => number | undefined
  /** Parses the text of a backquote substitution. */
  readonly inner: (text: Bytes, depth: number) => number | undefined
  private peeked: Token | undefined
  private pending: { redirect: Redirect; end: string; quoted: boolean; strip: boolean }[] = []

  constructor(text: Bytes, commands: (lexer: Lexer) => number | undefined, inner: (text: Bytes, depth: number) => number | undefined) {
    super(text)
    this.commands = commands
    this.inner = inner
  }

  peek(): Token {
    this.peeked ??= this.scan()
    return this.peeked
  }
  next(): Token {
    const token = this.peek()
    this.peeked = undefined
    return token
  }
  /** The body of this here-document follows the current line. */
  expectHereDocument(redirect: Redirect, delimiter: Word, strip: boolean): void {
    const end = delimiter.parts.map(p => (p.kind === 'text' ? p.text : '')).join('')
    this.pending.push({ redirect, end, strip, quoted: delimiter.parts.some(p => p.quoted) })
  }

  /** Skips what is nothing: blanks, comments, `\` before a newline. */
  private skip(): void {
    for (;;) {
      if (blank(this.char())) this.at++
      else if (this.char() === '\\' && this.char(1) === '\n') this.continueLine()
      else if (this.char() === '#') while (this.char() !== '' && this.char() !== '\n') this.at++
      else return
    }
  }
  private scan(): Token {
    this.skip()
    const c = this.char()
    if (c === '') return this.end()
    if (c === '\n') {
      this.at++
      this.line++
      this.readHereDocuments()
      return { kind: 'newline' }
    }
    const redirect = this.scanRedirect()
    if (redirect) return redirect
    const operator = operators.find(o => this.text.startsWith(o, this.at))
    if (operator) {
      this.at += operator.length
      return { kind: 'operator', text: operator }
    }
    return { kind: 'word', word: wordOf(this.readWord()) }
  }
  private end(): Token {
    this.readHereDocuments()
    return { kind: 'end' }
  }
  private scanRedirect(): Token | undefined {
    let digits = 0
    while (/\d/.test(this.char(digits))) digits++
    const after = this.char(digits)
    if (after !== '<' && after !== '>' && !(digits === 0 && after === '&' && this.char(1) === '>')) return undefined
    // `<(` and `>(` begin a word: the name of a pipe.
    if (digits === 0 && this.char(1) === '(' && after !== '&') return undefined
    const fd = digits > 0 ? Number(this.text.slice(this.at, this.at + digits)) : undefined
    this.at += digits
    const operator = after === '&' ? '&>' : (redirections.find(o => this.text.startsWith(o, this.at)) ?? after)
    this.at += operator.length
    return { kind: 'redirect', operator, fd }
  }

  private readHereDocuments(): void {
    const due = this.pending
    this.pending = []
    for (const { redirect, end, quoted, strip } of due) {
      let body = ''
      while (this.at < this.text.length) {
        const stop = this.text.indexOf('\n', this.at)
        let line = this.text.slice(this.at, stop < 0 ? undefined : stop)
        this.at = stop < 0 ? this.text.length : stop + 1
        this.line++
        if (strip) line = line.replace(/^\t+/, '')
        if (line === end) break
        body += stop < 0 ? line : `${line}\n`
      }
      redirect.target = quoted ? wordOf([{ kind: 'text', text: body, quoted: true }]) : this.readDocument(body)
    }
  }
  /** A text as the body of a here-document: expansions, but `"` is a letter. */
  private readDocument(body: Bytes): Word {
    const inside = new Lexer(body, this.commands, this.inner)
    inside.depth = this.depth + 1
    return wordOf(inside.readQuoted('', true))
  }

  protected override nested(): number | undefined {
    const { peeked, pending } = this
    this.peeked = undefined
    this.pending = []
    const body = this.commands(this)
    this.peeked = peeked
    this.pending = pending.concat(this.pending)
    return body
  }
  protected override backquoted(text: Bytes): number | undefined {
    return this.inner(text, this.depth)
  }
}
