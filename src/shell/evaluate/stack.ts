// The stack of a shell: what is being evaluated, innermost last. A frame is data; its step finds its node in the parsed script again. Leaving a frame
// early (`break`, `return`, `exit`, an error) puts back what it had replaced.
import type { Bytes } from '../bytes.ts'
import { install, write } from '../descriptors.ts'
import type { Kernel } from '../kernel.ts'
import { describeSignal } from '../signals.ts'
import type { Ending, Frame, Place, Process, Saved, Shell } from '../state.ts'
import { nodeAt } from './scripts.ts'
import { restoreVariables, ShellFault } from './variables.ts'

/** Everything a step works on. */
export interface Turn {
  readonly k: Kernel
  readonly p: Process
  readonly sh: Shell
}

interface Flags {
  readonly tested: boolean
  readonly last: boolean
}

/** The frame that evaluates a node. */
export function frameFor(place: Place, { tested, last }: Flags): Frame {
  const node = nodeAt(place)
  const { source, id, base } = place
  switch (node.kind) {
    case 'simple':
      return {
        source,
        id,
        base,
        tested,
        last,
        do: 'simple',
        stage: 'words',
        index: 0,
        journal: [],
        fields: [],
        saved: {},
        assigned: [],
        shadowed: {},
        pid: 0,
      }
    case 'redirected':
      return { source, id, base, tested, last, do: 'redirected', index: 0, journal: [], saved: {}, begun: false }
    case 'sequence':
      return { source, id, base, tested, last, do: 'sequence', index: 0 }
    case 'for':
      return { source, id, base, tested, last, do: 'for', index: 0, fields: [], journal: [], ready: false, round: 0, result: 0 }
    case 'case':
      return { source, id, base, tested, last, do: 'case', subject: undefined, arm: 0, index: 0, journal: [], begun: false }
    case 'and':
    case 'or':
    case 'not':
    case 'if':
    case 'loop':
      return { source, id, base, tested, last, do: node.kind, stage: 0, result: 0 }
    case 'pipeline':
    case 'subshell':
      return { source, id, base, tested, last, do: 'children', pids: [], index: 0, result: 0 }
    case 'background':
    case 'function':
      return { source, id, base, tested, last, do: 'immediate' }
    default:
      return node satisfies never
  }
}
export function push(sh: Shell, place: Place, id: number, flags: Flags): void {
  sh.stack.push(frameFor({ source: place.source, id, base: place.base }, flags))
}

/** The frame that runs a text. `base`: added to its lines. */
export function scriptFrame(
  sh: Shell,
  source: Bytes,
  base: number,
  more: { tested?: boolean; last?: boolean; sourced?: boolean } = {},
): Frame {
  return { do: 'script', source, base, next: 0, tested: false, last: false, sourced: false, command: sh.command, ...more }
}

/** Prints a message as ash does: the shell's name, what is at work, the line. */
export function complain({ k, p, sh }: Turn, message: Bytes, command = sh.command): void {
  const line = sh.interactive ? '' : `line ${sh.line}: `
  const where = command === '' ? '' : `${command === sh.name ? '' : `${command}: `}${line}`
  write(k, p, 2, `${sh.name}: ${where}${message}\n`)
}
/** Says how a foreground child ended, when it was by a signal. */
export function tellSignal({ k, p }: Turn, ending: Ending): void {
  const text = ending.signal && describeSignal(ending.signal)
  if (text) write(k, p, 2, `${text}\n`)
}

/** Puts descriptors back as they were before a redirection. */
export function restoreDescriptors({ k, p }: Turn, saved: Saved): void {
  for (const [fd, id] of Object.entries(saved)) {
    if (id >= 0) install(k, p, Number(fd), id)
    else {
      const now = p.fds[Number(fd)]
      delete p.fds[Number(fd)]
      if (now !== undefined) k.release(now)
    }
  }
}
/** Takes the top frame away and puts back what it had replaced. */
export function leave(turn: Turn): void {
  const { sh } = turn
  const frame = sh.stack.pop()
  if (!frame) return
  if (frame.do === 'simple') {
    restoreDescriptors(turn, frame.saved)
    restoreVariables(sh, frame.shadowed)
  } else if (frame.do === 'redirected') restoreDescriptors(turn, frame.saved)
  else if (frame.do === 'call') {
    sh.params = frame.params
    restoreVariables(sh, frame.locals)
  } else if (frame.do === 'script') sh.command = frame.command
  else if (frame.do === 'capture') turn.k.release(frame.file)
}

/** `break` (and `continue`) out of n loops: the frame it ends at becomes the top; false when there is no loop. */
export function breakLoops(turn: Turn, levels: number, goOn: boolean): boolean {
  const { stack } = turn.sh
  // Also loops around the function that is called.
  const loops = stack.flatMap((f, i) => (f.do === 'for' || f.do === 'loop' ? [i] : []))
  const target = loops[Math.max(loops.length - levels, 0)]
  if (target === undefined) return false
  while (stack.length > target + 1) leave(turn)
  const loop = stack[target]
  turn.sh.status = 0
  if (!goOn) stack.pop()
  else if (loop?.do === 'loop') loop.stage = 0
  return true
}
/** `return`: out of the function or the sourced file; false when there is none. */
export function returnFrom(turn: Turn): boolean {
  const { stack } = turn.sh
  const target = stack.findLastIndex(f => f.do === 'call' || (f.do === 'script' && f.sourced))
  if (target < 0) return false
  while (stack.length > target) leave(turn)
  return true
}
/** `exit`: everything is left; the EXIT trap still runs when the stack is empty. */
export function exitShell(turn: Turn, code: number): void {
  while (turn.sh.stack.length > 0) leave(turn)
  turn.sh.status = code & 255
}

/** Does what may find that the shell cannot go on; true when it could. */
export function guarded(turn: Turn, act: () => void): boolean {
  try {
    act()
    return true
  } catch (fault) {
    if (!(fault instanceof ShellFault)) throw fault
    complain(turn, fault.message)
    fail(turn, fault)
    return false
  }
}
/** The shell meets a fault: it ends, or a prompt comes again, or just the command fails. */
export function fail(turn: Turn, fault: ShellFault): void {
  const { sh } = turn
  if (!fault.exits) sh.status = fault.code
  else if (sh.interactive) abort(turn, fault.code)
  else exitShell(turn, fault.code)
}
/** Back to the prompt. */
export function abort(turn: Turn, status: number): void {
  const { stack } = turn.sh
  while (stack.length > 1) leave(turn)
  const prompt = stack[0]
  if (prompt?.do === 'input') Object.assign(prompt, { buffer: '', text: '', prompted: false })
  turn.sh.status = status
}
