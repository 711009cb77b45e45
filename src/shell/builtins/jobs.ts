// Builtins for processes and signals: wait, jobs, kill, trap. Upstream: POSIX.1-2017, Shell Command Language, 2.11 and 2.14; wait; kill; busybox ash.
import type { Bytes } from '../bytes.ts'
import { write } from '../descriptors.ts'
import { isDone, noteEndings } from '../evaluate/fork.ts'
import { complain, leave, type Turn, tellSignal } from '../evaluate/stack.ts'
import { ShellFault } from '../evaluate/variables.ts'
import { singleQuote } from '../language/quote.ts'
import { having, lacking } from '../records.ts'
import { allSignals, describeSignal, readSignal, type Signal, signalNumber } from '../signals.ts'
import type { FrameOf, Job, Shell } from '../state.ts'
import type { Builtin } from './builtin.ts'

function jobOf(sh: Shell, text: Bytes): Job | undefined {
  const name = text.slice(1)
  if (name === '' || name === '%' || name === '+') return sh.jobs.at(-1)
  return name === '-' ? sh.jobs.at(-2) : sh.jobs.find(j => j.number === Number(name))
}
/** The processes meant by `%1` or a number. */
function pidsOf(sh: Shell, text: Bytes): readonly number[] {
  if (!text.startsWith('%')) return [Number(text)]
  const job = jobOf(sh, text)
  if (!job) throw new ShellFault(`${text}: no such job`)
  return job.pids
}

export const wait: Builtin = ({ sh }, args) => {
  const pids = args.map(arg => pidsOf(sh, arg).at(-1) ?? 0)
  if (pids.some(Number.isNaN)) throw new ShellFault(`Illegal number: ${args[pids.findIndex(Number.isNaN)]}`)
  sh.stack.push({ do: 'wait', pids })
  return undefined
}
export function stepWait(turn: Turn, f: FrameOf<'wait'>): void {
  const { p, sh } = turn
  noteEndings(turn)
  const awaited = sh.jobs.filter(j => f.pids.length === 0 || j.pids.some(pid => f.pids.includes(pid)))
  const over = awaited.every(isDone)
  const [signal] = sh.caught
  if (!over && signal === undefined) {
    p.wait = { child: 'any', interruptible: true }
    return
  }
  leave(turn)
  sh.jobs = sh.jobs.map(j => (awaited.includes(j) && isDone(j) ? { ...j, waited: true } : j))
  const last = f.pids.at(-1)
  const ending = last === undefined ? undefined : awaited.find(j => j.pids.includes(last))?.endings[last]
  if (ending && over) tellSignal(turn, ending)
  if (!over) sh.status = 128 + signalNumber(signal ?? 'EXIT')
  else sh.status = last === undefined ? 0 : (ending?.code ?? 127)
}

/** The newest first; those that are over are shown once. */
export const jobs: Builtin = turn => {
  const { k, p, sh } = turn
  noteEndings(turn)
  for (const job of [...sh.jobs].reverse()) {
    const last = job.pids.at(-1) ?? 0
    const ending = job.endings[last]
    const state = !ending
      ? 'Running'
      : ending.signal
        ? (describeSignal(ending.signal) ?? ending.signal)
        : ending.code === 0
          ? 'Done'
          : `Done(${ending.code})`
    const mark = job === sh.jobs.at(-1) ? '+' : job === sh.jobs.at(-2) ? '-' : ' '
    write(k, p, 1, `[${job.number}]${mark}  ${state.padEnd(27)}\n`)
    if (isDone(job)) sh.jobs = sh.jobs.filter(j => j !== job)
  }
  return 0
}

/** `kill` knows jobs where the program of that name knows only numbers. */
export const kill: Builtin = ({ k, p, sh }, args) => {
  const fail = (message: Bytes, status = 1) => {
    write(k, p, 2, `sh: ${message}\n`)
    return status
  }
  let rest = args
  let signal: Signal | undefined = 'TERM'
  if (rest[0] === '-l') return listSignals(rest.slice(1), text => write(k, p, 1, text))
  if (rest[0] === '-s' || (rest[0] !== undefined && /^-./.test(rest[0]) && rest[0] !== '--')) {
    const name = rest[0] === '-s' ? (rest[1] ?? '') : rest[0].slice(1)
    rest = rest.slice(rest[0] === '-s' ? 2 : 1)
    signal = readSignal(name)
    if (signal === undefined) return fail(`bad signal name '${name}'`)
  }
  if (rest[0] === '--') rest = rest.slice(1)
  if (rest.length === 0) return fail('you need to specify whom to kill')
  let status = 0
  for (const target of rest) {
    if (!/^(%.*|-?\d+)$/.test(target)) status = fail(`invalid number '${target}'`)
    else for (const pid of pidsOf(sh, target)) if (!sendTo(k, p, pid, signal)) status = fail(`can't kill pid ${pid}: No such process`)
  }
  return status
}
/** 0: all of this start; -1: all but this and the first; -n: all that n has started. EXIT (0) only asks whether there is one. */
export function sendTo(k: Turn['k'], p: Turn['p'], pid: number, signal: Signal): boolean {
  const everyone = Object.values(k.processes)
  const targets =
    pid > 0
      ? everyone.filter(o => o.pid === pid)
      : pid === -1
        ? everyone.filter(o => o.pid !== 1 && o.pid !== p.pid)
        : everyone.filter(o => o.root === (pid === 0 ? p.root : -pid))
  if (signal !== 'EXIT') for (const target of targets) k.send(target.pid, signal)
  return targets.length > 0
}
export function listSignals(args: readonly Bytes[], print: (text: Bytes) => void): number {
  if (args.length === 0) for (const [i, name] of allSignals.entries()) if (i > 0) print(`${String(i).padStart(2)}) ${name}\n`)
  for (const arg of args) {
    if (!/^\d+$/.test(arg)) print(`${signalNumber(readSignal(arg) ?? 'EXIT')}\n`)
    else print(`${allSignals[Number(arg) > 128 ? Number(arg) - 128 : Number(arg)] ?? arg}\n`)
  }
  return 0
}

export const trap: Builtin = (turn, args) => {
  const { k, p, sh } = turn
  const rest = args[0] === '--' ? args.slice(1) : args
  if (rest.length === 0) {
    for (const signal of allSignals)
      if (Object.hasOwn(sh.traps, signal)) write(k, p, 1, `trap -- ${singleQuote(sh.traps[signal] ?? '')} ${signal}\n`)
    return 0
  }
  // With one word, or a number first, all words are signals to be set back.
  const resets = rest.length === 1 || /^\d+$/.test(rest[0] ?? '')
  const action = resets ? '-' : (rest[0] as Bytes)
  let status = 0
  for (const name of resets ? rest : rest.slice(1)) {
    const signal = readSignal(name)
    if (signal === undefined) {
      complain(turn, `${name}: invalid signal specification`)
      status = 1
      continue
    }
    p.ignored = p.ignored.filter(s => s !== signal)
    if (action === '-') sh.traps = lacking(sh.traps, signal)
    else sh.traps = having(sh.traps, signal, action)
    if (action === '' && signal !== 'EXIT') p.ignored = [...p.ignored, signal]
  }
  return status
}
