// `read`: a line of input into variables. Upstream: POSIX.1-2017, read; the options -n, -t, -d, -p, -s, -u are busybox ash's.
import type { Bytes } from '../bytes.ts'
import { read, unread, write } from '../descriptors.ts'
import { leave, type Turn } from '../evaluate/stack.ts'
import { isTerminal } from '../evaluate/start.ts'
import { isName, ShellFault, setVariable, variable } from '../evaluate/variables.ts'
import type { FrameOf } from '../state.ts'
import type { Builtin } from './builtin.ts'

interface Options {
  raw: boolean
  prompt: Bytes
  count: number
  timeoutMs: number | undefined
  end: string
  fd: number
  names: readonly Bytes[]
}

function optionsOf(args: readonly Bytes[]): Options {
  const options: Options = { raw: false, prompt: '', count: 0, timeoutMs: undefined, end: '\n', fd: 0, names: [] }
  let i = 0
  for (; i < args.length; i++) {
    const arg = args[i] as Bytes
    if (arg === '--') {
      i++
      break
    }
    if (!/^-./.test(arg)) break
    for (let at = 1; at < arg.length; at++) {
      const letter = arg.charAt(at)
      if (letter === 'r') options.raw = true
      else if (letter === 's') continue
      else if ('pntdu'.includes(letter)) {
        const value = arg.slice(at + 1) || args[++i]
        if (value === undefined) throw new ShellFault(`-${letter} requires an argument`)
        take(options, letter, value)
        break
      } else throw new ShellFault(`illegal option -${letter}`)
    }
  }
  options.names = args.slice(i)
  return options
}
function take(options: Options, letter: string, value: Bytes): void {
  if (letter === 'p') options.prompt = value
  else if (letter === 'd') options.end = value.charAt(0) || '\0'
  else {
    const n = Number(value)
    if (value === '' || Number.isNaN(n) || n < 0) throw new ShellFault(letter === 't' ? 'invalid timeout' : 'invalid count')
    if (letter === 'n') options.count = n
    else if (letter === 't') options.timeoutMs = n * 1000
    else options.fd = n
  }
}

/** How much of a line is read. */
const longest = 1_048_576

export const readBuiltin: Builtin = ({ k, p, sh }, args) => {
  const options = optionsOf(args)
  const bad = options.names.find(name => !isName(name))
  if (bad !== undefined) {
    write(k, p, 2, `sh: read: '${bad}': bad variable name\n`)
    return 1
  }
  if (options.prompt !== '' && isTerminal(k, p, options.fd)) write(k, p, 2, options.prompt)
  const untilMs = options.timeoutMs === undefined ? undefined : k.world.nowMs + options.timeoutMs
  sh.stack.push({ do: 'read', args, taken: '', untilMs, prompted: true })
  return undefined
}

export function stepRead(turn: Turn, f: FrameOf<'read'>): void {
  const { k, p, sh } = turn
  const options = optionsOf(f.args)
  if (sh.caught.length > 0) {
    finish(turn, f, options, 1)
    return
  }
  for (;;) {
    const text = read(k, p, options.fd)
    if (text === undefined) {
      if (f.untilMs !== undefined && k.world.nowMs >= f.untilMs) {
        finish(turn, f, options, 1)
        return
      }
      p.wait = { input: options.fd, interruptible: true, ...(f.untilMs !== undefined && { untilMs: f.untilMs }) }
      return
    }
    if (text === null) {
      finish(turn, f, options, 1)
      return
    }
    f.taken += text
    // A line without an end is not read for ever.
    if (f.taken.length > longest) {
      finish(turn, f, options, 1)
      return
    }
    const end = endOf(f.taken, options)
    if (end < 0) continue
    unread(k, p, options.fd, f.taken.slice(end))
    f.taken = f.taken.slice(0, end)
    finish(turn, f, options, 0)
    return
  }
}
/** Where the line ends: after its delimiter or the last character wanted. -1: not yet. */
function endOf(text: Bytes, { raw, end, count }: Options): number {
  let characters = 0
  for (let i = 0; i < text.length; i++) {
    if (!raw && text[i] === '\\') {
      if (++i >= text.length) return -1
      if (text[i] === '\n') continue
    } else if (text[i] === end) return i + 1
    if (count > 0 && ++characters >= count) return i + 1
  }
  return -1
}

function finish(turn: Turn, f: FrameOf<'read'>, options: Options, status: number): void {
  const { sh } = turn
  leave(turn)
  sh.status = status
  const { characters, escaped } = charactersOf(f.taken, options)
  if (options.names.length === 0) {
    setVariable(sh, 'REPLY', characters)
    return
  }
  const ifs = variable(sh, 'IFS') ? (variable(sh, 'IFS')?.value ?? '') : ' \t\n'
  const values = splitLine(characters, escaped, ifs, options.names.length)
  for (const [i, name] of options.names.entries()) setVariable(sh, name, values[i] ?? '')
}
/** The line without its end and its backslashes; `escaped` has the positions that no separator is at. */
function charactersOf(text: Bytes, { raw, end }: Options): { characters: Bytes; escaped: Set<number> } {
  const escaped = new Set<number>()
  let characters = ''
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (!raw && c === '\\') {
      const next = text.charAt(++i)
      if (next === '\n' || next === '') continue
      escaped.add(characters.length)
      characters += next
    } else if (c === end) break
    else if (c !== '\0') characters += c
  }
  return { characters, escaped }
}
function splitLine(text: Bytes, escaped: Set<number>, ifs: string, count: number): Bytes[] {
  const separates = (i: number) => i < text.length && !escaped.has(i) && ifs.includes(text.charAt(i))
  const blank = (i: number) => separates(i) && ' \t\n'.includes(text.charAt(i))
  const values: Bytes[] = []
  let at = 0
  while (blank(at)) at++
  while (values.length < count - 1 && at < text.length) {
    const from = at
    while (at < text.length && !separates(at)) at++
    values.push(text.slice(from, at))
    while (blank(at)) at++
    if (separates(at)) {
      at++
      while (blank(at)) at++
    }
  }
  if (values.length < count) values.push(lastField(text, at, separates, blank))
  return values
}
/** The last variable takes the rest, without blanks at its end, nor the one separator that just ends its only field. */
function lastField(text: Bytes, from: number, separates: (i: number) => boolean, blank: (i: number) => boolean): Bytes {
  let end = text.length
  while (end > from && blank(end - 1)) end--
  const only = separates(end - 1) && end - 1 > from && ![...text.slice(from, end - 1)].some((_, i) => separates(from + i))
  if (only) end--
  return text.slice(from, end)
}
