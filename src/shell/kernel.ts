// The machine while it runs: the one place where its state changes. A run works on copies that are made at the first touch, so the machine it started
// from stays as it was. Processes: fork, exit, signals. Files are in descriptors.ts. Upstream of the rules: fork(2), wait(2), kill(2), pid_namespaces(7).
import type { Bytes } from './bytes.ts'
import type { FileSystem } from './files.ts'
import { FilesWithProc } from './proc.ts'
import { defaultAction, type Signal, signalNumber } from './signals.ts'
import { type Ending, type Frame, type Machine, newcomer, type OpenFile, type Process, type Turn } from './state.ts'
import type { World } from './world.ts'

export interface Output {
  /** The process started from outside that it belongs to. */
  root: number
  /** 1 standard output, 2 standard error. */
  stream: 1 | 2
  text: Bytes
}

/** So that a fork bomb is a container's trouble and not the page's. */
const mostProcesses = 512

export class Kernel {
  readonly world: World
  /** The caller's, and /proc. */
  readonly files: FileSystem
  readonly processes: { [pid: number]: Process }
  /** Their numbers, rising. */
  readonly pids: number[]
  readonly open: { [id: number]: OpenFile }
  readonly output: Output[] = []
  /** Processes started from outside that have ended. */
  readonly ended: { pid: number; ending: Ending }[] = []
  changed = false
  /** The process whose step it is: /proc/self. */
  current = 0
  turn: Turn
  /** Bytes read and written in this run. */
  written = 0
  /** Bytes printed to the outside in this run. */
  printed = 0
  private nextPid: number
  private nextFile: number
  private readonly touched = new Set<number>()
  private readonly touchedFiles = new Set<number>()

  constructor(machine: Machine, world: World) {
    this.world = world
    this.files = new FilesWithProc(this)
    this.processes = { ...machine.processes }
    this.pids = Object.keys(this.processes).map(Number)
    this.open = { ...machine.open }
    this.nextPid = machine.nextPid
    this.nextFile = machine.nextFile
    this.turn = machine.turn
  }
  machine(spins: number): Machine {
    return { nextPid: this.nextPid, nextFile: this.nextFile, processes: this.processes, open: this.open, turn: this.turn, spins }
  }

  /** The process, as a copy that may be changed. */
  edit(pid: number): Process | undefined {
    const process = this.processes[pid]
    if (!process || this.touched.has(pid)) return process
    this.changed = true
    this.touched.add(pid)
    const { body } = process
    const copy: Process = {
      ...process,
      fds: { ...process.fds },
      // Frames are changed in place, but what they hold is replaced.
      body: body.kind === 'shell' ? { ...body, stack: body.stack.map((frame): Frame => ({ ...frame })) } : { ...body },
    }
    this.processes[pid] = copy
    return copy
  }
  /** The open file, as a copy that may be changed. */
  editFile(id: number): OpenFile | undefined {
    const file = this.open[id]
    if (!file || this.touchedFiles.has(id)) return file
    this.changed = true
    this.touchedFiles.add(id)
    const copy = { ...file }
    this.open[id] = copy
    return copy
  }
  addFile(file: OpenFile): number {
    const id = this.nextFile++
    this.open[id] = file
    this.touchedFiles.add(id)
    this.changed = true
    return id
  }
  /** One descriptor less; nobody left closes it. */
  release(id: number): void {
    const file = this.editFile(id)
    if (!file || --file.refs > 0) return
    delete this.open[id]
    const pipe = file.kind === 'writer' ? this.editFile(file.pipe) : undefined
    if (pipe?.kind === 'pipe') pipe.writers--
  }
  hold(id: number): number {
    const file = this.editFile(id)
    if (file) file.refs++
    return id
  }

  /** Puts a new process into the table and gives it its number. Its descriptors are held for it. */
  add(process: Omit<Process, 'pid' | 'root'> & { root?: number }): Process {
    const pid = this.nextPid++
    const added: Process = { ...process, pid, root: process.root ?? pid }
    for (const id of Object.values(added.fds)) this.hold(id)
    this.processes[pid] = added
    this.pids.push(pid)
    this.touched.add(pid)
    this.changed = true
    return added
  }
  /** A child with its parent's descriptors, directory and environment, doing something else. */
  fork(parent: Process, body: Process['body'], more: Partial<Pick<Process, 'argv' | 'env' | 'background' | 'ignored'>> = {}): Process {
    const { argv, cwd, umask, env, ignored, background, root } = parent
    const fds = { ...parent.fds }
    return this.add({
      parent: parent.pid,
      root,
      background,
      argv,
      cwd,
      umask,
      fds,
      env,
      ignored,
      startedMs: this.world.nowMs,
      ...newcomer,
      body,
      ...more,
    })
  }

  /** The process ends: its descriptors are closed, its children go to the first process, its parent is told. */
  exit(process: Process, code: number, signal?: Signal): void {
    const ending: Ending = signal === undefined ? { code: code & 255 } : { code: 128 + signalNumber(signal), signal }
    for (const id of Object.values(process.fds)) this.release(id)
    process.fds = {}
    this.dropStack(process)
    for (const pid of [...this.pids]) if (this.processes[pid]?.parent === process.pid) this.orphan(this.processes[pid] as Process)
    const parent = this.processes[process.parent]
    if (parent && !parent.ended) {
      process.ended = ending
      process.wait = undefined
    } else {
      if (process.parent === 0) this.ended.push({ pid: process.pid, ending })
      this.forget(process.pid)
    }
    // The first process of a container takes all others with it.
    if (process.pid !== 1) return
    for (const pid of [...this.pids]) {
      const other = this.edit(pid)
      if (other && !other.ended) this.exit(other, 0, 'KILL')
    }
  }
  /** A shell's stack is gone, and with it what its redirections had put aside. */
  dropStack({ body }: Process): void {
    if (body.kind !== 'shell') return
    for (const frame of body.stack) {
      if (frame.do === 'capture') this.release(frame.file)
      else if (frame.do === 'simple' || frame.do === 'redirected')
        for (const id of Object.values(frame.saved)) if (id >= 0) this.release(id)
    }
    body.stack = []
  }
  private orphan(child: Process): void {
    if (child.ended) this.forget(child.pid)
    else (this.edit(child.pid) as Process).parent = this.processes[1] && child.pid !== 1 ? 1 : -1
  }
  private forget(pid: number): void {
    delete this.processes[pid]
    this.pids.splice(this.pids.indexOf(pid), 1)
    this.changed = true
  }
  /** Would these be more processes than a container may have? */
  isCrowdedFor(more: number): boolean {
    return this.pids.length + more > mostProcesses
  }
  /** Takes a child's ending and forgets the child; undefined while it runs. */
  reap(pid: number): Ending | undefined {
    const ending = this.processes[pid]?.ended
    if (ending) this.forget(pid)
    return ending
  }

  /** Sends a signal; false when there is no such process. */
  send(pid: number, signal: Signal): boolean {
    const process = this.processes[pid]
    if (!process) return false
    if (process.ended || process.pending.includes(signal)) return true
    const target = this.edit(pid) as Process
    target.pending = [...target.pending, signal]
    return true
  }
  /** A process takes the signals that have come. */
  deliver(process: Process): void {
    const signals = process.pending
    process.pending = []
    for (const signal of signals) {
      if (process.ended) return
      this.take(process, signal)
    }
  }
  private take(process: Process, signal: Signal): void {
    if (signal === 'CONT') process.stopped = false
    const { body } = process
    const final = signal === 'KILL' || signal === 'STOP'
    if (!final && process.ignored.includes(signal)) return
    if (!final && body.kind === 'shell' && Object.hasOwn(body.traps, signal)) {
      if (!body.caught.includes(signal)) body.caught = [...body.caught, signal]
      return
    }
    if (!final && body.kind === 'program' && body.catches.includes(signal)) {
      body.caught = signal
      return
    }
    // Signals whose action is the default do not reach the first process of a container.
    const action = defaultAction(signal)
    if (action === 'nothing' || (process.pid === 1 && !process.mortal)) return
    if (body.kind === 'shell' && body.interactive && (signal === 'TERM' || signal === 'QUIT' || signal === 'INT')) {
      if (signal === 'INT' && !body.caught.includes(signal)) body.caught = [...body.caught, signal]
    } else if (action === 'stop') process.stopped = true
    else this.exit(process, 0, signal)
  }
}
