// The shell's front: make a machine, start processes in it, let it run, send it signals, input and answers. Each is a function from a machine to the next
// one; the machine given is never changed. Upstream of what it stands for: a container's process namespace as runc and the kubelet's exec use it.
import { decode, encode } from './bytes.ts'
import { isHeldBack } from './descriptors.ts'
import { executableOf } from './exec.ts'
import { Kernel } from './kernel.ts'
import { type Dictionary, define, own } from './records.ts'
import type { Request } from './requests.ts'
import { runProcesses } from './scheduler.ts'
import { readSignal, type Signal } from './signals.ts'
import { type Listener, type Machine, newcomer, type OpenFile, type Process, programOf } from './state.ts'
import type { World } from './world.ts'

/** Nothing runs. The first process started in it is process 1, whose end is the end of all. */
export const idleMachine: Machine = { nextPid: 1, nextFile: 1, processes: {}, open: {}, turn: { pid: 0, used: 0 }, spins: 0 }

export interface Start {
  /** The command and its arguments. */
  readonly argv: readonly string[]
  /** All of the environment. PATH is what the image says. */
  readonly env?: Dictionary<string>
  /** '/' unless given. */
  readonly cwd?: string
  /** Its standard input: nothing (the default), this text, or 'open': what `feed` brings until `closeInput`. */
  readonly input?: { readonly text: string } | 'open'
  /** Input and output are a terminal: a shell without a script prompts. */
  readonly terminal?: boolean
}

/** `pid` names the process in `feed`, `signal` …; `code` 127: there is no such program, 126: it cannot be run. */
export type Started = { readonly machine: Machine; readonly pid: number } | { readonly missing: 126 | 127 }

const noEnvironment: Dictionary<string> = {}

/** Puts a process into the machine. It does nothing before `run`. */
export function start(machine: Machine, world: World, { argv, env = noEnvironment, cwd = '/', input, terminal = false }: Start): Started {
  const k = new Kernel(machine, world)
  const words = argv.map(encode)
  const variables = encodeEnvironment(env)
  const stdin: OpenFile = input
    ? { kind: 'input', data: input === 'open' ? '' : encode(input.text), ended: input !== 'open', terminal, refs: 0 }
    : { kind: 'device', device: 'null', refs: 0 }
  const p = k.add({
    parent: 0,
    background: false,
    argv: words,
    cwd,
    umask: 0o022,
    env: variables,
    startedMs: world.nowMs,
    ignored: [],
    ...newcomer,
    fds: { 0: k.addFile(stdin) },
    body: programOf(''),
  })
  for (const stream of [1, 2] as const) p.fds[stream] = k.addFile({ kind: 'output', root: p.pid, stream, terminal, refs: 1 })
  const found = executableOf(k, p, words[0] ?? '', own(variables, 'PATH') ?? '')
  if (found.kind === 'missing') return { missing: found.code }
  return { machine: k.machine(machine.spins), pid: p.pid }
}

const encoded = new WeakMap<Dictionary<string>, Dictionary<string>>()
/** Made once for the same environment, which many starts share. */
function encodeEnvironment(env: Dictionary<string>): Dictionary<string> {
  const known = encoded.get(env)
  if (known) return known
  const variables: { [name: string]: string } = {}
  for (const [name, value] of Object.entries(env)) define(variables, name, encode(value))
  encoded.set(env, variables)
  return variables
}

export interface Run {
  readonly machine: Machine
  /** What was printed, in order. `pid`: the started process it belongs to; `stream`: 1 standard output, 2 standard error. */
  readonly output: readonly { readonly pid: number; readonly stream: 1 | 2; readonly text: string }[]
  /** Started processes that have ended. `code`: as a shell shows it, 128 + n for a signal. */
  readonly ended: readonly { readonly pid: number; readonly code: number; readonly signal?: Signal }[]
  /** What processes now ask of the world: give each an `answer`, now or later. `pid` is the asking process. */
  readonly requests: readonly { readonly pid: number; readonly request: Request }[]
  /** When to run it again, if nothing else happens; undefined: never. */
  readonly wakeAtMs: number | undefined
}

/** A busy loop is given so much more of a pause each time, up to a second. */
const pauseMs = (spins: number) => Math.min(10 * 2 ** spins, 1000)

/**
 * Lets all processes go on until all wait, or until `steps` are done (a step is about one command): then the machine is busy, and `wakeAtMs` is a
 * little later, so that an endless loop takes simulated time and not the page's.
 */
export function run(machine: Machine, world: World, { steps = 10_000 } = {}): Run {
  const k = new Kernel(machine, world)
  const left = runProcesses(k, steps)
  const requests = takeRequests(k)
  const busy = left <= 0 || Object.values(k.processes).some(isHeldBack)
  const spins = busy ? machine.spins + 1 : 0
  const output = k.output.map(({ root, stream, text }) => ({ pid: root, stream, text: decode(text) }))
  const ended = k.ended.map(({ pid, ending }) => ({ pid, ...ending }))
  const wakeAtMs = busy ? world.nowMs + pauseMs(machine.spins) : nextWake(k)
  return { machine: k.changed || spins !== machine.spins ? k.machine(spins) : machine, output, ended, requests, wakeAtMs }
}
function takeRequests(k: Kernel): { pid: number; request: Request }[] {
  const requests: { pid: number; request: Request }[] = []
  for (const { pid, wait } of Object.values(k.processes)) {
    if (!wait?.request || wait.asked) continue
    requests.push({ pid, request: wait.request })
    const p = k.edit(pid) as Process
    p.wait = { ...wait, asked: true }
  }
  return requests
}
function nextWake(k: Kernel): number | undefined {
  let wake: number | undefined
  for (const { wait, ended, stopped } of Object.values(k.processes)) {
    if (!ended && !stopped && wait?.untilMs !== undefined && (wake === undefined || wait.untilMs < wake)) wake = wait.untilMs
  }
  return wake
}

/** Changes one process, or nothing when it is not there. */
function changing(machine: Machine, world: World, pid: number, change: (k: Kernel, p: Process) => void): Machine {
  const k = new Kernel(machine, world)
  const p = k.edit(pid)
  if (!p || p.ended) return machine
  change(k, p)
  return k.machine(machine.spins)
}

/**
 * Sends a signal to a process (`TERM`, `SIGTERM` or `15`), as the container runtime does: KILL ends also the first process, whatever it has trapped. Then
 * `run` it; what has ended is told there.
 */
export function signal(machine: Machine, world: World, pid: number, name: Signal): Machine {
  const known = readSignal(name)
  if (known === undefined || known === 'EXIT') return machine
  return changing(machine, world, pid, (k, p) => {
    p.pending = p.pending.includes(known) ? p.pending : [...p.pending, known]
    if (known === 'KILL') p.mortal = true
    k.changed = true
  })
}
/** The keyboard's Ctrl-C at the terminal of a started process: INT for all it has started in the foreground. */
export function interrupt(machine: Machine, world: World, root: number): Machine {
  const k = new Kernel(machine, world)
  for (const p of Object.values(k.processes)) if (p.root === root && !p.background) k.send(p.pid, 'INT')
  return k.machine(machine.spins)
}

/** More text for the standard input of a process that was started with 'open'. */
export function feed(machine: Machine, world: World, pid: number, text: string): Machine {
  return input(machine, world, pid, file => {
    file.data += encode(text)
  })
}
/** No more input comes. */
export function closeInput(machine: Machine, world: World, pid: number): Machine {
  return input(machine, world, pid, file => {
    file.ended = true
  })
}
function input(machine: Machine, world: World, pid: number, change: (file: OpenFile & { kind: 'input' }) => void): Machine {
  return changing(machine, world, pid, (k, p) => {
    const file = k.editFile(p.fds[0] ?? -1)
    if (file?.kind === 'input') change(file)
  })
}

/** The answer to a request. One that comes too late, for a process that is gone or has given up, is dropped. */
export function answer(machine: Machine, world: World, pid: number, value: unknown): Machine {
  if (!machine.processes[pid]?.wait?.request) return machine
  return changing(machine, world, pid, (_, p) => {
    p.answer = { value }
  })
}

/** The ports that processes have open, and whose they are. */
export function listeners(machine: Machine): (Listener & { pid: number })[] {
  return Object.values(machine.processes).flatMap(({ pid, wait, ended }) => (ended ? [] : (wait?.listens ?? []).map(l => ({ ...l, pid }))))
}

/** The processes, as `ps` shows them. */
export function processes(machine: Machine): { pid: number; root: number; command: string }[] {
  return Object.values(machine.processes)
    .filter(p => !p.ended)
    .map(({ pid, root, argv }) => ({ pid, root, command: decode(argv.join(' ')) }))
}
