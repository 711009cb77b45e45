// The room's door.

export { busyboxDisk, programText } from './busyboxdisk.ts'
export {
  type DiskDirectory,
  type DiskEntry,
  type DiskFile,
  type DiskLink,
  diskOf,
  diskSize,
  emptyDisk,
  type Mount,
  mountDisks,
} from './disk.ts'
export type { Fault, FileSystem, MountInfo, Stat } from './files.ts'
export {
  answer,
  closeInput,
  feed,
  idleMachine,
  interrupt,
  processes,
  type Run,
  run,
  type Start,
  type Started,
  signal,
  start,
} from './machine.ts'
export * from './requests.ts'
export type { Signal } from './signals.ts'
export type { Machine } from './state.ts'
export type { ImageProgram, ProgramCall, ProgramResult, World } from './world.ts'
