// A machine and a world for tests: a busybox' disk, a clock that goes wherever the machine wants to be woken, dice from a seed.
import type { World } from '../index.ts'
import {
  answer,
  busyboxDisk,
  idleMachine,
  type Machine,
  type Mount,
  mountDisks,
  type Request,
  type Run,
  run,
  type Start,
  start,
} from '../index.ts'

export const startMs = Date.UTC(2017, 2, 30, 9, 0, 0)

export interface Bench {
  machine: Machine
  nowMs: number
  readonly mounts: Mount[]
  out: string
  err: string
  /** The codes of the started processes that have ended. */
  codes: { [pid: number]: number }
  /** How many requests there were, and what they are answered. */
  readonly requests: Request[]
  respond: ((request: Request) => unknown) | undefined
  seed: number
  readonly extra: Partial<World>
  /** Called with the machine before each run; returns the one to go on with. */
  between: (machine: Machine) => Machine
  steps: number
  /** A run that has used up its steps goes on at once: for copying the machine in the middle of what takes no time. */
  stepwise: boolean
}

export function bench(more: Partial<Bench> = {}): Bench {
  const mounts: Mount[] = [{ path: '/', disk: busyboxDisk({}, startMs) }]
  return {
    machine: idleMachine,
    nowMs: startMs,
    mounts,
    out: '',
    err: '',
    codes: {},
    requests: [],
    respond: undefined,
    seed: 1,
    extra: {},
    between: m => m,
    steps: 10_000,
    stepwise: false,
    ...more,
  }
}
export function worldOf(b: Bench): World {
  return {
    nowMs: b.nowMs,
    roll: below => {
      b.seed = (Math.imul(b.seed, 1_103_515_245) + 12_345) >>> 0
      return Math.floor((b.seed / 2 ** 32) * below)
    },
    files: mountDisks(b.mounts, b.nowMs),
    hostname: 'web-0',
    ...b.extra,
  }
}
const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', HOSTNAME: 'web-0' }

/** Puts a process in; its pid. */
export function begin(b: Bench, argv: readonly string[], more: Partial<Start> = {}): number {
  const started = start(b.machine, worldOf(b), { argv, env: environment, ...more })
  if ('missing' in started) throw new Error(`missing: ${started.missing}`)
  b.machine = started.machine
  return started.pid
}
/** One run at the present moment. */
export function go(b: Bench): Run {
  b.machine = b.between(b.machine)
  const result = run(b.machine, worldOf(b), { steps: b.steps })
  b.machine = result.machine
  for (const { stream, text } of result.output) {
    if (stream === 1) b.out += text
    else b.err += text
  }
  for (const { pid, code } of result.ended) b.codes[pid] = code
  for (const { pid, request } of result.requests) {
    b.requests.push(request)
    const reply = b.respond?.(request)
    if (reply !== undefined) b.machine = answer(b.machine, worldOf(b), pid, reply)
  }
  return result.requests.length > 0 && b.respond ? go(b) : result
}
/** Runs until the given moment, or until nothing more happens by itself. */
export function advance(b: Bench, untilMs = Number.POSITIVE_INFINITY): void {
  for (let rounds = 0; rounds < 1_000_000; rounds++) {
    const { wakeAtMs } = go(b)
    if (b.stepwise && b.machine.spins > 0) continue
    if (wakeAtMs === undefined || wakeAtMs > untilMs || Object.keys(b.machine.processes).length === 0) break
    b.nowMs = Math.max(b.nowMs, wakeAtMs)
  }
  if (untilMs < Number.POSITIVE_INFINITY) b.nowMs = Math.max(b.nowMs, untilMs)
}
/** Runs a script as the first process to its end. */
export function script(
  text: string,
  more: Partial<Bench> = {},
  options: Partial<Start> = {},
): Bench & { code: number | undefined; tookMs: number } {
  const b = bench(more)
  const pid = begin(b, ['/bin/sh', '-c', text], options)
  advance(b)
  return { ...b, code: b.codes[pid], tookMs: b.nowMs - startMs }
}
