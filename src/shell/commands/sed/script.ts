// sed's script: text → commands as data. Upstream: POSIX.1-2017, sed; busybox' extensions (I, +N, first~step).
import type { Bytes } from '../../bytes.ts'

export type Address =
  | { kind: 'line'; n: number }
  | { kind: 'last' }
  | { kind: 'match'; regex: Bytes; ignoreCase: boolean }
  | { kind: 'step'; first: number; step: number }
  | { kind: 'plus'; n: number }

export interface SedCommand {
  readonly from?: Address
  readonly to?: Address
  readonly negated: boolean
  readonly name: string
  /** a, i, c: the text; b, t, `:`: the label; r, w: the file; q: the code. */
  readonly text: Bytes
  readonly substitute?: {
    readonly regex: Bytes
    readonly replacement: Bytes
    readonly global: boolean
    readonly print: boolean
    readonly ignoreCase: boolean
    readonly nth: number
    readonly file: Bytes
  }
  readonly transliterate?: { readonly from: Bytes; readonly to: Bytes }
  /** `{`: the index after its `}`. */
  end?: number
}

/** Thrown for a script that cannot be read. */
export class SedFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

export function parseSed(text: Bytes): SedCommand[] {
  const commands: SedCommand[] = []
  const open: number[] = []
  const reader = new Reader(text)
  for (let command = reader.command(); command; command = reader.command()) {
    if (command.name === '{') open.push(commands.length)
    commands.push(command)
    if (command.name !== '}') continue
    const start = commands[open.pop() ?? -1]
    if (!start) throw new SedFault('unexpected }')
    start.end = commands.length
  }
  if (open.length > 0) throw new SedFault('unmatched {')
  return commands
}

class Reader {
  private readonly text: Bytes
  private at = 0
  constructor(text: Bytes) {
    this.text = text
  }
  private skip(characters: string): void {
    while (this.at < this.text.length && characters.includes(this.text.charAt(this.at))) this.at++
  }
  private take(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern.source, 'y')
    sticky.lastIndex = this.at
    const found = sticky.exec(this.text)
    if (!found) return undefined
    this.at = sticky.lastIndex
    return found[0]
  }

  command(): SedCommand | undefined {
    this.skip(' \t\n;')
    while (this.text[this.at] === '#') {
      this.take(/[^\n]*/)
      this.skip(' \t\n;')
    }
    if (this.at >= this.text.length) return undefined
    const from = this.address()
    let to: Address | undefined
    if (from) {
      this.skip(' \t')
      if (this.take(/,/)) {
        this.skip(' \t')
        to = this.address()
        if (!to) throw new SedFault('no address after comma')
      }
    }
    this.skip(' \t')
    const negated = this.take(/!/) !== undefined
    this.skip(' \t')
    const name = this.text.charAt(this.at++)
    return { ...(from && { from }), ...(to && { to }), negated, name, ...this.operands(name) }
  }
  private address(): Address | undefined {
    const step = this.take(/\d+~\d+/)
    if (step) {
      const [first, size] = step.split('~').map(Number)
      return { kind: 'step', first: first ?? 0, step: size ?? 0 }
    }
    const plus = this.take(/\+\d+/)
    if (plus) return { kind: 'plus', n: Number(plus) }
    const line = this.take(/\d+/)
    if (line) return { kind: 'line', n: Number(line) }
    if (this.take(/\$/)) return { kind: 'last' }
    const c = this.text[this.at]
    if (c !== '/' && c !== '\\') return undefined
    if (c === '\\') this.at++
    const delimiter = this.text.charAt(this.at++)
    const regex = this.delimited(delimiter, true)
    const ignoreCase = this.take(/I/) !== undefined
    return { kind: 'match', regex, ignoreCase }
  }
  /** Up to the delimiter, which is eaten; `\` before it makes it a letter. */
  private delimited(delimiter: string, isRegex: boolean): Bytes {
    let out = ''
    for (let bracket = false; ; ) {
      const c = this.text[this.at++]
      if (c === undefined) throw new SedFault('unterminated address regex')
      if (c === '\\') {
        const next = this.text.charAt(this.at++)
        out += next === delimiter ? (isRegex ? next : next) : `\\${next}`
      } else if (isRegex && c === '[' && !bracket) {
        bracket = true
        out += c
        if (this.text[this.at] === '^') out += this.text.charAt(this.at++)
        if (this.text[this.at] === ']') out += this.text.charAt(this.at++)
      } else if (c === ']' && bracket) {
        bracket = false
        out += c
      } else if (c === delimiter && !bracket) return out
      else out += c
    }
  }

  private operands(name: string): Omit<SedCommand, 'name' | 'negated'> {
    switch (name) {
      case 's':
        return this.substitute()
      case 'y': {
        const delimiter = this.text.charAt(this.at++)
        const readEscapes = (t: Bytes) => t.replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\\\/g, '\\')
        const from = readEscapes(this.delimited(delimiter, false))
        const to = readEscapes(this.delimited(delimiter, false))
        if (from.length !== to.length) throw new SedFault("strings for 'y' command are different lengths")
        return { text: '', transliterate: { from, to } }
      }
      case 'a':
      case 'i':
      case 'c':
        return { text: this.appended() }
      case ':':
      case 'b':
      case 't':
      case 'T':
        this.skip(' \t')
        return { text: (this.take(/[^\n;}]*/) ?? '').trim() }
      case 'r':
      case 'w':
        this.skip(' \t')
        return { text: this.take(/[^\n]*/) ?? '' }
      case 'q':
      case 'Q':
        this.skip(' \t')
        return { text: this.take(/\d+/) ?? '' }
      default:
        if (!'pPdDnNgGhHx={}l'.includes(name) || name === '') throw new SedFault(`unsupported command ${name}`)
        return { text: '' }
    }
  }
  private appended(): Bytes {
    this.skip(' \t')
    this.take(/\\\n?/)
    this.take(/[ \t]*/)
    let out = ''
    for (let c = this.text[this.at]; c !== undefined && c !== '\n'; c = this.text[this.at]) {
      this.at++
      if (c === '\\') {
        out += this.text.charAt(this.at++)
        continue
      }
      out += c
    }
    return out
  }
  private substitute(): Omit<SedCommand, 'name' | 'negated'> {
    const delimiter = this.text.charAt(this.at++)
    const regex = this.delimited(delimiter, true)
    const replacement = this.delimited(delimiter, false)
    const flags = this.take(/[gpiIeM\d]*/) ?? ''
    const file = this.take(/w[ \t]*/) ? (this.take(/[^\n]*/) ?? '') : ''
    if (!/^[\s;}]?$/.test(this.text.charAt(this.at))) throw new SedFault('bad option in substitution expression')
    return {
      text: '',
      substitute: {
        regex,
        replacement,
        global: flags.includes('g'),
        print: flags.includes('p'),
        ignoreCase: /i/i.test(flags),
        nth: Number(/\d+/.exec(flags)?.[0] ?? 1),
        file,
      },
    }
  }
}
