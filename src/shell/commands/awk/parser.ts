// awk's rules and statements by recursive descent. Upstream: POSIX.1-2017, awk, Grammar.
import type { Bytes } from '../../bytes.ts'
import { ExpressionParser } from './expressions.ts'
import { AwkFault, type AwkProgram, type Expression, type Rule, type Statement, tokenize } from './syntax.ts'

export function parseAwk(text: Bytes): AwkProgram {
  return new Parser(tokenize(text)).program()
}

class Parser extends ExpressionParser {
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
}
