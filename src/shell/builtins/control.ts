// Builtins that steer the shell: leaving loops, functions and the shell, running other text, becoming another program.
// Upstream: POSIX.1-2017, Shell Command Language, 2.14.
import type { Bytes } from '../bytes.ts'
import { decode, encode } from '../bytes.ts'
import { write } from '../descriptors.ts'
import { runNamed } from '../evaluate/simple.ts'
import { breakLoops, exitShell, returnFrom, scriptFrame, type Turn } from '../evaluate/stack.ts'
import { environmentOf, ShellFault } from '../evaluate/variables.ts'
import { become, executableOf } from '../exec.ts'
import { faultTexts, find } from '../files.ts'
import { having, own } from '../records.ts'
import type { Builtin } from './builtin.ts'
import { whatIs } from './type.ts'

function numberOf(text: Bytes): number {
  if (!/^\d+$/.test(text)) throw new ShellFault(`Illegal number: ${text}`)
  return Number(text)
}

export const breakOut: Builtin = (turn, args) => (breakLoops(turn, args[0] === undefined ? 1 : numberOf(args[0]), false) ? undefined : 0)
export const continueLoop: Builtin = (turn, args) => (breakLoops(turn, args[0] === undefined ? 1 : numberOf(args[0]), true) ? undefined : 0)

export const returnBuiltin: Builtin = (turn, args) => {
  const { sh } = turn
  const status = args[0] === undefined ? sh.status : numberOf(args[0]) & 255
  // Outside of functions it ends the script.
  if (!returnFrom(turn)) exitShell(turn, status)
  sh.status = status
  return undefined
}
export const exitBuiltin: Builtin = (turn, args) => {
  const trap = turn.sh.stack.findLast(f => f.do === 'trap')
  const status = args[0] === undefined ? (trap?.do === 'trap' ? trap.status : turn.sh.status) : numberOf(args[0])
  exitShell(turn, status)
  return undefined
}

export const evalBuiltin: Builtin = ({ sh }, args, frame) => {
  const text = args.join(' ')
  if (text.trim() === '') return 0
  sh.stack.push(scriptFrame(sh, text, sh.line - 1, { tested: frame.tested }))
  return undefined
}

/** `. file`: from $PATH when it has no slash, and from here. */
export const source: Builtin = ({ k, p, sh }, args, frame) => {
  const name = args[0]
  if (name === undefined) throw new ShellFault('filename argument required')
  const places = name.includes('/')
    ? [name]
    : [...(own(sh.variables, 'PATH')?.value ?? '').split(':').map(d => `${d || '.'}/${name}`), name]
  const found = places.map(path => find(k.files, p.cwd, decode(path))).find(f => f.stat?.type === 'file')
  if (!found) throw new ShellFault(`can't open '${name}': ${faultTexts[find(k.files, p.cwd, decode(name)).fault ?? 'EACCES']}`)
  sh.status = 0
  sh.stack.push(scriptFrame(sh, encode(k.files.read(found.path)), 0, { tested: frame.tested, sourced: true }))
  return undefined
}

/** The shell becomes the program; without one, its redirections stay. */
export const exec: Builtin = (turn, args, frame) => {
  const { k, p, sh } = turn
  const name = args[0]
  if (name === undefined) {
    for (const id of Object.values(frame.saved)) if (id >= 0) k.release(id)
    frame.saved = {}
    return 0
  }
  let env = environmentOf(sh)
  for (const { name: variable, value } of frame.assigned) env = having(env, variable, value)
  const found = executableOf(k, p, name, own(sh.variables, 'PATH')?.value ?? '')
  if (found.kind === 'missing') throw new ShellFault(`${name}: ${found.reason}`, found.code)
  k.dropStack(p)
  become(k, p, args, env, found)
  return undefined
}

/** `command name …`: no function of that name; `-v` and `-V` say what it is. */
export const command: Builtin = (turn, args, frame, outer) => {
  let rest = args
  let asks: 'v' | 'V' | undefined
  while (rest[0] !== undefined && /^-[pvV]+$/.test(rest[0])) {
    if (rest[0].includes('v')) asks = 'v'
    if (rest[0].includes('V')) asks = 'V'
    rest = rest.slice(1)
  }
  if (rest[0] === '--') rest = rest.slice(1)
  if (rest.length === 0) return 0
  if (asks) return tell(turn, rest[0] as Bytes, asks)
  turn.sh.command = outer
  runNamed(turn, frame, rest, true)
  return undefined
}
function tell({ k, p, sh }: Turn, name: Bytes, how: 'v' | 'V'): number {
  const found = whatIs({ k, p, sh }, name)
  if (!found) {
    if (how === 'V') write(k, p, 2, `${name}: not found\n`)
    return 127
  }
  write(k, p, 1, `${how === 'v' ? found.word : found.sentence}\n`)
  return 0
}
