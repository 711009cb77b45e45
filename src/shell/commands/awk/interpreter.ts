// Runs an awk program on one record after another: its rules and their statements. What lasts between records is AwkState, so that awk can wait for
// input like any filter. Upstream: POSIX.1-2017, awk, Actions.
import type { Bytes } from '../../bytes.ts'
import { Evaluator, Leave } from './evaluator.ts'
import { AwkFault, type AwkProgram, type Statement } from './syntax.ts'
import { formatValues, isTrue, toNumber, toText } from './values.ts'

export class Interpreter extends Evaluator {
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

  print(text: Bytes): void {
    this.io.out(text + this.text({ kind: 'variable', name: 'ORS' }))
  }

  protected override run(statement: Statement): void {
    const nesting = this.deeper()
    this.execute(statement)
    this.nesting = nesting
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
    this.count()
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
}
