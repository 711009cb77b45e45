// base64, md5sum, sha1sum, sha256sum, od, hexdump: bytes as text. Upstream: RFC 4648, RFC 1321, FIPS 180-4; busybox.
import type { Bytes } from '../bytes.ts'
import type { Command, Io } from '../io.ts'
import { md5, sha1, sha256 } from './hashes.ts'
import { awaitInput, optionsOf, pullWhole, type Whole, wholeOf } from './inputs.ts'
import { linesOf } from './lines.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
export function toBase64(bytes: Bytes): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes.charCodeAt(i) << 16) | ((bytes.charCodeAt(i + 1) || 0) << 8) | (bytes.charCodeAt(i + 2) || 0)
    const four = [18, 12, 6, 0].map(shift => alphabet[(n >> shift) & 63]).join('')
    out += four.slice(0, Math.min(bytes.length - i, 3) + 1).padEnd(4, '=')
  }
  return out
}
/** undefined: it is no base64. */
function fromBase64(text: string): Bytes | undefined {
  const clean = text.replace(/\s/g, '').replace(/=+$/, '')
  if (/[^A-Za-z0-9+/]/.test(clean)) return undefined
  let out = ''
  for (let i = 0; i < clean.length; i += 4) {
    const four = clean.slice(i, i + 4)
    const n = [...four.padEnd(4, 'A')].reduce((sum, c) => sum * 64 + alphabet.indexOf(c), 0)
    out += String.fromCharCode((n >> 16) & 255, (n >> 8) & 255, n & 255).slice(0, four.length - 1)
  }
  return out
}
export const base64: Command = (io, state) => {
  const options = optionsOf(io, 'd', 'w')
  if (!options) return 1
  const whole = (state as Whole | undefined) ?? wholeOf(options.operands.slice(0, 1))
  if (!pullWhole(io, whole)) return awaitInput(whole.inputs, whole)
  if (whole.inputs.failed) return 1
  const text = whole.texts.join('')
  if (options.flags.has('d')) {
    const decoded = fromBase64(text)
    if (decoded === undefined) return io.fail('truncated input')
    io.out(decoded)
    return 0
  }
  const width = Number(options.values.get('w')?.at(-1) ?? 76)
  const encoded = toBase64(text)
  io.out(width === 0 ? encoded : (encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map(line => `${line}\n`).join(''))
  return 0
}

const digest =
  (hash: (bytes: Bytes) => string): Command =>
  (io, state) => {
    const options = optionsOf(io, 'csw')
    if (!options) return 1
    const whole = (state as Whole | undefined) ?? wholeOf(options.operands)
    const cannot = (name: Bytes, text: string) => `can't open '${name}': ${text}`
    if (!pullWhole(io, whole, cannot)) return awaitInput(whole.inputs, whole)
    if (options.flags.has('c')) return check(io, whole.texts.join(''), hash)
    whole.inputs.names.forEach((name, i) => {
      const text = whole.texts[i]
      if (text !== undefined || name === '-' || io.find(name).stat?.type === 'file') io.out(`${hash(text ?? '')}  ${name}\n`)
    })
    return whole.inputs.failed ? 1 : 0
  }
function check(io: Io, text: Bytes, hash: (bytes: Bytes) => string): number {
  let wrong = 0
  const lines = linesOf(text)
  for (const line of lines) {
    const found = /^([0-9a-f]+) [ *](.*)$/.exec(line)
    const contents = found ? io.contents(found[2] ?? '') : { fault: 'ENOENT' as const }
    const good = found && 'text' in contents && hash(contents.text) === found[1]
    if (!good) wrong++
    io.out(`${found?.[2] ?? line}: ${good ? 'OK' : 'FAILED'}\n`)
  }
  return wrong === 0 ? 0 : io.fail(`WARNING: ${wrong} of ${lines.length} computed checksums did NOT match`)
}
export const md5sum = digest(md5)
export const sha1sum = digest(sha1)
export const sha256sum = digest(sha256)

const hex = (n: number, width: number) => n.toString(16).padStart(width, '0')
/** od: octal words unless told otherwise; -c characters, -x words, -t x1 bytes, -A n without addresses. */
export const od: Command = (io, state) => {
  const options = optionsOf(io, 'bcdoxv', 'tANj')
  if (!options) return 1
  const whole = (state as Whole | undefined) ?? wholeOf(options.operands)
  if (!pullWhole(io, whole)) return awaitInput(whole.inputs, whole)
  const { flags, values } = options
  const text = whole.texts.join('').slice(0, values.has('N') ? Number(values.get('N')?.at(-1)) : undefined)
  const type =
    values.get('t')?.at(-1) ?? (flags.has('c') ? 'c' : flags.has('x') ? 'x2' : flags.has('b') ? 'o1' : flags.has('d') ? 'u2' : 'o2')
  const size = Number(/\d+/.exec(type)?.[0] ?? (type[0] === 'c' ? 1 : 4))
  const radix = type[0] === 'x' ? 16 : type[0] === 'o' ? 8 : 10
  const width = radix === 16 ? size * 2 : radix === 8 ? Math.ceil((size * 8) / 3) : ([0, 3, 5, 0, 10][size] ?? 10)
  const address = (at: number) =>
    values.get('A')?.at(-1) === 'n'
      ? ''
      : values.get('A')?.at(-1) === 'x'
        ? hex(at, 6)
        : values.get('A')?.at(-1) === 'd'
          ? String(at).padStart(7, '0')
          : at.toString(8).padStart(7, '0')
  for (let at = 0; at < text.length; at += 16) {
    const row = text.slice(at, at + 16)
    let line = address(at)
    for (let i = 0; i < row.length; i += size) {
      if (type[0] === 'c') line += characterCell(row.charCodeAt(i))
      else
        line += ` ${numberAt(row, i, size)
          .toString(radix)
          .padStart(width, radix === 10 ? ' ' : '0')}`
    }
    io.out(`${line}\n`)
  }
  const end = address(text.length)
  if (end !== '') io.out(`${end}\n`)
  return whole.inputs.failed ? 1 : 0
}
/** Little-endian, as the machines are. */
const numberAt = (text: Bytes, at: number, size: number) =>
  Array.from({ length: size }, (_, k) => (text.charCodeAt(at + k) || 0) * 256 ** k).reduce((a, b) => a + b, 0)
function characterCell(code: number): string {
  const named: { readonly [code: number]: string } = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' }
  return (named[code] ?? (code < 32 || code > 126 ? code.toString(8).padStart(3, '0') : String.fromCharCode(code))).padStart(4)
}
export const hexdump: Command = (io, state) => {
  const options = optionsOf(io, 'Cvbcdox', 'ns')
  if (!options) return 1
  const whole = (state as Whole | undefined) ?? wholeOf(options.operands)
  if (!pullWhole(io, whole)) return awaitInput(whole.inputs, whole)
  const text = whole.texts.join('')
  const canonical = options.flags.has('C') || io.name === 'hd'
  const width = canonical ? 8 : 7
  for (let at = 0; at < text.length; at += 16) {
    const row = text.slice(at, at + 16)
    if (canonical) {
      const cells = Array.from(
        { length: 16 },
        (_, i) => (i < row.length ? ` ${hex(row.charCodeAt(i), 2)}` : '   ') + (i === 7 ? ' ' : ''),
      ).join('')
      io.out(`${hex(at, 8)} ${cells}  |${row.replace(/[^ -~]/g, '.')}|\n`)
    } else
      io.out(
        `${hex(at, 7)}${Array.from({ length: Math.ceil(row.length / 2) }, (_, i) => ` ${hex(numberAt(row, i * 2, 2), 4)}`)
          .join('')
          .padEnd(40)}\n`,
      )
  }
  if (text !== '') io.out(`${hex(text.length, width)}\n`)
  return whole.inputs.failed ? 1 : 0
}
