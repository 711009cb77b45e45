// Who may go on, and in which order: all processes in turn, by number, a few steps each, until all wait or the steps given are used up. That order is the
// only one there is, so the same machine in the same world always does the same.
import { canRead, canReadOpen, hasRoom, write } from './descriptors.ts'
import { stepShell } from './evaluate/shell.ts'
import { become, commandNamed, executableOf, spawn } from './exec.ts'
import { Io } from './io.ts'
import type { Kernel } from './kernel.ts'
import { copyData, own } from './records.ts'
import type { Process, Program, Wait } from './state.ts'

/** How many steps a process takes before it is the next one's turn. */
const slice = 64
/** Whoever writes a lot has done a lot. */
const bytesPerStep = 512

/** Lets processes go on; returns how many of the steps are left: 0 when somebody could still go on. A later run goes on where this one stopped. */
export function runProcesses(k: Kernel, steps: number): number {
  let left = steps
  let { pid, used } = k.turn
  for (let idle = 0; left > 0; ) {
    const process = k.processes[pid]
    if (process && used < slice && isReady(k, process)) {
      const before = k.written
      step(k, k.edit(pid) as Process)
      left -= 1 + Math.floor((k.written - before) / bytesPerStep)
      used++
      idle = 0
      continue
    }
    if (idle++ > k.pids.length) break
    pid = after(k.pids, pid)
    used = 0
  }
  k.turn = left > 0 ? { pid: 0, used: 0 } : { pid, used }
  return left
}

/** The next number in a rising list, or its first. */
function after(pids: readonly number[], pid: number): number {
  let [from, to] = [0, pids.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((pids[middle] as number) > pid) to = middle
    else from = middle + 1
  }
  return pids[from] ?? pids[0] ?? 0
}

function isReady(k: Kernel, p: Process): boolean {
  if (p.ended) return false
  if (p.pending.length > 0) return true
  if (p.stopped) return false
  if (p.congested !== undefined && !hasRoom(k, p.congested)) return false
  return p.wait === undefined || isOver(k, p, p.wait)
}
function isOver(k: Kernel, p: Process, wait: Wait): boolean {
  if (wait.untilMs !== undefined && k.world.nowMs >= wait.untilMs) return true
  if (wait.input !== undefined && canRead(k, p, wait.input)) return true
  if (wait.file !== undefined && canReadOpen(k, wait.file)) return true
  if (wait.child !== undefined && childEnded(k, p, wait.child)) return true
  if (wait.request && p.answer) return true
  if (p.body.kind === 'program') return p.body.caught !== undefined
  return (wait.interruptible ?? false) && p.body.caught.length > 0
}
function childEnded(k: Kernel, p: Process, child: number | 'any'): boolean {
  if (child !== 'any') return k.processes[child]?.ended !== undefined || !k.processes[child]
  return k.pids.some(pid => k.processes[pid]?.parent === p.pid && k.processes[pid]?.ended)
}

function step(k: Kernel, p: Process): void {
  if (p.pending.length > 0) {
    k.deliver(p)
    // A signal that changes nothing does not end a wait.
    return
  }
  k.current = p.pid
  p.wait = undefined
  p.congested = undefined
  try {
    if (p.body.kind === 'shell') stepShell(k, p, p.body)
    else stepProgram(k, p, p.body)
  } catch (fault) {
    // A text beyond what a machine can hold, or a recursion: a real process would be out of memory, and others need not mind.
    if (!(fault instanceof RangeError)) throw fault
    write(k, p, 2, `${p.argv[0]}: out of memory\n`)
    k.exit(p, 0, 'SEGV')
  }
}

function stepProgram(k: Kernel, p: Process, body: Program): void {
  if (body.name === '') {
    // It was started from outside, and what it says as it begins is heard only now.
    const found = executableOf(k, p, p.argv[0] ?? '', own(p.env, 'PATH') ?? '')
    if (found.kind === 'missing') k.exit(p, found.code)
    else become(k, p, p.argv, p.env, found)
    return
  }
  const command = commandNamed(k, body.name)
  if (!command) {
    k.exit(p, 127)
    return
  }
  const io = new Io(k, p, [body.name, ...p.argv.slice(1)], spawn)
  // A command may change its state in place, and the machine it comes from must stay as it was.
  const next = command(io, copyData(body.state))
  body.started = true
  body.caught = undefined
  p.answer = undefined
  if (typeof next === 'number' || io.isBroken) {
    k.exit(p, io.finish(typeof next === 'number' ? next : 1))
    return
  }
  if ('ending' in next) {
    k.exit(p, next.ending.code, next.ending.signal)
    return
  }
  if ('exec' in next) {
    const env = next.env ?? p.env
    if (next.ignored) p.ignored = [...p.ignored, ...next.ignored]
    const found = executableOf(k, p, next.exec[0] ?? '', own(env, 'PATH') ?? '')
    if (found.kind !== 'missing') {
      become(k, p, next.exec, env, found)
      return
    }
    k.exit(
      p,
      io.fail(`can't execute '${next.exec[0]}': ${found.code === 126 ? 'Permission denied' : 'No such file or directory'}`, found.code),
    )
    return
  }
  body.state = next.state
  body.catches = next.wait.catches ?? []
  p.wait = next.wait
}
