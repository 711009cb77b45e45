// test, [ and [[: conditions on files, texts and numbers. Upstream: POSIX.1-2017, test; busybox.
import type { Bytes } from '../bytes.ts'
import { isTerminal } from '../evaluate/start.ts'
import type { Stat } from '../files.ts'
import type { Command, Io } from '../io.ts'
import { matches } from '../language/pattern.ts'
import { extended } from './regex.ts'

class TestFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const condition =
  (closing: string | undefined): Command =>
  io => {
    let words = io.args
    if (closing !== undefined) {
      if (words.at(-1) !== closing) return fail(io, `missing ${closing}`)
      words = words.slice(0, -1)
    }
    try {
      return new Test(io, words, closing === ']]').whole() ? 0 : 1
    } catch (fault) {
      if (fault instanceof TestFault) return fail(io, fault.message)
      throw fault
    }
  }
// They run inside the shell, and it is the shell that complains.
function fail(io: Io, message: string): number {
  io.err(`sh: ${message}\n`)
  return 2
}
export const test = condition(undefined)
export const bracket = condition(']')
export const doubleBracket = condition(']]')

const unary: { readonly [operator: string]: (io: Io, text: Bytes) => boolean } = {
  '-n': (_, text) => text !== '',
  '-z': (_, text) => text === '',
  '-t': (io, text) => isTerminal(io.kernel, io.process, Number(text)),
  '-e': file(() => true),
  '-a': file(() => true),
  '-f': file(s => s.type === 'file'),
  '-d': file(s => s.type === 'directory'),
  '-c': file(s => s.type === 'device'),
  '-b': file(() => false),
  '-p': file(() => false),
  '-S': file(() => false),
  '-s': file(s => s.size > 0),
  '-r': file(() => true),
  '-w': file(() => true),
  '-x': file(s => (s.mode & 0o111) !== 0),
  '-u': file(s => (s.mode & 0o4000) !== 0),
  '-g': file(s => (s.mode & 0o2000) !== 0),
  '-k': file(s => (s.mode & 0o1000) !== 0),
  '-O': file(() => true),
  '-G': file(() => true),
  '-h': (io, text) => io.find(text, false).stat?.type === 'link',
  '-L': (io, text) => io.find(text, false).stat?.type === 'link',
}
function file(is: (stat: Stat) => boolean): (io: Io, text: Bytes) => boolean {
  return (io, text) => {
    const { stat, fault } = io.find(text)
    return stat !== undefined && fault === undefined && is(stat)
  }
}
const number = (text: Bytes): bigint => {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestFault(`${text}: bad number`)
  return BigInt(text.trim().replace(/^\+/, ''))
}
const binary: { readonly [operator: string]: (io: Io, a: Bytes, b: Bytes) => boolean } = {
  '=': (_, a, b) => a === b,
  '==': (_, a, b) => a === b,
  '!=': (_, a, b) => a !== b,
  '<': (_, a, b) => a < b,
  '>': (_, a, b) => a > b,
  '-eq': (_, a, b) => number(a) === number(b),
  '-ne': (_, a, b) => number(a) !== number(b),
  '-lt': (_, a, b) => number(a) < number(b),
  '-le': (_, a, b) => number(a) <= number(b),
  '-gt': (_, a, b) => number(a) > number(b),
  '-ge': (_, a, b) => number(a) >= number(b),
  '-nt': (io, a, b) => (io.find(a).stat?.mtimeMs ?? Number.NaN) > (io.find(b).stat?.mtimeMs ?? Number.NaN),
  '-ot': (io, a, b) => (io.find(a).stat?.mtimeMs ?? Number.NaN) < (io.find(b).stat?.mtimeMs ?? Number.NaN),
  '-ef': (io, a, b) => io.find(a).stat !== undefined && io.find(a).path === io.find(b).path,
}
/** In `[[ ]]` the right side is a pattern. */
const patterned: typeof binary = {
  '=': (_, a, b) => matches(b, a),
  '==': (_, a, b) => matches(b, a),
  '!=': (_, a, b) => !matches(b, a),
  '=~': (_, a, b) => extended(b, false)?.test(a) ?? false,
}

class Test {
  private readonly io: Io
  private readonly words: readonly Bytes[]
  private readonly double: boolean
  private at = 0
  private depth = 0
  constructor(io: Io, words: readonly Bytes[], double: boolean) {
    this.io = io
    this.words = words
    this.double = double
  }

  whole(): boolean {
    // With few words it is the number of them that decides, so that `[ "$x" = "(" ]` is what it seems.
    const words = this.words
    const [a = '', b = '', c = ''] = words
    if (words.length === 0) return false
    if (words.length === 1) return a !== ''
    if (words.length === 2 && a === '!') return b === ''
    if (words.length === 3 && this.operator(b)) return this.compare(a, b, c)
    const result = this.or()
    if (this.at < words.length) throw new TestFault(`${words[this.at]}: unknown operand`)
    return result
  }
  private operator(word: Bytes): boolean {
    return Object.hasOwn(binary, word) || (this.double && word === '=~')
  }
  private compare(a: Bytes, operator: Bytes, b: Bytes): boolean {
    const apply = (this.double ? patterned[operator] : undefined) ?? binary[operator]
    return apply?.(this.io, a, b) ?? false
  }
  private take(...words: Bytes[]): boolean {
    const word = this.words[this.at]
    if (word === undefined || !words.includes(word)) return false
    this.at++
    return true
  }
  private or(): boolean {
    let result = this.and()
    while (this.take('-o', '||')) result = this.and() || result
    return result
  }
  private and(): boolean {
    let result = this.not()
    while (this.take('-a', '&&')) result = this.not() && result
    return result
  }
  private not(): boolean {
    // `!` before an operator is a text to compare.
    if (this.words[this.at] === '!' && !this.operator(this.words[this.at + 1] ?? '')) {
      this.at++
      if (++this.depth > 100) throw new TestFault('nested too deeply')
      return !this.not()
    }
    return this.primary()
  }
  private primary(): boolean {
    const word = this.words[this.at]
    if (word === undefined) throw new TestFault('argument expected')
    const next = this.words[this.at + 1]
    if (next !== undefined && this.operator(next) && this.words[this.at + 2] !== undefined) {
      this.at += 3
      return this.compare(word, next, this.words[this.at - 1] ?? '')
    }
    if (word === '(' && this.words.length > 1) {
      this.at++
      if (++this.depth > 100) throw new TestFault('nested too deeply')
      const result = this.or()
      if (!this.take(')')) throw new TestFault('closing paren expected')
      return result
    }
    const apply = Object.hasOwn(unary, word) && next !== undefined ? unary[word] : undefined
    this.at += apply ? 2 : 1
    return apply ? apply(this.io, next ?? '') : word !== ''
  }
}
