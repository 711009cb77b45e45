// Compound commands: lists, conditions, loops, case, pipelines, subshells, functions. Each step does one thing and says what comes next by pushing a
// frame; the frame below goes on when that one is done, with its status in `$?`. Upstream: POSIX.1-2017, Shell Command Language, 2.9.2 to 2.9.5.
import { install, openPath, pipe } from '../descriptors.ts'
import { matches } from '../language/pattern.ts'
import type { NodeOf } from '../language/syntax.ts'
import { having } from '../records.ts'
import type { FrameOf, Place } from '../state.ts'
import { addJob, attempt, forkShell, needRoom } from './fork.ts'
import { redirect, targetOf } from './redirects.ts'
import { nodeAt } from './scripts.ts'
import { checkExit } from './simple.ts'
import { complain, leave, push, type Turn, tellSignal } from './stack.ts'
import { has, ShellFault, setVariable } from './variables.ts'

const inner = { tested: false, last: false }

export function stepSequence({ sh }: Turn, f: FrameOf<'sequence'>): void {
  const { items } = nodeAt(f) as NodeOf<'sequence'>
  const item = items[f.index++]
  if (item === undefined || has(sh, 'n')) sh.stack.pop()
  else push(sh, f, item, { tested: f.tested, last: f.last && f.index === items.length })
}

export function stepAndOr({ sh }: Turn, f: FrameOf<'and' | 'or' | 'not' | 'if' | 'loop'>): void {
  const node = nodeAt(f) as NodeOf<'and' | 'or'>
  if (f.stage++ === 0) {
    push(sh, f, node.left, { tested: true, last: false })
    return
  }
  // What is on the right stands for the whole.
  const goesOn = (sh.status === 0) === (node.kind === 'and')
  sh.stack.pop()
  if (goesOn) push(sh, f, node.right, f)
}
export function stepNot({ sh }: Turn, f: FrameOf<'and' | 'or' | 'not' | 'if' | 'loop'>): void {
  const node = nodeAt(f) as NodeOf<'not'>
  if (f.stage++ === 0) {
    push(sh, f, node.body, { tested: true, last: false })
    return
  }
  sh.status = sh.status === 0 ? 1 : 0
  sh.stack.pop()
}
export function stepIf({ sh }: Turn, f: FrameOf<'and' | 'or' | 'not' | 'if' | 'loop'>): void {
  const node = nodeAt(f) as NodeOf<'if'>
  if (f.stage++ === 0) {
    push(sh, f, node.condition, { tested: true, last: false })
    return
  }
  const next = sh.status === 0 ? node.consequence : node.alternative
  sh.stack.pop()
  if (next === undefined) sh.status = 0
  else push(sh, f, next, f)
}
export function stepLoop({ sh }: Turn, f: FrameOf<'and' | 'or' | 'not' | 'if' | 'loop'>): void {
  const node = nodeAt(f) as NodeOf<'loop'>
  if (f.stage === 2) f.result = sh.status
  if (f.stage !== 1) {
    f.stage = 1
    push(sh, f, node.condition, { tested: true, last: false })
  } else if ((sh.status === 0) !== node.until) {
    f.stage = 2
    push(sh, f, node.body, { ...inner, tested: f.tested })
  } else {
    sh.status = f.result
    sh.stack.pop()
  }
}

export function stepFor(turn: Turn, f: FrameOf<'for'>): void {
  const { sh } = turn
  const node = nodeAt(f) as NodeOf<'for'>
  if (!f.ready) {
    for (let word = node.words?.[f.index]; word; word = node.words?.[f.index]) {
      const current = word
      const fields = attempt(turn, f, x => x.fields(current))
      if (!fields) return
      f.fields = f.fields.concat(fields.value)
      f.index++
    }
    if (!node.words) f.fields = sh.params
    f.ready = true
    sh.status = 0
  }
  const value = f.fields[f.round++]
  if (value === undefined) sh.stack.pop()
  else {
    setVariable(sh, node.name, value)
    push(sh, f, node.body, { ...inner, tested: f.tested })
  }
}

export function stepCase(turn: Turn, f: FrameOf<'case'>): void {
  const { sh } = turn
  const node = nodeAt(f) as NodeOf<'case'>
  if (f.subject === undefined) {
    const subject = attempt(turn, f, x => x.text(node.word))
    if (!subject) return
    f.subject = subject.value
  }
  const { subject } = f
  for (let arm = node.arms[f.arm]; arm; arm = node.arms[++f.arm], f.index = 0) {
    for (let word = arm.patterns[f.index]; word; word = arm.patterns[++f.index]) {
      const current = word
      const pattern = attempt(turn, f, x => x.pattern(current))
      if (!pattern) return
      if (!matches(pattern.value, subject)) continue
      sh.stack.pop()
      if (arm.body === undefined) sh.status = 0
      else push(sh, f, arm.body, f)
      return
    }
  }
  sh.status = 0
  sh.stack.pop()
}

export function stepRedirected(turn: Turn, f: FrameOf<'redirected'>): void {
  const { sh } = turn
  const node = nodeAt(f) as NodeOf<'redirected'>
  if (f.begun) {
    leave(turn)
    return
  }
  for (let r = node.redirects[f.index]; r; r = node.redirects[f.index]) {
    const current = r
    const target = attempt(turn, f, x => targetOf(x, current))
    if (!target) return
    try {
      f.saved = redirect(turn, current, target.value, f.saved)
    } catch (fault) {
      if (!(fault instanceof ShellFault) || fault.exits) throw fault
      complain(turn, fault.message)
      sh.status = fault.code
      leave(turn)
      return
    }
    f.index++
  }
  f.begun = true
  push(sh, f, node.body, { ...inner, tested: f.tested })
}

/** A pipeline or a subshell: its processes, and then their endings. */
export function stepChildren(turn: Turn, f: FrameOf<'children'>): void {
  const { k, p, sh } = turn
  const node = nodeAt(f) as NodeOf<'pipeline' | 'subshell'>
  if (f.pids.length === 0) {
    f.pids =
      node.kind === 'subshell' ? [forkShell(turn, { ...f, id: node.body }, f.tested).pid] : forkPipeline(turn, f, node, f.tested, false)
  }
  for (let pid = f.pids[f.index]; pid !== undefined; pid = f.pids[++f.index]) {
    const ending = k.reap(pid)
    if (!ending && k.processes[pid]) {
      p.wait = { child: pid }
      return
    }
    const last = f.index === f.pids.length - 1
    const code = ending?.code ?? 0
    if (last && ending) tellSignal(turn, ending)
    if (last ? code !== 0 || !has(sh, 'P') : has(sh, 'P') && code !== 0) f.result = code
  }
  sh.status = f.result
  sh.stack.pop()
  checkExit(turn, f.tested)
}
function forkPipeline(turn: Turn, place: Place, node: NodeOf<'pipeline'>, tested: boolean, background: boolean): number[] {
  const { k } = turn
  needRoom(k, node.stages.length)
  let before: number | undefined
  return node.stages.map((stage, i) => {
    const ends = i < node.stages.length - 1 ? pipe(k) : undefined
    const child = forkShell(turn, { source: place.source, base: place.base, id: stage }, tested, background)
    if (before !== undefined) install(k, child, 0, before)
    else if (background) noInput(turn, child.pid)
    if (ends) install(k, child, 1, ends.writes)
    before = ends?.reads
    return child.pid
  })
}
/** What runs in the background does not read the shell's input. */
function noInput({ k, sh }: Turn, pid: number): void {
  const child = k.edit(pid)
  const id = child && !sh.interactive ? openPath(k, child, '/dev/null', 'read') : undefined
  if (child && typeof id === 'number') install(k, child, 0, id)
}

/** What is done in one step: a function's definition, a command in the background. */
export function stepImmediate(turn: Turn, f: FrameOf<'immediate'>): void {
  const { sh } = turn
  const node = nodeAt(f) as NodeOf<'function' | 'background'>
  sh.stack.pop()
  sh.status = 0
  if (node.kind === 'function') {
    sh.functions = having(sh.functions, node.name, { source: f.source, base: f.base, id: node.body })
    return
  }
  const body = nodeAt({ ...f, id: node.body })
  let pids: number[]
  if (body.kind === 'pipeline') pids = forkPipeline(turn, f, body, f.tested, true)
  else {
    const child = forkShell(turn, { source: f.source, base: f.base, id: node.body }, f.tested, true)
    noInput(turn, child.pid)
    pids = [child.pid]
  }
  sh.lastBackground = pids.at(-1) ?? 0
  addJob(sh, pids)
}
