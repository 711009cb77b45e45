// ls, stat, du, df, find: looking at files. Upstream: POSIX.1-2017; busybox.
import { type Bytes, encode } from '../bytes.ts'
import { joinPath, type Stat } from '../files.ts'
import type { Command, Io } from '../io.ts'
import { formatTime } from './calendar.ts'
import { optionsOf } from './inputs.ts'

interface Entry {
  readonly name: Bytes
  /** As the file system knows it. */
  readonly path: string
  readonly stat: Stat
}

/** `drwxr-xr-x`. */
export function modeText({ type, mode }: Stat): string {
  const kind = { file: '-', directory: 'd', link: 'l', device: 'c' }[type]
  const three = (bits: number, special: number, letter: string) =>
    `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${special ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? 'x' : '-'}`
  return kind + three(mode >> 6, mode & 0o4000, 's') + three(mode >> 3, mode & 0o2000, 's') + three(mode, mode & 0o1000, 't')
}
export const owner = (io: Io, id: number) =>
  id === 0 ? 'root' : id === io.world.user?.uid ? (io.world.user.name ?? String(id)) : String(id)
const sizes = ['', 'K', 'M', 'G', 'T']
/** 1536 → 1.5K. */
export function human(bytes: number): string {
  let unit = 0
  let n = bytes
  for (; n >= 1024 && unit < sizes.length - 1; unit++) n /= 1024
  return unit === 0 ? String(n) : `${n < 10 ? n.toFixed(1) : Math.round(n)}${sizes[unit]}`
}

export const ls: Command = io => {
  const options = optionsOf(
    io,
    '1AaCxdLHRFplinshrSXvctukZQ',
    'TwI',
    io.args.filter(a => !a.startsWith('--color') && a !== '--full-time'),
  )
  if (!options) return 1
  const { flags, operands } = options
  let failed = false
  const files: Entry[] = []
  const directories: Entry[] = []
  for (const name of operands.length > 0 ? operands : ['.']) {
    const follows = !flags.has('l') && !flags.has('d')
    const found = io.find(name, follows || name.endsWith('/'))
    const { stat, path } = found.stat ? found : io.find(name, false)
    if (!stat) {
      io.fail(`${name}: ${io.faultText(found.fault ?? 'ENOENT')}`)
      failed = true
    } else if (stat.type === 'directory' && !flags.has('d')) directories.push({ name, path, stat })
    else files.push({ name, path, stat })
  }
  if (files.length > 0) list(io, order(files, flags), flags, false)
  const titles = operands.length > 1 || flags.has('R')
  let begun = files.length > 0
  const show = (directory: Entry): void => {
    if (begun) io.out('\n')
    if (titles) io.out(`${directory.name}:\n`)
    begun = true
    const entries = entriesOf(io, directory, flags)
    list(io, entries, flags, true)
    if (flags.has('R'))
      for (const e of entries)
        if (e.stat.type === 'directory' && e.name !== '.' && e.name !== '..') show({ ...e, name: joinPath(directory.name, e.name) })
  }
  for (const directory of order(directories, flags)) show(directory)
  return failed ? 1 : 0
}
function entriesOf(io: Io, directory: Entry, flags: Set<string>): Entry[] {
  const names = io.files.list(directory.path).map(encode)
  const all = flags.has('a') ? ['.', '..', ...names] : flags.has('A') ? names : names.filter(n => !n.startsWith('.'))
  const entries = all.flatMap((name): Entry[] => {
    const { path, stat } = io.find(encode(directory.path === '/' ? '/' : `${directory.path}/`) + name, name === '.' || name === '..')
    return stat ? [{ name, path, stat }] : []
  })
  return order(entries, flags)
}
function order(entries: Entry[], flags: Set<string>): Entry[] {
  const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  const compare = flags.has('t')
    ? (a: Entry, b: Entry) => b.stat.mtimeMs - a.stat.mtimeMs || byName(a, b)
    : flags.has('S')
      ? (a: Entry, b: Entry) => b.stat.size - a.stat.size || byName(a, b)
      : byName
  const sorted = [...entries].sort(compare)
  return flags.has('r') ? sorted.reverse() : sorted
}
function list(io: Io, entries: readonly Entry[], flags: Set<string>, inDirectory: boolean): void {
  const mark = ({ name: bare, stat }: Entry) => {
    const name = flags.has('Q') ? `"${bare}"` : bare
    if (flags.has('F'))
      return name + (stat.type === 'directory' ? '/' : stat.type === 'link' ? '@' : stat.type === 'file' && stat.mode & 0o111 ? '*' : '')
    return name + (flags.has('p') && stat.type === 'directory' ? '/' : '')
  }
  if (!flags.has('l') && !flags.has('n')) {
    for (const entry of entries) io.out(`${flags.has('s') ? `${String(blocks(entry.stat)).padStart(6)} ` : ''}${mark(entry)}\n`)
    return
  }
  if (inDirectory) io.out(`total ${entries.reduce((sum, e) => sum + blocks(e.stat), 0)}\n`)
  for (const entry of entries) {
    const { stat } = entry
    const id = (n: number) => (flags.has('n') ? String(n) : owner(io, n)).padEnd(8)
    const size =
      stat.type === 'device' ? '1,   3'.padStart(9) : flags.has('h') ? human(stat.size).padStart(7) : String(stat.size).padStart(9)
    const arrow = stat.type === 'link' ? ` -> ${encode(stat.target ?? '')}` : ''
    const links = linksOf(io, entry.path, stat)
    io.out(
      `${modeText(stat)}${String(links).padStart(5)} ${id(stat.uid)} ${id(stat.gid)} ${size} ${shortTime(stat.mtimeMs, io.nowMs)} ${mark(entry)}${arrow}\n`,
    )
  }
}
/** A directory is named by its parent, itself and each directory in it. */
function linksOf(io: Io, path: string, stat: Stat): number {
  return stat.type === 'directory'
    ? 2 + io.files.list(path).filter(name => io.files.stat(joinPath(path, name))?.type === 'directory').length
    : 1
}
/** The kilobytes that a file takes on the disk. */
const blocks = ({ type, size }: Stat) => (type === 'file' ? Math.ceil(size / 4096) * 4 : type === 'directory' ? 4 : 0)
/** The clock for what is recent, the year for the rest. */
function shortTime(ms: number, nowMs: number): string {
  const recent = Math.abs(nowMs - ms) < 182 * 86_400_000
  return formatTime(recent ? '%b %e %H:%M' : '%b %e  %Y', ms)
}

export const stat: Command = io => {
  const options = optionsOf(io, 'Ltf', 'c')
  if (!options) return 1
  const format = options.values.get('c')?.at(-1)
  if (options.operands.length === 0) return io.usage('stat [-ltf] [-c FMT] FILE...')
  let status = 0
  for (const name of options.operands) {
    const { stat: s } = io.find(name, options.flags.has('L'))
    if (!s) {
      status = io.fail(`can't stat '${name}': No such file or directory`)
      continue
    }
    const path = io.find(name, options.flags.has('L')).path
    io.out(`${formatStat(io, format ?? longFormat, name, path, s)}\n`)
  }
  return status
}
const kinds = { file: 'regular file', directory: 'directory', link: 'symbolic link', device: 'character special file' }
const longFormat =
  '  File: %N\n  Size: %s\tBlocks: %b\tIO Block: %o\t%F\nAccess: (0%a/%A)\tUid: (%u/%U)\tGid: (%g/%G)\nAccess: %x\nModify: %y\nChange: %z'
function formatStat(io: Io, format: Bytes, name: Bytes, path: string, s: Stat): Bytes {
  const full = `${formatTime('%Y-%m-%d %H:%M:%S', s.mtimeMs)}.${String(Math.floor(s.mtimeMs % 1000)).padStart(3, '0')}000000 +0000`
  const values: { readonly [letter: string]: string | number } = {
    n: name,
    N: s.target === undefined ? name : `'${name}' -> '${s.target}'`,
    s: s.size,
    b: blocks(s) * 2,
    B: 512,
    a: s.mode.toString(8),
    A: modeText(s),
    u: s.uid,
    U: owner(io, s.uid),
    g: s.gid,
    G: owner(io, s.gid),
    F: s.type === 'file' && s.size === 0 ? 'regular empty file' : kinds[s.type],
    h: linksOf(io, path, s),
    i: 1,
    d: 0,
    o: 4096,
    x: full,
    y: full,
    z: full,
    X: Math.floor(s.mtimeMs / 1000),
    Y: Math.floor(s.mtimeMs / 1000),
    Z: Math.floor(s.mtimeMs / 1000),
    '%': '%',
  }
  return format.replace(/%([a-zA-Z%])/g, (all, letter: string) => String(values[letter] ?? all)).replace(/\\n/g, '\n')
}
export const du: Command = io => {
  const options = optionsOf(io, 'aHLdclsxhmk', 'd')
  if (!options) return 1
  const { flags, values, operands } = options
  const depth = values.has('d') ? Number(values.get('d')?.at(-1)) : flags.has('s') ? 0 : Number.POSITIVE_INFINITY
  const show = (kilobytes: number, name: Bytes) =>
    io.out(
      `${flags.has('h') ? `${(kilobytes / (kilobytes >= 1024 ? 1024 : 1)).toFixed(1)}${kilobytes >= 1024 ? 'M' : 'K'}` : flags.has('m') ? Math.ceil(kilobytes / 1024) : kilobytes}\t${name}\n`,
    )
  const measure = (name: Bytes, level: number): number => {
    const { path, stat: s } = io.find(name, false)
    if (!s) return 0
    let total = blocks(s)
    if (s.type === 'directory') for (const entry of io.files.list(path)) total += measure(joinPath(name, encode(entry)), level + 1)
    if (level <= depth && (s.type === 'directory' || level === 0 || flags.has('a'))) show(total, name)
    return total
  }
  let status = 0
  for (const name of operands.length > 0 ? operands : ['.']) {
    if (io.find(name, false).stat) measure(name, 0)
    else status = io.fail(`${name}: No such file or directory`)
  }
  return status
}

export const df: Command = io => {
  const options = optionsOf(io, 'PkmhTai', 'tB')
  if (!options) return 1
  const { flags, operands } = options
  const unit = flags.has('m') ? 1024 ** 2 : 1024
  const size = (bytes: number) => (flags.has('h') ? human(bytes) : String(Math.ceil(bytes / unit)))
  io.out(
    `${'Filesystem'.padEnd(20)} ${(flags.has('h') ? 'Size' : flags.has('m') ? '1M-blocks' : '1K-blocks').padStart(9)} ${'Used'.padStart(9)} Available Use% Mounted on\n`,
  )
  const all = io.files.mounts?.() ?? []
  const wanted =
    operands.length === 0
      ? all
      : operands.flatMap(name =>
          all
            .filter(m => encode(m.path) === io.find(name).path || io.find(name).path.startsWith(m.path === '/' ? '/' : `${m.path}/`))
            .slice(-1),
        )
  for (const m of wanted) {
    const free = Math.max(m.capacity - m.used, 0)
    const percent = m.capacity === 0 ? 0 : Math.ceil((m.used * 100) / m.capacity)
    io.out(
      `${encode(m.device).padEnd(20)} ${size(m.capacity).padStart(9)} ${size(m.used).padStart(9)} ${size(free).padStart(9)} ${`${percent}%`.padStart(4)} ${encode(m.path)}\n`,
    )
  }
  return 0
}
export const mount: Command = io => {
  for (const m of io.files.mounts?.() ?? [])
    io.out(`${encode(m.device)} on ${encode(m.path)} type ${m.type} (${m.readOnly ? 'ro' : 'rw'},relatime)\n`)
  return 0
}
