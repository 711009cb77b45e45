// A simple command, from its words to its status: expansion, redirections, assignments, then a function, a builtin or a program.
// Upstream: POSIX.1-2017, Shell Command Language, 2.9.1.

import { builtins, specialBuiltins } from '../builtins/index.ts'
import type { Bytes } from '../bytes.ts'
import { write } from '../descriptors.ts'
import { become, executableOf } from '../exec.ts'
import { quoteWord } from '../language/quote.ts'
import type { NodeOf } from '../language/syntax.ts'
import { having, own } from '../records.ts'
import { type Place, programOf, type SimpleFrame } from '../state.ts'
import { attempt, needRoom } from './fork.ts'
import { redirect, targetOf } from './redirects.ts'
import { nodeAt } from './scripts.ts'
import { complain, exitShell, fail, leave, type Turn, tellSignal } from './stack.ts'
import { environmentOf, has, ShellFault, setVariable, variable } from './variables.ts'

type Simple = NodeOf<'simple'>

export function stepSimple(turn: Turn, f: SimpleFrame): void {
  const node = nodeAt(f) as Simple
  const { sh } = turn
  if (f.stage === 'words') {
    if (f.index === 0 && f.journal.length === 0) {
      sh.line = f.base + node.line
      sh.substituted = -1
    }
    if (!expandWords(turn, f, node)) return
  }
  if (f.stage === 'redirects' && !doRedirects(turn, f, node)) return
  if (f.stage === 'assignments' && !expandAssignments(turn, f, node)) return
  if (f.stage === 'dispatch') dispatch(turn, f)
  else if (f.stage === 'child') awaitChild(turn, f)
  else if (f.stage === 'done') finish(turn, f)
}

const assigning = new Set(['export', 'readonly', 'local'])

function expandWords(turn: Turn, f: SimpleFrame, node: Simple): boolean {
  const assigns = node.words[0]?.literal !== undefined && assigning.has(node.words[0].literal)
  for (let word = node.words[f.index]; word; word = node.words[f.index]) {
    const current = word
    // `export a=$b` is an assignment too: its value is not split.
    const whole = assigns && current.parts[0]?.kind === 'text' && !current.parts[0].quoted && /^[A-Za-z_]\w*=/.test(current.parts[0].text)
    const fields = attempt(turn, f, x => (whole ? [x.text(current, 'colons')] : x.fields(current)))
    if (!fields) return false
    f.fields = f.fields.length === 0 ? fields.value : f.fields.concat(fields.value)
    f.index++
  }
  f.stage = 'redirects'
  f.index = 0
  return true
}
function doRedirects(turn: Turn, f: SimpleFrame, node: Simple): boolean {
  for (let r = node.redirects[f.index]; r; r = node.redirects[f.index]) {
    const current = r
    const target = attempt(turn, f, x => targetOf(x, current))
    if (!target) return false
    try {
      f.saved = redirect(turn, current, target.value, f.saved)
    } catch (fault) {
      if (!(fault instanceof ShellFault)) throw fault
      complain(turn, fault.message)
      const special = specialBuiltins.has(f.fields[0] ?? '')
      turn.sh.status = fault.code
      if (special) fail(turn, new ShellFault('', fault.code))
      else finish(turn, f)
      return false
    }
    f.index++
  }
  f.stage = 'assignments'
  f.index = 0
  return true
}
function expandAssignments(turn: Turn, f: SimpleFrame, node: Simple): boolean {
  for (let a = node.assignments[f.index]; a; a = node.assignments[f.index]) {
    const { name, value: word } = a
    const value = attempt(turn, f, x => x.text(word, 'colons'))
    if (!value) return false
    f.assigned = [...f.assigned, { name, value: value.value }]
    // Without a command each assignment is seen by the next.
    if (f.fields.length === 0) setVariable(turn.sh, name, value.value)
    f.index++
  }
  f.stage = 'dispatch'
  return true
}

function dispatch(turn: Turn, f: SimpleFrame): void {
  const { sh } = turn
  const name = f.fields[0]
  if (has(sh, 'x') && (f.fields.length > 0 || f.assigned.length > 0)) trace(turn, f)
  f.stage = 'done'
  if (name === undefined) {
    sh.status = Math.max(sh.substituted, 0)
    finish(turn, f)
    return
  }
  const place = own(sh.functions, name)
  if (place && !specialBuiltins.has(name)) {
    call(turn, f, place)
    return
  }
  runNamed(turn, f, f.fields, false)
}
function call(turn: Turn, f: SimpleFrame, place: Place): void {
  const { sh } = turn
  shadow(turn, f)
  sh.stack.push({ do: 'call', begun: false, place, tested: f.tested, params: sh.params, locals: {} })
  sh.params = f.fields.slice(1)
}
/** Runs a builtin or a program; `plain`: by way of `command`, so a failing special builtin does not end the shell. */
export function runNamed(turn: Turn, f: SimpleFrame, argv: readonly Bytes[], plain: boolean): void {
  const { sh } = turn
  const name = argv[0] ?? ''
  const builtin = own(builtins, name)
  if (!builtin) {
    runProgram(turn, f, argv)
    return
  }
  if (specialBuiltins.has(name)) for (const { name: variableName, value } of f.assigned) setVariable(sh, variableName, value)
  else shadow(turn, f)
  const outer = sh.command
  sh.command = name
  let status: number | undefined
  try {
    status = builtin(turn, argv.slice(1), f, outer)
  } catch (fault) {
    if (!(fault instanceof ShellFault)) throw fault
    if (fault.message !== '') complain(turn, fault.message)
    sh.command = outer
    if (plain || !specialBuiltins.has(name)) status = fault.code
    else {
      fail(turn, fault)
      return
    }
  }
  if (status === undefined) {
    // A text that it runs is at work under its name, and the outer one comes back afterwards.
    const top = sh.stack.at(-1)
    if (top?.do === 'script' && top.next === 0) top.command = outer
    else sh.command = outer
    return
  }
  sh.command = outer
  sh.status = status
  finish(turn, f)
}
/** Assignments before a function or a builtin last as long as it runs. */
function shadow({ sh }: Turn, f: SimpleFrame): void {
  for (const { name, value } of f.assigned) {
    if (!Object.hasOwn(f.shadowed, name)) f.shadowed = having(f.shadowed, name, variable(sh, name) ?? null)
    setVariable(sh, name, value, { exported: true })
  }
}

function runProgram(turn: Turn, f: SimpleFrame, argv: readonly Bytes[]): void {
  const { k, p, sh } = turn
  let env = environmentOf(sh)
  for (const { name, value } of f.assigned) env = having(env, name, value)
  const path = own(env, 'PATH') ?? own(sh.variables, 'PATH')?.value ?? ''
  const found = executableOf(k, p, argv[0] ?? '', path)
  if (found.kind === 'missing') {
    complain(turn, `${argv[0]}: ${found.reason}`)
    sh.status = found.code
    finish(turn, f)
    return
  }
  if (f.last && Object.keys(sh.traps).length === 0 && !sh.interactive) {
    k.dropStack(p)
    become(k, p, argv, env, found)
    return
  }
  needRoom(k, 1)
  const child = k.fork(p, programOf(''))
  become(k, child, argv, env, found)
  f.stage = 'child'
  f.pid = child.pid
  p.wait = { child: child.pid }
}
function awaitChild(turn: Turn, f: SimpleFrame): void {
  const { k, p, sh } = turn
  const ending = k.reap(f.pid)
  if (!ending && k.processes[f.pid]) {
    p.wait = { child: f.pid }
    return
  }
  sh.status = ending?.code ?? 127
  if (ending) tellSignal(turn, ending)
  finish(turn, f)
}

function finish(turn: Turn, f: SimpleFrame): void {
  leave(turn)
  checkExit(turn, f.tested)
}
/** `set -e`: a failure that nobody tests ends the shell. */
export function checkExit(turn: Turn, tested: boolean): void {
  if (turn.sh.status !== 0 && !tested && has(turn.sh, 'e')) exitShell(turn, turn.sh.status)
}

/** `set -x`. */
function trace({ k, p, sh }: Turn, f: SimpleFrame): void {
  const words = [...f.assigned.map(({ name, value }) => `${name}=${quoteWord(value)}`), ...f.fields.map(quoteWord)]
  write(k, p, 2, `${variable(sh, 'PS4')?.value ?? ''}${words.join(' ')}\n`)
}
