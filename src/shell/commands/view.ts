// cat, head, tail, tee, tac: files as they are. Upstream: POSIX.1-2017; busybox.
import type { Bytes } from '../bytes.ts'
import { faultTexts } from '../files.ts'
import type { Command, Io, Next } from '../io.ts'
import { awaitInput, cannotOpen, type Inputs, inputsOf, optionsOf, pull, pullLines, pullWhole, type Whole, wholeOf } from './inputs.ts'

interface Cat {
  inputs: Inputs
  line: number
}
export const cat: Command = (io, state) => {
  const options = optionsOf(io, 'nbuAevtE')
  if (!options) return 1
  const { flags, operands } = options
  const s = (state as Cat | undefined) ?? { inputs: inputsOf(operands), line: 0 }
  const numbers = flags.has('n') || flags.has('b')
  const ends = flags.has('E') || flags.has('e') || flags.has('A')
  if (!numbers && !ends) {
    for (let piece = pull(io, s.inputs, cannotOpen); piece !== null; piece = pull(io, s.inputs, cannotOpen)) {
      if (piece === undefined) return awaitInput(s.inputs, s)
      if (piece !== 'end') io.out(piece.text)
    }
    return s.inputs.failed ? 1 : 0
  }
  const done = pullLines(
    io,
    s.inputs,
    {
      line: (line, ended) => {
        const number = numbers && (!flags.has('b') || line !== '') ? `${String(++s.line).padStart(6)}\t` : ''
        io.out(number + line + (ended ? (ends ? '$\n' : '\n') : numbers ? '\n' : ''))
        return true
      },
    },
    cannotOpen,
  )
  return done ? (s.inputs.failed ? 1 : 0) : awaitInput(s.inputs, s)
}

/** `10`, `10k`, `+5`, `-5`. */
function count(io: Io, text: Bytes): { sign: string; n: number } | undefined {
  const found = /^([-+]?)(\d+)([bkmKM]?)$/.exec(text)
  if (!found) {
    io.fail(`invalid number '${text}'`)
    return undefined
  }
  const unit = { '': 1, b: 512, k: 1024, K: 1024, m: 1024 ** 2, M: 1024 ** 2 }[found[3] ?? ''] ?? 1
  return { sign: found[1] ?? '', n: Number(found[2]) * unit }
}
/** `head -5 file` and `tail -5 file` are `-n 5`. */
const modern = (args: readonly Bytes[]) => args.map(a => (/^[-+]\d+$/.test(a) ? `-n${a.startsWith('-') ? a.slice(1) : a}` : a))

interface Head {
  inputs: Inputs
  left: number
  begun: number
}
export const head: Command = (io, state) => {
  const first = io.args[0] ?? ''
  const options = optionsOf(io, 'qv', 'nc', /^-\d+$/.test(first) ? modern(io.args) : io.args)
  if (!options) return 1
  const bytes = options.values.get('c')?.at(-1)
  const wanted = count(io, bytes ?? options.values.get('n')?.at(-1) ?? '10')
  if (!wanted) return 1
  const titles = options.flags.has('v') || (options.operands.length > 1 && !options.flags.has('q'))
  if (wanted.sign === '-') return allBut(io, state, options.operands, wanted.n, bytes !== undefined)
  const s = (state as Head | undefined) ?? { inputs: inputsOf(options.operands), left: wanted.n, begun: -1 }
  for (;;) {
    const piece = pull(io, s.inputs)
    if (piece === undefined) return awaitInput(s.inputs, s)
    if (piece === null) return s.inputs.failed ? 1 : 0
    if (piece === 'end') {
      title(io, s, titles, s.inputs.index - 1)
      s.left = wanted.n
      continue
    }
    title(io, s, titles, s.inputs.index)
    const end = bytes !== undefined ? Math.min(s.left, piece.text.length) : lineEnd(piece.text, s.left)
    io.out(piece.text.slice(0, end))
    s.left -= bytes !== undefined ? end : piece.text.slice(0, end).split('\n').length - 1
    if (s.left > 0) continue
    io.unread(piece.text.slice(end), s.inputs.fd)
    if (s.inputs.fd !== 0) io.close(s.inputs.fd)
    s.inputs.fd = -1
    s.inputs.index++
    s.left = wanted.n
  }
}
function title(io: Io, s: { inputs: Inputs; begun: number }, titles: boolean, index: number): void {
  if (s.begun === index) return
  if (titles) io.out(`${index > 0 ? '\n' : ''}==> ${s.inputs.names[index] === '-' ? 'standard input' : s.inputs.names[index]} <==\n`)
  s.begun = index
}
/** Where the n-th line ends. */
function lineEnd(text: Bytes, n: number): number {
  let at = 0
  for (let i = 0; i < n; i++) {
    const stop = text.indexOf('\n', at)
    if (stop < 0) return text.length
    at = stop + 1
  }
  return at
}
/** The last n lines or bytes of a text begin here. */
function tailStart(text: Bytes, n: number, bytes: boolean): number {
  if (bytes) return Math.max(text.length - n, 0)
  let at = text.endsWith('\n') ? text.length - 1 : text.length
  for (let i = 0; i < n; i++) {
    if (at <= 0 || n === 0) return 0
    at = text.lastIndexOf('\n', at - 1)
    if (at < 0) return 0
  }
  return n === 0 ? text.length : at + 1
}
function allBut(io: Io, state: unknown, names: readonly Bytes[], n: number, bytes: boolean): Next {
  const whole = (state as Whole | undefined) ?? wholeOf(names)
  if (!pullWhole(io, whole)) return awaitInput(whole.inputs, whole)
  for (const text of whole.texts) if (text !== undefined) io.out(text.slice(0, tailStart(text, n, bytes)))
  return whole.inputs.failed ? 1 : 0
}

interface Tail {
  whole: Whole
  follows: boolean
  /** How far each file has been shown. */
  offsets: number[]
  last: number
}
export const tail: Command = (io, state) => {
  const options = optionsOf(io, 'fFqv', 'ncs', /^[-+]\d+$/.test(io.args[0] ?? '') ? modern(io.args) : io.args)
  if (!options) return 1
  const { flags, values, operands } = options
  const bytes = values.get('c')?.at(-1)
  const wanted = count(io, bytes ?? values.get('n')?.at(-1) ?? '10')
  if (!wanted) return 1
  const s = (state as Tail | undefined) ?? { whole: wholeOf(operands), follows: false, offsets: [], last: -1 }
  const titles = flags.has('v') || (operands.length > 1 && !flags.has('q'))
  if (!s.follows) {
    if (!pullWhole(io, s.whole, cannotOpen)) return awaitInput(s.whole.inputs, s)
    const there = s.whole.inputs.names.filter(name => !missing(io, name)).length
    s.whole.inputs.names.forEach((name, i) => {
      const text = s.whole.texts[i] ?? (missing(io, name) ? undefined : '')
      s.offsets[i] = text?.length ?? 0
      if (text === undefined) return
      if (titles && (there > 1 || flags.has('v'))) tailTitle(io, s, i)
      io.out(
        text.slice(
          wanted.sign === '+'
            ? bytes !== undefined
              ? Math.max(wanted.n - 1, 0)
              : lineEnd(text, Math.max(wanted.n - 1, 0))
            : tailStart(text, wanted.n, bytes !== undefined),
        ),
      )
    })
    if (s.whole.inputs.failed && s.whole.inputs.names.every(name => missing(io, name)) && !flags.has('F')) return io.fail('no files')
    if (!flags.has('f') && !flags.has('F')) return s.whole.inputs.failed ? 1 : 0
    s.follows = true
    s.whole.texts = []
  } else followFiles(io, s, titles)
  return { wait: { untilMs: io.nowMs + Number(values.get('s')?.at(-1) ?? 1) * 1000 }, state: s }
}
const missing = (io: Io, name: Bytes) => name !== '-' && io.find(name).stat === undefined
function tailTitle(io: Io, s: Tail, i: number): void {
  if (s.last === i) return
  io.out(`${s.last >= 0 ? '\n' : ''}==> ${s.whole.inputs.names[i]} <==\n`)
  s.last = i
}
function followFiles(io: Io, s: Tail, titles: boolean): void {
  s.whole.inputs.names.forEach((name, i) => {
    const contents = name === '-' ? { fault: 'ENOENT' as const } : io.contents(name)
    if (!('text' in contents)) return
    const from = s.offsets[i] ?? 0
    // A file that has become shorter was written anew.
    const text = contents.text.slice(contents.text.length < from ? 0 : from)
    s.offsets[i] = contents.text.length
    if (text === '') return
    if (titles) tailTitle(io, s, i)
    io.out(text)
  })
}

interface Tee {
  fds: number[]
  failed: boolean
}
export const tee: Command = (io, state) => {
  const options = optionsOf(io, 'ai')
  if (!options) return 1
  let s = state as Tee | undefined
  if (!s) {
    s = { fds: [1], failed: false }
    for (const name of options.operands) {
      const fd = name === '-' ? 1 : io.open(name, options.flags.has('a') ? 'append' : 'write')
      if (typeof fd === 'number') s.fds.push(fd)
      else {
        io.fail(`${name}: ${faultTexts[fd]}`)
        s.failed = true
      }
    }
  }
  for (let text = io.read(); text !== null; text = io.read()) {
    if (text === undefined) return { wait: { input: 0 }, state: s }
    for (const fd of s.fds) io.write(fd, text)
  }
  return s.failed ? 1 : 0
}

export const tac: Command = (io, state) => {
  const whole = (state as Whole | undefined) ?? wholeOf(io.args)
  if (!pullWhole(io, whole, cannotOpen)) return awaitInput(whole.inputs, whole)
  for (const text of whole.texts) io.out((text?.match(/[^\n]*\n|[^\n]+$/g) ?? []).reverse().join(''))
  return whole.inputs.failed ? 1 : 0
}
