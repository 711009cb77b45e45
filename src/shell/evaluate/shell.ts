// A shell's turn: the top of its stack takes a step; signals that have come run their traps between commands; an empty stack is the end.
// Upstream of the rules: POSIX.1-2017, Shell Command Language, 2.11 (signals), 2.14 (trap); what interrupts what is busybox ash's.
import { builtinSteps } from '../builtins/index.ts'
import { write } from '../descriptors.ts'
import type { Kernel } from '../kernel.ts'
import { lacking, own } from '../records.ts'
import { signalNumber } from '../signals.ts'
import type { Frame, FrameOf, Process, Shell } from '../state.ts'
import {
  stepAndOr,
  stepCase,
  stepChildren,
  stepFor,
  stepIf,
  stepImmediate,
  stepLoop,
  stepNot,
  stepRedirected,
  stepSequence,
} from './compound.ts'
import { stepCapture } from './fork.ts'
import { stepInput } from './input.ts'
import { scriptOf } from './scripts.ts'
import { stepSimple } from './simple.ts'
import { abort, frameFor, guarded, leave, push, scriptFrame, type Turn } from './stack.ts'
import { has, ShellFault } from './variables.ts'

type Steps = { readonly [D in Frame['do']]: (turn: Turn, frame: FrameOf<D>) => void }

const steps: Steps = {
  simple: stepSimple,
  redirected: stepRedirected,
  sequence: stepSequence,
  and: stepAndOr,
  or: stepAndOr,
  not: stepNot,
  if: stepIf,
  loop: stepLoop,
  for: stepFor,
  case: stepCase,
  children: stepChildren,
  immediate: stepImmediate,
  script: stepScript,
  call: stepCall,
  capture: stepCapture,
  trap: stepTrap,
  input: stepInput,
  ...builtinSteps,
}

/** A trap that sends its own signal, functions that call each other for ever: here it ends. */
const deepestStack = 10_000

export function stepShell(k: Kernel, p: Process, sh: Shell): void {
  const turn: Turn = { k, p, sh }
  const top = sh.stack.at(-1)
  if (sh.stack.length > deepestStack) throw new RangeError('the stack of a shell')
  if (!top) {
    finishShell(turn)
    return
  }
  // `wait`, `read` and a prompt end themselves when a signal comes; its trap runs then.
  const interruptible = top.do === 'wait' || top.do === 'read' || (top.do === 'input' && sh.interactive)
  if (sh.caught.length > 0 && !interruptible) {
    startTrap(turn)
    return
  }
  guarded(turn, () => (steps[top.do] as (turn: Turn, frame: Frame) => void)(turn, top))
}

function finishShell(turn: Turn): void {
  const { k, p, sh } = turn
  const text = own(sh.traps, 'EXIT')
  if (text === undefined || sh.leaving) {
    k.exit(p, sh.status)
    return
  }
  sh.leaving = true
  sh.traps = lacking(sh.traps, 'EXIT')
  sh.stack.push({ do: 'trap', begun: false, text, status: sh.status, exit: true })
}
function startTrap(turn: Turn): void {
  const { sh } = turn
  const [signal = '', ...rest] = sh.caught
  sh.caught = rest
  const text = own(sh.traps, signal)
  if (text) sh.stack.push({ do: 'trap', begun: false, text, status: sh.status, exit: false })
  else if (text === undefined && sh.interactive) {
    write(turn.k, turn.p, 2, '\n')
    abort(turn, 128 + signalNumber(signal))
  }
}

function stepTrap({ sh }: Turn, f: FrameOf<'trap'>): void {
  if (!f.begun) {
    f.begun = true
    sh.stack.push(scriptFrame(sh, f.text, sh.line - 1))
    return
  }
  sh.status = f.status
  sh.stack.pop()
}
function stepScript(turn: Turn, f: FrameOf<'script'>): void {
  const { sh } = turn
  const script = scriptOf(f.source)
  const command = has(sh, 'n') ? undefined : script.commands[f.next++]
  if (command !== undefined)
    push(sh, { source: f.source, base: f.base, id: command }, command, {
      tested: f.tested,
      last: f.last && !script.error && f.next === script.commands.length,
    })
  else if (script.error) {
    sh.line = f.base + script.error.line
    throw new ShellFault(`syntax error: ${script.error.message}`)
  } else leave(turn)
}
function stepCall(turn: Turn, f: FrameOf<'call'>): void {
  if (f.begun) {
    leave(turn)
    return
  }
  f.begun = true
  turn.sh.stack.push(frameFor(f.place, { tested: f.tested, last: false }))
}
