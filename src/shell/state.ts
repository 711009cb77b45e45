// The whole state of a container's processes as plain data. Nothing in it is a function, a generator or a promise; every value may be shared between
// copies because whoever changes one (the kernel, during a run) works on copies of its own. Times are milliseconds since 1970.
import type { Bytes } from './bytes.ts'
import type { Dictionary } from './records.ts'
import type { Request } from './requests.ts'
import type { Signal } from './signals.ts'

/** A container's processes, their open files and pipes. */
export interface Machine {
  readonly nextPid: number
  readonly nextFile: number
  readonly processes: { readonly [pid: number]: Process }
  readonly open: { readonly [id: number]: OpenFile }
  /** Whose turn it is, and how many steps of it are done. */
  readonly turn: Turn
  /** How often in a row a run has used up its steps: a busy loop is given longer and longer pauses. */
  readonly spins: number
}

export interface Turn {
  readonly pid: number
  readonly used: number
}

/** An open file description: shared by every descriptor that was copied from one opening. `refs`: how many descriptors there are. */
export type OpenFile = { refs: number } & (
  | { kind: 'file'; path: string; offset: number; append: boolean }
  | { kind: 'device'; device: Device }
  /** The end of a pipe that is read, with what is in the pipe. */
  | { kind: 'pipe'; data: Bytes; writers: number }
  | { kind: 'writer'; pipe: number }
  /** Text that comes from outside, or a here-document. */
  | { kind: 'input'; data: Bytes; ended: boolean; terminal: boolean }
  /** To the outside: the container's log or the client of an exec. `root`: the process that was started from outside. */
  | { kind: 'output'; root: number; stream: 1 | 2; terminal: boolean }
)
export type Device = 'null' | 'zero' | 'random' | 'full'

export interface Process {
  pid: number
  parent: number
  /** The process started from outside that this one descends from. */
  root: number
  /** Started with `&`: the keyboard's interrupt does not reach it. */
  background: boolean
  argv: readonly Bytes[]
  cwd: string
  umask: number
  /** Descriptor → number of the open file. */
  fds: { [fd: number]: number }
  env: Dictionary<Bytes>
  startedMs: number
  pending: readonly Signal[]
  ignored: readonly Signal[]
  stopped: boolean
  /** It was killed from outside its container: even the first process ends. */
  mortal: boolean
  /** Absent: it can go on. */
  wait: Wait | undefined
  /** The pipe that it has filled: it goes on when there is room again. */
  congested: number | undefined
  /** The world's answer to what it asked. */
  answer: { readonly value: unknown } | undefined
  /** It has ended and waits to be noticed by its parent. */
  ended: Ending | undefined
  body: Shell | Program
}

export interface Ending {
  /** Exit code as a shell shows it: 128 + number for a signal. */
  readonly code: number
  readonly signal?: Signal
}

/** What a process waits for: any of these lets it go on; none of them is for ever. */
export interface Wait {
  readonly untilMs?: number
  /** There is something to read at this descriptor, or its end. */
  readonly input?: number
  /** The same of an open file. */
  readonly file?: number
  /** This child has ended; 'any': one has. */
  readonly child?: number | 'any'
  /** The world's answer. `asked`: the question was handed out. */
  readonly request?: Request
  readonly asked?: boolean
  /** A trapped signal ends the wait. */
  readonly interruptible?: boolean
  /** Connections are accepted meanwhile. */
  readonly listens?: readonly Listener[]
  /** Signals that a program handles itself. */
  readonly catches?: readonly Signal[]
}

/** What a process is when nothing is known of it yet. */
export const newcomer = {
  mortal: false,
  pending: [],
  stopped: false,
  wait: undefined,
  congested: undefined,
  answer: undefined,
  ended: undefined,
} as const
/** A program that has not begun; '' is none yet: what it is follows from its first word. */
export const programOf = (name: string): Program => ({
  kind: 'program',
  name,
  state: undefined,
  started: false,
  catches: [],
  caught: undefined,
})

/** An open port. `root`: the directory whose files are served over HTTP, of a program that does just that. */
export interface Listener {
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  readonly root?: string
}

/** A command that is no shell. */
export interface Program {
  kind: 'program'
  name: string
  /** Whatever the command keeps between its turns: plain data of its own. */
  state: unknown
  started: boolean
  catches: readonly Signal[]
  caught: Signal | undefined
}

export interface Variable {
  readonly value?: Bytes
  readonly exported?: boolean
  readonly readonly?: boolean
}

/** A place in a script: its text and the number of a node. `base` is added to the node's line for `$LINENO`. */
export interface Place {
  readonly source: Bytes
  readonly id: number
  readonly base: number
}

export interface Job {
  readonly number: number
  readonly pids: readonly number[]
  /** How those that have ended did. */
  readonly endings: { readonly [pid: number]: Ending }
  /** Somebody has asked for its status: the next job may have its number. */
  readonly waited: boolean
}

export interface Shell {
  kind: 'shell'
  /** `$0`. */
  name: Bytes
  /** `$$`: a subshell keeps its ancestor's. */
  shellPid: number
  params: readonly Bytes[]
  variables: Dictionary<Variable>
  functions: Dictionary<Place>
  /** Options that are on, by letter; `pipefail` is 'P'. */
  options: string
  stack: Frame[]
  status: number
  /** The status of the last command substitution of the present command. */
  substituted: number
  lastBackground: number
  traps: Dictionary<Bytes>
  /** Signals that have come and whose trap has not run yet. */
  caught: readonly Signal[]
  jobs: readonly Job[]
  getopts: { readonly index: number; readonly offset: number }
  interactive: boolean
  /** It is on its way out: its EXIT trap has been started. */
  leaving: boolean
  line: number
  /** What messages name after the shell itself: the script, or the builtin at work. '' in `sh -c`. */
  command: Bytes
}

/** What a frame of the shell's stack has in common. `tested`: a failure in it does not end the shell under `set -e`. `last`: nothing follows, so a program may take the shell's place. */
interface Evaluation extends Place {
  tested: boolean
  last: boolean
}
/** Results of an expansion that had to stop for a command substitution, in order, so that it can be done again without its effects. */
interface Expanding {
  journal: readonly Bytes[]
}
/** What a redirection has replaced: descriptor → open file, or -1 when there was none. */
export type Saved = { readonly [fd: number]: number }

export type SimpleFrame = Evaluation &
  Expanding & {
    do: 'simple'
    stage: 'words' | 'redirects' | 'assignments' | 'dispatch' | 'child' | 'done'
    /** Index of the word, redirection or assignment that is worked on. */
    index: number
    fields: readonly Bytes[]
    saved: Saved
    assigned: readonly { readonly name: string; readonly value: Bytes }[]
    /** What assignments before a command have replaced. */
    shadowed: Dictionary<Variable | null>
    pid: number
  }

export type Frame =
  | SimpleFrame
  | (Evaluation & Expanding & { do: 'redirected'; index: number; saved: Saved; begun: boolean })
  | (Evaluation & { do: 'sequence'; index: number })
  | (Evaluation & { do: 'and' | 'or' | 'not' | 'if' | 'loop'; stage: number; result: number })
  | (Evaluation & Expanding & { do: 'for'; index: number; fields: readonly Bytes[]; ready: boolean; round: number; result: number })
  | (Evaluation & Expanding & { do: 'case'; subject: Bytes | undefined; arm: number; index: number; begun: boolean })
  /** Waits for the processes of a pipeline or a subshell. */
  | (Evaluation & { do: 'children'; pids: readonly number[]; index: number; result: number })
  | (Evaluation & { do: 'immediate' })
  /** Runs a text: a script, `eval`, `.`; `sourced`: `return` ends it. */
  | { do: 'script'; source: Bytes; base: number; next: number; tested: boolean; last: boolean; sourced: boolean; command: Bytes }
  /** A function's body: what to put back after it. */
  | { do: 'call'; begun: boolean; place: Place; tested: boolean; params: readonly Bytes[]; locals: Dictionary<Variable | null> }
  /** Collects what a command substitution prints. */
  | { do: 'capture'; file: number; pid: number; data: Bytes }
  | { do: 'trap'; begun: boolean; text: Bytes; status: number; exit: boolean }
  | { do: 'wait'; pids: readonly number[] }
  | { do: 'read'; args: readonly Bytes[]; taken: Bytes; untilMs: number | undefined; prompted: boolean }
  /** Commands from standard input: `sh` without arguments, or a prompt. */
  | { do: 'input'; buffer: Bytes; text: Bytes; prompted: boolean; ended: boolean }

export type FrameOf<D extends Frame['do']> = Extract<Frame, { do: D }>
