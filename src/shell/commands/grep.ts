// grep, egrep, fgrep. Upstream: POSIX.1-2017, grep; busybox.
import { type Bytes, encode } from '../bytes.ts'
import { joinPath } from '../files.ts'
import type { Command, Io } from '../io.ts'
import { awaitInput, type Inputs, inputsOf, notDirectories, optionsOf, pullLines } from './inputs.ts'
import { basic, extended, fixed } from './regex.ts'

interface Grep {
  inputs: Inputs
  /** Matches in the present file, its line, lines still to be shown after a match, lines kept from before one. */
  found: number
  line: number
  after: number
  before: { line: number; text: Bytes }[]
  shown: number
  any: boolean
  stopped: boolean
  listed: boolean
}

const grepAs =
  (kind: 'E' | 'F' | 'G'): Command =>
  (io, state) => {
    const options = optionsOf(io, 'EFGHRachilLnoqrsvwxz', 'efmABC')
    if (!options) return 2
    const { flags, values } = options
    let { operands } = options
    const patterns = [...(values.get('e') ?? [])]
    for (const file of values.get('f') ?? []) {
      const contents = io.contents(file)
      if (!('text' in contents)) return io.fail(`${file}: ${io.faultText(contents.fault)}`, 2)
      patterns.push(...contents.text.replace(/\n$/, '').split('\n'))
    }
    if (!values.has('e') && !values.has('f')) {
      const [pattern, ...rest] = operands
      if (pattern === undefined)
        return io.usage('grep [-HhnlLoqvsrRiwFExc] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...', 1)
      patterns.push(pattern)
      operands = rest
    }
    const matcher = matcherOf(
      patterns.flatMap(p => p.split('\n')),
      flags.has('E') ? 'E' : flags.has('F') ? 'F' : kind,
      flags,
    )
    if (!matcher) return io.fail(`bad regex '${patterns[0]}'`, 2)
    const recursive = flags.has('r') || flags.has('R')
    const names = recursive ? (operands.length > 0 ? operands : ['.']).flatMap(name => filesBelow(io, name)) : operands
    const s = (state as Grep | undefined) ?? {
      inputs: inputsOf(names),
      found: 0,
      line: 0,
      after: 0,
      before: [],
      shown: -1,
      any: false,
      stopped: false,
      listed: false,
    }
    const settings: Settings = {
      matcher,
      flags,
      max: Number(values.get('m')?.at(-1) ?? Number.POSITIVE_INFINITY),
      before: Number(values.get('B')?.at(-1) ?? values.get('C')?.at(-1) ?? 0),
      after: Number(values.get('A')?.at(-1) ?? values.get('C')?.at(-1) ?? 0),
      named: (names.length > 1 || recursive || flags.has('H')) && !flags.has('h'),
    }
    return search(io, s, settings)
  }
export const grep = grepAs('G')
export const egrep = grepAs('E')
export const fgrep = grepAs('F')

interface Settings {
  matcher: RegExp
  flags: Set<string>
  max: number
  before: number
  after: number
  named: boolean
}
function search(io: Io, s: Grep, settings: Settings): ReturnType<Command> {
  const { flags } = settings
  if (flags.has('s')) io.err = () => {}
  const done = pullLines(
    io,
    s.inputs,
    {
      line: (text, _ended, index) => {
        s.line++
        if (settings.matcher.test(text) === flags.has('v')) return miss(io, s, settings, text, index)
        s.found++
        s.any = true
        if (flags.has('q')) {
          s.stopped = true
          return false
        }
        hit(io, s, settings, text, index)
        return true
      },
      end: index => endFile(io, s, settings, index),
    },
    notDirectories,
  )
  if (!done) return awaitInput(s.inputs, s)
  if (flags.has('L')) return s.listed ? 0 : 1
  return s.any ? 0 : s.inputs.failed ? 2 : 1
}
const quiet = (flags: Set<string>) => flags.has('c') || flags.has('l') || flags.has('L')
function prefix(s: Grep, { flags, named }: Settings, index: number, line: number, mark: string): Bytes {
  const name = s.inputs.names[index] === '-' ? '(standard input)' : s.inputs.names[index]
  return (named ? `${name}${mark}` : '') + (flags.has('n') ? `${line}${mark}` : '')
}
function hit(io: Io, s: Grep, settings: Settings, text: Bytes, index: number): void {
  const { flags, matcher } = settings
  if (s.found > settings.max || quiet(flags)) return
  if (flags.has('o')) {
    for (const match of text.matchAll(new RegExp(matcher.source, `${matcher.flags}g`)))
      if (match[0] !== '') io.out(`${prefix(s, settings, index, s.line, ':')}${match[0]}\n`)
    return
  }
  const context = settings.before > 0 || settings.after > 0
  const first = s.before[0]?.line ?? s.line
  if (context && s.shown >= 0 && first > s.shown + 1) io.out('--\n')
  for (const { line, text: earlier } of s.before) io.out(`${prefix(s, settings, index, line, '-')}${earlier}\n`)
  io.out(`${prefix(s, settings, index, s.line, ':')}${text}\n`)
  s.before = []
  s.after = settings.after
  s.shown = s.line
}
function miss(io: Io, s: Grep, settings: Settings, text: Bytes, index: number): boolean {
  if (s.after > 0 && !quiet(settings.flags) && s.found <= settings.max) {
    io.out(`${prefix(s, settings, index, s.line, '-')}${text}\n`)
    s.after--
    s.shown = s.line
  } else if (settings.before > 0) s.before = [...s.before, { line: s.line, text }].slice(-settings.before)
  return true
}
function endFile(io: Io, s: Grep, settings: Settings, index: number): void {
  const { flags } = settings
  const name = s.inputs.names[index] === '-' ? '(standard input)' : s.inputs.names[index]
  if (flags.has('c')) io.out(`${settings.named ? `${name}:` : ''}${Math.min(s.found, settings.max)}\n`)
  if (flags.has('l') && s.found > 0) io.out(`${name}\n`)
  if (flags.has('L') && s.found === 0) {
    io.out(`${name}\n`)
    s.listed = true
  }
  Object.assign(s, { found: 0, line: 0, after: 0, before: [], shown: -1 })
}

function matcherOf(patterns: readonly Bytes[], kind: 'E' | 'F' | 'G', flags: Set<string>): RegExp | undefined {
  const compile = { E: extended, F: fixed, G: basic }[kind]
  const sources: string[] = []
  for (const pattern of patterns) {
    const one = compile(pattern, false)
    if (!one) return undefined
    // JavaScript writes the empty expression as `(?:)`.
    sources.push(`(?:${one.source})`)
  }
  const whole = sources.join('|') || '(?!)'
  const source = flags.has('x') ? `^(?:${whole})$` : flags.has('w') ? `(?<!\\w)(?:${whole})(?!\\w)` : whole
  return new RegExp(source, flags.has('i') ? 'i' : '')
}
/** The files of a directory and all below it. */
export function filesBelow(io: Io, name: Bytes): Bytes[] {
  const found = io.find(name, false)
  if (found.stat?.type !== 'directory') return [name]
  return io.files.list(found.path).flatMap(entry => filesBelow(io, joinPath(name, encode(entry))))
}
