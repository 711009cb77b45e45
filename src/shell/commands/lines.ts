// wc, cut, tr, uniq, nl, rev, fold, paste: a line at a time. Upstream: POSIX.1-2017; busybox.
import type { Bytes } from '../bytes.ts'
import type { Command } from '../io.ts'
import { readEscape } from '../language/escapes.ts'
import { classInside } from '../language/pattern.ts'
import { awaitInput, cannotOpen, type Inputs, inputsOf, optionsOf, pull, pullLines, pullWhole, type Whole, wholeOf } from './inputs.ts'

interface Counts {
  inputs: Inputs
  all: { lines: number; words: number; bytes: number; longest: number }[]
  inWord: boolean
  width: number
}
export const wc: Command = (io, state) => {
  const options = optionsOf(io, 'lwcmL')
  if (!options) return 1
  const s = (state as Counts | undefined) ?? { inputs: inputsOf(options.operands), all: [], inWord: false, width: 0 }
  for (let piece = pull(io, s.inputs); piece !== null; piece = pull(io, s.inputs)) {
    if (piece === undefined) return awaitInput(s.inputs, s)
    const index = piece === 'end' ? s.inputs.index - 1 : s.inputs.index
    s.all[index] ??= { lines: 0, words: 0, bytes: 0, longest: 0 }
    if (piece === 'end') s.inWord = false
    else countPiece(s, s.all[index], piece.text)
  }
  const wanted = (['l', 'w', 'm', 'c', 'L'] as const).filter(f =>
    options.flags.size === 0 ? f === 'l' || f === 'w' || f === 'c' : options.flags.has(f),
  )
  const keys = { l: 'lines', w: 'words', m: 'bytes', c: 'bytes', L: 'longest' } as const
  const show = (c: Counts['all'][number], name: Bytes) => {
    const numbers = wanted.map(f => String(c[keys[f]]))
    // One number of one file stands by itself.
    io.out(
      `${numbers.length === 1 && options.operands.length < 2 ? numbers[0] : numbers.map(n => n.padStart(9)).join(' ')}${name === '' ? '' : ` ${name}`}\n`,
    )
  }
  const total = { lines: 0, words: 0, bytes: 0, longest: 0 }
  s.all.forEach((c, i) => {
    if (!c) return
    show(c, options.operands.length > 0 ? (s.inputs.names[i] ?? '') : '')
    total.lines += c.lines
    total.words += c.words
    total.bytes += c.bytes
    total.longest = Math.max(total.longest, c.longest)
  })
  if (options.operands.length > 1) show(total, 'total')
  return s.inputs.failed ? 1 : 0
}
function countPiece(s: Counts, c: Counts['all'][number], text: Bytes): void {
  c.bytes += text.length
  for (const ch of text) {
    if (ch === '\n') {
      c.lines++
      s.width = 0
    } else s.width++
    c.longest = Math.max(c.longest, s.width)
    const blank = ' \t\n\v\f\r'.includes(ch)
    if (!blank && !s.inWord) c.words++
    s.inWord = !blank
  }
}

/** `1,3-5,7-` as a test for a position. */
export function ranges(text: Bytes): ((n: number) => boolean) | undefined {
  const parts = text.split(',').map(part => /^(\d*)(-?)(\d*)$/.exec(part))
  if (parts.some(p => !p || (p[1] === '' && p[3] === '') || p[1] === '0')) return undefined
  return n =>
    parts.some(
      p =>
        p &&
        n >= (p[1] === '' ? 1 : Number(p[1])) &&
        n <= (p[2] === '' ? Number(p[1]) : p[3] === '' ? Number.POSITIVE_INFINITY : Number(p[3])),
    )
}
export const cut: Command = (io, state) => {
  const options = optionsOf(io, 'sn', 'bcfdD')
  if (!options) return 1
  const { flags, values, operands } = options
  const list = values.get('f') ?? values.get('c') ?? values.get('b')
  if (!list) return io.fail('expected a list of bytes, characters, or fields')
  const wanted = ranges(list.at(-1) ?? '')
  if (!wanted) return io.fail(`invalid range ${list.at(-1)}`)
  const delimiter = (values.get('d')?.at(-1) ?? '\t').charAt(0)
  const inputs = (state as Inputs | undefined) ?? inputsOf(operands)
  const done = pullLines(io, inputs, {
    line: line => {
      if (!values.has('f')) io.out(`${[...line].filter((_, i) => wanted(i + 1)).join('')}\n`)
      else if (line.includes(delimiter))
        io.out(
          `${line
            .split(delimiter)
            .filter((_, i) => wanted(i + 1))
            .join(delimiter)}\n`,
        )
      else if (!flags.has('s')) io.out(`${line}\n`)
      return true
    },
  })
  return done ? (inputs.failed ? 1 : 0) : awaitInput(inputs, inputs)
}

/** `a-z[:digit:]\n` as the characters meant. */
function characterSet(text: Bytes): string {
  let out = ''
  for (let i = 0; i < text.length; ) {
    const named = /^\[:(\w+):\]/.exec(text.slice(i))
    if (named) {
      const inside = new RegExp(`[${classInside(named[1] ?? '') ?? ''}]`)
      for (let code = 0; code < 256; code++) if (inside.test(String.fromCharCode(code))) out += String.fromCharCode(code)
      i += named[0].length
      continue
    }
    let c = text.charAt(i++)
    if (c === '\\') {
      const read = readEscape(text, i - 1, false)
      c = read.text
      i += read.length - 1
    }
    const to = text.charAt(i + 1)
    if (text[i] === '-' && to !== '') {
      for (let code = c.charCodeAt(0); code <= to.charCodeAt(0); code++) out += String.fromCharCode(code)
      i += 2
    } else out += c
  }
  return out
}
export const tr: Command = (io, state) => {
  const options = optionsOf(io, 'cCdst')
  if (!options) return 1
  const { flags, operands } = options
  const [from = '', to] = operands
  if (operands.length === 0) return io.usage('tr [-cds] STRING1 [STRING2]')
  let first = characterSet(from)
  if (flags.has('c') || flags.has('C'))
    first = Array.from({ length: 256 }, (_, c) => String.fromCharCode(c))
      .filter(c => !first.includes(c))
      .join('')
  const second = characterSet(to ?? '')
  const squeezes = flags.has('s') ? (to === undefined || flags.has('d') ? second || first : second) : ''
  let last = (state as { last: string } | undefined)?.last ?? ''
  for (let text = io.read(); text !== null; text = io.read()) {
    if (text === undefined) return { wait: { input: 0 }, state: { last } }
    let out = ''
    for (const c of text) {
      const at = first.indexOf(c)
      if (at >= 0 && flags.has('d')) continue
      const next = at < 0 || second === '' || flags.has('d') ? c : second.charAt(Math.min(at, second.length - 1))
      if (next === last && squeezes.includes(next)) continue
      out += next
      last = next
    }
    io.out(out)
  }
  return 0
}

interface Uniq {
  inputs: Inputs
  line: Bytes
  count: number
}
export const uniq: Command = (io, state) => {
  const options = optionsOf(io, 'cdui', 'fsw')
  if (!options) return 1
  const { flags, values, operands } = options
  const s = (state as Uniq | undefined) ?? { inputs: inputsOf(operands.slice(0, 1)), line: '', count: 0 }
  const skipFields = Number(values.get('f')?.at(-1) ?? 0)
  const skip = Number(values.get('s')?.at(-1) ?? 0)
  const width = Number(values.get('w')?.at(-1) ?? Number.POSITIVE_INFINITY)
  const key = (line: Bytes) => {
    let rest = line
    for (let i = 0; i < skipFields; i++) rest = rest.replace(/^\s*\S+/, '')
    rest = rest.slice(skip, skip + width)
    return flags.has('i') ? rest.toLowerCase() : rest
  }
  const show = () => {
    if (s.count === 0 || (flags.has('d') && s.count < 2) || (flags.has('u') && s.count > 1)) return
    io.out(`${flags.has('c') ? `${String(s.count).padStart(7)} ` : ''}${s.line}\n`)
  }
  const done = pullLines(io, s.inputs, {
    line: line => {
      if (s.count > 0 && key(line) === key(s.line)) s.count++
      else {
        show()
        s.line = line
        s.count = 1
      }
      return true
    },
  })
  if (!done) return awaitInput(s.inputs, s)
  show()
  return s.inputs.failed ? 1 : 0
}

interface Numbering {
  inputs: Inputs
  n: number
}
export const nl: Command = (io, state) => {
  const options = optionsOf(io, 'p', 'bwsivnl')
  if (!options) return 1
  const { values, operands } = options
  const every = values.get('b')?.at(-1) === 'a'
  const width = Number(values.get('w')?.at(-1) ?? 6)
  const separator = values.get('s')?.at(-1) ?? '\t'
  const step = Number(values.get('i')?.at(-1) ?? 1)
  const s = (state as Numbering | undefined) ?? { inputs: inputsOf(operands), n: Number(values.get('v')?.at(-1) ?? 1) }
  const done = pullLines(io, s.inputs, {
    line: line => {
      const numbered = every || line !== ''
      io.out(`${numbered ? String(s.n).padStart(width) + separator : ' '.repeat(width + separator.length)}${line}\n`)
      if (numbered) s.n += step
      return true
    },
  })
  return done ? (s.inputs.failed ? 1 : 0) : awaitInput(s.inputs, s)
}

/** A command that changes each line by itself. */
const eachLine =
  (valued: string, change: (line: Bytes, values: Map<string, Bytes[]>) => Bytes): Command =>
  (io, state) => {
    const options = optionsOf(io, 'bs', valued)
    if (!options) return 1
    const inputs = (state as Inputs | undefined) ?? inputsOf(options.operands)
    const line = (text: Bytes, ended: boolean) => {
      io.out(change(text, options.values) + (ended ? '\n' : ''))
      return true
    }
    return pullLines(io, inputs, { line }, cannotOpen) ? (inputs.failed ? 1 : 0) : awaitInput(inputs, inputs)
  }
export const rev = eachLine('', line => [...line].reverse().join(''))
export const fold = eachLine('w', (line, values) => {
  const width = Number(values.get('w')?.at(-1) ?? 80)
  return line.match(new RegExp(`.{1,${Math.max(width, 1)}}`, 'g'))?.join('\n') ?? ''
})

export const paste: Command = (io, state) => {
  const options = optionsOf(io, 's', 'd')
  if (!options) return 1
  const whole = (state as Whole | undefined) ?? wholeOf([...new Set(options.operands)])
  if (!pullWhole(io, whole)) return awaitInput(whole.inputs, whole)
  const delimiters = [...(options.values.get('d')?.at(-1) ?? '\t').replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\0/g, '\0')]
  const between = (i: number) => (delimiters[i % delimiters.length] ?? '').replace('\0', '')
  // A name given twice is read in turns: `paste - -`.
  const files = new Map(whole.inputs.names.map((name, i) => [name, linesOf(whole.texts[i] ?? '')]))
  if (options.flags.has('s')) {
    for (const lines of files.values()) io.out(`${lines.reduce((out, line, i) => out + (i > 0 ? between(i - 1) : '') + line, '')}\n`)
    return whole.inputs.failed ? 1 : 0
  }
  const columns = options.operands.map(name => files.get(name) ?? [])
  while (columns.some(lines => lines.length > 0)) {
    const row = columns.map((lines, i) => {
      const line = lines.shift()
      return line === undefined ? '' : line + (i < columns.length - 1 ? between(i) : '\n')
    })
    io.out(row.join(''))
  }
  return whole.inputs.failed ? 1 : 0
}
export function linesOf(text: Bytes): Bytes[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}
