// find: files below a directory, and what to do with them. Upstream: POSIX.1-2017, find; busybox.
import { type Bytes, encode } from '../bytes.ts'
import { joinPath, type Stat } from '../files.ts'
import type { Command, Io, Next } from '../io.ts'
import { matches } from '../language/pattern.ts'

interface Item {
  readonly name: Bytes
  readonly stat: Stat
  readonly depth: number
}
/** A test, or an action that is true when it was done. */
type Test = (io: Io, item: Item, run: Run) => boolean
interface Run {
  /** Commands to be run for `-exec`, in order. */
  commands: Bytes[][]
  /** Do not go into this directory. */
  pruned: boolean
}
/** Thrown for arguments that make no sense. */
class FindFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

interface State {
  commands: Bytes[][]
  pid: number
  status: number
}

export const find: Command = (io, state) => {
  const s = state as State | undefined
  if (s) return nextCommand(io, s)
  let i = io.args.findIndex(a => /^[-(!]/.test(a))
  if (i < 0) i = io.args.length
  const roots = i === 0 ? ['.'] : io.args.slice(0, i)
  try {
    const parser = new Expression(io, io.args.slice(i))
    const test = parser.whole()
    const run: Run = { commands: [], pruned: false }
    let status = 0
    for (const root of roots) {
      if (!io.find(root, false).stat) status = io.fail(`${root}: No such file or directory`)
      else walk(io, root, 0, parser, test, run)
    }
    for (const { argv, names } of parser.batches) if (names.length > 0) run.commands.push(argv.flatMap(a => (a === '{}' ? names : [a])))
    return nextCommand(io, { commands: run.commands, pid: 0, status })
  } catch (fault) {
    if (fault instanceof FindFault) return io.fail(fault.message)
    throw fault
  }
}
function walk(io: Io, name: Bytes, depth: number, parser: Expression, test: Test, run: Run): void {
  const { path, stat } = io.find(name, false)
  if (!stat || depth > parser.maxDepth) return
  const visit = () => {
    run.pruned = false
    if (depth >= parser.minDepth && test(io, { name, stat, depth }, run) && !parser.acts) io.out(`${name}\n`)
  }
  if (!parser.depthFirst) visit()
  if (stat.type === 'directory' && !run.pruned)
    for (const entry of io.files.list(path)) walk(io, joinPath(name, encode(entry)), depth + 1, parser, test, run)
  run.pruned = false
  if (parser.depthFirst) visit()
}
function nextCommand(io: Io, s: State): Next {
  let { status } = s
  if (s.pid !== 0) io.reap(s.pid)
  for (let [command, ...rest] = s.commands; command; [command, ...rest] = rest) {
    const started = io.spawn(command)
    if (typeof started === 'number') return { wait: { child: started }, state: { commands: rest, pid: started, status } satisfies State }
    status = io.fail(`${command[0]}: No such file or directory`)
  }
  return status
}

const types: { readonly [letter: string]: Stat['type'] } = { f: 'file', d: 'directory', l: 'link', c: 'device' }

class Expression {
  maxDepth = Number.POSITIVE_INFINITY
  minDepth = 0
  depthFirst = false
  /** It does something itself, so that nothing is printed by default. */
  acts = false
  readonly batches: { argv: Bytes[]; names: Bytes[] }[] = []
  private readonly words: readonly Bytes[]
  private at = 0
  private depth = 0
  private readonly io: Io
  constructor(io: Io, words: readonly Bytes[]) {
    this.io = io
    this.words = words
  }
  whole(): Test {
    const test = this.words.length === 0 ? () => true : this.or()
    if (this.at < this.words.length) throw new FindFault(`unrecognized: ${this.words[this.at]}`)
    return test
  }
  private take(...words: Bytes[]): boolean {
    const word = this.words[this.at]
    if (word === undefined || !words.includes(word)) return false
    this.at++
    return true
  }
  private operand(name: string): Bytes {
    const value = this.words[this.at++]
    if (value === undefined) throw new FindFault(`${name} requires an argument`)
    return value
  }
  private or(): Test {
    const left = this.and()
    if (!this.take('-o', '-or')) return left
    const right = this.or()
    return (io, item, run) => left(io, item, run) || right(io, item, run)
  }
  private and(): Test {
    const left = this.not()
    const next = this.words[this.at]
    if (next === undefined || next === ')' || next === '-o' || next === '-or') return left
    this.take('-a', '-and')
    const right = this.and()
    return (io, item, run) => left(io, item, run) && right(io, item, run)
  }
  private not(): Test {
    if (!this.take('!', '-not')) return this.primary()
    const inner = this.not()
    return (io, item, run) => !inner(io, item, run)
  }
  private primary(): Test {
    if (++this.depth > 500) throw new FindFault('expression too long')
    if (this.take('(')) {
      const inner = this.or()
      if (!this.take(')')) throw new FindFault('unmatched (')
      return inner
    }
    const name = this.words[this.at++] ?? ''
    switch (name) {
      case '-name':
      case '-iname': {
        const pattern = this.operand(name)
        const fold = (t: Bytes) => (name === '-iname' ? t.toLowerCase() : t)
        return (_, item) => matches(fold(pattern), fold(item.name.replace(/\/+$/, '').replace(/^.*\//, '') || '/'))
      }
      case '-path': {
        const pattern = this.operand(name)
        return (_, item) => matches(pattern, item.name)
      }
      case '-type': {
        const type = types[this.operand(name)]
        return (_, item) => item.stat.type === type
      }
      case '-size':
        return this.compared(this.operand(name), (item, unit) => Math.ceil(item.stat.size / unit))
      case '-mtime':
        return this.compared(this.operand(name), (item, _, io) => Math.floor((io.nowMs - item.stat.mtimeMs) / 86_400_000))
      case '-mmin':
        return this.compared(this.operand(name), (item, _, io) => Math.floor((io.nowMs - item.stat.mtimeMs) / 60_000))
      case '-newer': {
        const other = this.operand(name)
        if (!this.io.find(other).stat) throw new FindFault(`can't stat '${other}': No such file or directory`)
        return (io, item) => item.stat.mtimeMs > (io.find(other).stat?.mtimeMs ?? Number.POSITIVE_INFINITY)
      }
      case '-empty':
        return (io, item) =>
          item.stat.type === 'directory'
            ? io.files.list(io.find(item.name).path).length === 0
            : item.stat.type === 'file' && item.stat.size === 0
      case '-perm': {
        const bits = Number.parseInt(this.operand(name).replace(/^[-/]/, ''), 8)
        return (_, item) => (item.stat.mode & bits) === bits
      }
      case '-maxdepth':
        this.maxDepth = Number(this.operand(name))
        return () => true
      case '-mindepth':
        this.minDepth = Number(this.operand(name))
        return () => true
      case '-depth':
        this.depthFirst = true
        return () => true
      case '-xdev':
        return () => true
      case '-prune':
        return (_, _item, run) => {
          run.pruned = true
          return true
        }
      default:
        return this.action(name)
    }
  }
  private action(name: Bytes): Test {
    this.acts = true
    if (name === '-print' || name === '-print0')
      return (io, item) => {
        io.out(item.name + (name === '-print' ? '\n' : '\0'))
        return true
      }
    if (name === '-quit') return () => true
    if (name === '-delete') {
      this.depthFirst = true
      return (io, item) => io.files.remove(io.find(item.name, false).path) === undefined
    }
    if (name !== '-exec') throw new FindFault(`unrecognized: ${name}`)
    const argv: Bytes[] = []
    for (let word = this.operand(name); word !== ';' && !(word === '+' && argv.at(-1) === '{}'); word = this.operand(name)) argv.push(word)
    if (this.words[this.at - 1] === '+') {
      const batch = { argv, names: [] as Bytes[] }
      this.batches.push(batch)
      return (_, item) => batch.names.push(item.name) > 0
    }
    return (_, item, run) => run.commands.push(argv.map(a => a.replaceAll('{}', item.name))) > 0
  }
  private compared(text: Bytes, measure: (item: Item, unit: number, io: Io) => number): Test {
    const found = /^([-+]?)(\d+)([ckMGb]?)$/.exec(text)
    if (!found) throw new FindFault(`invalid number '${text}'`)
    const unit = { c: 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }[found[3] ?? ''] ?? 512
    const n = Number(found[2])
    return (io, item) => {
      const value = measure(item, unit, io)
      return found[1] === '+' ? value > n : found[1] === '-' ? value < n : value === n
    }
  }
}
