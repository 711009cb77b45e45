// What a command sees of the world it runs in: its arguments, its descriptors, the files, the clock. A command is one function over plain state, called
// again each time it can go on: it holds nothing between its turns but what it returned.
import { type Bytes, decode, encode } from './bytes.ts'
import { close, inputOf, install, openPath, read, unread, write } from './descriptors.ts'
import { type Fault, type FileSystem, type Found, faultTexts, find } from './files.ts'
import type { Kernel } from './kernel.ts'
import { type Dictionary, own } from './records.ts'
import type { Signal } from './signals.ts'
import type { Ending, Process, Wait } from './state.ts'
import type { World } from './world.ts'

/** A number: it has ended with this code, or as another process did. `wait`: call it again then, with this state. `exec`: it becomes another program. */
export type Next =
  | number
  | { readonly ending: Ending }
  | { readonly wait: Wait; readonly state: unknown }
  | { readonly exec: readonly Bytes[]; readonly env?: Dictionary<Bytes>; readonly ignored?: readonly Signal[] }

/** `state` is undefined at first, then what it returned the last time. */
export type Command = (io: Io, state: unknown) => Next

/** Starts a program as a child: exec.ts, handed in so that commands need not know it. */
export type Spawn = (
  k: Kernel,
  parent: Process,
  argv: readonly Bytes[],
  more: { env?: Dictionary<Bytes> },
) => Process | { readonly kind: 'missing'; readonly code: 126 | 127 }

/** How much a command reads before it is the next one's turn, in bytes. */
const perTurn = 1_048_576

export class Io {
  readonly kernel: Kernel
  readonly process: Process
  readonly name: Bytes
  readonly args: readonly Bytes[]
  private readonly starts: Spawn
  private taken = 0
  private outputFault: Fault | undefined

  constructor(kernel: Kernel, process: Process, argv: readonly Bytes[], starts: Spawn) {
    this.kernel = kernel
    this.process = process
    this.name = argv[0] ?? ''
    this.args = argv.slice(1)
    this.starts = starts
  }

  get world(): World {
    return this.kernel.world
  }
  get nowMs(): number {
    return this.kernel.world.nowMs
  }
  get files(): FileSystem {
    return this.kernel.files
  }
  get cwd(): string {
    return this.process.cwd
  }
  env(name: string): Bytes | undefined {
    return own(this.process.env, name)
  }
  /** The signal that it catches and that came. */
  get caught(): Signal | undefined {
    return this.process.body.kind === 'program' ? this.process.body.caught : undefined
  }
  /** The answer to what it asked; undefined as long as there is none. */
  get answer(): unknown {
    return this.process.answer?.value
  }

  out(text: Bytes): void {
    const fault = write(this.kernel, this.process, 1, text)
    if (fault && fault !== 'EPIPE') this.outputFault = fault
  }
  /** Something could not be printed: there is no use in going on. */
  get isBroken(): boolean {
    return this.outputFault !== undefined
  }
  /** The code to end with: what could not be printed makes it a failure. */
  finish(code: number): number {
    return this.outputFault ? this.fail(`write error: ${faultTexts[this.outputFault]}`) : code
  }
  err(text: Bytes): void {
    write(this.kernel, this.process, 2, text)
  }
  /** Says what is wrong, after its name, and gives its code back. */
  fail(message: Bytes, code = 1): number {
    this.err(`${this.name}: ${message}\n`)
    return code
  }
  usage(line: Bytes, code = 1): number {
    this.err(`BusyBox v1.36.1 multi-call binary.\n\nUsage: ${line}\n`)
    return code
  }

  /**
   * null: the end; undefined: nothing yet. A command that has read a lot in one turn, or has filled what it writes to, is also told that there is
   * nothing yet: it waits for input, which is there, and has its next turn when the others have had theirs.
   */
  read(fd = 0, max?: number): Bytes | null | undefined {
    if (this.taken > perTurn || this.process.congested !== undefined) return undefined
    const text = read(this.kernel, this.process, fd, max)
    this.taken += text?.length ?? 0
    this.kernel.written += text?.length ?? 0
    return text
  }
  unread(text: Bytes, fd = 0): void {
    unread(this.kernel, this.process, fd, text)
  }
  write(fd: number, text: Bytes): Fault | 'EPIPE' | undefined {
    return write(this.kernel, this.process, fd, text)
  }
  /** Opens a path for reading at a descriptor of its own. */
  open(path: Bytes, mode: 'read' | 'write' | 'append' = 'read'): number | Fault {
    const id = openPath(this.kernel, this.process, path, mode)
    if (typeof id !== 'number') return id
    let fd = 3
    while (this.process.fds[fd] !== undefined) fd++
    install(this.kernel, this.process, fd, id)
    return fd
  }
  close(fd: number): void {
    close(this.kernel, this.process, fd)
  }

  find(path: Bytes, followLast = true): Found {
    return find(this.files, this.cwd, decode(path), followLast)
  }
  /** What is in a regular file. */
  contents(path: Bytes): { text: Bytes } | { fault: Fault } {
    const found = this.find(path)
    if (found.fault) return { fault: found.fault }
    if (found.stat?.type === 'directory') return { fault: 'EISDIR' }
    return { text: found.device || found.descriptor ? '' : encode(this.files.read(found.path)) }
  }
  faultText(fault: Fault): string {
    return faultTexts[fault]
  }

  /** Starts a program as a child, with its own descriptors or with this text as its input. `missing`: there is none of that name. */
  spawn(argv: readonly Bytes[], { env, input }: { env?: Dictionary<Bytes>; input?: Bytes } = {}): number | { missing: 126 | 127 } {
    const child = this.starts(this.kernel, this.process, argv, env ? { env } : {})
    if ('kind' in child) return { missing: child.code }
    if (input !== undefined) install(this.kernel, child, 0, inputOf(this.kernel, input))
    return child.pid
  }
  /** The code of a child that has ended; undefined while it runs. */
  reap(pid: number): number | undefined {
    return this.kernel.reap(pid)?.code
  }
  /** The same with the signal that ended it. */
  reapEnding(pid: number): Ending | undefined {
    return this.kernel.reap(pid)
  }
  kill(pid: number, signal: Signal): boolean {
    return this.kernel.send(pid, signal)
  }
}
