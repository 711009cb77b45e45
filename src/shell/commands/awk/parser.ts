// awk's grammar by recursive descent. Upstream: POSIX.1-2017, awk, Grammar.
import type { Bytes } from '../../bytes.ts'
import { AwkFault, type AwkProgram, type Expression, type Rule, type Statement, type Token, tokenize } from './syntax.ts'

export function parseAwk(text: Bytes): AwkProgram {
  return new Parser(tokenize(text)).program()
}

const assignments = ['=', '+=', '-=', '*=', '/=', '%=', '^=']
const comparisons = ['<', '<=', '==', '!=', '>', '>=']

class Parser {
  private readonly tokens: readonly Token[]
  private at = 0
  /** In the list of a `print`, `>` is a redirection. */
  private printing = false
  private depth = 0
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }
  private get token(): Token {
    return this.tokens[this.at] as Token
  }
  private is(text: string): boolean {
    return this.token.text === text && (this.token.kind === 'operator' || this.token.kind === 'keyword')
  }
  private take(text: string): boolean {
    if (!this.is(text)) return false
    this.at++
    return true
  }
  private expect(text: string): void {
    if (!this.take(text)) throw this.unexpected()
  }
  private unexpected(): AwkFault {
    return new AwkFault(`Unexpected ${this.token.kind === 'end' ? 'end of program' : 'token'}`)
  }
  private skipLines(): void {
    while (this.token.kind === 'newline') this.at++
  }
  private skipEnds(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.at++
  }
  private name(): string {
    const { kind, text } = this.token
    if (kind !== 'name' && kind !== 'function') throw this.unexpected()
    this.at++
    return text
  }

  program(): AwkProgram {
    const rules: Rule[] = []
    const functions: { [name: string]: { params: string[]; body: Statement } } = {}
    for (this.skipEnds(); this.token.kind !== 'end'; this.skipEnds()) {
      if (this.take('function') || this.take('func')) {
        const name = this.name()
        this.expect('(')
        const params: string[] = []
        while (!this.take(')')) {
          params.push(this.name())
          if (!this.is(')')) this.expect(',')
        }
        this.skipLines()
        functions[name] = { params, body: this.block() }
      } else rules.push(this.rule())
    }
    return { rules, functions }
  }
  private rule(): Rule {
    if (this.take('BEGIN')) return { pattern: 'BEGIN', action: this.block() }
    if (this.take('END')) return { pattern: 'END', action: this.block() }
    if (this.is('{')) return { pattern: undefined, action: this.block() }
    const from = this.expression()
    const pattern = this.take(',') ? { from, to: this.expression() } : from
    return { pattern, action: this.is('{') ? this.block() : undefined }
  }

  private block(): Statement {
    if (++this.depth > 100) throw new AwkFault('nested too deeply')
    this.expect('{')
    const body: Statement[] = []
    for (this.skipEnds(); !this.take('}'); this.skipEnds()) body.push(this.statement())
    this.depth--
    return { kind: 'block', body }
  }
  private statement(): Statement {
    this.skipLines()
    if (this.is('{')) return this.block()
    if (this.take(';')) return { kind: 'block', body: [] }
    if (this.take('if')) return this.ifStatement()
    if (this.take('while')) {
      const condition = this.parenthesized()
      return { kind: 'while', condition, body: this.statement(), first: false }
    }
    if (this.take('for')) return this.forStatement()
    if (this.take('do')) {
      const body = this.statement()
      this.skipEnds()
      this.expect('while')
      return { kind: 'while', condition: this.parenthesized(), body, first: true }
    }
    const simple = this.simple()
    if (!this.is('}') && !this.take(';') && this.token.kind !== 'newline' && this.token.kind !== 'end') throw this.unexpected()
    return simple
  }
  private parenthesized(): Expression {
    this.expect('(')
    const value = this.expression()
    this.expect(')')
    return value
  }
  private ifStatement(): Statement {
    const condition = this.parenthesized()
    const yes = this.statement()
    const back = this.at
    this.skipEnds()
    if (this.take('else')) return { kind: 'if', condition, yes, no: this.statement() }
    this.at = back
    return { kind: 'if', condition, yes, no: undefined }
  }
  private forStatement(): Statement {
    this.expect('(')
    const [name, word, array, close] = this.tokens.slice(this.at, this.at + 4)
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.at += 4
      return { kind: 'each', name: name.text, array: array.text, body: this.statement() }
    }
    const init = this.is(';') ? undefined : this.simple()
    this.expect(';')
    this.skipLines()
    const condition = this.is(';') ? undefined : this.expression()
    this.expect(';')
    this.skipLines()
    const update = this.is(')') ? undefined : this.simple()
    this.expect(')')
    return { kind: 'for', init, condition, update, body: this.statement() }
  }
  private simple(): Statement {
    if (this.is('print') || this.is('printf')) return this.print()
    for (const kind of ['next', 'break', 'continue'] as const) if (this.take(kind)) return { kind }
    for (const kind of ['exit', 'return'] as const)
      if (this.take(kind)) return { kind, value: this.atEnd() ? undefined : this.expression() }
    if (this.take('delete')) {
      const name = this.name()
      return { kind: 'delete', name, keys: this.take('[') ? this.list(']') : undefined }
    }
    return { kind: 'expression', value: this.expression() }
  }
  private atEnd(): boolean {
    return this.token.kind === 'newline' || this.token.kind === 'end' || this.is(';') || this.is('}')
  }
  private print(): Statement {
    const format = this.take('printf')
    if (!format) this.expect('print')
    let values: Expression[] = []
    const outer = this.printing
    this.printing = true
    if (!this.atEnd() && !this.is('>') && !this.is('>>')) {
      // `print (a, b)` is a list in parentheses, `print (a) b` is not.
      const list = this.is('(') ? this.parenthesizedList() : undefined
      values = list ?? [this.expression()]
      while (!list && this.take(',')) {
        this.skipLines()
        values.push(this.expression())
      }
    }
    this.printing = outer
    if (!this.is('>') && !this.is('>>')) return { kind: 'print', format, values }
    const append = this.take('>>')
    if (!append) this.expect('>')
    return { kind: 'print', format, values, redirect: { append, target: this.concatenation() } }
  }
  private parenthesizedList(): Expression[] | undefined {
    const back = this.at
    this.expect('(')
    const outer = this.printing
    this.printing = false
    const values = this.list(')')
    this.printing = outer
    if (this.atEnd() || this.is('>') || this.is('>>')) return values
    this.at = back
    return undefined
  }
  private list(end: string): Expression[] {
    const values: Expression[] = []
    this.skipLines()
    while (!this.take(end)) {
      values.push(this.expression())
      this.skipLines()
      if (!this.is(end)) this.expect(',')
      this.skipLines()
    }
    return values
  }

  private expression(): Expression {
    const left = this.ternary()
    const operator = this.token.text
    if (this.token.kind !== 'operator' || !assignments.includes(operator)) return left
    if (left.kind !== 'variable' && left.kind !== 'field' && left.kind !== 'element') throw this.unexpected()
    this.at++
    this.skipLines()
    return { kind: 'assign', operator: operator.slice(0, -1), target: left, value: this.expression() }
  }
  private ternary(): Expression {
    const condition = this.binary(0)
    if (!this.take('?')) return condition
    this.skipLines()
    const yes = this.expression()
    this.skipLines()
    this.expect(':')
    this.skipLines()
    return { kind: 'ternary', condition, yes, no: this.expression() }
  }
  /** ||, &&, in, ~, comparisons: from the loosest on. */
  private binary(level: number): Expression {
    const levels = [['||'], ['&&'], ['in'], ['~', '!~'], comparisons]
    const operators = levels[level]
    if (!operators) return this.concatenation()
    let left = this.binary(level + 1)
    for (;;) {
      const operator = operators.find(o => this.is(o))
      if (operator === undefined || (operator === '>' && this.printing)) return left
      this.at++
      if (level < 2) this.skipLines()
      if (operator === 'in') left = { kind: 'in', name: this.name(), keys: left.kind === 'call' && left.name === '' ? left.args : [left] }
      else left = { kind: 'binary', operator, left, right: this.binary(level + 1) }
    }
  }
  private concatenation(): Expression {
    let left = this.additive()
    while (this.startsOperand()) left = { kind: 'binary', operator: ' ', left, right: this.additive() }
    return left
  }
  private startsOperand(): boolean {
    const { kind, text } = this.token
    if (kind === 'number' || kind === 'string' || kind === 'name' || kind === 'function' || kind === 'regex') return true
    return kind === 'operator' && ['$', '!', '(', '-', '+', '++', '--'].includes(text)
  }
  private additive(): Expression {
    let left = this.multiplicative()
    while (this.is('+') || this.is('-')) {
      const operator = this.token.text
      this.at++
      left = { kind: 'binary', operator, left, right: this.multiplicative() }
    }
    return left
  }
  private multiplicative(): Expression {
    let left = this.unary()
    while (this.is('*') || this.is('/') || this.is('%')) {
      const operator = this.token.text
      this.at++
      left = { kind: 'binary', operator, left, right: this.unary() }
    }
    return left
  }
  private unary(): Expression {
    for (const operator of ['!', '-', '+'] as const) if (this.take(operator)) return { kind: 'unary', operator, operand: this.unary() }
    const base = this.postfix()
    return this.take('^') ? { kind: 'binary', operator: '^', left: base, right: this.unary() } : base
  }
  private postfix(): Expression {
    for (const [operator, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (this.take(operator)) return { kind: 'step', by, before: true, target: this.primary() }
    const value = this.primary()
    const assignable = value.kind === 'variable' || value.kind === 'field' || value.kind === 'element'
    for (const [operator, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (assignable && this.take(operator)) return { kind: 'step', by, before: false, target: value }
    return value
  }
  private primary(): Expression {
    const { kind, text } = this.token
    this.at++
    if (kind === 'number') return { kind, value: Number(text) }
    if (kind === 'string') return { kind, value: text }
    if (kind === 'regex') return { kind, source: text }
    if (kind === 'name') {
      if (this.take('[')) return { kind: 'element', name: text, keys: this.list(']') }
      // `length` needs no parentheses.
      return text === 'length' ? { kind: 'call', name: 'length', args: [] } : { kind: 'variable', name: text }
    }
    if (kind === 'function') {
      this.expect('(')
      return { kind: 'call', name: text, args: this.nested(() => this.list(')')) }
    }
    if (text === '$') {
      for (const [operator, by] of [
        ['++', 1],
        ['--', -1],
      ] as const)
        if (this.take(operator)) return { kind: 'field', index: { kind: 'step', by, before: true, target: this.primary() } }
      if (this.take('-')) return { kind: 'field', index: { kind: 'unary', operator: '-', operand: this.primary() } }
      return { kind: 'field', index: this.primary() }
    }
    if (text === 'getline') return this.getline()
    if (text !== '(') {
      this.at--
      throw this.unexpected()
    }
    const values = this.nested(() => this.list(')'))
    // `(a, b) in array`: a list is only there for `in`.
    return values.length === 1 ? (values[0] as Expression) : { kind: 'call', name: '', args: values }
  }
  private nested<T>(read: () => T): T {
    if (++this.depth > 100) throw new AwkFault('nested too deeply')
    const outer = this.printing
    this.printing = false
    const value = read()
    this.printing = outer
    this.depth--
    return value
  }
  private getline(): Expression {
    const target = this.token.kind === 'name' || this.is('$') ? this.primary() : undefined
    return { kind: 'getline', target, file: this.take('<') ? this.primary() : undefined }
  }
}
