// touch, rm, mkdir, rmdir, cp, mv, ln, chmod, chown, truncate, mktemp, dd: changing files. Upstream: POSIX.1-2017; busybox.
import { type Bytes, decode, encode } from '../bytes.ts'
import { type Fault, joinPath, type Stat } from '../files.ts'
import type { Command, Io } from '../io.ts'
import { readTime } from './calendar.ts'
import { optionsOf } from './inputs.ts'

const baseName = (path: Bytes) => path.replace(/\/+$/, '').replace(/^.*\//, '')
/** Does something for each operand; 1 when any of it failed. */
function each(operands: readonly Bytes[], act: (name: Bytes) => number): number {
  return operands.reduce((status, name) => act(name) || status, 0)
}

export const touch: Command = io => {
  const options = optionsOf(io, 'camh', 'drt')
  if (!options) return 1
  const given = options.values.get('d')?.at(-1)
  const reference = options.values.get('r')?.at(-1)
  const at = given !== undefined ? readTime(given, io.nowMs) : reference !== undefined ? io.find(reference).stat?.mtimeMs : io.nowMs
  if (at === undefined) return io.fail(given !== undefined ? `invalid date '${given}'` : `${reference}: No such file or directory`)
  return each(options.operands, name => {
    const found = io.find(name)
    if (found.device || found.descriptor) return 0
    if (!found.stat && options.flags.has('c')) return 0
    const fault =
      (found.stat ? undefined : found.fault === 'ENOENT' ? io.files.write(found.path, '', 0o666 & ~io.process.umask) : found.fault) ??
      io.files.change(found.path, { mtimeMs: at })
    return fault ? io.fail(`${name}: ${io.faultText(fault)}`) : 0
  })
}

export const mkdir: Command = io => {
  const options = optionsOf(
    io,
    'p',
    'm',
    io.args.map(a => (a === '--parents' ? '-p' : a)),
  )
  if (!options) return 1
  const given = options.values.get('m')?.at(-1)
  const mode = given === undefined ? 0o777 & ~io.process.umask : Number.parseInt(given, 8)
  const make = (name: Bytes): Fault | undefined => {
    const found = io.find(name)
    if (found.stat) return options.flags.has('p') && found.stat.type === 'directory' ? undefined : 'EEXIST'
    if (found.fault !== 'ENOENT') return found.fault
    if (options.flags.has('p')) {
      const parent = name.replace(/\/+$/, '').replace(/\/*[^/]*$/, '')
      const fault = parent === '' ? undefined : make(parent)
      if (fault) return fault
    }
    return io.files.mkdir(io.find(name).path, mode)
  }
  return each(options.operands, name => {
    const fault = make(name)
    return fault ? io.fail(`can't create directory '${name}': ${io.faultText(fault)}`) : 0
  })
}
export const rmdir: Command = io => {
  const options = optionsOf(io, 'p')
  if (!options) return 1
  return each(options.operands, name => {
    const { path, stat } = io.find(name, false)
    const fault = !stat ? 'ENOENT' : stat.type !== 'directory' ? 'ENOTDIR' : io.files.remove(path)
    return fault ? io.fail(`'${name}': ${io.faultText(fault)}`) : 0
  })
}

/** Removes a tree; the first thing that cannot go is told. */
function removeTree(io: Io, path: string): Fault | undefined {
  if (io.files.stat(path)?.type === 'directory') {
    for (const entry of io.files.list(path)) {
      const fault = removeTree(io, joinPath(path, entry))
      if (fault) return fault
    }
  }
  return io.files.remove(path)
}
export const rm: Command = io => {
  const options = optionsOf(
    io,
    'rRfiv',
    '',
    io.args.map(a => (a === '--force' ? '-f' : a === '--recursive' ? '-r' : a)),
  )
  if (!options) return 1
  const { flags, operands } = options
  const recursive = flags.has('r') || flags.has('R')
  if (operands.length === 0) return flags.has('f') ? 0 : io.usage('rm [-irf] FILE...')
  return each(operands, name => {
    if (/^(.*\/)?\.\.?\/*$/.test(name)) return io.fail(`can't remove '.' or '..'`)
    const { path, stat, fault } = io.find(name, false)
    if (!stat) return flags.has('f') && fault === 'ENOENT' ? 0 : io.fail(`can't remove '${name}': ${io.faultText(fault ?? 'ENOENT')}`)
    if (stat.type === 'directory' && !recursive) return io.fail(`'${name}' is a directory`)
    const refused = removeTree(io, path)
    return refused ? io.fail(`can't remove '${name}': ${io.faultText(refused)}`) : 0
  })
}

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

/** `755`, `u+x`, `go-w`, `a=r`. */
function newMode(text: Bytes, stat: Stat): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8)
  let { mode } = stat
  for (const clause of text.split(',')) {
    const found = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause)
    if (!found) return undefined
    const [, who = '', operator, letters = ''] = found
    const executable = stat.type === 'directory' || (mode & 0o111) !== 0
    const bits = [...letters].reduce((sum, c) => sum | ({ r: 4, w: 2, x: 1, X: executable ? 1 : 0 }[c] ?? 0), 0)
    for (const w of who === '' || who.includes('a') ? 'ugo' : who) {
      const shift = { u: 6, g: 3, o: 0 }[w] ?? 0
      if (operator === '=') mode = (mode & ~(7 << shift)) | (bits << shift)
      else mode = operator === '+' ? mode | (bits << shift) : mode & ~(bits << shift)
    }
  }
  return mode
}
const changing =
  (usage: string, change: (io: Io, how: Bytes, stat: Stat) => { mode?: number; uid?: number; gid?: number } | string): Command =>
  io => {
    const options = optionsOf(
      io,
      'Rfvch',
      '',
      io.args.map(a => (/^-[rwx]/.test(a) ? `a${a}` : a)),
    )
    if (!options) return 1
    const [how, ...names] = options.operands
    if (how === undefined || names.length === 0) return io.usage(usage)
    const apply = (path: string, name: Bytes): number => {
      const stat = io.files.stat(path)
      if (!stat) return io.fail(`${name}: No such file or directory`)
      const changes = change(io, how, stat)
      if (typeof changes === 'string') return io.fail(changes)
      const fault = stat.type === 'link' ? undefined : io.files.change(path, changes)
      if (fault) return io.fail(`${name}: ${io.faultText(fault)}`)
      return stat.type === 'directory' && options.flags.has('R')
        ? each(io.files.list(path).map(encode), entry => apply(joinPath(path, decode(entry)), joinPath(name, entry)))
        : 0
    }
    return each(names, name => {
      const found = io.find(name)
      return found.stat ? (found.device ? 0 : apply(found.path, name)) : io.fail(`${name}: ${io.faultText(found.fault ?? 'ENOENT')}`)
    })
  }
export const chmod = changing('chmod [-Rcvf] MODE[,MODE]... FILE...', (_, how, stat) => {
  const mode = newMode(how, stat)
  return mode === undefined ? `invalid mode '${how}'` : { mode }
})
/** The number of a user or group of /etc/passwd or /etc/group, or as it is given. */
function idOf(io: Io, text: Bytes, file: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const contents = io.contents(file)
  const line = 'text' in contents ? contents.text.split('\n').find(l => l.startsWith(`${text}:`)) : undefined
  return line === undefined ? (text === 'root' ? 0 : undefined) : Number(line.split(':')[2])
}
export const chown = changing('chown [-Rhc] USER[:[GRP]] FILE...', (io, how) => {
  const [user = '', group = ''] = how.split(/[:.]/)
  const uid = user === '' ? undefined : idOf(io, user, '/etc/passwd')
  const gid = group === '' ? undefined : idOf(io, group, '/etc/group')
  if (user !== '' && uid === undefined) return `unknown user ${user}`
  if (group !== '' && gid === undefined) return `unknown group ${group}`
  return { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) }
})
export const chgrp = changing('chgrp [-Rh] GROUP FILE...', (io, how) => {
  const gid = idOf(io, how, '/etc/group')
  return gid === undefined ? `unknown group ${how}` : { gid }
})

export const truncate: Command = io => {
  const options = optionsOf(io, 'c', 's')
  if (!options) return 1
  const given = /^(\d+)([kKMG]?)$/.exec(options.values.get('s')?.at(-1) ?? '')
  if (!given) return io.usage('truncate [-c] -s SIZE FILE...')
  const size = Number(given[1]) * ({ k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[given[2] ?? ''] ?? 1)
  return each(options.operands, name => {
    const contents = io.contents(name)
    const text = 'text' in contents ? contents.text : ''
    const fault = io.files.write(io.find(name).path, decode(text.slice(0, size).padEnd(size, '\0')), 0o666 & ~io.process.umask)
    return fault ? io.fail(`${name}: ${io.faultText(fault)}`) : 0
  })
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
export const mktemp: Command = io => {
  const options = optionsOf(io, 'dtqu', 'p')
  if (!options) return 1
  const given = options.operands[0]
  const directory = options.values.get('p')?.at(-1) ?? io.env('TMPDIR') ?? '/tmp'
  const template =
    given === undefined
      ? joinPath(directory, 'tmp.XXXXXX')
      : options.flags.has('t') || options.values.has('p')
        ? joinPath(directory, given)
        : given
  if (!template.endsWith('XXXXXX')) return io.fail(`(null): Invalid argument`)
  const name = template.replace(/X+$/, xs => [...xs].map(() => letters[io.world.roll(letters.length)]).join(''))
  const { path, fault } = io.find(name)
  const refused =
    fault !== 'ENOENT'
      ? fault
      : options.flags.has('u')
        ? undefined
        : options.flags.has('d')
          ? io.files.mkdir(path, 0o700)
          : io.files.write(path, '', 0o600)
  if (refused) return io.fail(`${name}: ${io.faultText(refused)}`)
  io.out(`${name}\n`)
  return 0
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
