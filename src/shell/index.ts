// A small POSIX shell and the commands of a busybox, in virtual time. A container's processes are one value, a Machine: plain data that can be copied at
// any moment (structuredClone or by reference: no function changes the machine it is given) and goes on from there. The room knows no Kubernetes, no engine,
// no wall clock and no network: whoever calls hands in a World for each call and carries out what comes back.
//
//   let { machine, pid } = start(idleMachine, world, { argv: ['sh', '-c', 'echo hi; sleep 5'], env })   // process 1 is the container's own
//   const result = run(machine, world)       // → output, ended, requests, wakeAtMs; call it again at wakeAtMs, or after feed, signal, answer
//   machine = signal(result.machine, world, 1, 'TERM')                                                    // then run again
//
// Texts are ordinary text on this side (UTF-8 inside). Times are milliseconds since 1970, sizes bytes, exit codes as a shell shows them (128 + n by a signal).
// Nothing is thrown: a command that does not exist is `{ missing: 127 }` from `start` and words on standard error from a shell. What is simplified beside
// a real busybox: no job control, no aliases, no FIFOs; hard links are copies; file modes are shown but only the x bit counts; UTC is the only time zone.
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
  listeners,
  processes,
  type Run,
  run,
  type Start,
  type Started,
  signal,
  start,
} from './machine.ts'
export type {
  ConnectAnswer,
  ConnectRequest,
  HttpAnswer,
  HttpRequest,
  ImageRequest,
  LookupAnswer,
  LookupRequest,
  NetworkFault,
  PingAnswer,
  PingRequest,
  Request,
} from './requests.ts'
export type { Signal } from './signals.ts'
export type { Listener, Machine } from './state.ts'
export type { ImageProgram, ProgramCall, ProgramResult, World } from './world.ts'
