// xargs: words from the input as arguments; expr: reckoning with words; which. Upstream: POSIX.1-2017, xargs, expr; busybox.
import type { Bytes } from '../bytes.ts'
import { executableOf } from '../exec.ts'
import type { Command, Io, Next } from '../io.ts'
import { optionsOf } from './inputs.ts'
import { basic } from './regex.ts'

interface Xargs {
  input: Bytes
  ended: boolean
  /** Commands still to be run. */
  todo: Bytes[][]
  pid: number
  status: number
}
export const xargs: Command = (io, state) => {
  const at = operandIndex(io.args)
  const options = optionsOf(io, '0prtxo', 'nIsELPd', io.args.slice(0, at))
  if (!options) return 1
  const s = (state as Xargs | undefined) ?? { input: '', ended: false, todo: [], pid: 0, status: 0 }
  if (!s.ended) {
    for (let text = io.read(); text !== null; text = io.read()) {
      if (text === undefined) return { wait: { input: 0 }, state: s }
      s.input += text
    }
    s.ended = true
    s.todo = commandsOf(io.args.slice(at), s.input, options.flags, options.values)
  }
  const code = s.pid === 0 ? undefined : io.reap(s.pid)
  if (code !== undefined && code !== 0) s.status = code === 255 ? 124 : code > 128 ? 125 : 123
  return nextCommand(io, s, options.flags.has('t'))
}
function nextCommand(io: Io, s: Xargs, tells: boolean): Next {
  const command = s.todo[0]
  if (!command || s.status === 124) return s.status
  if (tells) io.err(`${command.join(' ')}\n`)
  const started = io.spawn(command, { input: '' })
  if (typeof started !== 'number') return io.fail(`${command[0]}: No such file or directory`, started.missing)
  s.todo = s.todo.slice(1)
  s.pid = started
  return { wait: { child: started }, state: s }
}
/** Where the command begins. */
function operandIndex(args: readonly Bytes[]): number {
  let i = 0
  while (args[i] !== undefined && /^-./.test(args[i] as Bytes)) i += /^-[nIsELPd]$/.test(args[i] as Bytes) ? 2 : 1
  return i
}
function commandsOf(given: readonly Bytes[], input: Bytes, flags: Set<string>, values: Map<string, Bytes[]>): Bytes[][] {
  const base = given.length > 0 ? given : ['echo']
  const replaced = values.get('I')?.at(-1)
  if (replaced !== undefined) {
    const lines = input
      .split(flags.has('0') ? '\0' : '\n')
      .map(l => l.trimStart())
      .filter(l => l !== '')
    return lines.map(line => base.map(word => word.replaceAll(replaced, line)))
  }
  const words = flags.has('0') ? input.split('\0').filter(w => w !== '') : wordsOf(input)
  if (words.length === 0) return flags.has('r') ? [] : [[...base]]
  const size = values.has('n')
    ? Math.max(Number(values.get('n')?.at(-1)), 1)
    : values.has('L')
      ? Math.max(Number(values.get('L')?.at(-1)), 1)
      : 5000
  const commands: Bytes[][] = []
  for (let i = 0; i < words.length; i += size) commands.push([...base, ...words.slice(i, i + size)])
  return commands
}
/** Words with the quotes that xargs knows. */
function wordsOf(input: Bytes): Bytes[] {
  return (input.match(/(?:"[^"\n]*"|'[^'\n]*'|\\[\s\S]|[^\s"'\\])+/g) ?? []).map(w =>
    w.replace(/"([^"]*)"|'([^']*)'|\\([\s\S])/g, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ''),
  )
}

/** Thrown by expr. */
class ExprFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}
export const expr: Command = io => {
  if (io.args.length === 0) return io.fail('too few arguments', 2)
  try {
    const words = [...io.args]
    const value = exprLevel(words, 0)
    if (words.length > 0) throw new ExprFault('syntax error')
    io.out(`${value}\n`)
    return value === '' || value === '0' ? 1 : 0
  } catch (fault) {
    if (fault instanceof ExprFault) return io.fail(fault.message, 2)
    throw fault
  }
}
const levels = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']]
const integer = /^-?\d+$/
function exprLevel(words: Bytes[], level: number, depth = 0): Bytes {
  const operators = levels[level]
  if (!operators) return exprPrimary(words, depth)
  let left = exprLevel(words, level + 1, depth)
  while (words[0] !== undefined && operators.includes(words[0])) {
    const operator = words.shift() as Bytes
    left = reckon(operator, left, exprLevel(words, level + 1, depth))
  }
  return left
}
const isFalse = (text: Bytes) => text === '' || text === '0'
function reckon(operator: Bytes, a: Bytes, b: Bytes): Bytes {
  if (operator === '|') return isFalse(a) ? (isFalse(b) ? '0' : b) : a
  if (operator === '&') return isFalse(a) || isFalse(b) ? '0' : a
  if (operator === ':') return matchStart(a, b)
  if (levels[2]?.includes(operator)) {
    const order = integer.test(a) && integer.test(b) ? Number(BigInt(a) - BigInt(b)) : a < b ? -1 : a > b ? 1 : 0
    const holds = {
      '<': order < 0,
      '<=': order <= 0,
      '=': order === 0,
      '==': order === 0,
      '!=': order !== 0,
      '>=': order >= 0,
      '>': order > 0,
    }[operator]
    return holds ? '1' : '0'
  }
  if (!integer.test(a) || !integer.test(b)) throw new ExprFault('non-numeric argument')
  const [x, y] = [BigInt(a), BigInt(b)]
  if ((operator === '/' || operator === '%') && y === 0n) throw new ExprFault('division by zero')
  const value = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? x / y : x % y
  return String(BigInt.asIntN(64, value))
}
function matchStart(text: Bytes, pattern: Bytes): Bytes {
  const regex = basic(`^${pattern.replace(/^\^/, '')}`, false)
  if (!regex) throw new ExprFault('bad regex')
  const found = regex.exec(text)
  return /\\\(/.test(pattern) ? (found?.[1] ?? '') : String(found?.[0].length ?? 0)
}
function exprPrimary(words: Bytes[], depth: number): Bytes {
  if (depth > 100) throw new ExprFault('syntax error')
  const word = words.shift()
  if (word === undefined) throw new ExprFault('syntax error')
  if (word === '(') {
    const value = exprLevel(words, 0, depth + 1)
    if (words.shift() !== ')') throw new ExprFault('syntax error')
    return value
  }
  if (words.length === 0) return word
  switch (word) {
    case 'length':
      return String(exprPrimary(words, depth + 1).length)
    case 'match':
      return matchStart(exprPrimary(words, depth + 1), exprPrimary(words, depth + 1))
    case 'index': {
      const [text, characters] = [exprPrimary(words, depth + 1), exprPrimary(words, depth + 1)]
      return String([...text].findIndex(c => characters.includes(c)) + 1)
    }
    case 'substr': {
      const [text, from, length] = [
        exprPrimary(words, depth + 1),
        Number(exprPrimary(words, depth + 1)),
        Number(exprPrimary(words, depth + 1)),
      ]
      return from > 0 && length > 0 ? text.slice(from - 1, from - 1 + length) : ''
    }
    default:
      return word
  }
}

export const which: Command = io => {
  let status = 0
  for (const name of io.args.filter(a => a !== '-a')) {
    const found = executableOf(io.kernel, io.process, name, io.env('PATH') ?? '')
    if (found.kind === 'missing') {
      status = 1
      continue
    }
    const directories = (io.env('PATH') ?? '').split(':')
    const path = name.includes('/') ? name : directories.map(d => `${d}/${name}`).find(p => io.find(p).stat?.type === 'file')
    io.out(`${path ?? `/bin/${name}`}\n`)
  }
  return status
}
