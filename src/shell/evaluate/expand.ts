// Words to fields: tilde, parameters, arithmetic and command substitution, then splitting, patterns and quote removal. A command substitution takes
// time, so an expansion can stop (it throws Substitution) and be done again later: what it found out is in the journal and is not done twice.
// Upstream of the rules: POSIX.1-2017, Shell Command Language, 2.6.

import type { Bytes } from '../bytes.ts'
import type { Kernel } from '../kernel.ts'
import { ArithmeticFault, evaluate } from '../language/arithmetic.ts'
import { escapePattern, isPattern, replace, trim } from '../language/pattern.ts'
import type { Part, Word } from '../language/syntax.ts'
import { own } from '../records.ts'
import type { Process, Shell } from '../state.ts'
import { type Piece, splitFields } from './fields.ts'
import { globPaths } from './glob.ts'
import { has, isName, parameterValue, ShellFault, setVariable } from './variables.ts'

/** Thrown by an expansion that needs the output of these commands. */
export class Substitution {
  readonly body: number
  /** `<( )` or `>( )`: the name of a pipe is wanted, not the output. */
  readonly pipe: 'read' | 'write' | undefined
  constructor(body: number, pipe?: 'read' | 'write') {
    this.body = body
    this.pipe = pipe
  }
}

type Parameter = Extract<Part, { kind: 'parameter' }>

export class Expander {
  private readonly k: Kernel
  private readonly p: Process
  private readonly sh: Shell
  /** Results so far: of the last attempt, and then of this one. */
  readonly journal: Bytes[]
  private next = 0
  /** Only a word with a command substitution may have to be expanded again. */
  private journals = false

  constructor(k: Kernel, p: Process, sh: Shell, journal: readonly Bytes[]) {
    this.k = k
    this.p = p
    this.sh = sh
    this.journal = [...journal]
  }

  /** A word as it stands, neither split nor matched: the value of an assignment, a here-document, the subject of `case`. */
  text(word: Word, tildes: 'none' | 'start' | 'colons' = 'start'): Bytes {
    if (word.literal !== undefined) return word.literal
    this.journals ||= word.substitutes
    return joinPieces(this.pieces(word.parts, tildes), this.separator(), false)
  }
  /** A word as a pattern: quoted characters are escaped. */
  pattern(word: Word): Bytes {
    if (word.literal !== undefined) return escapePattern(word.literal)
    this.journals ||= word.substitutes
    return joinPieces(this.pieces(word.parts, 'start'), this.separator(), true)
  }
  /** A word as any number of fields. */
  fields(word: Word): Bytes[] {
    if (word.literal !== undefined) return [word.literal]
    this.journals ||= word.substitutes
    const fields = splitFields(
      this.pieces(word.parts, 'start'),
      own(this.sh.variables, 'IFS') ? (own(this.sh.variables, 'IFS')?.value ?? '') : ' \t\n',
    )
    return fields.flatMap(field => {
      if (has(this.sh, 'f') || !isPattern(field.pattern)) return [field.text]
      const paths = globPaths(this.k.files, this.p.cwd, field.pattern)
      return paths.length > 0 ? paths : [field.text]
    })
  }
  /** The value of an arithmetic expression. */
  arithmetic(word: Word): Bytes {
    const text = joinPieces(this.pieces(word.parts, 'none'), ' ', false)
    return this.once(() => String(reckon(this.k, this.sh, text)))
  }

  /** Does something with an effect, or that may change, just once over all attempts. */
  private once(act: () => Bytes): Bytes {
    if (!this.journals) return act()
    const known = this.journal[this.next++]
    if (known !== undefined) return known
    const result = act()
    this.journal.push(result)
    return result
  }
  private separator(): string {
    const ifs = own(this.sh.variables, 'IFS')
    return ifs ? (ifs.value ?? '').charAt(0) : ' '
  }

  private pieces(parts: readonly Part[], tildes: 'none' | 'start' | 'colons'): Piece[] {
    const pieces: Piece[] = []
    parts.forEach((part, i) => {
      if (part.kind === 'text')
        pieces.push({
          text: part.quoted || tildes === 'none' ? part.text : this.tilde(part.text, i === 0, tildes),
          quoted: part.quoted,
          splits: false,
        })
      else if (part.kind === 'parameter') this.parameter(part, pieces)
      else if (part.kind === 'arithmetic') pieces.push({ text: this.arithmetic(part.word), quoted: part.quoted, splits: !part.quoted })
      else if (part.kind === 'process')
        pieces.push({ text: this.substitute(part.body, part.writes ? 'write' : 'read'), quoted: true, splits: false })
      else pieces.push({ text: part.body === undefined ? '' : this.substitute(part.body), quoted: part.quoted, splits: !part.quoted })
    })
    return pieces
  }
  private substitute(body: number, pipe?: 'read' | 'write'): Bytes {
    return this.once(() => {
      throw new Substitution(body, pipe)
    })
  }
  private tilde(text: Bytes, first: boolean, tildes: 'start' | 'colons'): Bytes {
    const home = (all: string, name: string) =>
      name === '' ? (parameterValue(this.k, this.sh, 'HOME') ?? all) : name === 'root' ? '/root' : all
    const expanded = first ? text.replace(/^~([\w-]*)(?=\/|$|:)/, home) : text
    return tildes === 'colons' ? expanded.replace(/(?<=:)~([\w-]*)(?=\/|$|:)/g, home) : expanded
  }

  private parameter(part: Parameter, pieces: Piece[]): void {
    const { name, quoted } = part
    if (name === '@' || name === '*') {
      if (
        this.alternative(
          part,
          this.sh.params.length > 0,
          this.sh.params.some(p => p !== ''),
          pieces,
        )
      )
        return
      if (part.operator === 'length') pieces.push({ text: String(this.sh.params.join(' ').length), quoted, splits: !quoted })
      else this.all(part, pieces)
      return
    }
    const value = this.value(name)
    if (this.alternative(part, value !== undefined, value !== undefined && value !== '', pieces)) return
    if (value === undefined && has(this.sh, 'u')) throw new ShellFault(`${name}: parameter not set`)
    pieces.push({
      text: part.operator === 'length' ? String((value ?? '').length) : this.change(part, value ?? ''),
      quoted,
      splits: !quoted,
    })
  }
  /** Journals what a parameter was, since a later part of the word may change it. */
  private value(name: string): Bytes | undefined {
    if (!this.journals) return parameterValue(this.k, this.sh, name)
    const text = this.once(() => {
      const value = parameterValue(this.k, this.sh, name)
      return value === undefined ? '-' : `+${value}`
    })
    return text === '-' ? undefined : text.slice(1)
  }
  /** `$@` and `$*`. */
  private all(part: Parameter, pieces: Piece[]): void {
    const { name, quoted } = part
    const { params } = this.sh
    if (quoted && name === '*') {
      pieces.push({ text: params.map(p => this.change(part, p)).join(this.separator()), quoted, splits: false })
      return
    }
    params.forEach((param, i) => {
      if (i > 0) pieces.push('break')
      pieces.push({ text: this.change(part, param), quoted, splits: !quoted })
    })
  }
  /** `${x-word}` and its like: true when the word stands for the parameter, or nothing does. */
  private alternative(part: Parameter, set: boolean, filled: boolean, pieces: Piece[]): boolean {
    const { operator, word = { parts: [], substitutes: false } } = part
    const there = part.colon ? filled : set
    if (operator === '+') {
      if (there) this.alternate(part, word, pieces)
      else if (part.quoted) pieces.push({ text: '', quoted: true, splits: false })
      return true
    }
    if (there || !'-=?'.includes(operator) || operator === '') return false
    if (operator === '-') this.alternate(part, word, pieces)
    else if (operator === '=') {
      if (!isName(part.name)) throw new ShellFault(`${part.name}: bad variable name`)
      const text = this.text(word)
      const value = this.once(() => {
        setVariable(this.sh, part.name, text)
        return text
      })
      pieces.push({ text: value, quoted: part.quoted, splits: !part.quoted })
    } else throw new ShellFault(`${part.name}: ${this.text(word) || (part.colon ? 'parameter not set or null' : 'parameter not set')}`)
    return true
  }
  private alternate(part: Parameter, word: Word, pieces: Piece[]): void {
    const inside = this.pieces(word.parts, part.quoted ? 'none' : 'start')
    // Outside quotes even the plain text of the word is split.
    for (const piece of inside) pieces.push(piece === 'break' || piece.quoted || part.quoted ? piece : { ...piece, splits: true })
    if (inside.length === 0 && part.quoted) pieces.push({ text: '', quoted: true, splits: false })
  }
  /** `${x#pattern}`, `${x:offset:length}`, `${x/pattern/text}`. */
  private change(part: Parameter, value: Bytes): Bytes {
    const { operator, word } = part
    if (!word) return value
    if (operator === '#' || operator === '##' || operator === '%' || operator === '%%') return trim(value, this.pattern(word), operator)
    if (operator === 'slice') {
      const offset = Number(this.arithmetic(word))
      const start = Math.min(offset < 0 ? Math.max(value.length + offset, 0) : offset, value.length)
      if (!part.second) return value.slice(start)
      const length = Number(this.arithmetic(part.second))
      return length < 0 ? value.slice(start, Math.max(value.length + length, start)) : value.slice(start, start + length)
    }
    if (operator === '/' || operator === '//')
      return replace(value, this.pattern(word), part.second ? this.text(part.second, 'none') : '', operator === '//')
    return value
  }
}

/** `$(( ))` and `let`, on the shell's variables. */
export function reckon(k: Kernel, sh: Shell, text: Bytes): bigint {
  try {
    return evaluate(text, { get: name => parameterValue(k, sh, name), set: (name, value) => setVariable(sh, name, value) })
  } catch (fault) {
    if (fault instanceof ArithmeticFault) throw new ShellFault(fault.message)
    throw fault
  }
}

/** Beyond this a word is taken for a runaway, as a real shell runs out of memory. */
const LONGEST_WORD = 4 << 20

function joinPieces(pieces: readonly Piece[], separator: string, asPattern: boolean): Bytes {
  let out = ''
  for (const piece of pieces) {
    if (piece === 'break') out += separator
    else out += asPattern && piece.quoted ? escapePattern(piece.text) : piece.text
    if (out.length > LONGEST_WORD) throw new ShellFault('out of memory')
  }
  return out
}
