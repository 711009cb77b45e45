// awk's expressions at work: variables, fields and arrays, operators, function calls. Upstream: POSIX.1-2017, awk, Expressions in awk.
import type { Bytes } from '../../bytes.ts'
import type { Io } from '../../io.ts'
import { extended } from '../regex.ts'
import { callBuiltin } from './functions.ts'
import type { AwkState } from './state.ts'
import { AwkFault, type AwkProgram, type Expression, type Statement } from './syntax.ts'
import { compare, isTrue, toNumber, toText, type Value } from './values.ts'

/** Thrown to leave statements. */
export class Leave {
  readonly kind: 'next' | 'break' | 'continue' | 'exit' | 'return'
  readonly value: Value
  constructor(kind: Leave['kind'], value?: Value) {
    this.kind = kind
    this.value = value
  }
}
/** A program that loops for ever is stopped: its steps cannot be spread over simulated time. */
const patience = 2_000_000
/** The same everywhere, whatever stack a browser has. */
const deepest = 600

interface Locals {
  values: { [name: string]: Value }
  arrays: { [name: string]: { [key: string]: Value } }
}

export abstract class Evaluator {
  readonly io: Io
  readonly s: AwkState
  protected readonly program: AwkProgram
  protected locals: Locals | undefined
  protected depth = 0
  /** Statements and expressions that are being worked on, one inside the other. */
  protected nesting = 0
  protected steps = 0

  constructor(io: Io, program: AwkProgram, state: AwkState) {
    this.io = io
    this.program = program
    this.s = state
  }

  protected abstract run(statement: Statement): void

  setRecord(text: Bytes): void {
    this.s.record = text
    this.s.fields = this.split(text, this.text({ kind: 'variable', name: 'FS' })).map(input => ({ input }))
    this.s.variables.NF = this.s.fields.length
  }
  split(text: Bytes, separator: Bytes): Bytes[] {
    if (text === '') return []
    if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/[ \t\n]+/)
    if (separator === '') return [...text]
    if (separator.length === 1 && separator !== '\\') return text.split(separator)
    return text.split(this.regex(separator))
  }
  regex(source: Bytes): RegExp {
    const compiled = extended(source, false)
    if (!compiled) throw new AwkFault(`bad regex '${source}'`)
    return compiled
  }
  protected count(): void {
    if (++this.steps > patience) throw new AwkFault('too many steps')
  }
  /** One level more; gives the level to come back to. */
  protected deeper(): number {
    this.count()
    if (this.nesting >= deepest) throw new AwkFault('nested too deeply')
    return this.nesting++
  }
  array(name: string): { [key: string]: Value } {
    const home =
      this.locals && Object.hasOwn(this.locals.values, name)
        ? this.locals.arrays
        : this.locals && Object.hasOwn(this.locals.arrays, name)
          ? this.locals.arrays
          : this.s.arrays
    home[name] ??= {}
    return home[name]
  }
  protected key(keys: readonly Expression[]): Bytes {
    return keys.map(k => this.text(k)).join(this.text({ kind: 'variable', name: 'SUBSEP' }))
  }
  text(expression: Expression): Bytes {
    return toText(this.value(expression))
  }
  number(expression: Expression): number {
    return toNumber(this.value(expression))
  }

  value(e: Expression): Value {
    const nesting = this.deeper()
    const value = this.evaluate(e)
    this.nesting = nesting
    return value
  }
  protected evaluate(e: Expression): Value {
    switch (e.kind) {
      case 'number':
      case 'string':
        return e.value
      case 'regex':
        return Number(this.regex(e.source).test(this.s.record))
      case 'variable':
        return this.locals && Object.hasOwn(this.locals.values, e.name) ? this.locals.values[e.name] : this.s.variables[e.name]
      case 'field': {
        const index = this.number(e.index)
        return index === 0 ? { input: this.s.record } : this.s.fields[index - 1]
      }
      case 'element': {
        const array = this.array(e.name)
        const key = this.key(e.keys)
        if (!Object.hasOwn(array, key)) array[key] = undefined
        return array[key]
      }
      case 'in':
        return Number(Object.hasOwn(this.array(e.name), this.key(e.keys)))
      case 'unary':
        return e.operator === '!' ? Number(!isTrue(this.value(e.operand))) : this.number(e.operand) * (e.operator === '-' ? -1 : 1)
      case 'ternary':
        return this.value(isTrue(this.value(e.condition)) ? e.yes : e.no)
      case 'binary':
        return this.binary(e.operator, e.left, e.right)
      case 'assign': {
        const value = this.value(e.value)
        return this.assign(e.target, e.operator === '' ? value : this.reckon(e.operator, this.number(e.target), toNumber(value)))
      }
      case 'step': {
        const old = this.number(e.target)
        this.assign(e.target, old + e.by)
        return e.before ? old + e.by : old
      }
      case 'call':
        return this.call(e.name, e.args)
      case 'getline':
        return this.getline(e.file, e.target)
      default:
        return e satisfies never
    }
  }
  protected binary(operator: string, left: Expression, right: Expression): Value {
    if (operator === '&&') return Number(isTrue(this.value(left)) && isTrue(this.value(right)))
    if (operator === '||') return Number(isTrue(this.value(left)) || isTrue(this.value(right)))
    if (operator === '~' || operator === '!~') {
      const source = right.kind === 'regex' ? right.source : this.text(right)
      return Number(this.regex(source).test(this.text(left)) === (operator === '~'))
    }
    if (operator === ' ') return this.text(left) + this.text(right)
    const [a, b] = [this.value(left), this.value(right)]
    const order = () => compare(a, b)
    switch (operator) {
      case '<':
        return Number(order() < 0)
      case '<=':
        return Number(order() <= 0)
      case '>':
        return Number(order() > 0)
      case '>=':
        return Number(order() >= 0)
      case '==':
        return Number(order() === 0)
      case '!=':
        return Number(order() !== 0)
      default:
        return this.reckon(operator, toNumber(a), toNumber(b))
    }
  }
  protected reckon(operator: string, a: number, b: number): number {
    if ((operator === '/' || operator === '%') && b === 0) throw new AwkFault('Division by zero')
    return operator === '+'
      ? a + b
      : operator === '-'
        ? a - b
        : operator === '*'
          ? a * b
          : operator === '/'
            ? a / b
            : operator === '%'
              ? a % b
              : a ** b
  }
  assign(target: Expression, value: Value): Value {
    if (target.kind === 'variable') {
      if (this.locals && Object.hasOwn(this.locals.values, target.name)) this.locals.values[target.name] = value
      else this.s.variables[target.name] = value
      if (target.name === 'NF') {
        this.s.fields.length = Math.max(toNumber(value), 0)
        this.joinFields()
      }
    } else if (target.kind === 'element') this.array(target.name)[this.key(target.keys)] = value
    else if (target.kind === 'field') {
      const index = this.number(target.index)
      if (index === 0) this.setRecord(toText(value))
      else {
        this.s.fields[index - 1] = value
        this.s.variables.NF = this.s.fields.length
        this.joinFields()
      }
    }
    return value
  }
  protected joinFields(): void {
    this.s.record = Array.from(this.s.fields, f => toText(f)).join(this.text({ kind: 'variable', name: 'OFS' }))
  }

  protected call(name: string, args: readonly Expression[]): Value {
    const own = Object.hasOwn(this.program.functions, name) ? this.program.functions[name] : undefined
    if (!own) return callBuiltin(this, name, args)
    if (++this.depth > 500) throw new AwkFault('function recursion too deep')
    const locals: Locals = { values: {}, arrays: {} }
    own.params.forEach((param, i) => {
      const arg = args[i]
      // An array is handed over by its name, anything else by its value.
      const isArray = arg?.kind === 'variable' && this.value(arg) === undefined
      if (isArray) locals.arrays[param] = this.array(arg.name)
      locals.values[param] = arg && this.value(arg)
    })
    const { locals: outer, nesting } = this
    this.locals = locals
    try {
      this.run(own.body)
      return undefined
    } catch (leave) {
      if (leave instanceof Leave && leave.kind === 'return') return leave.value
      throw leave
    } finally {
      this.nesting = nesting
      this.locals = outer
      this.depth--
    }
  }
  /** `getline < file`: 1, 0 at the end, -1 without such a file. */
  protected getline(file: Expression | undefined, target: Expression | undefined): number {
    if (!file) throw new AwkFault('getline without a file is not supported')
    const path = this.text(file)
    const contents = this.io.contents(path)
    if (!('text' in contents)) return -1
    const from = this.s.reading[path] ?? 0
    if (from >= contents.text.length) return 0
    const stop = contents.text.indexOf('\n', from)
    const line = contents.text.slice(from, stop < 0 ? undefined : stop)
    this.s.reading[path] = stop < 0 ? contents.text.length : stop + 1
    if (target) this.assign(target, { input: line })
    else this.setRecord(line)
    return 1
  }
}
