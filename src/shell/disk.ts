// Disks as values: a tree of files that is never changed but replaced, so that a checkpoint is a reference and a volume outlives its pod by being kept.
// `mountDisks` makes the file system of a container from some of them. Upstream of the idea: mount(8), and a pod's volumeMounts.
import { encode } from './bytes.ts'
import { type Fault, type FileSystem, joinPath, type MountInfo, type Stat } from './files.ts'
import { type Dictionary, having, lacking, own } from './records.ts'

export type DiskEntry = DiskFile | DiskDirectory | DiskLink
interface Owned {
  readonly mode: number
  readonly mtimeMs: number
  /** 0, root, unless said. */
  readonly uid?: number
  readonly gid?: number
}
export interface DiskFile extends Owned {
  readonly type: 'file'
  readonly text: string
}
export interface DiskDirectory extends Owned {
  readonly type: 'directory'
  readonly entries: Dictionary<DiskEntry>
}
export interface DiskLink extends Owned {
  readonly type: 'link'
  readonly target: string
}

/** One disk at one place. `disk` is replaced as processes write: read it again after a run. */
export interface Mount {
  readonly path: string
  disk: DiskDirectory | DiskFile
  readonly readOnly?: boolean
  /** For `df` and `mount`. */
  readonly device?: string
  readonly fsType?: string
  /** In bytes; more cannot be written. Absent: as much as one likes. */
  readonly capacity?: number
}

export const emptyDisk = (mtimeMs = 0, mode = 0o755): DiskDirectory => ({ type: 'directory', mode, mtimeMs, entries: {} })

/** A disk with these files: path → text. Directories are made as they are needed. `links`: path → target. */
export function diskOf(files: Dictionary<string>, { mode = 0o644, mtimeMs = 0, links = {} as Dictionary<string> } = {}): DiskDirectory {
  let disk: DiskDirectory = emptyDisk(mtimeMs)
  for (const [path, text] of Object.entries(files)) disk = put(disk, parts(path), { type: 'file', text, mode, mtimeMs }, mtimeMs)
  for (const [path, target] of Object.entries(links)) disk = put(disk, parts(path), { type: 'link', target, mode: 0o777, mtimeMs }, mtimeMs)
  return disk
}

const parts = (path: string): string[] => path.split('/').filter(p => p !== '')

/** A directory with an entry put at, or (undefined) taken from, a path inside it. */
function put(directory: DiskDirectory, path: readonly string[], entry: DiskEntry | undefined, mtimeMs: number): DiskDirectory {
  const [name = '', ...rest] = path
  if (rest.length > 0) {
    const inner = own(directory.entries, name)
    const next = put(inner?.type === 'directory' ? inner : emptyDisk(mtimeMs), rest, entry, mtimeMs)
    return { ...directory, entries: having(directory.entries, name, next) }
  }
  return { ...directory, mtimeMs, entries: entry ? having(directory.entries, name, entry) : lacking(directory.entries, name) }
}
function entryAt(disk: DiskEntry, path: readonly string[]): DiskEntry | undefined {
  let entry: DiskEntry | undefined = disk
  for (const name of path) entry = entry?.type === 'directory' ? own(entry.entries, name) : undefined
  return entry
}
const sizes = new WeakMap<DiskFile, number>()
/** In bytes; counted once for a file, since it is never changed. */
function sizeOf(file: DiskFile): number {
  let size = sizes.get(file)
  if (size === undefined) {
    size = encode(file.text).length
    sizes.set(file, size)
  }
  return size
}
/** How many bytes of files there are. */
export function diskSize(entry: DiskEntry): number {
  if (entry.type === 'file') return sizeOf(entry)
  if (entry.type === 'link') return entry.target.length
  return Object.values(entry.entries).reduce((sum, e) => sum + diskSize(e), 0)
}

/** No file grows beyond this, so that a loop that writes cannot fill the memory. In characters. */
const largestFile = 16 * 1024 ** 2

/**
 * The file system made of these mounts; the longest path that fits wins. Writing replaces `disk` in the mount given.
 * A mount whose disk is a file stands for that one file (a volumeMount with subPath, the termination log).
 */
export function mountDisks(mounts: readonly Mount[], nowMs: number): FileSystem {
  const byDepth = [...mounts].sort((a, b) => b.path.length - a.path.length)
  return new Mounted(byDepth, nowMs)
}

class Mounted implements FileSystem {
  private readonly all: readonly Mount[]
  private readonly nowMs: number
  constructor(all: readonly Mount[], nowMs: number) {
    this.all = all
    this.nowMs = nowMs
  }

  private at(path: string): { mount: Mount; inside: string[] } | undefined {
    const mount = this.all.find(m => m.path === '/' || path === m.path || path.startsWith(`${m.path}/`))
    return mount && { mount, inside: parts(path.slice(mount.path === '/' ? 0 : mount.path.length)) }
  }
  private entry(path: string): DiskEntry | undefined {
    const at = this.at(path)
    const entry = at && entryAt(at.mount.disk, at.inside)
    // The way to a mount is there even when nobody made the directories.
    return entry ?? (this.mountedBelow(path).length > 0 ? emptyDisk() : undefined)
  }
  private mountedBelow(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`
    return this.all.filter(m => m.path !== '/' && m.path.startsWith(prefix)).map(m => m.path.slice(prefix.length).split('/')[0] ?? '')
  }
  /** Replaces what is at a path; the parent must be there. */
  private set(path: string, entry: DiskEntry | undefined): Fault | undefined {
    const at = this.at(path)
    if (!at) return 'ENOENT'
    const { mount, inside } = at
    if (mount.readOnly) return 'EROFS'
    if (inside.length === 0) {
      if (!entry || entry.type === 'link' || entry.type !== mount.disk.type) return 'EBUSY'
      mount.disk = entry
      return undefined
    }
    if (mount.disk.type !== 'directory') return 'ENOTDIR'
    const parent = entryAt(mount.disk, inside.slice(0, -1))
    if (parent?.type !== 'directory') return parent ? 'ENOTDIR' : 'ENOENT'
    const next = put(mount.disk, inside, entry, this.nowMs)
    if (entry && mount.capacity !== undefined && diskSize(next) > mount.capacity) return 'ENOSPC'
    mount.disk = next
    return undefined
  }

  stat(path: string): Stat | undefined {
    const entry = this.entry(path)
    if (!entry) return undefined
    const { type, mode, mtimeMs, uid = 0, gid = 0 } = entry
    const size = type === 'file' ? sizeOf(entry) : type === 'link' ? entry.target.length : 4096
    return { type, mode, mtimeMs, uid, gid, size, ...(type === 'link' && { target: entry.target }) }
  }
  list(path: string): readonly string[] {
    const entry = this.entry(path)
    const names = new Set([...(entry?.type === 'directory' ? Object.keys(entry.entries) : []), ...this.mountedBelow(path)])
    return [...names].sort()
  }
  read(path: string): string {
    const entry = this.entry(path)
    return entry?.type === 'file' ? entry.text : ''
  }
  write(path: string, text: string, mode: number): Fault | undefined {
    const old = this.entry(path)
    if (old?.type === 'directory') return 'EISDIR'
    if (text.length > largestFile) return 'ENOSPC'
    return this.set(path, old?.type === 'file' ? { ...old, text, mtimeMs: this.nowMs } : { type: 'file', text, mode, mtimeMs: this.nowMs })
  }
  append(path: string, text: string): Fault | undefined {
    const old = this.entry(path)
    if (old?.type !== 'file') return old ? 'EISDIR' : 'ENOENT'
    if (old.text.length + text.length > largestFile) return 'ENOSPC'
    const file: DiskFile = { ...old, text: old.text + text, mtimeMs: this.nowMs }
    sizes.set(file, sizeOf(old) + encode(text).length)
    return this.set(path, file)
  }
  mkdir(path: string, mode: number): Fault | undefined {
    return this.entry(path) ? 'EEXIST' : this.set(path, emptyDisk(this.nowMs, mode))
  }
  link(path: string, target: string): Fault | undefined {
    return this.entry(path) ? 'EEXIST' : this.set(path, { type: 'link', target, mode: 0o777, mtimeMs: this.nowMs })
  }
  remove(path: string): Fault | undefined {
    const entry = this.entry(path)
    if (!entry) return 'ENOENT'
    if (this.all.some(m => m.path === path) || this.mountedBelow(path).length > 0) return 'EBUSY'
    return entry.type === 'directory' && Object.keys(entry.entries).length > 0 ? 'ENOTEMPTY' : this.set(path, undefined)
  }
  rename(from: string, to: string): Fault | undefined {
    const entry = this.entry(from)
    if (!entry) return 'ENOENT'
    if (this.all.some(m => m.path === from || m.path === to)) return 'EBUSY'
    if (this.at(from)?.mount !== this.at(to)?.mount) return 'EXDEV'
    if (from === to) return undefined
    if (to.startsWith(joinPath(from, ''))) return 'EINVAL'
    const target = this.entry(to)
    if (target?.type === 'directory') {
      if (entry.type !== 'directory') return 'EISDIR'
      if (Object.keys(target.entries).length > 0) return 'ENOTEMPTY'
    } else if (target && entry.type === 'directory') return 'ENOTDIR'
    return this.set(to, entry) ?? this.set(from, undefined)
  }
  change(path: string, change: { mode?: number; uid?: number; gid?: number; mtimeMs?: number }): Fault | undefined {
    const entry = this.entry(path)
    return entry ? this.set(path, { ...entry, ...change }) : 'ENOENT'
  }
  mounts(): readonly MountInfo[] {
    return this.all
      .map(m => ({
        path: m.path,
        device: m.device ?? (m.path === '/' ? 'overlay' : '/dev/vda1'),
        type: m.fsType ?? (m.path === '/' ? 'overlay' : 'ext4'),
        readOnly: m.readOnly ?? false,
        capacity: m.capacity ?? 20 * 1024 ** 3,
        used: diskSize(m.disk),
      }))
      .reverse()
  }
}
