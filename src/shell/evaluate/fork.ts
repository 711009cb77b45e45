// Shells that come from a shell: subshells, the stages of a pipeline, background jobs, command substitutions. Upstream of the rules: POSIX.1-2017, Shell
// Command Language, 2.12 (a subshell has its ancestor's variables and options, but no traps of its own).
import { install, pipe, readOpen } from '../descriptors.ts'
import type { Kernel } from '../kernel.ts'
import type { FrameOf, Job, Place, Process, Saved, Shell } from '../state.ts'
import { Expander, Substitution } from './expand.ts'
import { setOption } from './options.ts'
import { frameFor, leave, type Turn, tellSignal } from './stack.ts'
import { ShellFault } from './variables.ts'

/** Throws when no more processes can be started; before anything is made for them. */
export function needRoom(k: Kernel, processes: number): void {
  if (k.isCrowdedFor(processes)) throw new ShellFault("can't fork: Resource temporarily unavailable")
}

/** A child shell that evaluates one node and ends. */
export function forkShell({ k, p, sh }: Turn, place: Place, tested: boolean, background = false): Process {
  needRoom(k, 1)
  const traps = Object.fromEntries(Object.entries(sh.traps).filter(([signal, text]) => text === '' && signal !== 'EXIT'))
  const body: Shell = {
    ...sh,
    stack: [frameFor(place, { tested, last: true })],
    traps,
    caught: [],
    jobs: [],
    interactive: false,
    leaving: false,
  }
  return k.fork(p, body, background ? { background, ignored: [...p.ignored, 'INT', 'QUIT'] } : {})
}

/** Expands; undefined when it must wait for the output of a command, which is then under way: the same is tried again afterwards. */
export function attempt<T>(
  turn: Turn,
  frame: Place & { journal: readonly string[]; saved?: Saved },
  act: (x: Expander) => T,
): { value: T } | undefined {
  const x = new Expander(turn.k, turn.p, turn.sh, frame.journal)
  try {
    const value = act(x)
    if (frame.journal.length > 0) frame.journal = []
    return { value }
  } catch (stop) {
    if (!(stop instanceof Substitution)) throw stop
    frame.journal = x.journal
    if (stop.pipe) frame.journal = [...x.journal, connect(turn, frame, stop)]
    else capture(turn, frame, stop)
    return undefined
  }
}
function capture(turn: Turn, { source, base }: Place, { body }: Substitution): void {
  const { k, sh } = turn
  needRoom(k, 1)
  const ends = pipe(k)
  const child = forkShell(turn, { source, base, id: body }, false)
  // `set -e` does not reach into a substitution.
  if (child.body.kind === 'shell') setOption(child.body, 'e', false)
  install(k, child, 1, ends.writes)
  sh.stack.push({ do: 'capture', file: ends.reads, pid: child.pid, data: '' })
}
/** `<( )`: a pipe under the name of a descriptor, which is closed after the command. */
function connect(turn: Turn, frame: Place & { saved?: Saved }, { body, pipe: direction }: Substitution): string {
  const { k, p } = turn
  needRoom(k, 1)
  const ends = pipe(k)
  const child = forkShell(turn, { source: frame.source, base: frame.base, id: body }, false, true)
  install(k, child, direction === 'read' ? 1 : 0, direction === 'read' ? ends.writes : ends.reads)
  let fd = 63
  while (p.fds[fd] !== undefined) fd--
  p.fds[fd] = direction === 'read' ? ends.reads : ends.writes
  if (frame.saved) frame.saved = { ...frame.saved, [fd]: -1 }
  return `/dev/fd/${fd}`
}

/** How much of a command's output is kept. */
const longest = 16_777_216

/** Collects the output of a command substitution, then its status, and hands it to the frame that waits for it. */
export function stepCapture(turn: Turn, frame: FrameOf<'capture'>): void {
  const { k, p, sh } = turn
  for (;;) {
    const text = readOpen(k, frame.file)
    if (text === undefined) {
      p.wait = { file: frame.file }
      return
    }
    if (text === null) break
    if (frame.data.length < longest) frame.data += text
  }
  const ending = k.reap(frame.pid)
  if (!ending) {
    if (k.processes[frame.pid]) {
      p.wait = { child: frame.pid }
      return
    }
  } else tellSignal(turn, ending)
  sh.substituted = ending?.code ?? 0
  sh.status = sh.substituted
  const { data } = frame
  leave(turn)
  const below = sh.stack.at(-1)
  if (below && 'journal' in below) below.journal = [...below.journal, data.replace(/\0/g, '').replace(/\n+$/, '')]
}

export const isDone = (job: Job): boolean => job.pids.every(pid => Object.hasOwn(job.endings, pid))

/** A new job has the lowest number that is free; those that are over and were waited for make room. */
export function addJob(sh: Shell, pids: readonly number[]): void {
  const others = sh.jobs.filter(j => !isDone(j) || !j.waited)
  let number = 1
  while (others.some(j => j.number === number)) number++
  sh.jobs = [...others, { number, pids, endings: {}, waited: false }]
}
/** Takes note of children that have ended meanwhile. */
export function noteEndings({ k, sh }: Turn): void {
  for (const job of sh.jobs) {
    for (const pid of job.pids) {
      const ending = Object.hasOwn(job.endings, pid) ? undefined : k.reap(pid)
      if (!ending) continue
      sh.jobs = sh.jobs.map(j => (j.number === job.number ? { ...j, endings: { ...j.endings, [pid]: ending } } : j))
    }
  }
}
