// Runs an awk program on one record after another. What lasts between records is AwkState, plain data, so that awk can wait for input like any filter.
import type { Bytes } from '../../bytes.ts'
import type { Io } from '../../io.ts'
import { extended } from '../regex.ts'
import { callBuiltin } from './functions.ts'
import { AwkFault, type AwkProgram, type Expression, type Statement } from './syntax.ts'
import { compare, formatValues, isTrue, toNumber, toText, type Value } from './values.ts'

export interface AwkState {
  variables: { [name: string]: Value }
  arrays: { [name: string]: { [key: string]: Value } }
  /** $0 and its fields. */
  record: Bytes
  fields: Value[]
  /** Range patterns that are open, by the number of their rule. */
  open: { [rule: number]: true }
  /** Files that are written: path → descriptor. */
  files: { [path: string]: number }
  /** Files that getline reads: path → where it is. */
  reading: { [path: string]: number }
  exit: number | undefined
}
export const newAwk = (): AwkState => ({
  variables: {
    FS: ' ',
    OFS: ' ',
    ORS: '\n',
    RS: '\n',
    NR: 0,
    FNR: 0,
    NF: 0,
    SUBSEP: '\x1c',
    CONVFMT: '%.6g',
    OFMT: '%.6g',
    RSTART: 0,
    RLENGTH: -1,
    FILENAME: '',
  },
  arrays: {},
  record: '',
  fields: [],
  open: {},
  files: {},
  reading: {},
  exit: undefined,
})

/** Thrown to leave statements. */
class Leave {
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

export class Interpreter {
  readonly io: Io
  readonly s: AwkState
  private readonly program: AwkProgram
  private locals: Locals | undefined
  private depth = 0
  /** Statements and expressions that are being worked on, one inside the other. */
  private nesting = 0
  private steps = 0

  constructor(io: Io, program: AwkProgram, state: AwkState) {
    this.io = io
    this.program = program
    this.s = state
  }

  /** Runs BEGIN or END; false when the program has exited. */
  special(which: 'BEGIN' | 'END'): boolean {
    return this.guarded(() => {
      for (const rule of this.program.rules) if (rule.pattern === which && rule.action) this.run(rule.action)
    })
  }
  record(text: Bytes): boolean {
    this.s.variables.NR = toNumber(this.s.variables.NR) + 1
    this.s.variables.FNR = toNumber(this.s.variables.FNR) + 1
    this.setRecord(text)
    return this.guarded(() => {
      this.program.rules.forEach((rule, i) => {
        if (!this.selects(rule.pattern, i)) return
        if (rule.action) this.run(rule.action)
        else this.print(this.s.record)
      })
    })
  }
  private guarded(act: () => void): boolean {
    this.nesting = 0
    try {
      act()
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      if (leave.kind === 'exit') {
        this.s.exit = leave.value === undefined ? (this.s.exit ?? 0) : toNumber(leave.value) & 255
        return false
      }
    }
    return true
  }
  private selects(pattern: AwkProgram['rules'][number]['pattern'], i: number): boolean {
    if (pattern === undefined) return true
    if (pattern === 'BEGIN' || pattern === 'END') return false
    if (!('from' in pattern)) return isTrue(this.value(pattern))
    if (!this.s.open[i] && !isTrue(this.value(pattern.from))) return false
    if (isTrue(this.value(pattern.to))) delete this.s.open[i]
    else this.s.open[i] = true
    return true
  }

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
  print(text: Bytes): void {
    this.io.out(text + this.text({ kind: 'variable', name: 'ORS' }))
  }

  private run(statement: Statement): void {
    const nesting = this.deeper()
    this.execute(statement)
    this.nesting = nesting
  }
  /** One level more; gives the level to come back to. */
  private deeper(): number {
    if (++this.steps > patience) throw new AwkFault('too many steps')
    if (this.nesting >= deepest) throw new AwkFault('nested too deeply')
    return this.nesting++
  }
  private execute(statement: Statement): void {
    switch (statement.kind) {
      case 'block':
        for (const one of statement.body) this.run(one)
        return
      case 'expression':
        this.value(statement.value)
        return
      case 'print':
        this.write(statement)
        return
      case 'if':
        if (isTrue(this.value(statement.condition))) this.run(statement.yes)
        else if (statement.no) this.run(statement.no)
        return
      case 'while':
        for (let first = statement.first; first || isTrue(this.value(statement.condition)); first = false)
          if (!this.round(statement.body)) return
        return
      case 'for':
        if (statement.init) this.run(statement.init)
        for (; !statement.condition || isTrue(this.value(statement.condition)); statement.update && this.run(statement.update))
          if (!this.round(statement.body)) return
        return
      case 'each':
        for (const key of Object.keys(this.array(statement.array))) {
          this.assign({ kind: 'variable', name: statement.name }, { input: key })
          if (!this.round(statement.body)) return
        }
        return
      case 'delete': {
        const array = this.array(statement.name)
        if (statement.keys) delete array[this.key(statement.keys)]
        else for (const key of Object.keys(array)) delete array[key]
        return
      }
      case 'exit':
      case 'return':
        throw new Leave(statement.kind, statement.value && this.value(statement.value))
      default:
        throw new Leave(statement.kind)
    }
  }
  /** One round of a loop; false when it is left. */
  private round(body: Statement): boolean {
    const { nesting } = this
    try {
      this.run(body)
    } catch (leave) {
      this.nesting = nesting
      if (leave instanceof Leave && leave.kind === 'break') return false
      if (!(leave instanceof Leave) || leave.kind !== 'continue') throw leave
    }
    // A loop with an empty body takes its steps too.
    if (++this.steps > patience) throw new AwkFault('too many steps')
    return true
  }
  private write({ format, values, redirect }: Extract<Statement, { kind: 'print' }>): void {
    const text = (name: string) => this.text({ kind: 'variable', name })
    const results = values.map(v => this.value(v))
    const line = format
      ? formatValues(toText(results[0]), results.slice(1))
      : (results.length === 0 ? this.s.record : results.map(r => toText(r, text('OFMT'))).join(text('OFS'))) + text('ORS')
    if (!redirect) {
      this.io.out(line)
      return
    }
    const path = this.text(redirect.target)
    if (path === '/dev/stdout') {
      this.io.out(line)
      return
    }
    if (path === '/dev/stderr') {
      this.io.err(line)
      return
    }
    if (this.s.files[path] === undefined) {
      const fd = this.io.open(path, redirect.append ? 'append' : 'write')
      if (typeof fd !== 'number') throw new AwkFault(`${path}: ${this.io.faultText(fd)}`)
      this.s.files[path] = fd
    }
    this.io.write(this.s.files[path], line)
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
  private key(keys: readonly Expression[]): Bytes {
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
  private evaluate(e: Expression): Value {
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
  private binary(operator: string, left: Expression, right: Expression): Value {
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
  private reckon(operator: string, a: number, b: number): number {
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
  private joinFields(): void {
    this.s.record = Array.from(this.s.fields, f => toText(f)).join(this.text({ kind: 'variable', name: 'OFS' }))
  }

  private call(name: string, args: readonly Expression[]): Value {
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
  private getline(file: Expression | undefined, target: Expression | undefined): number {
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
