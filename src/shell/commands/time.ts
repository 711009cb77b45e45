// sleep, date, timeout, time, uptime, watch: commands about time, all of it simulated. Upstream: POSIX.1-2017, sleep, date; busybox.
import type { Bytes } from '../bytes.ts'
import type { Command, Io, Next } from '../io.ts'
import { readSignal } from '../signals.ts'
import { formatTime, readTime } from './calendar.ts'
import { optionsOf } from './inputs.ts'

const units: { readonly [unit: string]: number } = { '': 1, s: 1, m: 60, h: 3600, d: 86400 }
/** `1.5`, `2m`, `infinity`: milliseconds. */
function durationMs(text: Bytes): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY
  const found = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text)
  return found ? Number(found[1]) * (units[found[2] ?? ''] ?? 1) * 1000 : undefined
}

export const sleep: Command = (io, state) => {
  if (state) return 0
  if (io.args.length === 0) return io.usage('sleep [N]...')
  let total = 0
  for (const arg of io.args) {
    const ms = durationMs(arg)
    if (ms === undefined) return io.fail(`invalid number '${arg}'`)
    total += ms
  }
  return { wait: total === Number.POSITIVE_INFINITY ? {} : { untilMs: io.nowMs + total }, state: { slept: true } }
}
export const usleep: Command = (io, state) =>
  state ? 0 : { wait: { untilMs: io.nowMs + Number(io.args[0] ?? 0) / 1000 }, state: { slept: true } }

export const date: Command = io => {
  const args = io.args.flatMap(a =>
    a === '--utc'
      ? ['-u']
      : a.startsWith('--date=')
        ? ['-d', a.slice(7)]
        : a.startsWith('--iso-8601')
          ? [`-I${a.split('=')[1] ?? ''}`]
          : [a],
  )
  const iso = args.find(a => /^-I/.test(a))
  const options = optionsOf(
    io,
    'uR',
    'drsD',
    args.filter(a => !/^-I/.test(a)),
  )
  if (!options) return 1
  let at = io.nowMs
  const given = options.values.get('d')?.at(-1)
  const file = options.values.get('r')?.at(-1)
  if (given !== undefined) {
    const read = readTime(given, at)
    if (read === undefined) return io.fail(`invalid date '${given}'`)
    at = read
  } else if (file !== undefined) {
    const { stat } = io.find(file)
    if (!stat) return io.fail(`can't stat '${file}': No such file or directory`)
    at = stat.mtimeMs
  }
  const isoFormats: { readonly [kind: string]: string } = {
    '': '%Y-%m-%d',
    date: '%Y-%m-%d',
    hours: '%Y-%m-%dT%H+00:00',
    minutes: '%Y-%m-%dT%H:%M+00:00',
    seconds: '%Y-%m-%dT%H:%M:%S+00:00',
  }
  const format =
    options.operands.find(o => o.startsWith('+'))?.slice(1) ??
    (iso ? isoFormats[iso.slice(2)] : options.flags.has('R') ? '%a, %d %b %Y %H:%M:%S +0000' : undefined)
  const bad = options.operands.find(o => !o.startsWith('+'))
  if (bad !== undefined) return io.fail(`invalid date '${bad}'`)
  io.out(`${formatTime(format ?? '%a %b %e %H:%M:%S UTC %Y', at)}\n`)
  return 0
}

export const uptime: Command = io => {
  const first = io.kernel.processes[1]
  const minutes = Math.floor((io.nowMs - (first?.startedMs ?? io.nowMs)) / 60_000)
  const up = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  io.out(` ${formatTime('%H:%M:%S', io.nowMs)} up ${up},  0 users,  load average: 0.00, 0.00, 0.00\n`)
  return 0
}

interface Timeout {
  pid: number
  killed: boolean
}
/** `timeout [-s SIG] SECS PROG`. */
export const timeout: Command = (io, state) => {
  let args = io.args
  let signal = 'TERM'
  while (args[0] !== undefined && /^-/.test(args[0])) {
    if (args[0] === '-s') {
      signal = readSignal(args[1] ?? '') ?? 'TERM'
      args = args.slice(2)
    } else if (args[0] === '-k') args = args.slice(2)
    else args = args.slice(1)
  }
  const [time, ...argv] = args
  if (time === undefined || argv.length === 0) return io.usage('timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS')
  const ms = durationMs(time)
  if (ms === undefined) return io.fail(`invalid number '${time}'`)
  const s = state as Timeout | undefined
  if (!s) return startChild(io, argv, ms)
  // It is its child that one sees: both end alike.
  const ending = io.reapEnding(s.pid)
  if (ending) return { ending }
  if (!s.killed) io.kill(s.pid, signal)
  return { wait: { child: s.pid }, state: { pid: s.pid, killed: true } satisfies Timeout }
}
function startChild(io: Io, argv: readonly Bytes[], ms: number): Next {
  const started = io.spawn(argv)
  if (typeof started !== 'number') return io.fail(`can't execute '${argv[0]}': No such file or directory`, started.missing)
  return {
    wait: { child: started, ...(ms < Number.POSITIVE_INFINITY && { untilMs: io.nowMs + ms }) },
    state: { pid: started, killed: false } satisfies Timeout,
  }
}

interface Timing {
  pid: number
  fromMs: number
}
export const time: Command = (io, state) => {
  const portable = io.args[0] === '-p'
  const argv = portable ? io.args.slice(1) : io.args
  if (argv.length === 0) return io.usage('time [-vpao] PROG ARGS')
  const s = state as Timing | undefined
  if (!s) {
    const started = io.spawn(argv)
    if (typeof started !== 'number') return io.fail(`can't execute '${argv[0]}': No such file or directory`, started.missing)
    return { wait: { child: started }, state: { pid: started, fromMs: io.nowMs } satisfies Timing }
  }
  const code = io.reap(s.pid) ?? 0
  const seconds = (io.nowMs - s.fromMs) / 1000
  const shown = portable
    ? `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00`
    : `real\t${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s`
  io.err(`${shown}\n`)
  return code
}

interface Watch {
  pid: number | undefined
}
/** Runs a command again and again. */
export const watch: Command = (io, state) => {
  const args = io.args.flatMap(a => (/^-n./.test(a) ? ['-n', a.slice(2)] : [a])).filter(a => a !== '-t')
  const every = args[0] === '-n' ? Number(args[1]) : 2
  const words = args[0] === '-n' ? args.slice(2) : args
  if (words.length === 0) return io.usage('watch [-n SEC] [-t] PROG ARGS')
  const s = state as Watch | undefined
  if (s?.pid !== undefined) {
    io.reap(s.pid)
    return { wait: { untilMs: io.nowMs + every * 1000 }, state: { pid: undefined } satisfies Watch }
  }
  io.out(`\x1b[H\x1b[J${io.args.includes('-t') ? '' : `Every ${every.toFixed(1)}s: ${words.join(' ')}\n\n`}`)
  const started = io.spawn(['sh', '-c', words.join(' ')])
  if (typeof started !== 'number') return started.missing
  return { wait: { child: started }, state: { pid: started } satisfies Watch }
}
