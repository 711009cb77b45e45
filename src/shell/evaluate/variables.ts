// A shell's variables and parameters: reading, setting, exporting. Upstream of the rules: POSIX.1-2017, Shell Command Language, 2.5.
import { type Bytes, encode } from '../bytes.ts'
import type { Kernel } from '../kernel.ts'
import { type Dictionary, define, having, lacking, own } from '../records.ts'
import type { Process, Shell, Variable } from '../state.ts'
import { shownOptions } from './options.ts'

/** Thrown where a shell cannot go on; caught by the step that runs it. `exits`: a shell that is no prompt ends with the code. */
export class ShellFault {
  readonly message: Bytes
  readonly code: number
  readonly exits: boolean
  constructor(message: Bytes, code = 2, exits = true) {
    this.message = message
    this.code = code
    this.exits = exits
  }
}

export const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text)
export const has = (sh: Shell, option: string): boolean => sh.options.includes(option)

export function variable(sh: Shell, name: string): Variable | undefined {
  return own(sh.variables, name)
}
/** What `$name` stands for, of a name or a special parameter other than `@` and `*`; undefined when unset. */
export function parameterValue(k: Kernel, sh: Shell, name: string): Bytes | undefined {
  const set = own(sh.variables, name)
  if (set) return set.value
  if (/^\d+$/.test(name)) return name === '0' ? sh.name : sh.params[Number(name) - 1]
  switch (name) {
    case '?':
      return String(sh.status)
    case '#':
      return String(sh.params.length)
    case '$':
      return String(sh.shellPid)
    case '!':
      return sh.lastBackground === 0 ? '' : String(sh.lastBackground)
    case '-':
      return shownOptions(sh)
    case 'RANDOM':
      return String(k.world.roll(32768))
    case 'LINENO':
      return String(sh.line)
    case 'EPOCHSECONDS':
      return String(Math.floor(k.world.nowMs / 1000))
    default:
      return undefined
  }
}

/** How much a variable holds, so that `x=$x$x` in a loop has an end. */
const longestValue = 16_777_216

export function setVariable(sh: Shell, name: string, value: Bytes, more: { exported?: boolean; readonly?: boolean } = {}): void {
  const old = own(sh.variables, name)
  if (old?.readonly) throw new ShellFault(`${name}: is read only`)
  if (value.length > longestValue) throw new ShellFault('out of memory')
  sh.variables = having(sh.variables, name, { ...old, value, ...(has(sh, 'a') && { exported: true }), ...more })
  if (name === 'OPTIND') sh.getopts = { index: Number(value) || 1, offset: 0 }
}
export function markVariable(sh: Shell, name: string, more: { exported?: boolean; readonly?: boolean }): void {
  sh.variables = having(sh.variables, name, { ...own(sh.variables, name), ...more })
}
export function unsetVariable(sh: Shell, name: string): void {
  if (own(sh.variables, name)?.readonly) throw new ShellFault(`${name}: is read only`)
  sh.variables = lacking(sh.variables, name)
}
/** Puts a variable back as it was; null: it was not there. */
export function restoreVariables(sh: Shell, saved: Dictionary<Variable | null>): void {
  for (const [name, old] of Object.entries(saved)) sh.variables = old ? having(sh.variables, name, old) : lacking(sh.variables, name)
}

const environments = new WeakMap<Dictionary<Variable>, Dictionary<Bytes>>()
/** The environment that a program is given. Made once for the same variables: they are replaced, never changed. */
export function environmentOf(sh: Shell): Dictionary<Bytes> {
  const known = environments.get(sh.variables)
  if (known) return known
  const env: { [name: string]: Bytes } = {}
  for (const name of Object.keys(sh.variables)) {
    const v = sh.variables[name]
    if (v?.exported && v.value !== undefined) define(env, name, v.value)
  }
  environments.set(sh.variables, env)
  return env
}

const inherited = new WeakMap<Dictionary<Bytes>, Dictionary<Variable>>()
/** The variables that a new shell has. */
export function initialVariables(p: Process, env: Dictionary<Bytes>): Dictionary<Variable> {
  let base = inherited.get(env)
  if (!base) {
    base = fromEnvironment(env)
    inherited.set(env, base)
  }
  return { ...base, PPID: { value: String(Math.max(p.parent, 0)), exported: false }, PWD: { value: encode(p.cwd), exported: true } }
}
/** Those that follow from the environment alone. */
function fromEnvironment(env: Dictionary<Bytes>): Dictionary<Variable> {
  const variables: { [name: string]: Variable } = {}
  for (const [name, value] of Object.entries(env)) if (isName(name)) define(variables, name, { value, exported: true })
  const defaults = { OPTIND: '1', PATH: '/sbin:/usr/sbin:/bin:/usr/bin', PS1: '\\w \\$ ', PS2: '> ', PS4: '+ ' }
  for (const [name, value] of Object.entries(defaults)) if (!Object.hasOwn(variables, name)) variables[name] = { value, exported: false }
  variables.IFS = { value: ' \t\n', exported: false }
  variables.SHLVL = { value: String((Number(own(env, 'SHLVL')) || 0) + 1), exported: true }
  return variables
}
