// The file system as the shell needs it: the caller's data behind a small door, and the rules of paths (`.`, `..`, symbolic links, /dev and the
// descriptors under /proc) in front of it. Upstream of the rules: path_resolution(7).
import type { Device } from './state.ts'

export type Fault = keyof typeof faultTexts
export const faultTexts = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EEXIST: 'File exists',
  ENOTEMPTY: 'Directory not empty',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
  ENOSPC: 'No space left on device',
  EBUSY: 'Device or resource busy',
  EXDEV: 'Invalid cross-device link',
  EINVAL: 'Invalid argument',
  ELOOP: 'Too many levels of symbolic links',
  EBADF: 'Bad file descriptor',
} as const

export interface Stat {
  readonly type: 'file' | 'directory' | 'link' | 'device'
  /** Permission bits. */
  readonly mode: number
  /** In bytes. */
  readonly size: number
  readonly mtimeMs: number
  readonly uid: number
  readonly gid: number
  /** Where a link leads. */
  readonly target?: string
}

/** A mounted disk, for `df` and `mount`. Sizes in bytes. */
export interface MountInfo {
  readonly path: string
  readonly device: string
  readonly type: string
  readonly readOnly: boolean
  readonly capacity: number
  readonly used: number
}

/**
 * What the caller must give. Paths are absolute and clean (no `.`, `..`, `//`), and the shell has already followed links: none but the last part of a
 * path is one. Texts are ordinary text (bytes that are no UTF-8 are U+DC80…U+DCFF). What goes wrong is returned, never thrown.
 */
export interface FileSystem {
  stat(path: string): Stat | undefined
  /** The names in a directory, sorted. */
  list(path: string): readonly string[]
  read(path: string): string
  /** Makes the file or replaces what is in it. */
  write(path: string, text: string, mode: number): Fault | undefined
  /** Puts text at the end of a file that is there. */
  append(path: string, text: string): Fault | undefined
  mkdir(path: string, mode: number): Fault | undefined
  link(path: string, target: string): Fault | undefined
  /** A file, a link or an empty directory. */
  remove(path: string): Fault | undefined
  rename(from: string, to: string): Fault | undefined
  change(path: string, change: { mode?: number; uid?: number; gid?: number; mtimeMs?: number }): Fault | undefined
  mounts?(): readonly MountInfo[]
}

/** Where a path leads. */
export interface Found {
  /** Absolute, without links before the last part. */
  readonly path: string
  readonly stat?: Stat
  readonly fault?: Fault
  readonly device?: Device
  /** It is a descriptor of this process (`self`) or of another: /dev/stdout, /proc/1/fd/2. */
  readonly descriptor?: { readonly pid: number | 'self'; readonly fd: number }
}

const devices: { readonly [path: string]: Device } = {
  '/dev/null': 'null',
  '/dev/zero': 'zero',
  '/dev/full': 'full',
  '/dev/random': 'random',
  '/dev/urandom': 'random',
}
const standard: { readonly [path: string]: number } = { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2 }

export function joinPath(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`
}
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1))
}
/** `cwd/path` without `.` and `..`, as text only: what `cd` and `$PWD` do. */
export function cleanPath(cwd: string, path: string): string {
  const parts: string[] = []
  for (const part of `${path.startsWith('/') ? '' : cwd}/${path}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

function special(path: string): Pick<Found, 'device' | 'descriptor'> | undefined {
  const device = devices[path]
  if (device) return { device }
  const fd = standard[path]
  if (fd !== undefined) return { descriptor: { pid: 'self', fd } }
  const numbered = /^\/(?:dev|proc\/(self|\d+))\/fd\/(\d+)$/.exec(path)
  if (!numbered) return undefined
  const pid = numbered[1] === undefined || numbered[1] === 'self' ? 'self' : Number(numbered[1])
  return { descriptor: { pid, fd: Number(numbered[2]) } }
}
const deviceStat: Stat = { type: 'device', mode: 0o666, size: 0, mtimeMs: 0, uid: 0, gid: 0 }

/** Follows a path. `followLast`: a link at its end too. */
export function find(files: FileSystem, cwd: string, path: string, followLast = true): Found {
  if (path === '') return { path, fault: 'ENOENT' }
  let todo = (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')
  let here = '/'
  let stat = files.stat('/')
  let links = 0
  for (let i = 0; i < todo.length; i++) {
    const part = todo[i]
    if (part === '' || part === '.' || part === undefined) continue
    if (!stat) return { path: joinPath(here, part), fault: 'ENOENT' }
    if (stat.type !== 'directory') return { path: joinPath(here, part), fault: 'ENOTDIR' }
    const next: string = part === '..' ? parentOf(here) : joinPath(here, part)
    const last = todo.slice(i + 1).every(p => p === '' || p === '.')
    const found = last ? special(next) : undefined
    // What /dev/stdout is can be replaced by a link of the same name, which is not seen: the shell's own answer wins.
    if (found) return { path: next, stat: deviceStat, ...found }
    stat = files.stat(next)
    if (stat?.type === 'link' && (!last || followLast)) {
      if (++links > 40) return { path: next, fault: 'ELOOP' }
      todo = [...(stat.target ?? '').split('/'), ...todo.slice(i + 1)]
      i = -1
      if ((stat.target ?? '').startsWith('/')) here = '/'
      stat = files.stat(here)
    } else if (isDeviceDirectory(next)) {
      here = next
      stat ??= { type: 'directory', mode: 0o555, size: 0, mtimeMs: 0, uid: 0, gid: 0 }
    } else here = next
  }
  if (!stat) return { path: here, fault: 'ENOENT' }
  // `file/` is no directory.
  if (stat.type !== 'directory' && path.endsWith('/') && path !== '/') return { path: here, fault: 'ENOTDIR' }
  return { path: here, stat }
}
/** The way to a descriptor exists although nobody made it. */
const isDeviceDirectory = (path: string) => /^\/dev(\/fd)?$/.test(path)
