// The names and numbers of Linux' signals, and what each does to a process that has said nothing about it. Upstream: signal(7).

const names =
  'EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS'.split(
    ' ',
  )

/** `TERM`, `KILL` …: without SIG. */
export type Signal = string

const harmless = new Set(['CHLD', 'CONT', 'URG', 'WINCH'])
const stopping = new Set(['STOP', 'TSTP', 'TTIN', 'TTOU'])

/** Reads `TERM`, `SIGTERM`, `term` or `15`. 0 and EXIT are the shell's own EXIT. */
export function readSignal(text: string): Signal | undefined {
  if (/^\d+$/.test(text)) return names[Number(text)]
  const name = text.toUpperCase().replace(/^SIG/, '')
  return names.includes(name) ? name : undefined
}
export const signalNumber = (signal: Signal): number => Math.max(names.indexOf(signal), 0)
export const allSignals: readonly Signal[] = names

export const defaultAction = (signal: Signal): 'end' | 'stop' | 'nothing' =>
  harmless.has(signal) ? 'nothing' : stopping.has(signal) ? 'stop' : 'end'

const descriptions: { readonly [signal: string]: string } = {
  HUP: 'Hangup',
  QUIT: 'Quit',
  ILL: 'Illegal instruction',
  TRAP: 'Trace/breakpoint trap',
  ABRT: 'Aborted',
  BUS: 'Bus error',
  FPE: 'Floating point exception',
  KILL: 'Killed',
  USR1: 'User defined signal 1',
  SEGV: 'Segmentation fault',
  USR2: 'User defined signal 2',
  ALRM: 'Alarm clock',
  TERM: 'Terminated',
}
/** What a shell says when its foreground command ended by a signal; of INT and PIPE it says nothing. */
export const describeSignal = (signal: Signal): string | undefined =>
  descriptions[signal] ?? (signal === 'INT' || signal === 'PIPE' ? undefined : signal)
