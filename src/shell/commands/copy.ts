// cp, mv, ln, dd: files that become other files. Upstream: POSIX.1-2017, cp, mv, ln, dd; busybox.
import { type Bytes, decode } from '../bytes.ts'
import { type Fault, joinPath, type Stat } from '../files.ts'
import type { Command, Io } from '../io.ts'
import { each, removeTree } from './change.ts'
import { optionsOf } from './inputs.ts'

const baseName = (path: Bytes) => path.replace(/\/+$/, '').replace(/^.*\//, '')
/** Where `cp a b` and `mv a b` put a: into b when b is a directory. */
function targetOf(io: Io, source: Bytes, target: Bytes, into: boolean): Bytes {
  return into && io.find(target).stat?.type === 'directory' ? joinPath(target, baseName(source)) : target
}
function copyTree(io: Io, from: string, fromStat: Stat, to: string, keep: boolean): Fault | undefined {
  const { files } = io
  if (fromStat.type === 'link') return (files.stat(to) ? files.remove(to) : undefined) ?? files.link(to, fromStat.target ?? '')
  if (fromStat.type === 'directory') {
    const fault = files.stat(to) ? undefined : files.mkdir(to, fromStat.mode)
    if (fault) return fault
    for (const entry of files.list(from)) {
      const inner = joinPath(from, entry)
      const stat = files.stat(inner)
      const failed = stat && copyTree(io, inner, stat, joinPath(to, entry), keep)
      if (failed) return failed
    }
    return undefined
  }
  const fault = files.write(to, files.read(from), fromStat.mode & ~io.process.umask)
  return (
    fault ?? (keep ? files.change(to, { mode: fromStat.mode, mtimeMs: fromStat.mtimeMs, uid: fromStat.uid, gid: fromStat.gid }) : undefined)
  )
}
export const cp: Command = io => {
  const options = optionsOf(io, 'arRdLPHpfilsnuTv', 't')
  if (!options) return 1
  const { flags } = options
  const names = [...options.operands]
  const target = options.values.get('t')?.at(-1) ?? names.pop()
  if (target === undefined || names.length === 0) return io.usage('cp [-arPLHpfinlsTu] SOURCE DEST')
  const recursive = flags.has('a') || flags.has('r') || flags.has('R')
  return each(names, name => {
    const from = io.find(name, !(flags.has('a') || flags.has('d') || flags.has('P')))
    if (from.device || from.descriptor) return copyStream(io, name, targetOf(io, name, target, true))
    if (!from.stat) return io.fail(`can't stat '${name}': ${io.faultText(from.fault ?? 'ENOENT')}`)
    if (from.stat.type === 'directory' && !recursive) return io.fail(`omitting directory '${name}'`)
    const path = names.length > 1 ? joinPath(target, baseName(name)) : targetOf(io, name, target, !flags.has('T'))
    if (path.endsWith('/') && !io.find(path).stat && from.stat.type === 'file') return io.fail(`can't create '${path}': Is a directory`)
    const to = io.find(path)
    if (to.stat && flags.has('n')) return 0
    if (to.path === from.path) return io.fail(`'${name}' and '${path}' are the same file`)
    const fault =
      to.fault && to.fault !== 'ENOENT' ? to.fault : copyTree(io, from.path, from.stat, to.path, flags.has('p') || flags.has('a'))
    return fault ? io.fail(`can't create '${path}': ${io.faultText(fault)}`) : 0
  })
}
function copyStream(io: Io, name: Bytes, target: Bytes): number {
  const [source, sink] = [io.open(name), io.open(target, 'write')]
  if (typeof source !== 'number' || typeof sink !== 'number') return io.fail(`can't create '${target}'`)
  for (let text = io.read(source); typeof text === 'string'; text = io.read(source)) if (io.write(sink, text)) break
  return 0
}
export const mv: Command = io => {
  const options = optionsOf(io, 'fintuTv', 't')
  if (!options) return 1
  const names = [...options.operands]
  const target = options.values.get('t')?.at(-1) ?? names.pop()
  if (target === undefined || names.length === 0) return io.usage('mv [-finT] SOURCE... DEST')
  if (names.length > 1 && io.find(target).stat?.type !== 'directory') return io.fail(`can't stat '${target}': No such file or directory`)
  return each(names, name => {
    const from = io.find(name, false)
    const path = targetOf(io, name, target, !options.flags.has('T'))
    const to = io.find(path, false)
    if (to.stat && options.flags.has('n')) return 0
    let fault = from.fault ?? (to.fault && to.fault !== 'ENOENT' ? to.fault : io.files.rename(from.path, to.path))
    // From one volume to another it is copied and removed.
    if (fault === 'EXDEV' && from.stat) fault = copyTree(io, from.path, from.stat, to.path, true) ?? removeTree(io, from.path)
    return fault ? io.fail(`can't rename '${name}': ${io.faultText(fault)}`) : 0
  })
}

export const ln: Command = io => {
  const options = optionsOf(io, 'sfnbvT', 'S')
  if (!options) return 1
  const { flags } = options
  const names = [...options.operands]
  const target = names.length > 1 ? (names.pop() ?? '.') : '.'
  return each(names, name => {
    const source = io.find(name, false)
    if (!flags.has('s') && !source.stat) return io.fail(`${name}: No such file or directory`)
    const directory = flags.has('n') ? io.find(target, false).stat?.type === 'directory' : io.find(target).stat?.type === 'directory'
    const path = directory && !flags.has('T') ? joinPath(target, baseName(name)) : target
    const to = io.find(path, false)
    if (to.stat && flags.has('f')) io.files.remove(to.path)
    const fault =
      to.fault && to.fault !== 'ENOENT'
        ? to.fault
        : flags.has('s')
          ? io.files.link(to.path, decode(name))
          : hardLink(io, source.path, source.stat, to.path)
    return fault ? io.fail(`${path}: ${io.faultText(fault)}`) : 0
  })
}
/** A second name for a file is a copy of it: that the two then go on as one is not kept. */
function hardLink(io: Io, from: string, stat: Stat | undefined, to: string): Fault | undefined {
  if (io.files.stat(to)) return 'EEXIST'
  return stat?.type === 'directory' ? 'EPERM' : copyTree(io, from, stat as Stat, to, true)
}

interface Dd {
  source: number
  sink: number
  left: number
  skip: number
  blocks: number
  bytes: number
}
export const dd: Command = (io, state) => {
  const given = new Map(io.args.map(a => [a.slice(0, a.indexOf('=')), a.slice(a.indexOf('=') + 1)]))
  const size = (text: Bytes) => {
    const found = /^(\d+)([bkKMG]?)B?$/.exec(text)
    return found ? Number(found[1]) * ({ b: 512, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[found[2] ?? ''] ?? 1) : Number.NaN
  }
  const block = size(given.get('bs') ?? '512')
  if (!(block > 0)) return io.fail(`invalid number '${given.get('bs')}'`)
  let s = state as Dd | undefined
  if (!s) {
    const input = given.get('if')
    const output = given.get('of')
    const source = input === undefined ? 0 : io.open(input)
    if (typeof source !== 'number') return io.fail(`can't open '${input}': ${io.faultText(source)}`)
    const sink = output === undefined ? 1 : io.open(output, (given.get('conv') ?? '').includes('notrunc') ? 'append' : 'write')
    if (typeof sink !== 'number') return io.fail(`can't open '${output}': ${io.faultText(sink)}`)
    s = {
      source,
      sink,
      left: given.has('count') ? size(given.get('count') ?? '') * block : Number.POSITIVE_INFINITY,
      skip: size(given.get('skip') ?? '0') * block,
      blocks: 0,
      bytes: 0,
    }
  }
  while (s.left > 0) {
    const text = io.read(s.source, Math.min(s.skip > 0 ? s.skip : s.left, 65_536))
    if (text === undefined) return { wait: { input: s.source }, state: s }
    if (text === null) break
    if (s.skip > 0) {
      s.skip -= text.length
      continue
    }
    const fault = io.write(s.sink, text)
    if (fault)
      return io.fail(`error writing '${given.get('of') ?? 'standard output'}': ${fault === 'EPIPE' ? 'Broken pipe' : io.faultText(fault)}`)
    s.bytes += text.length
    s.left -= text.length
  }
  const records = `${Math.floor(s.bytes / block)}+${s.bytes % block > 0 ? 1 : 0}`
  if (given.get('status') !== 'none') io.err(`${records} records in\n${records} records out\n`)
  return 0
}
