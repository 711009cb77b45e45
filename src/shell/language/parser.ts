// The grammar of the shell, by recursive descent: text → script. Upstream: POSIX.1-2017, Shell Command Language, 2.10; the words of the errors are
// busybox ash's (shell/ash.c).
import type { Bytes } from '../bytes.ts'
import { Lexer, type Token } from './lexer.ts'
import type { Assignment, Node, Redirect, Script, Word } from './syntax.ts'
import { SyntaxFault, wordOf } from './words.ts'

const keywords = new Set('! case do done elif else esac fi for function if then until while { }'.split(' '))
const commandNames = /^[A-Za-z_]\w*$/
const assigns = /^([A-Za-z_]\w*)=/

/** How deep commands and words may be nested: the same everywhere, whatever stack a browser has. */
const deepest = 200

type Unnumbered = Node extends infer N ? (N extends Node ? Omit<N, 'id'> : never) : never

/** Parses a whole script. Never throws: a syntax error is part of the result. */
export function parse(text: Bytes): Script {
  const script: Script = { nodes: [], commands: [] }
  const grammar = new Grammar(script.nodes, text)
  try {
    for (let node = grammar.line(); node !== 'end'; node = grammar.line()) if (node !== undefined) script.commands.push(node)
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault
    script.error = { message: fault.message, incomplete: fault.incomplete, line: grammar.lexer.line }
  }
  return script
}

class Grammar {
  readonly nodes: Node[]
  readonly lexer: Lexer
  constructor(nodes: Node[], text: Bytes | Lexer) {
    this.nodes = nodes
    this.lexer =
      typeof text === 'string'
        ? new Lexer(
            text,
            lexer => new Grammar(nodes, lexer).substitution(),
            (inside, depth) => {
              const grammar = new Grammar(nodes, inside)
              grammar.lexer.depth = depth
              return grammar.all()
            },
          )
        : text
  }

  private add(node: Unnumbered): number {
    const id = this.nodes.length
    this.nodes.push({ ...node, id } as Node)
    return id
  }
  private sequence(items: number[]): number | undefined {
    return items.length > 1 ? this.add({ kind: 'sequence', items }) : items[0]
  }

  /** One complete command: to the end of its line. undefined for an empty line. */
  line(): number | undefined | 'end' {
    const token = this.lexer.peek()
    if (token.kind === 'end') return 'end'
    if (token.kind === 'newline') {
      this.lexer.next()
      return undefined
    }
    const node = this.list(false)
    const after = this.lexer.peek()
    if (after.kind === 'newline') this.lexer.next()
    else if (after.kind !== 'end') throw this.unexpected()
    return node
  }
  /** All lines of a text, as one node. */
  all(): number | undefined {
    const items: number[] = []
    for (let node = this.line(); node !== 'end'; node = this.line()) if (node !== undefined) items.push(node)
    return this.sequence(items)
  }
  /** What is inside `$( )`, with its `)`. */
  substitution(): number | undefined {
    const body = this.isOperator(this.skipNewlines(), ')') ? undefined : this.body(')')
    this.expectOperator(')')
    return body
  }

  private unexpected(expecting?: string): SyntaxFault {
    const token = this.lexer.peek()
    const tail = expecting ? ` (expecting "${expecting}")` : ''
    return new SyntaxFault(`unexpected ${this.nameOf(token, expecting === ')')}${tail}`, token.kind === 'end')
  }
  private nameOf(token: Token, plain = false): string {
    if (token.kind === 'end') return 'end of file'
    if (token.kind === 'newline') return 'newline'
    if (token.kind === 'redirect') return 'redirection'
    if (token.kind === 'operator') return `"${token.text}"`
    const keyword = plain ? undefined : this.keyword()
    return keyword ? `"${keyword}"` : 'word'
  }
  /** The reserved word that comes next, if one does. */
  private keyword(): string | undefined {
    const token = this.lexer.peek()
    return token.kind === 'word' && token.word.literal !== undefined && keywords.has(token.word.literal) ? token.word.literal : undefined
  }
  private isOperator(token: Token, ...texts: string[]): boolean {
    return token.kind === 'operator' && texts.includes(token.text)
  }
  private skipNewlines(): Token {
    while (this.lexer.peek().kind === 'newline') this.lexer.next()
    return this.lexer.peek()
  }
  private expect(keyword: string): void {
    this.skipNewlines()
    if (this.keyword() !== keyword) throw this.unexpected(keyword)
    this.lexer.next()
  }
  private expectOperator(text: string): void {
    if (!this.isOperator(this.lexer.peek(), text)) throw this.unexpected(text)
    this.lexer.next()
  }

  /** Commands with `;`, `&` and (inside a compound) newlines between them. */
  private list(newlines: boolean): number {
    const items: number[] = []
    for (;;) {
      const item = this.andOr()
      const token = this.lexer.peek()
      const background = this.isOperator(token, '&')
      items.push(background ? this.add({ kind: 'background', body: item }) : item)
      if (background || this.isOperator(token, ';') || (newlines && token.kind === 'newline')) this.lexer.next()
      else break
      if (newlines) this.skipNewlines()
      if (this.atListEnd()) break
    }
    return this.sequence(items) as number
  }
  private atListEnd(): boolean {
    const token = this.lexer.peek()
    if (token.kind === 'end' || token.kind === 'newline' || this.isOperator(token, ')', ';;')) return true
    const keyword = this.keyword()
    return keyword !== undefined && ['do', 'done', 'elif', 'else', 'esac', 'fi', 'then', '}'].includes(keyword)
  }
  /** The commands inside a compound command. */
  private body(end: string): number {
    if (this.skipNewlines().kind === 'end') throw this.unexpected(end)
    return this.list(true)
  }

  private andOr(): number {
    let left = this.pipeline()
    for (;;) {
      const token = this.lexer.peek()
      if (!this.isOperator(token, '&&', '||')) return left
      this.lexer.next()
      this.skipNewlines()
      const right = this.pipeline()
      left = this.add({ kind: token.kind === 'operator' && token.text === '&&' ? 'and' : 'or', left, right })
    }
  }
  private pipeline(): number {
    if (this.keyword() === '!') {
      this.lexer.next()
      if (++this.lexer.depth > deepest) throw new SyntaxFault('nested too deeply')
      const body = this.pipeline()
      this.lexer.depth--
      return this.add({ kind: 'not', body })
    }
    const stages = [this.command()]
    while (this.isOperator(this.lexer.peek(), '|')) {
      this.lexer.next()
      this.skipNewlines()
      stages.push(this.command())
    }
    return stages.length > 1 ? this.add({ kind: 'pipeline', stages }) : (stages[0] as number)
  }

  private command(): number {
    if (++this.lexer.depth > deepest) throw new SyntaxFault('nested too deeply')
    const compound = this.compound()
    const node = compound === undefined ? this.simple() : this.withRedirects(compound)
    this.lexer.depth--
    return node
  }
  private withRedirects(body: number): number {
    const redirects: Redirect[] = []
    while (this.lexer.peek().kind === 'redirect') redirects.push(this.redirect())
    return redirects.length > 0 ? this.add({ kind: 'redirected', body, redirects }) : body
  }
  private compound(): number | undefined {
    if (this.isOperator(this.lexer.peek(), '(')) {
      this.lexer.next()
      const body = this.body(')')
      this.expectOperator(')')
      return this.add({ kind: 'subshell', body })
    }
    const keyword = this.keyword()
    if (keyword === undefined) return undefined
    const parse = this.compounds[keyword]
    if (!parse) throw this.unexpected()
    this.lexer.next()
    return parse()
  }
  private readonly compounds: { readonly [keyword: string]: () => number } = {
    if: () => this.ifClause(),
    while: () => this.loop(false),
    until: () => this.loop(true),
    for: () => this.forClause(),
    case: () => this.caseClause(),
    function: () => this.functionClause(),
    '{': () => {
      const body = this.body('}')
      this.expect('}')
      return body
    },
  }

  private ifClause(): number {
    const condition = this.body('then')
    this.expect('then')
    const consequence = this.body('fi')
    let alternative: number | undefined
    const keyword = this.keyword()
    if (keyword === 'elif') {
      this.lexer.next()
      alternative = this.ifClause()
    } else {
      if (keyword === 'else') {
        this.lexer.next()
        alternative = this.body('fi')
      }
      this.expect('fi')
    }
    return this.add({ kind: 'if', condition, consequence, alternative })
  }
  private loop(until: boolean): number {
    const condition = this.body('do')
    return this.add({ kind: 'loop', until, condition, body: this.doGroup() })
  }
  private doGroup(): number {
    this.expect('do')
    const body = this.body('done')
    this.expect('done')
    return body
  }
  private forClause(): number {
    const token = this.lexer.next()
    const name = token.kind === 'word' ? (token.word.literal ?? '') : ''
    if (!commandNames.test(name)) throw new SyntaxFault('bad for loop variable', token.kind === 'end')
    let words: Word[] | undefined
    const next = this.skipNewlines()
    if (next.kind === 'word' && next.word.literal === 'in') {
      this.lexer.next()
      words = this.words()
      const end = this.lexer.peek()
      if (end.kind !== 'newline' && !this.isOperator(end, ';')) throw this.unexpected()
      this.lexer.next()
    } else if (this.isOperator(next, ';')) this.lexer.next()
    return this.add({ kind: 'for', name, words, body: this.doGroup() })
  }
  private words(): Word[] {
    const words: Word[] = []
    for (let token = this.lexer.peek(); token.kind === 'word'; token = this.lexer.peek()) {
      words.push(token.word)
      this.lexer.next()
    }
    return words
  }

  private caseClause(): number {
    const subject = this.lexer.peek()
    if (subject.kind !== 'word') throw this.unexpected()
    this.lexer.next()
    const token = this.skipNewlines()
    if (token.kind !== 'word' || token.word.literal !== 'in') throw this.unexpected('in')
    this.lexer.next()
    const arms: { patterns: Word[]; body: number | undefined }[] = []
    if (this.skipNewlines().kind === 'end') throw this.unexpected(')')
    for (; this.keyword() !== 'esac'; this.skipNewlines()) {
      arms.push(this.arm())
      if (!this.isOperator(this.skipNewlines(), ';;')) break
      this.lexer.next()
    }
    if (this.keyword() !== 'esac') throw this.unexpected(arms.length > 0 && arms.at(-1)?.body !== undefined ? ';;' : undefined)
    this.lexer.next()
    return this.add({ kind: 'case', word: subject.word, arms })
  }
  private arm(): { patterns: Word[]; body: number | undefined } {
    if (this.isOperator(this.lexer.peek(), '(')) this.lexer.next()
    const patterns: Word[] = []
    for (;;) {
      const token = this.lexer.peek()
      if (token.kind !== 'word') throw this.unexpected()
      patterns.push(token.word)
      this.lexer.next()
      if (!this.isOperator(this.lexer.peek(), '|')) break
      this.lexer.next()
    }
    this.expectOperator(')')
    const next = this.skipNewlines()
    const empty = this.isOperator(next, ';;') || this.keyword() === 'esac'
    return { patterns, body: empty ? undefined : this.list(true) }
  }

  private functionClause(): number {
    const token = this.lexer.next()
    const name = token.kind === 'word' ? (token.word.literal ?? '') : ''
    if (name === '') throw new SyntaxFault('bad function name', token.kind === 'end')
    if (this.isOperator(this.lexer.peek(), '(')) {
      this.lexer.next()
      this.expectOperator(')')
    }
    return this.functionBody(name)
  }
  private functionBody(name: string): number {
    this.skipNewlines()
    return this.add({ kind: 'function', name, body: this.command() })
  }

  private simple(): number {
    const assignments: Assignment[] = []
    const words: Word[] = []
    const redirects: Redirect[] = []
    const line = this.lexer.line
    for (;;) {
      const token = this.lexer.peek()
      if (this.insideBrackets(words) && this.isOperator(token, '&&', '||', '(', ')')) {
        words.push(wordOf([{ kind: 'text', text: token.kind === 'operator' ? token.text : '', quoted: true }]))
        this.lexer.next()
      } else if (token.kind === 'redirect') redirects.push(this.redirect())
      else if (token.kind === 'word') {
        const assignment = words.length === 0 ? assignmentOf(token.word) : undefined
        if (assignment) assignments.push(assignment)
        else words.push(token.word)
        this.lexer.next()
      } else if (this.isOperator(token, '(') && words.length === 1 && assignments.length + redirects.length === 0)
        return this.functionAfter(words[0] as Word)
      else break
    }
    if (assignments.length + words.length + redirects.length === 0) throw this.unexpected()
    return this.add({ kind: 'simple', assignments, words, redirects, line })
  }
  /** Between `[[` and `]]` some operators are words. */
  private insideBrackets(words: readonly Word[]): boolean {
    const text = (word: Word | undefined) =>
      word?.parts.length === 1 && word.parts[0]?.kind === 'text' && !word.parts[0].quoted ? word.parts[0].text : ''
    return text(words[0]) === '[[' && text(words.at(-1)) !== ']]'
  }
  /** `name (`: a function's definition. */
  private functionAfter(word: Word): number {
    this.lexer.next()
    this.expectOperator(')')
    const name = word.literal ?? ''
    if (!commandNames.test(name)) throw new SyntaxFault('bad function name')
    return this.functionBody(name)
  }

  private redirect(): Redirect {
    const token = this.lexer.next()
    if (token.kind !== 'redirect') throw this.unexpected()
    const target = this.lexer.peek()
    if (target.kind !== 'word') throw this.unexpected()
    const here = token.operator.startsWith('<<')
    const redirect: Redirect = {
      fd: token.fd ?? (token.operator[0] === '<' ? 0 : 1),
      operator: (here ? '<<' : token.operator) as Redirect['operator'],
      target: target.word,
    }
    if (here) {
      redirect.target = wordOf([])
      this.lexer.expectHereDocument(redirect, target.word, token.operator === '<<-')
    }
    this.lexer.next()
    return redirect
  }
}

/** `name=value` at the start of a simple command. */
export function assignmentOf(word: Word): Assignment | undefined {
  const first = word.parts[0]
  if (first?.kind !== 'text' || first.quoted) return undefined
  const name = assigns.exec(first.text)?.[1]
  if (name === undefined) return undefined
  const rest = first.text.slice(name.length + 1)
  const parts = word.parts.slice(1)
  if (rest !== '') parts.unshift({ kind: 'text', text: rest, quoted: false })
  return { name, value: wordOf(parts) }
}
