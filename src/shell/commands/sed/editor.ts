// sed's cycle: a line into the pattern space, the commands on it, and out. What has to last from line to line is EditorState, plain data.
import type { Bytes } from '../../bytes.ts'
import type { Io } from '../../io.ts'
import { basic, extended } from '../regex.ts'
import { type Address, type SedCommand, SedFault } from './script.ts'

export interface EditorState {
  line: number
  hold: Bytes
  /** Ranges that are open, by the number of their command: the line at which they end, -1 when an expression decides. */
  ranges: { [command: number]: number }
  lastRegex: Bytes
  /** The code to end with. */
  quit: number | undefined
}
export const newEditor = (): EditorState => ({ line: 0, hold: '', ranges: {}, lastRegex: '', quit: undefined })

export interface Line {
  text: Bytes
  ended: boolean
}
interface Settings {
  readonly commands: readonly SedCommand[]
  readonly quiet: boolean
  readonly extended: boolean
}
/** A script that jumps for ever is stopped. */
const patience = 100_000

export class Editor {
  private readonly io: Io
  private readonly settings: Settings
  private readonly s: EditorState
  private readonly print: (text: Bytes) => void
  private space = ''
  private ended = true
  private isLast = false
  private appended: Bytes[] = []
  private substituted = false

  constructor(io: Io, settings: Settings, state: EditorState, print: (text: Bytes) => void) {
    this.io = io
    this.settings = settings
    this.s = state
    this.print = print
  }

  /** Takes the first of the lines, and more as the script asks for them. `final`: nothing comes after these. */
  cycle(lines: Line[], final: boolean): void {
    if (!this.next(lines, final)) return
    let i = 0
    for (let steps = 0; i < this.settings.commands.length; steps++) {
      if (steps > patience) throw new SedFault('too many jumps')
      const command = this.settings.commands[i] as SedCommand
      const applies = this.applies(command, i) !== command.negated
      if (!applies) {
        i = command.end ?? i + 1
        continue
      }
      const jump = this.apply(command, lines, final)
      if (jump === 'next') return
      if (jump === 'end') break
      i = typeof jump === 'number' ? jump : i + 1
    }
    if (!this.settings.quiet) this.emit(this.space)
    this.flush()
  }
  private next(lines: Line[], final: boolean): boolean {
    const line = lines.shift()
    if (!line) return false
    this.space = line.text
    this.ended = line.ended
    this.s.line++
    this.isLast = final && lines.length === 0
    return true
  }
  private emit(text: Bytes): void {
    this.print(this.isLast && !this.ended ? text : `${text}\n`)
  }
  private flush(): void {
    for (const text of this.appended) this.print(text)
    this.appended = []
  }

  private regex(text: Bytes, ignoreCase: boolean, flags = ''): RegExp {
    const source = text === '' ? this.s.lastRegex : text
    this.s.lastRegex = source
    const compiled = (this.settings.extended ? extended : basic)(source, ignoreCase, flags)
    if (!compiled) throw new SedFault(`bad regex '${source}'`)
    return compiled
  }
  private matches(address: Address): boolean {
    if (address.kind === 'line') return this.s.line === address.n
    if (address.kind === 'last') return this.isLast
    if (address.kind === 'match') return this.regex(address.regex, address.ignoreCase).test(this.space)
    if (address.kind === 'step')
      return address.step === 0
        ? this.s.line === address.first
        : this.s.line >= address.first && (this.s.line - address.first) % address.step === 0
    return false
  }
  private applies({ from, to }: SedCommand, index: number): boolean {
    if (!from) return true
    if (!to) return this.matches(from)
    const open = this.s.ranges[index]
    if (open === undefined) {
      const begins = from.kind === 'line' && from.n === 0 ? to.kind === 'match' && this.s.line === 1 : this.matches(from)
      if (!begins) return false
      if (from.kind === 'line' && from.n === 0) {
        if (!this.matches(to)) this.s.ranges[index] = -1
        return true
      }
      if (to.kind === 'plus') this.s.ranges[index] = this.s.line + to.n
      else if (to.kind === 'line') this.s.ranges[index] = to.n
      else this.s.ranges[index] = -1
      if ((this.s.ranges[index] ?? -1) >= 0 && this.s.line >= (this.s.ranges[index] ?? 0)) delete this.s.ranges[index]
      return true
    }
    const over = open >= 0 ? this.s.line >= open : this.matches(to)
    if (over) delete this.s.ranges[index]
    // A range that was jumped over does not go on behind its end.
    return open < 0 || this.s.line <= open
  }

  /** 'next': the cycle is over and nothing is printed; 'end': it is over as usual; a number: goes on there. */
  private apply(command: SedCommand, lines: Line[], final: boolean): 'next' | 'end' | number | undefined {
    const { s } = this
    switch (command.name) {
      case 's': {
        this.substitute(command)
        return undefined
      }
      case 'y': {
        const { from, to } = command.transliterate ?? { from: '', to: '' }
        this.space = [...this.space].map(c => (from.includes(c) ? to.charAt(from.indexOf(c)) : c)).join('')
        return undefined
      }
      case 'p':
        return void this.emit(this.space)
      case 'P':
        return void this.print(`${this.space.split('\n')[0]}\n`)
      case '=':
        return void this.print(`${s.line}\n`)
      case 'l':
        return void this.print(`${this.space.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n')}$\n`)
      case 'd':
        this.flush()
        return 'next'
      case 'D': {
        const at = this.space.indexOf('\n')
        this.flush()
        if (at >= 0) lines.unshift({ text: this.space.slice(at + 1), ended: this.ended })
        if (at >= 0) s.line--
        return 'next'
      }
      case 'n':
        if (!this.settings.quiet) this.emit(this.space)
        this.flush()
        if (this.next(lines, final)) return undefined
        s.quit = 0
        return 'next'
      case 'N': {
        const before = this.space
        if (lines.length === 0) {
          s.quit = 0
          return 'end'
        }
        this.next(lines, final)
        this.space = `${before}\n${this.space}`
        return undefined
      }
      case 'h':
        s.hold = this.space
        return undefined
      case 'H':
        s.hold += `\n${this.space}`
        return undefined
      case 'g':
        this.space = s.hold
        return undefined
      case 'G':
        this.space += `\n${s.hold}`
        return undefined
      case 'x': {
        const { hold } = s
        s.hold = this.space
        this.space = hold
        return undefined
      }
      case 'a':
        this.appended.push(`${command.text}\n`)
        return undefined
      case 'i':
        return void this.print(`${command.text}\n`)
      case 'c':
        if (!command.to || command.negated || s.ranges[this.settings.commands.indexOf(command)] === undefined)
          this.print(`${command.text}\n`)
        this.flush()
        return 'next'
      case 'r': {
        const contents = this.io.contents(command.text)
        if ('text' in contents) this.appended.push(contents.text)
        return undefined
      }
      case 'w':
        return void this.save(command.text, `${this.space}\n`)
      case 'q':
      case 'Q':
        s.quit = Number(command.text || 0)
        return command.name === 'q' ? 'end' : 'next'
      case 'b':
        return this.label(command.text)
      case 't':
      case 'T': {
        const jumps = this.substituted === (command.name === 't')
        this.substituted = false
        return jumps ? this.label(command.text) : undefined
      }
      default:
        return undefined
    }
  }
  private label(name: Bytes): number | 'end' {
    if (name === '') return 'end'
    const at = this.settings.commands.findIndex(c => c.name === ':' && c.text === name)
    if (at < 0) throw new SedFault(`can't find label for jump to '${name}'`)
    return at
  }
  private save(path: Bytes, text: Bytes): void {
    if (path === '/dev/stdout') {
      this.print(text)
      return
    }
    const fd = this.io.open(path, 'append')
    if (typeof fd !== 'number') return
    this.io.write(fd, text)
    this.io.close(fd)
  }

  private substitute({ substitute }: SedCommand): void {
    if (!substitute) return
    const { regex, replacement, global, print, ignoreCase, nth, file } = substitute
    let count = 0
    let changed = false
    this.space = this.space.replace(this.regex(regex, ignoreCase, 'g'), (...found: (string | undefined | number)[]) => {
      count++
      if (count < nth || (!global && count > nth)) return String(found[0] ?? '')
      changed = true
      return fill(replacement, found)
    })
    if (!changed) return
    this.substituted = true
    if (print) this.emit(this.space)
    if (file !== '') this.save(file, `${this.space}\n`)
  }
}
/** The replacement with `&`, `\1` and escapes filled in. */
function fill(replacement: Bytes, found: readonly (string | undefined | number)[]): Bytes {
  return replacement.replace(/\\([\s\S])|&/g, (all, c: string | undefined) => {
    if (all === '&') return String(found[0] ?? '')
    if (c !== undefined && /\d/.test(c)) {
      const group = found[Number(c)]
      return typeof group === 'string' ? group : ''
    }
    return c === 'n' ? '\n' : c === 't' ? '\t' : (c ?? '')
  })
}
