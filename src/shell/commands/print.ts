// echo, printf, yes, seq: text from arguments. Upstream: POSIX.1-2017, echo, printf; busybox.
import type { Bytes } from '../bytes.ts'
import type { Command, Io } from '../io.ts'
import { readEscape, readEscapes } from '../language/escapes.ts'

export const echo: Command = io => {
  let args = io.args
  let newline = true
  let escapes = false
  while (args[0] !== undefined && /^-[neE]+$/.test(args[0])) {
    for (const letter of args[0].slice(1)) {
      if (letter === 'n') newline = false
      else escapes = letter === 'e'
    }
    args = args.slice(1)
  }
  const text = args.join(' ')
  const read = escapes ? readEscapes(text) : { text, stopped: false }
  io.out(read.text + (newline && !read.stopped ? '\n' : ''))
  return 0
}

/** One conversion: `%-05.2d`. */
const conversion = /^%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:hh|h|ll|l|q|j|z|t)?([a-zA-Z%])/

export const printf: Command = io => {
  const [format, ...rest] = io.args[0] === '--' ? io.args.slice(1) : io.args
  if (format === undefined) return io.fail('usage: printf FORMAT [ARGUMENT...]', io.name === 'sh' ? 2 : 1)
  const state: Printing = { io, args: rest, failed: false, stopped: false, invalid: false, used: 0 }
  let out = ''
  do {
    const before = state.used
    out += formatOnce(format, state)
    // A format without conversions is printed once.
    if (state.used === before) break
  } while (!state.stopped && state.used < rest.length)
  io.out(out)
  return state.failed ? 1 : 0
}
interface Printing {
  readonly io: Io
  readonly args: readonly Bytes[]
  used: number
  failed: boolean
  stopped: boolean
  invalid: boolean
}
function formatOnce(format: Bytes, state: Printing): Bytes {
  let out = ''
  for (let i = 0; i < format.length && !state.stopped; ) {
    const c = format.charAt(i)
    if (c === '\\') {
      const read = readEscape(format, i, false)
      out += read.text
      i += read.length
      if (read.stop) state.stopped = true
    } else if (c !== '%') {
      out += c
      i++
    } else {
      const found = conversion.exec(format.slice(i))
      if (!found) {
        state.io.fail(`${format.slice(i)}: invalid format`)
        state.failed = state.stopped = true
        return out
      }
      out += convert(found, state)
      if (state.invalid) {
        state.io.fail(`${format.slice(i)}: invalid format`)
        state.failed = state.stopped = true
      }
      i += found[0].length
    }
  }
  return out
}
function convert([whole, flags = '', width, precision, letter = '']: RegExpExecArray, state: Printing): Bytes {
  if (letter === '%') return '%'
  let given = true
  const take = () => {
    const arg = state.args[state.used++]
    given = arg !== undefined
    return arg ?? ''
  }
  const size = width === '*' ? Number(take()) : Number(width ?? 0)
  const digits = precision === '*' ? Number(take()) : precision === undefined ? (whole?.includes('.') ? 0 : undefined) : Number(precision)
  const arg = take()
  let text: Bytes
  if (letter === 's') text = digits === undefined ? arg : arg.slice(0, digits)
  else if (letter === 'c') text = arg.charAt(0)
  else if (letter === 'b') {
    const read = readEscapes(arg)
    if (read.stopped) state.stopped = true
    text = read.text
  } else if ('diouxX'.includes(letter)) text = integer(letter, given ? arg : '0', flags, digits, state)
  else if ('eEfFgG'.includes(letter)) text = formatFloat(letter, Number(arg) || 0, digits, flags)
  else {
    state.invalid = true
    return ''
  }
  const numeric = 'diouxXeEfFgG'.includes(letter)
  return pad(text, Math.abs(size), flags.includes('-') || size < 0, numeric && flags.includes('0') && digits === undefined)
}
export function pad(text: Bytes, width: number, left: boolean, zeros: boolean): Bytes {
  if (text.length >= width) return text
  if (left) return text.padEnd(width)
  if (!zeros) return text.padStart(width)
  const sign = /^[-+ ]/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(width - sign.length, '0')
}
function integer(letter: string, arg: Bytes, flags: string, digits: number | undefined, state: Printing): Bytes {
  const value = integerOf(arg)
  if (value === undefined) {
    state.io.fail(`invalid number '${arg}'`)
    state.failed = true
  }
  return formatInteger(letter, value ?? 0n, flags, digits)
}
/** Reads what printf takes for a number; `'c` is the code of c. */
function integerOf(arg: Bytes): bigint | undefined {
  if (/^['"]./.test(arg)) return BigInt(arg.charCodeAt(1))
  const found = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(arg)
  if (!found) return undefined
  const text = found[2] ?? '0'
  const value = /^0[0-7]+$/.test(text) ? BigInt(`0o${text.slice(1)}`) : BigInt(text)
  return found[1] === '-' ? -value : value
}
/** An integer as %d, %o, %x … write it. */
export function formatInteger(letter: string, value: bigint, flags: string, digits: number | undefined): Bytes {
  if (letter === 'd' || letter === 'i') {
    const sign = value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
    return sign + String(value < 0n ? -value : value).padStart(digits ?? 1, '0')
  }
  const unsigned = BigInt.asUintN(64, value)
  const radix = letter === 'o' ? 8 : letter === 'u' ? 10 : 16
  const prefix = flags.includes('#') && unsigned !== 0n ? (letter === 'o' ? '0' : letter === 'u' ? '' : `0${letter}`) : ''
  const text = prefix + unsigned.toString(radix).padStart(digits ?? 1, '0')
  return letter === 'X' ? text.toUpperCase() : text
}
/** A number as %f, %e, %g write it. */
export function formatFloat(letter: string, value: number, digits: number | undefined, flags = ''): Bytes {
  const sign = value < 0 || Object.is(value, -0) ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  if (!Number.isFinite(value)) return sign + (Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf')
  const exponential = (text: string) => text.replace(/e([-+])(\d)$/, 'e$10$2')
  const kind = letter.toLowerCase()
  let text: string
  if (kind === 'f') text = value.toFixed(Math.min(digits ?? 6, 100))
  else if (kind === 'e') text = exponential(value.toExponential(Math.min(digits ?? 6, 100)))
  else {
    const precision = Math.max(digits ?? 6, 1)
    const exponent = value === 0 ? 0 : Number(value.toExponential(precision - 1).split('e')[1])
    const strip = (t: string) => (flags.includes('#') || !t.includes('.') ? t : t.replace(/\.?0+(?=$|e)/, ''))
    text =
      exponent < -4 || exponent >= precision
        ? exponential(strip(value.toExponential(precision - 1)))
        : strip(value.toFixed(Math.max(precision - 1 - exponent, 0)))
  }
  return sign + (letter === kind ? text : text.toUpperCase())
}

/** How much is printed in one go before the reader gets its turn. */
const burst = 8192

export const yes: Command = io => {
  const line = `${io.args.length > 0 ? io.args.join(' ') : 'y'}\n`
  io.out(line.repeat(Math.ceil(burst / line.length)))
  return { wait: { untilMs: io.nowMs }, state: {} }
}

interface Sequence {
  next: number
}
export const seq: Command = (io, state) => {
  let args = io.args
  let separator = '\n'
  let equal = false
  while (args[0] !== undefined && /^-[ws]/.test(args[0])) {
    if (args[0] === '-w') equal = true
    else {
      separator = args[0].slice(2) || (args[1] ?? '')
      if (args[0] === '-s') args = args.slice(1)
    }
    args = args.slice(1)
  }
  if (args.length < 1 || args.length > 3) return io.usage('seq [-w] [-s SEP] [FIRST [INC]] LAST')
  const bad = args.find(a => a === '' || Number.isNaN(Number(a)))
  if (bad !== undefined) return io.fail(`invalid number '${bad}'`)
  const numbers = args.map(Number)
  const last = numbers.at(-1) ?? 0
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1
  const decimals = Math.max(...args.slice(0, -1).map(a => a.split('.')[1]?.length ?? 0), 0)
  const width = equal ? Math.max(first.toFixed(decimals).length, last.toFixed(decimals).length) : 0
  const within = (n: number) => (step >= 0 ? n <= last + 1e-9 : n >= last - 1e-9)
  let i = (state as Sequence | undefined)?.next ?? 0
  let out = ''
  for (; within(first + i * step) && out.length < burst; i++) {
    const text = (first + i * step).toFixed(decimals)
    out += (i > 0 ? separator : '') + (text.startsWith('-') ? text : text.padStart(width, '0'))
    if (step === 0) break
  }
  const more = step !== 0 && within(first + i * step)
  io.out(out + (more || i === 0 ? '' : '\n'))
  return more ? { wait: { untilMs: io.nowMs }, state: { next: i } satisfies Sequence } : 0
}
