// awk's values: numbers, texts, and texts from the input that count as numbers when they look like one. Upstream: POSIX.1-2017, awk, Expressions.
import type { Bytes } from '../../bytes.ts'
import { formatFloat, formatInteger, pad } from '../print.ts'

/** `{ input }`: text that came in as a field. undefined: never set. All of it plain data. */
export type Value = number | Bytes | { readonly input: Bytes } | undefined

const numeric = /^\s*[-+]?(\d+\.?\d*([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?|0[xX][0-9a-fA-F]+|inf|nan)\s*$/i
const prefix = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (value === undefined) return 0
  const text = typeof value === 'string' ? value : value.input
  return Number(prefix.exec(text)?.[0] ?? 0)
}
export function toText(value: Value, format = '%.6g'): Bytes {
  if (typeof value === 'string') return value
  if (value === undefined) return ''
  if (typeof value === 'object') return value.input
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value)
  return formatValues(format, [value])
}
export function isTrue(value: Value): boolean {
  if (typeof value === 'object') return numeric.test(value.input) ? toNumber(value) !== 0 : value.input !== ''
  return typeof value === 'string' ? value !== '' : toNumber(value) !== 0
}
const countsAsNumber = (value: Value) =>
  typeof value === 'number' || value === undefined || (typeof value === 'object' && numeric.test(value.input))
export function compare(a: Value, b: Value): number {
  if (countsAsNumber(a) && countsAsNumber(b)) return toNumber(a) - toNumber(b)
  const [x, y] = [toText(a), toText(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** `printf` and `sprintf`. */
export function formatValues(format: Bytes, values: readonly Value[]): Bytes {
  let used = 0
  const take = () => values[used++]
  return format.replace(
    /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z%])/g,
    (all, flags: string, width: string | undefined, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%'
      const size = width === '*' ? toNumber(take()) : Number(width ?? 0)
      const digits = precision === undefined ? undefined : precision === '*' ? toNumber(take()) : Number(precision)
      const value = take()
      let text: Bytes
      if (letter === 's') text = toText(value).slice(0, digits)
      else if (letter === 'c') text = typeof value === 'number' ? String.fromCharCode(value & 255) : toText(value).charAt(0)
      else if ('diouxX'.includes(letter)) text = formatInteger(letter, BigInt(Math.trunc(toNumber(value)) || 0), flags, digits)
      else if ('eEfFgG'.includes(letter)) text = formatFloat(letter, toNumber(value), digits, flags)
      else return all
      return pad(text, Math.abs(size), flags.includes('-') || size < 0, letter !== 's' && letter !== 'c' && flags.includes('0'))
    },
  )
}
