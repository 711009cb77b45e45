// touch, rm, mkdir, rmdir, truncate, mktemp: files come and go. Upstream: POSIX.1-2017; busybox.
import { type Bytes, decode } from '../bytes.ts'
import { type Fault, joinPath } from '../files.ts'
import type { Command, Io } from '../io.ts'
import { readTime } from './calendar.ts'
import { optionsOf } from './inputs.ts'

/** Does something for each operand; 1 when any of it failed. */
export function each(operands: readonly Bytes[], act: (name: Bytes) => number): number {
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
export function removeTree(io: Io, path: string): Fault | undefined {
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
