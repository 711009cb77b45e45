// What an image is in this house: no layers, only what can be seen of it from outside: whether it can be pulled, and what its process does when the
// container names no command. Data and small pure functions; the kubelet (../kubelet/process.ts) gives them time.
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
}

/** A process that may serve, and ends by itself or when asked to. */
export interface Program {
  /** When it begins to listen, in milliseconds after its start. */
  readonly listensAfterMs: number
  /** The HTTP status of an answer. */
  answer(path: string): number
  /** When it ends by itself, least and most, in milliseconds after its start; absent: never. */
  readonly endsAfterMs?: readonly [number, number]
  /** The exit code when it ends by itself. */
  readonly exitCode: number
  /** What it writes into its log as it starts, and as it ends by itself. */
  readonly says?: readonly string[]
  readonly lastWords?: readonly string[]
}
