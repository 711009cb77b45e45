// A container's processes as data, where there is more than a program that merely serves: the shell's machine, the container's own files, and the commands
// that were started beside the first process. Table `shells`, key: `UID CONTAINER`. Made when first needed, gone with the process.
import type { EventData, World } from '../../../engine/index.ts'
import type { DiskDirectory, DiskFile, Machine } from '../../../shell/index.ts'

/** A command started beside the first process, and who waits for its end. */
export interface Exec {
  readonly to: string
  readonly reply: EventData
  readonly output: string
}

export interface ShellRow {
  /** The process it belongs to. */
  readonly attempt: number
  readonly machine: Machine
  /** The first process is the container's own; otherwise it only stands for a program that is no shell's. */
  readonly ownsFirst: boolean
  /** The container's own files, once something was written: thrown away with it. */
  readonly root?: DiskDirectory
  /** The termination message. */
  readonly message: DiskFile
  readonly env: Readonly<Record<string, string>>
  readonly execs: Readonly<Record<number, Exec>>
  /** Raised with every run: a planned wake of an older one is no longer wanted. */
  readonly wake: number
}

type Tables = Pick<World, 'table'>
export const shellKey = (uid: string, name: string): string => `${uid} ${name}`
export const shells = (w: Tables) => w.table<ShellRow>('shells')
