// Descriptors: opening, closing, copying, reading and writing them, and pipes. A pipe holds so much; who writes more goes on when there is room again.
// Upstream of the rules: open(2), dup(2), pipe(7).
import { type Bytes, decode, encode } from './bytes.ts'
import { type Fault, find } from './files.ts'
import type { Kernel } from './kernel.ts'
import type { Process } from './state.ts'

/** How much a pipe holds, in bytes, before its writer must wait. */
export const pipeCapacity = 65536
const chunk = 65536
/** How much one run prints to the outside; who prints more goes on in the next. */
const printCapacity = 262_144
/** `congested` of a process that has printed too much in this run. */
const toOutside = -1

/** The open file of a descriptor. */
const fileOf = (k: Kernel, p: Process, fd: number) => {
  const id = p.fds[fd]
  return id === undefined ? undefined : k.open[id]
}

/** Sets a descriptor to an open file, closing what it was. The caller's own hold on `id` passes to the descriptor. */
export function install(k: Kernel, p: Process, fd: number, id: number): void {
  const old = p.fds[fd]
  p.fds[fd] = id
  if (old !== undefined) k.release(old)
}
export function close(k: Kernel, p: Process, fd: number): void {
  const id = p.fds[fd]
  if (id === undefined) return
  delete p.fds[fd]
  k.release(id)
}

/** Makes a pipe: the numbers of its two ends, each held once for the caller. */
export function pipe(k: Kernel): { reads: number; writes: number } {
  const reads = k.addFile({ kind: 'pipe', data: '', writers: 1, refs: 1 })
  return { reads, writes: k.addFile({ kind: 'writer', pipe: reads, refs: 1 }) }
}
/** Text to be read, held once for the caller. */
export const inputOf = (k: Kernel, data: Bytes): number => k.addFile({ kind: 'input', data, ended: true, terminal: false, refs: 1 })

export type OpenMode = 'read' | 'write' | 'append' | 'both' | 'create'

/** Opens a path: the number of the open file, held once for the caller, or what is wrong. 'create' fails when there is a file. */
export function openPath(k: Kernel, p: Process, path: string, mode: OpenMode): number | Fault {
  const { files } = k
  const found = find(files, p.cwd, path)
  if (found.descriptor) {
    const owner = found.descriptor.pid === 'self' ? p : k.processes[found.descriptor.pid]
    const id = owner?.fds[found.descriptor.fd]
    return id === undefined ? 'ENOENT' : k.hold(id)
  }
  if (found.device) return k.addFile({ kind: 'device', device: found.device, refs: 1 })
  if (found.fault && (found.fault !== 'ENOENT' || mode === 'read')) return found.fault
  if (found.stat?.type === 'directory' && mode !== 'read') return 'EISDIR'
  if (mode === 'create' && found.stat) return 'EEXIST'
  if (mode === 'write' || !found.stat) {
    const fault = files.write(found.path, '', 0o666 & ~p.umask)
    if (fault) return fault
  }
  return k.addFile({ kind: 'file', path: found.path, offset: 0, append: mode === 'append', refs: 1 })
}

/** Reads up to `max` bytes. null: the end (or no such descriptor); undefined: nothing yet. */
export function read(k: Kernel, p: Process, fd: number, max = chunk): Bytes | null | undefined {
  const id = p.fds[fd]
  return id === undefined ? null : readOpen(k, id, max)
}
/** The same of an open file. */
export function readOpen(k: Kernel, id: number, max = chunk): Bytes | null | undefined {
  const file = k.open[id]
  if (!file) return null
  switch (file.kind) {
    case 'file': {
      const text = encode(k.files.read(file.path)).slice(file.offset, file.offset + max)
      if (text === '') return null
      const edited = k.editFile(id)
      if (edited?.kind === 'file') edited.offset += text.length
      return text
    }
    case 'device':
      if (file.device === 'null') return null
      return Array.from({ length: Math.min(max, 4096) }, () =>
        file.device === 'random' ? String.fromCharCode(k.world.roll(256)) : '\0',
      ).join('')
    case 'pipe':
    case 'input': {
      if (file.data === '') return file.kind === 'pipe' ? (file.writers > 0 ? undefined : null) : file.ended ? null : undefined
      const text = file.data.slice(0, max)
      const edited = k.editFile(id)
      if (edited?.kind === 'pipe' || edited?.kind === 'input') edited.data = edited.data.slice(text.length)
      return text
    }
    default:
      return null
  }
}
/** Gives bytes back that were read too far: the next reader of the same opening sees them. */
export function unread(k: Kernel, p: Process, fd: number, text: Bytes): void {
  const id = p.fds[fd]
  const file = id === undefined || text === '' ? undefined : k.editFile(id)
  if (file?.kind === 'file') file.offset -= text.length
  else if (file?.kind === 'pipe' || file?.kind === 'input') file.data = text + file.data
}

/** Would reading give something, be it the end? */
export function canRead(k: Kernel, p: Process, fd: number): boolean {
  const id = p.fds[fd]
  return id === undefined || canReadOpen(k, id)
}
export function canReadOpen(k: Kernel, id: number): boolean {
  const file = k.open[id]
  if (!file) return true
  if (file.kind === 'pipe') return file.data !== '' || file.writers === 0
  return file.kind !== 'input' || file.data !== '' || file.ended
}
/** Is there room in the pipe that held it up? */
export function hasRoom(k: Kernel, pipeId: number): boolean {
  if (pipeId === toOutside) return k.printed <= printCapacity
  const file = k.open[pipeId]
  return file?.kind !== 'pipe' || file.data.length < pipeCapacity
}

/** Does a process only wait for the next run to print on? */
export const isHeldBack = (p: Process): boolean => p.congested === toOutside && !p.ended

/** Writes all of the text. A pipe that nobody reads sends SIGPIPE. */
export function write(k: Kernel, p: Process, fd: number, text: Bytes): Fault | 'EPIPE' | undefined {
  const id = p.fds[fd]
  const file = fileOf(k, p, fd)
  if (id === undefined || !file) return 'EBADF'
  if (text === '') return undefined
  k.written += text.length
  switch (file.kind) {
    case 'file':
      return writeFile(k, id, text, p)
    case 'device':
      return file.device === 'full' ? 'ENOSPC' : undefined
    case 'writer': {
      const target = k.editFile(file.pipe)
      if (target?.kind !== 'pipe') {
        // It stops what it is doing, and the signal takes it before it goes on.
        p.congested = file.pipe
        k.send(p.pid, 'PIPE')
        return 'EPIPE'
      }
      target.data += text
      if (target.data.length >= pipeCapacity) p.congested = file.pipe
      return undefined
    }
    case 'output': {
      k.printed += text.length
      if (k.printed > printCapacity) p.congested = toOutside
      const last = k.output.at(-1)
      if (last?.root === file.root && last.stream === file.stream) last.text += text
      else k.output.push({ root: file.root, stream: file.stream, text })
      return undefined
    }
    default:
      return 'EBADF'
  }
}
function writeFile(k: Kernel, id: number, text: Bytes, p: Process): Fault | undefined {
  const { files } = k
  const file = k.editFile(id)
  if (file?.kind !== 'file') return undefined
  const stat = files.stat(file.path)
  // It was removed meanwhile: what is written is nowhere.
  if (!stat) return undefined
  let fault: Fault | undefined
  const at = file.append ? stat.size : file.offset
  if (at >= stat.size) fault = files.append(file.path, '\0'.repeat(at - stat.size) + decode(text))
  else {
    const old = encode(files.read(file.path))
    fault = files.write(file.path, decode(old.slice(0, at) + text + old.slice(at + text.length)), 0o666 & ~p.umask)
  }
  if (!fault) file.offset = at + text.length
  return fault
}
