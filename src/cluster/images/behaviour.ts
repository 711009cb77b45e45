// What an image is in this house: no layers, only what can be seen of it from outside: whether it can be pulled, and what its process does when the
// container names no command. Data and small pure functions; the kubelet (../kubelet/process) gives them time.
import type { ImageProgram } from '../../shell/index.ts'
import type { EnsembleKind } from './ensembles/ensemble.ts'
import type { ImageName } from './names.ts'

export interface Behaviour {
  /** How it is called in README.md. */
  readonly name: string
  /** Whether an image behaves so. The first behaviour that says yes is taken. */
  is(image: ImageName): boolean
  /** Why it cannot be pulled, in the registry's words. */
  pullError?(image: ImageName): string
  /** What its process does without a command. */
  readonly program?: Program
  /** Its processes keep the same data together: what they are to each other. */
  readonly ensemble?: EnsembleKind
  /** While it runs it gathers the lines of all containers on its node. */
  readonly collects?: true
  /** Files that it brings besides a busybox' own: path → text. */
  readonly files?: Readonly<Record<string, string>>
  /** Commands that it brings besides a busybox' own, or hides ('missing'); 'extra' is the shell's own edition of what no busybox has (curl). */
  command?(name: string, image: ImageName): ImageProgram | 'extra' | 'missing' | undefined
}

/** A process that may serve, and ends by itself or when asked to. */
export interface Program {
  /** When it begins to listen, in milliseconds after its start. */
  readonly listensAfterMs: number
  /** The ports that it has open; unless said, those that the container declares, and 80. */
  readonly ports?: readonly number[]
  answer(request: Asked): Answered
  /** What it answers on a plain connection (`nc`); nothing unless said. */
  hears?(text: string, request: Asked): string
  /** A line in its log for a request that it has served. */
  notes?(request: Pick<Asked, 'path'>, status: number): string
  /** When it ends by itself, least and most, in milliseconds after its start; absent: never. */
  readonly endsAfterMs?: readonly [number, number]
  /** The exit code when it ends by itself. */
  readonly exitCode: number
  /** What it writes into its log as it starts, and as it ends by itself. */
  readonly says?: readonly string[]
  readonly lastWords?: readonly string[]
  /** A batch process: what this one will do. Instead of `endsAfterMs`, `exitCode`, `says` and `lastWords`. */
  begins?(beginning: Beginning): Work
}

/** A request, and what may be known of where it came to. */
export interface Asked {
  readonly path: string
  readonly hostname: string
  /** The text of a file of the container; undefined when there is none. */
  file(path: string): string | undefined
  /** The machine, for those who measure it. */
  readonly machine?: Measured
  /** Of a member of an ensemble: how it stands. */
  readonly member?: Standing
}
export interface Answered {
  readonly status: number
  readonly body?: string
}

export interface Measured {
  readonly node: string
  readonly bootedAtMs: number
  readonly nowMs: number
  readonly cpus: number
  readonly memoryBytes: number
  readonly pods: number
  /** Requests a second that its pods are getting. */
  readonly requestsPerSecond: number
}

/** A member as its tools show it. */
export interface Standing {
  readonly role: 'leads' | 'follows' | 'looks'
  readonly id: number
  readonly writes: number
  readonly term: number
  readonly voters: number
  /** Its peers and itself, by id. `heard`: whether it is heard now. */
  readonly peers: readonly { readonly id: number; readonly pod: string; readonly heard: boolean; readonly leads: boolean }[]
}

/** What a batch process finds as it begins. */
export interface Beginning {
  readonly env: Readonly<Record<string, string>>
  readonly tag: string
  readonly hostname: string
  /** 0 ≤ n < below. */
  roll(below: number): number
  /** Of the Job it belongs to. */
  readonly completions?: number
  /** A tile of so many that nobody has rendered or is rendering. */
  claim(count: number): number
}
export interface Work {
  /** What it writes, in order: `afterMs` counts from the start. */
  readonly lines: readonly { readonly afterMs: number; readonly text: string }[]
  readonly endsAfterMs: number
  readonly exitCode: number
  /** The tile that it renders. */
  readonly tile?: { readonly index: number; readonly count: number }
}
