// awk: the command. Upstream: POSIX.1-2017, awk; busybox.
import type { Bytes } from '../../bytes.ts'
import type { Command, Io } from '../../io.ts'
import { awaitInput, type Inputs, inputsOf, pull } from '../inputs.ts'
import { Interpreter } from './interpreter.ts'
import { parseAwk } from './parser.ts'
import { type AwkState, newAwk } from './state.ts'
import { AwkFault, type AwkProgram, readEscapes } from './syntax.ts'

interface State {
  inputs: Inputs
  awk: AwkState
  /** Input without an end of its record yet. */
  rest: Bytes
}

export const awk: Command = (io, state) => {
  const texts: Bytes[] = []
  const assigned: [string, Bytes][] = []
  let args = io.args
  for (let arg = args[0]; arg !== undefined && /^-./.test(arg); arg = args[0]) {
    args = args.slice(1)
    if (arg === '--') break
    const value = arg.slice(2) || (args[0] ?? '')
    if (arg.length === 2) args = args.slice(1)
    if (arg[1] === 'F') assigned.push(['FS', value === 't' ? '\t' : readEscapes(value)])
    else if (arg[1] === 'v') assigned.push([value.split('=')[0] ?? '', readEscapes(value.slice(value.indexOf('=') + 1))])
    else if (arg[1] === 'f') {
      const contents = io.contents(value)
      if (!('text' in contents)) return io.fail(`${value}: ${io.faultText(contents.fault)}`)
      texts.push(contents.text)
    } else return io.fail(`invalid option -- '${arg[1]}'`)
  }
  if (texts.length === 0) {
    if (args[0] === undefined) return io.usage('awk [-F SEP] [-v VAR=VAL]... [-f FILE]... [CMD] [FILE]...')
    texts.push(args[0])
    args = args.slice(1)
  }
  try {
    return run(io, parseAwk(texts.join('\n')), assigned, args, state as State | undefined)
  } catch (fault) {
    if (fault instanceof AwkFault) return io.fail(`cmd. line:1: ${fault.message}`)
    throw fault
  }
}
function run(
  io: Io,
  program: AwkProgram,
  assigned: readonly [string, Bytes][],
  operands: readonly Bytes[],
  before: State | undefined,
): ReturnType<Command> {
  const s = before ?? { inputs: inputsOf(operands.filter(o => !/^[A-Za-z_]\w*=/.test(o))), awk: newAwk(), rest: '' }
  const awk = new Interpreter(io, program, s.awk)
  if (!before) {
    for (const [name, value] of [
      ...assigned,
      ...operands
        .filter(o => /^[A-Za-z_]\w*=/.test(o))
        .map((o): [string, Bytes] => [o.slice(0, o.indexOf('=')), o.slice(o.indexOf('=') + 1)]),
    ])
      s.awk.variables[name] = { input: value }
    s.awk.arrays.ENVIRON = Object.fromEntries(Object.entries(io.process.env).map(([name, value]) => [name, { input: value }]))
    s.awk.arrays.ARGV = Object.fromEntries(['awk', ...operands].map((arg, i) => [i, { input: arg }]))
    s.awk.variables.ARGC = operands.length + 1
    if (!awk.special('BEGIN')) return end(awk)
    if (program.rules.every(rule => rule.pattern === 'BEGIN')) return s.awk.exit ?? 0
  }
  for (let piece = pull(io, s.inputs); piece !== null; piece = pull(io, s.inputs)) {
    if (piece === undefined) return awaitInput(s.inputs, s)
    const { rest } = s
    s.rest = piece === 'end' ? '' : cutRecords(awk, rest + piece.text, name(s))
    if (piece === 'end' && rest !== '' && s.awk.exit === undefined) awk.record(rest.replace(/\n$/, ''))
    if (piece === 'end') s.awk.variables.FNR = 0
    if (s.awk.exit !== undefined) return end(awk)
  }
  return end(awk, s.inputs.failed)
}
const name = (s: State) => (s.inputs.names[s.inputs.index] === '-' ? '' : (s.inputs.names[s.inputs.index] ?? ''))
function end(awk: Interpreter, failed = false): number {
  awk.special('END')
  return awk.s.exit ?? (failed ? 2 : 0)
}
/** Hands over all whole records; what is left has no end yet. */
function cutRecords(awk: Interpreter, text: Bytes, file: Bytes): Bytes {
  let rest = text
  awk.s.variables.FILENAME = file
  for (;;) {
    const separator = awk.text({ kind: 'variable', name: 'RS' })
    if (separator === '') rest = rest.replace(/^\n+/, '')
    const found =
      separator === ''
        ? /\n\n+/.exec(rest)
        : separator.length === 1
          ? { index: rest.indexOf(separator), 0: separator }
          : awk.regex(separator).exec(rest)
    if (!found || found.index < 0) return rest
    const record = rest.slice(0, found.index)
    rest = rest.slice(found.index + found[0].length)
    if (!awk.record(record)) return ''
  }
}
