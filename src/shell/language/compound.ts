// The compound commands: if, while, for, case, groups, functions. Upstream: POSIX.1-2017, Shell Command Language, 2.9.4 and 2.9.5.
import { commandNames, GrammarReader } from './grammar.ts'
import type { Word } from './syntax.ts'
import { SyntaxFault } from './words.ts'

export abstract class CompoundGrammar extends GrammarReader {
  protected abstract list(newlines: boolean): number
  protected abstract command(): number

  /** The commands inside a compound command. */
  protected body(end: string): number {
    if (this.skipNewlines().kind === 'end') throw this.unexpected(end)
    return this.list(true)
  }

  protected compound(): number | undefined {
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
  protected readonly compounds: { readonly [keyword: string]: () => number } = {
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

  protected ifClause(): number {
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
  protected loop(until: boolean): number {
    const condition = this.body('do')
    return this.add({ kind: 'loop', until, condition, body: this.doGroup() })
  }
  protected doGroup(): number {
    this.expect('do')
    const body = this.body('done')
    this.expect('done')
    return body
  }
  protected forClause(): number {
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
  protected words(): Word[] {
    const words: Word[] = []
    for (let token = this.lexer.peek(); token.kind === 'word'; token = this.lexer.peek()) {
      words.push(token.word)
      this.lexer.next()
    }
    return words
  }

  protected caseClause(): number {
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
  protected arm(): { patterns: Word[]; body: number | undefined } {
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

  protected functionClause(): number {
    const token = this.lexer.next()
    const name = token.kind === 'word' ? (token.word.literal ?? '') : ''
    if (name === '') throw new SyntaxFault('bad function name', token.kind === 'end')
    if (this.isOperator(this.lexer.peek(), '(')) {
      this.lexer.next()
      this.expectOperator(')')
    }
    return this.functionBody(name)
  }
  protected functionBody(name: string): number {
    this.skipNewlines()
    return this.add({ kind: 'function', name, body: this.command() })
  }
}
