// All builtins by name. Those that do not touch the shell (`echo`, `test` …) are commands that run inside it.
import { commands } from '../commands/index.ts'
import { spawn } from '../exec.ts'
import { Io } from '../io.ts'
import type { Dictionary } from '../records.ts'
import type { Builtin } from './builtin.ts'
import { breakOut, command, continueLoop, evalBuiltin, exec, exitBuiltin, returnBuiltin, source } from './control.ts'
import { cd, pwd, times, ulimit, umask } from './environment.ts'
import { jobs, kill, stepWait, trap, wait } from './jobs.ts'
import { readBuiltin, stepRead } from './read.ts'
import { type } from './type.ts'
import { exportBuiltin, getopts, letBuiltin, local, readonlyBuiltin, set, shift, unset } from './variables.ts'

const nothing: Builtin = () => 0
/** A command that ends at once, without a process of its own. */
const inside =
  (name: string): Builtin =>
  ({ k, p }, args) => {
    // It is the shell that complains.
    const io = new Io(k, p, ['sh', ...args], spawn)
    const next = commands[name]?.(io, undefined)
    return typeof next === 'number' ? io.finish(next) : 1
  }

export const builtins: Dictionary<Builtin> = {
  ':': nothing,
  '.': source,
  '[': inside('['),
  '[[': inside('[['),
  alias: nothing,
  break: breakOut,
  cd,
  command,
  continue: continueLoop,
  echo: inside('echo'),
  eval: evalBuiltin,
  exec,
  exit: exitBuiltin,
  export: exportBuiltin,
  false: () => 1,
  getopts,
  hash: nothing,
  jobs,
  kill,
  let: letBuiltin,
  local,
  printf: inside('printf'),
  pwd,
  read: readBuiltin,
  readonly: readonlyBuiltin,
  return: returnBuiltin,
  set,
  shift,
  source,
  test: inside('test'),
  times,
  trap,
  true: nothing,
  type,
  ulimit,
  umask,
  unalias: nothing,
  unset,
  wait,
}
/** A failure of these ends a shell that is no prompt, and assignments before them stay. */
export const specialBuiltins: ReadonlySet<string> = new Set([
  ':',
  '.',
  'break',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'local',
  'readonly',
  'return',
  'set',
  'shift',
  'source',
  'times',
  'trap',
  'unset',
])

/** The frames of builtins that take time. */
export const builtinSteps = { read: stepRead, wait: stepWait }
