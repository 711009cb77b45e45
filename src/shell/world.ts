// What the shell asks of whoever calls it, and the programs that an image brings. All of it is handed in for one call; nothing of it is kept.
import type { FileSystem } from './files.ts'
import type { Dictionary } from './records.ts'
import type { Request } from './requests.ts'
import type { Signal } from './signals.ts'
import type { Listener } from './state.ts'

export interface World {
  /** Simulated now, milliseconds since 1970. */
  readonly nowMs: number
  /** A dice roll in 0 ≤ n < below: `$RANDOM`, `mktemp`, `shuf`, /dev/urandom. */
  roll(below: number): number
  readonly files: FileSystem
  readonly hostname: string
  /** `hostname -f`; the host name unless given. */
  readonly fullHostname?: string
  /** `hostname -i`. */
  readonly address?: string
  /** Root unless given. */
  readonly user?: { readonly uid: number; readonly gid: number; readonly name?: string }
  /** `nproc`, 1 unless given; /proc/meminfo, in bytes. */
  readonly cpus?: number
  readonly memoryBytes?: number
  /**
   * What the image has under this name: a program of its own; 'extra', the shell's edition of a program that no busybox has (curl); 'missing', not even the
   * busybox' command of that name (an image without a shell says so of all); undefined, what a busybox has.
   */
  program?(name: string): ImageProgram | 'extra' | 'missing' | undefined
}

/** A program that an image brings (`zkCli.sh`, `nginx` …), as one pure function that is called again each time it has something to go on with. */
export type ImageProgram = (call: ProgramCall) => ProgramResult

export interface ProgramCall {
  readonly name: string
  readonly args: readonly string[]
  readonly env: Dictionary<string>
  readonly cwd: string
  readonly pid: number
  readonly world: World
  /** What it returned as state the last time; undefined at first. */
  readonly state: unknown
  /** The input asked for: some text, or null at its end. */
  readonly input?: string | null
  /** The answer to what it asked. */
  readonly answer?: unknown
  /** The signal that it catches and that came. */
  readonly signal?: Signal
}

/** What it prints now, and then one of: it ends with a code; it wants to be called after a while (or, without `afterMs`, only for a signal); when there is input; with an answer. */
export type ProgramResult = { readonly out?: string; readonly err?: string } & (
  | { readonly code: number }
  | {
      readonly state: unknown
      readonly afterMs?: number
      readonly wantsInput?: true
      readonly ask?: Request
      /** Ports that it has open meanwhile. */
      readonly listens?: readonly Listener[]
      /** Signals that it handles itself; the others do what they do by default. */
      readonly catches?: readonly Signal[]
    }
)
