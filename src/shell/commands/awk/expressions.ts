// awk's expressions by recursive descent. Upstream: POSIX.1-2017, awk, Grammar.
import { AwkFault, type Expression, type Token } from './syntax.ts'

const assignments = ['=', '+=', '-=', '*=', '/=', '%=', '^=']
const comparisons = ['<', '<=', '==', '!=', '>', '>=']

export class ExpressionParser {
  protected readonly tokens: readonly Token[]
  protected at = 0
  /** In the list of a `print`, `>` is a redirection. */
  protected printing = false
  protected depth = 0
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }
  protected get token(): Token {
    return this.tokens[this.at] as Token
  }
  protected is(text: string): boolean {
    return this.token.text === text && (this.token.kind === 'operator' || this.token.kind === 'keyword')
  }
  protected take(text: string): boolean {
    if (!this.is(text)) return false
    this.at++
    return true
  }
  protected expect(text: string): void {
    if (!this.take(text)) throw this.unexpected()
  }
  protected unexpected(): AwkFault {
    return new AwkFault(`Unexpected ${this.token.kind === 'end' ? 'end of program' : 'token'}`)
  }
  protected skipLines(): void {
    while (this.token.kind === 'newline') this.at++
  }
  protected skipEnds(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.at++
  }
  protected name(): string {
    const { kind, text } = this.token
    if (kind !== 'name' && kind !== 'function') throw this.unexpected()
    this.at++
    return text
  }

  protected list(end: string): Expression[] {
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

  protected expression(): Expression {
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
  protected concatenation(): Expression {
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
  protected primary(): Expression {
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
