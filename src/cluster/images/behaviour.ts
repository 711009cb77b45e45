// What an image is in this house: no layers, only what can be seen of it from outside: whether it can be pulled, and what its process does when the
// container names no command. Data and small pure functions; the kubelet (../kubelet/process) gives them time.
import type { ImageProgram } from '../../shell/index.ts'
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
  /** Files that it brings besides a busybox' own: path → text. */
  readonly files?: Readonly<Record<string, string>>
  /** Commands that it brings besides a busybox' own, or hides ('missing'); 'extra' is the shell's own edition of what no busybox has (curl). */
  command?(name: string): ImageProgram | 'extra' | 'missing' | undefined
}

/** A process that may serve, and ends by itself or when asked to. */
export interface Program {
  /** When it begins to listen, in milliseconds after its start. */
  readonly listensAfterMs: number
  answer(request: Asked): Answered
  /** When it ends by itself, least and most, in milliseconds after its start; absent: never. */
  readonly endsAfterMs?: readonly [number, number]
  /** The exit code when it ends by itself. */
  readonly exitCode: number
  /** What it writes into its log as it starts, and as it ends by itself. */
  readonly says?: readonly string[]
  readonly lastWords?: readonly string[]
}

/** An HTTP request, and what may be known of where it came to. */
export interface Asked {
  readonly path: string
  readonly hostname: string
  /** The text of a file of the container; undefined when there is none. */
  file(path: string): string | undefined
}
export interface Answered {
  readonly status: number
  readonly body?: string
}
