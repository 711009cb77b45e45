// hostname, env, id, uname, ps, kill …: what a process can learn of where it runs. Upstream: POSIX.1-2017; busybox.

import { listSignals, sendTo } from '../builtins/jobs.ts'
import { type Bytes, encode } from '../bytes.ts'
import { isTerminal } from '../evaluate/start.ts'
import { cleanPath } from '../files.ts'
import type { Command, Io, Next } from '../io.ts'
import { having, lacking } from '../records.ts'
import { readSignal, type Signal } from '../signals.ts'
import type { Process } from '../state.ts'
import { optionsOf } from './inputs.ts'
import { linesOf } from './lines.ts'
import { extended } from './regex.ts'

const print =
  (text: (io: Io) => string): Command =>
  io => {
    io.out(`${encode(text(io))}\n`)
    return 0
  }

export const hostname: Command = io => {
  const options = optionsOf(io, 'sfidy')
  if (!options) return 1
  if (options.operands.length > 0) return io.fail('sethostname: Operation not permitted')
  const { hostname: name, fullHostname = name, address = '127.0.0.1' } = io.world
  const { flags } = options
  io.out(
    `${encode(flags.has('f') ? fullHostname : flags.has('i') ? address : flags.has('s') ? (name.split('.')[0] ?? '') : flags.has('d') ? fullHostname.split('.').slice(1).join('.') : name)}\n`,
  )
  return 0
}
export const nproc = print(io => String(io.world.cpus ?? 1))
const userOf = (io: Io) => ({ uid: 0, gid: 0, ...io.world.user })
const nameOf = (io: Io) => {
  const { uid, name } = { ...userOf(io), name: io.world.user?.name }
  return name ?? (uid === 0 ? 'root' : undefined)
}
export const whoami: Command = io => {
  const name = nameOf(io)
  if (name === undefined) return io.fail(`unknown uid ${userOf(io).uid}`)
  io.out(`${encode(name)}\n`)
  return 0
}
export const id: Command = io => {
  const options = optionsOf(io, 'ugGnr')
  if (!options) return 1
  const { uid, gid } = userOf(io)
  const name = nameOf(io)
  const group = gid === 0 ? 'root' : name
  const { flags } = options
  const named = (n: number, text: string | undefined) => (flags.has('n') ? (text ?? String(n)) : String(n))
  const tell = (n: number, text: string | undefined) => (text === undefined ? String(n) : `${n}(${text})`)
  const text = flags.has('u')
    ? named(uid, name)
    : flags.has('g') || flags.has('G')
      ? named(gid, group)
      : `uid=${tell(uid, name)} gid=${tell(gid, group)}${uid === 0 ? '' : ` groups=${tell(gid, group)}`}`
  io.out(`${encode(text)}\n`)
  return 0
}
export const uname: Command = io => {
  const options = optionsOf(io, 'amnrspvio')
  if (!options) return 1
  const { flags } = options
  const parts: readonly (readonly [letter: string, text: string])[] = [
    ['s', 'Linux'],
    ['n', io.world.hostname],
    ['r', '6.1.0'],
    ['v', '#1 SMP'],
    ['m', 'x86_64'],
    ['o', 'GNU/Linux'],
  ]
  io.out(
    `${encode(
      parts
        .filter(([letter]) => flags.has('a') || flags.has(letter) || (flags.size === 0 && letter === 's'))
        .map(([, text]) => text)
        .join(' '),
    )}\n`,
  )
  return 0
}
export const arch = print(() => 'x86_64')
export const tty: Command = io => {
  const terminal = isTerminal(io.kernel, io.process, 0)
  io.out(terminal ? '/dev/pts/0\n' : 'not a tty\n')
  return terminal ? 0 : 1
}
export const pwd: Command = print(io => io.cwd)
export const free: Command = io => {
  const total = Math.floor((io.world.memoryBytes ?? 8 * 1024 ** 3) / 1024)
  const row = (name: string, ...n: number[]) => `${name.padEnd(8)}${n.map(x => String(x).padStart(12)).join('')}\n`
  io.out(`${' '.repeat(8)}${['total', 'used', 'free', 'shared', 'buff/cache', 'available'].map(t => t.padStart(12)).join('')}\n`)
  io.out(row('Mem:', total, 0, total, 0, 0, total) + row('Swap:', 0, 0, 0))
  return 0
}

export const env: Command = io => {
  let args = io.args
  let variables = io.process.env
  while (args[0] !== undefined) {
    if (args[0] === '-i' || args[0] === '-') variables = {}
    else if (args[0] === '-u') {
      variables = lacking(variables, args[1] ?? '')
      args = args.slice(1)
    } else if (/^-u./.test(args[0])) variables = lacking(variables, args[0].slice(2))
    else if (args[0] === '-0') io.fail("invalid option -- '0'")
    else break
    args = args.slice(1)
  }
  while (args[0]?.includes('=')) {
    variables = having(variables, args[0].slice(0, args[0].indexOf('=')), args[0].slice(args[0].indexOf('=') + 1))
    args = args.slice(1)
  }
  if (args.length > 0) return { exec: args, env: variables }
  for (const [name, value] of Object.entries(variables)) io.out(`${name}=${value}\n`)
  return 0
}
export const printenv: Command = io => {
  if (io.args.length === 0) for (const [name, value] of Object.entries(io.process.env)) io.out(`${name}=${value}\n`)
  let status = 0
  for (const name of io.args) {
    const value = io.env(name)
    if (value === undefined) status = 1
    else io.out(`${value}\n`)
  }
  return status
}
/** nohup, nice, setsid, stdbuf: another program in their place. */
export const instead =
  (takes: RegExp, ignored: readonly Signal[] = []): Command =>
  (io): Next => {
    let args = io.args
    while (args[0] !== undefined && takes.test(args[0])) args = args.slice(/^-[a-z]$/.test(args[0]) && takes.source.includes('|') ? 2 : 1)
    return args.length > 0 ? { exec: args, ignored } : io.usage(`${io.name} PROG ARGS`)
  }

const living = (io: Io): Process[] => Object.values(io.kernel.processes).filter(p => !p.ended)
const commandName = (p: Process) => (p.argv[0] ?? '').replace(/^.*\//, '')
export const ps: Command = io => {
  const chosen = optionsOf(
    io,
    'Teflaux',
    'o',
    io.args.map(a => (/^[aux]+$/.test(a) ? `-${a}` : a)),
  )
  if (!chosen) return 1
  const columns = chosen.values.get('o')?.join(',').split(',')
  const user = nameOf(io) ?? String(userOf(io).uid)
  const seconds = (p: Process) => Math.floor((io.nowMs - p.startedMs) / 1000)
  const clock = (s: number) => `${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`
  const cells: { readonly [name: string]: readonly [title: string, cell: (p: Process) => string] } = {
    pid: ['PID  ', p => String(p.pid).padStart(5)],
    ppid: ['PPID ', p => String(Math.max(p.parent, 0)).padStart(5)],
    user: ['USER    ', () => user.padEnd(8)],
    comm: ['COMMAND', p => commandName(p)],
    args: ['COMMAND', p => p.argv.join(' ')],
    stat: ['STAT', p => (p.stopped ? 'T   ' : 'S   ')],
    etime: ['ELAPSED', p => clock(seconds(p)).padStart(7)],
    time: ['TIME  ', () => '0:00  '],
  }
  const known = columns?.filter(c => Object.hasOwn(cells, c))
  const bad = columns?.find(c => !Object.hasOwn(cells, c))
  if (bad !== undefined) return io.fail(`bad -o argument '${bad}', supported arguments: ${Object.keys(cells).join(',')}`)
  const shown = (known ?? ['pid', 'user', 'args']).map(c => cells[c] as (typeof cells)[string])
  io.out(`${shown.map(([title]) => title).join(' ')}\n`)
  for (const p of living(io)) io.out(`${shown.map(([, cell]) => cell(p)).join(' ')}\n`)
  return 0
}
export const kill: Command = io => {
  let { args } = io
  let signal: Signal | undefined = 'TERM'
  if (args[0] === '-l') return listSignals(args.slice(1), text => io.out(text))
  if (args[0] === '-s' || (args[0] !== undefined && /^-\w/.test(args[0]))) {
    const name = args[0] === '-s' ? (args[1] ?? '') : args[0].slice(1)
    args = args.slice(args[0] === '-s' ? 2 : 1)
    signal = readSignal(name)
    if (signal === undefined) return io.fail(`bad signal name '${name}'`)
  }
  if (args.length === 0) return io.fail('you need to specify whom to kill')
  let status = 0
  for (const target of args) {
    if (!/^-?\d+$/.test(target)) status = io.fail(`invalid number '${target}'`)
    else if (!sendTo(io.kernel, io.process, Number(target), signal)) status = io.fail(`can't kill pid ${target}: No such process`)
  }
  return status
}
const named = (io: Io, name: Bytes) => living(io).filter(p => p.pid !== io.process.pid && (commandName(p) === name || p.argv[0] === name))
export const killall: Command = io => {
  const signal = /^-\w/.test(io.args[0] ?? '') ? readSignal((io.args[0] ?? '').slice(1)) : 'TERM'
  if (signal === undefined) return io.fail(`bad signal name '${io.args[0]?.slice(1)}'`)
  let status = 0
  for (const name of io.args.filter(a => !a.startsWith('-'))) {
    const found = named(io, name)
    if (found.length === 0) status = io.fail(`${name}: no process killed`)
    for (const p of found) io.kill(p.pid, signal)
  }
  return status
}
export const pidof: Command = io => {
  const found = io.args.filter(a => !a.startsWith('-')).flatMap(name => named(io, name))
  if (found.length === 0) return 1
  io.out(
    `${found
      .map(p => p.pid)
      .reverse()
      .join(' ')}\n`,
  )
  return 0
}
/** pgrep and pkill: by a part of the name, with -f of the whole command. */
export const pgrep: Command = io => {
  const options = optionsOf(
    io,
    'flnovx',
    's',
    io.args.filter(a => readSignal(a.replace(/^-/, '')) === undefined || !a.startsWith('-')),
  )
  if (!options) return 1
  const signal = readSignal(io.args.find(a => /^-[A-Z0-9]/.test(a))?.slice(1) ?? 'TERM') ?? 'TERM'
  const pattern = extended(options.operands[0] ?? '', false)
  if (!pattern) return io.fail(`bad regex '${options.operands[0]}'`, 2)
  const found = living(io).filter(p => p.pid !== io.process.pid && pattern.test(options.flags.has('f') ? p.argv.join(' ') : commandName(p)))
  for (const p of found) {
    if (io.name === 'pkill') io.kill(p.pid, signal)
    else io.out(`${p.pid}${options.flags.has('l') ? ` ${p.argv.join(' ')}` : ''}\n`)
  }
  return found.length > 0 ? 0 : 1
}

export const basename: Command = io => {
  const [path, suffix] = io.args
  if (path === undefined) return io.usage('basename FILE [SUFFIX]')
  const name = path.replace(/\/+$/, '').replace(/^.*\//, '') || (path === '' ? '' : '/')
  io.out(`${suffix !== undefined && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`)
  return 0
}
export const dirname: Command = io => {
  const path = io.args[0]
  if (path === undefined) return io.usage('dirname FILENAME')
  const bare = path.replace(/\/+$/, '')
  const at = bare.lastIndexOf('/')
  io.out(`${bare === '' ? (path === '' ? '.' : '/') : at < 0 ? '.' : bare.slice(0, at).replace(/\/+$/, '') || '/'}\n`)
  return 0
}
export const realpath: Command = io => {
  let status = 0
  for (const name of io.args.filter(a => !a.startsWith('-'))) {
    const found = io.find(name)
    if (found.stat) io.out(`${encode(found.device || found.descriptor ? cleanPath(io.cwd, found.path) : found.path)}\n`)
    else status = io.fail(`${name}: ${io.faultText(found.fault ?? 'ENOENT')}`)
  }
  return status
}
export const readlink: Command = io => {
  const options = optionsOf(io, 'fnv')
  if (!options) return 1
  const end = options.flags.has('n') ? '' : '\n'
  let status = 0
  for (const name of options.operands) {
    const { stat, path, fault } = io.find(name, options.flags.has('f'))
    if (options.flags.has('f') ? stat || fault === 'ENOENT' : stat?.type === 'link')
      io.out(encode(options.flags.has('f') ? path : (stat?.target ?? '')) + end)
    else status = 1
  }
  return status
}
/** Whose name a number is in /etc/passwd or /etc/group. */
export const getent: Command = io => {
  const [database, key] = io.args
  const contents = io.contents(`/etc/${database}`)
  if (!('text' in contents)) return io.fail(`unknown database: ${database}`)
  const found = linesOf(contents.text).filter(line => key === undefined || line.split(database === 'hosts' ? /\s+/ : ':').includes(key))
  for (const line of found) io.out(`${line}\n`)
  return found.length > 0 ? 0 : 2
}
