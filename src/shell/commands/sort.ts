// sort. Upstream: POSIX.1-2017, sort; busybox.
import type { Bytes } from '../bytes.ts'
import type { Command } from '../io.ts'
import { awaitInput, optionsOf, pullWhole, type Whole, wholeOf } from './inputs.ts'
import { linesOf } from './lines.ts'

interface Key {
  from: { field: number; char: number }
  to: { field: number; char: number } | undefined
  flags: string
}
const keyPattern = /^(\d+)(?:\.(\d+))?([bdfginrMhV]*)(?:,(\d+)(?:\.(\d+))?([bdfginrMhV]*))?$/

function keyOf(text: Bytes): Key | undefined {
  const found = keyPattern.exec(text)
  if (!found) return undefined
  const [, field, char, flags = '', toField, toChar, toFlags = ''] = found
  return {
    from: { field: Number(field), char: Number(char ?? 1) },
    to: toField === undefined ? undefined : { field: Number(toField), char: Number(toChar ?? 0) },
    flags: flags + toFlags,
  }
}
/** The part of a line that a key means. */
function partOf(line: Bytes, { from, to }: Key, separator: string | undefined): Bytes {
  const fields = separator === undefined ? (line.match(/\s*\S+|\s+$/g) ?? []) : line.split(separator)
  const between = separator ?? ''
  const start = fields.slice(from.field - 1)
  if (!to) return start.join(between).slice(from.char - 1)
  const whole = fields.slice(from.field - 1, to.field)
  if (to.char > 0 && whole.length > 0) whole[whole.length - 1] = (whole.at(-1) ?? '').slice(0, to.char)
  return whole.join(between).slice(from.char - 1)
}

const units = 'KMGTPE'
function numeric(text: Bytes, human: boolean): number {
  const found = /^\s*(-?\d*\.?\d+)([KMGTPE]?)/i.exec(text)
  if (!found) return 0
  const unit = human && found[2] ? 1024 ** (units.indexOf(found[2].toUpperCase()) + 1) : 1
  return Number(found[1]) * unit
}
const natural = (text: Bytes) => text.replace(/\d+/g, n => n.padStart(20, '0'))
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

function compareParts(a: Bytes, b: Bytes, flags: string): number {
  if (/[ng]/.test(flags)) return numeric(a, false) - numeric(b, false)
  if (flags.includes('h')) return numeric(a, true) - numeric(b, true)
  if (flags.includes('M')) return months.indexOf(a.trim().slice(0, 3).toUpperCase()) - months.indexOf(b.trim().slice(0, 3).toUpperCase())
  const fold = (text: Bytes) => {
    let out = flags.includes('b') ? text.trimStart() : text
    if (flags.includes('f')) out = out.toUpperCase()
    if (flags.includes('d')) out = out.replace(/[^\w\s]/g, '')
    return flags.includes('V') ? natural(out) : out
  }
  const [x, y] = [fold(a), fold(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

export const sort: Command = (io, state) => {
  const options = optionsOf(io, 'bcdfghimnrsuzMV', 'kto')
  if (!options) return 2
  const { flags, values, operands } = options
  const whole = (state as Whole | undefined) ?? wholeOf(operands)
  if (!pullWhole(io, whole)) return awaitInput(whole.inputs, whole)
  if (whole.inputs.failed) return 1
  const common = [...flags].join('')
  const keys: Key[] = []
  for (const text of values.get('k') ?? []) {
    const key = keyOf(text)
    if (!key) return io.fail('bad key specification')
    keys.push(key)
  }
  const separator = values.get('t')?.at(-1)
  const compareKeys = (a: Bytes, b: Bytes): number => {
    for (const key of keys) {
      const own = key.flags === '' ? common : key.flags
      const order = compareParts(partOf(a, key, separator), partOf(b, key, separator), own)
      if (order !== 0) return own.includes('r') ? -order : order
    }
    return 0
  }
  const compare = (a: Bytes, b: Bytes): number => {
    const order = keys.length > 0 ? compareKeys(a, b) : compareParts(a, b, common) * (flags.has('r') ? -1 : 1)
    // Lines that are equal by their keys are ordered as a whole, unless -s or -u.
    if (order !== 0 || flags.has('s') || flags.has('u')) return order
    return (a < b ? -1 : a > b ? 1 : 0) * (flags.has('r') ? -1 : 1)
  }
  const lines = whole.texts.flatMap(text => linesOf(text ?? ''))
  if (flags.has('c')) {
    const at = lines.findIndex((line, i) => i > 0 && compare(lines[i - 1] as Bytes, line) > 0)
    if (at < 0) return 0
    io.err(`Check line ${at}\n`)
    return 1
  }
  lines.sort(compare)
  const kept = flags.has('u') ? lines.filter((line, i) => i === 0 || compare(lines[i - 1] as Bytes, line) !== 0) : lines
  const text = kept.map(line => `${line}\n`).join('')
  const target = values.get('o')?.at(-1)
  if (target === undefined) io.out(text)
  else {
    const fd = io.open(target, 'write')
    if (typeof fd !== 'number') return io.fail(`${target}: ${io.faultText(fd)}`)
    io.write(fd, text)
  }
  return 0
}
