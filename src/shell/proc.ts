// /proc, as far as scripts look into it: the processes of the container and a few facts of the machine, made up anew at each look. Upstream: proc(5).
import { decode } from './bytes.ts'
import type { Fault, FileSystem, MountInfo, Stat } from './files.ts'
import type { Kernel } from './kernel.ts'
import type { Process } from './state.ts'

/** The caller's files with /proc in front of them. */
export class FilesWithProc implements FileSystem {
  private readonly k: Kernel
  private readonly inner: FileSystem
  constructor(k: Kernel) {
    this.k = k
    this.inner = k.world.files
  }
  private at(path: string): Node | undefined {
    return path.startsWith('/proc/') && path !== '/proc/' ? nodeAt(this.k, path.slice(6)) : undefined
  }

  stat(path: string): Stat | undefined {
    if (path === '/proc') return directory
    if (!path.startsWith('/proc/')) return this.inner.stat(path)
    const node = this.at(path)
    if (node === undefined) return undefined
    if (typeof node === 'string') return { ...plain, size: 0 }
    return 'target' in node ? { ...plain, type: 'link', target: node.target } : directory
  }
  list(path: string): readonly string[] {
    if (path === '/proc') return [...this.k.pids.map(String), 'self', ...Object.keys(facts)].sort()
    const node = this.at(path)
    return node === undefined ? this.inner.list(path) : typeof node === 'object' && 'names' in node ? node.names : []
  }
  read(path: string): string {
    const node = this.at(path)
    return node === undefined ? this.inner.read(path) : typeof node === 'string' ? node : ''
  }
  private refuse(path: string, ...more: string[]): Fault | undefined {
    return [path, ...more].some(p => p === '/proc' || p.startsWith('/proc/')) ? 'EPERM' : undefined
  }
  write(path: string, text: string, mode: number): Fault | undefined {
    return this.refuse(path) ?? this.inner.write(path, text, mode)
  }
  append(path: string, text: string): Fault | undefined {
    return this.refuse(path) ?? this.inner.append(path, text)
  }
  mkdir(path: string, mode: number): Fault | undefined {
    return this.refuse(path) ?? this.inner.mkdir(path, mode)
  }
  link(path: string, target: string): Fault | undefined {
    return this.refuse(path) ?? this.inner.link(path, target)
  }
  remove(path: string): Fault | undefined {
    return this.refuse(path) ?? this.inner.remove(path)
  }
  rename(from: string, to: string): Fault | undefined {
    return this.refuse(from, to) ?? this.inner.rename(from, to)
  }
  change(path: string, change: { mode?: number; uid?: number; gid?: number; mtimeMs?: number }): Fault | undefined {
    return this.refuse(path) ?? this.inner.change(path, change)
  }
  mounts(): readonly MountInfo[] {
    return this.inner.mounts?.() ?? []
  }
}

const directory: Stat = { type: 'directory', mode: 0o555, size: 0, mtimeMs: 0, uid: 0, gid: 0 }
const plain: Stat = { type: 'file', mode: 0o444, size: 0, mtimeMs: 0, uid: 0, gid: 0 }
/** A file's text, a link or a directory. */
type Node = string | { readonly target: string } | { readonly names: readonly string[] }

const facts: { readonly [name: string]: (k: Kernel) => string } = {
  cpuinfo: k => Array.from({ length: k.world.cpus ?? 1 }, (_, i) => `processor\t: ${i}\nmodel name\t: Simulated CPU\n\n`).join(''),
  loadavg: k => `0.00 0.00 0.00 1/${k.pids.length} ${k.pids.at(-1) ?? 0}\n`,
  meminfo: k => {
    const total = Math.floor((k.world.memoryBytes ?? 8 * 1024 ** 3) / 1024)
    return ['MemTotal', 'MemFree', 'MemAvailable'].map(name => `${`${name}:`.padEnd(16)}${String(total).padStart(8)} kB\n`).join('')
  },
  mounts: k =>
    (k.world.files.mounts?.() ?? []).map(m => `${m.device} ${m.path} ${m.type} ${m.readOnly ? 'ro' : 'rw'},relatime 0 0\n`).join(''),
  uptime: k => {
    const seconds = (k.world.nowMs - (k.processes[1]?.startedMs ?? k.world.nowMs)) / 1000
    return `${seconds.toFixed(2)} ${seconds.toFixed(2)}\n`
  },
  version: () => 'Linux version 6.1.0 (simulated)\n',
}
const ofProcess: { readonly [name: string]: (p: Process) => Node } = {
  cmdline: p => p.argv.map(word => `${decode(word)}\0`).join(''),
  comm: p => `${commandOf(p)}\n`,
  cwd: p => ({ target: p.cwd }),
  environ: p =>
    Object.entries(p.env)
      .map(([name, value]) => `${name}=${decode(value)}\0`)
      .join(''),
  fd: p => ({ names: Object.keys(p.fds) }),
  status: p =>
    `Name:\t${commandOf(p)}\nState:\t${p.ended ? 'Z (zombie)' : 'S (sleeping)'}\nPid:\t${p.pid}\nPPid:\t${Math.max(p.parent, 0)}\n`,
}
const commandOf = (p: Process) => decode((p.argv[0] ?? '').replace(/^.*\//, '')).slice(0, 15)

function nodeAt(k: Kernel, path: string): Node | undefined {
  const [first = '', second, ...rest] = path.split('/')
  if (second === undefined && Object.hasOwn(facts, first)) return facts[first]?.(k)
  const process = k.processes[first === 'self' ? k.current : Number(first)]
  if (!process || rest.length > 0) return undefined
  if (second === undefined) return { names: Object.keys(ofProcess) }
  return Object.hasOwn(ofProcess, second) ? ofProcess[second]?.(process) : undefined
}
