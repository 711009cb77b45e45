// Builtins for variables, parameters and options. Upstream: POSIX.1-2017, Shell Command Language, 2.14; getopts; busybox ash.
import type { Bytes } from '../bytes.ts'
import { write } from '../descriptors.ts'
import { reckon } from '../evaluate/expand.ts'
import { longOptions, setLongOption, setOption, shortOptions } from '../evaluate/options.ts'
import type { Turn } from '../evaluate/stack.ts'
import { isName, markVariable, ShellFault, setVariable, unsetVariable, variable } from '../evaluate/variables.ts'
import { singleQuote } from '../language/quote.ts'
import { having, lacking } from '../records.ts'
import type { Variable } from '../state.ts'
import type { Builtin } from './builtin.ts'

const say = ({ k, p }: Turn, text: Bytes) => write(k, p, 1, text)

/** Cuts `name=value`. */
function cut(word: Bytes): { name: string; value: Bytes | undefined } {
  const at = word.indexOf('=')
  const name = at < 0 ? word : word.slice(0, at)
  if (!isName(name)) throw new ShellFault(`${name}: bad variable name`)
  return { name, value: at < 0 ? undefined : word.slice(at + 1) }
}
function listing(turn: Turn, prefix: string, wanted: (v: Variable) => boolean): number {
  for (const [name, v] of Object.entries(turn.sh.variables).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (wanted(v)) say(turn, `${prefix}${name}${v.value === undefined ? '' : `=${singleQuote(v.value)}`}\n`)
  }
  return 0
}
const marking =
  (word: 'export' | 'readonly', mark: { exported?: boolean; readonly?: boolean }): Builtin =>
  (turn, args) => {
    const names = args.filter(a => a !== '-p' && a !== '-n' && a !== '--')
    if (names.length === 0) return listing(turn, `${word} `, v => (word === 'export' ? v.exported : v.readonly) ?? false)
    const marks = args.includes('-n') ? { exported: false } : mark
    for (const arg of names) {
      const { name, value } = cut(arg)
      if (value === undefined) markVariable(turn.sh, name, marks)
      else setVariable(turn.sh, name, value, marks)
    }
    return 0
  }
export const exportBuiltin = marking('export', { exported: true })
export const readonlyBuiltin = marking('readonly', { readonly: true })

export const unset: Builtin = ({ sh }, args) => {
  const functions = args[0] === '-f'
  for (const name of args[0]?.startsWith('-') ? args.slice(1) : args) {
    if (functions) sh.functions = lacking(sh.functions, name)
    else if (isName(name)) unsetVariable(sh, name)
    else throw new ShellFault(`${name}: bad variable name`)
  }
  return 0
}

export const local: Builtin = ({ sh }, args) => {
  const call = sh.stack.findLast(f => f.do === 'call')
  if (call?.do !== 'call') throw new ShellFault('not in a function')
  for (const arg of args) {
    const { name, value } = cut(arg)
    const old = variable(sh, name)
    if (!Object.hasOwn(call.locals, name)) call.locals = having(call.locals, name, old ?? null)
    // A local that is given no value begins as what is outside.
    if (value !== undefined) setVariable(sh, name, value)
    else if (!old) markVariable(sh, name, {})
  }
  return 0
}

export const set: Builtin = (turn, args) => {
  const { sh } = turn
  if (args.length === 0) return listing(turn, '', v => v.value !== undefined)
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Bytes
    if (arg === '--' || arg === '-' || !/^[-+]/.test(arg)) {
      const rest = args.slice(arg === '--' || arg === '-' ? i + 1 : i)
      // `set -` alone only stops tracing.
      if (arg === '-') for (const letter of 'xv') setOption(sh, letter, false)
      if (arg !== '-' || rest.length > 0) sh.params = rest
      return 0
    }
    const on = arg[0] === '-'
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = args[++i]
        if (name === undefined) showOptions(turn, on)
        else if (!setLongOption(sh, name, on)) throw new ShellFault(`illegal option ${arg[0]}o ${name}`)
      } else if (shortOptions.includes(letter)) setOption(sh, letter, on)
      else throw new ShellFault(`illegal option ${arg[0]}${letter}`)
    }
  }
  return 0
}
function showOptions(turn: Turn, asTable: boolean): void {
  for (const [name, on] of longOptions(turn.sh))
    say(turn, asTable ? `${name.padEnd(16)}${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`)
}

export const shift: Builtin = ({ sh }, args) => {
  const n = args[0] === undefined ? 1 : Number(args[0])
  if (!Number.isInteger(n) || n < 0) throw new ShellFault(`Illegal number: ${args[0]}`)
  if (n > sh.params.length) return 1
  sh.params = sh.params.slice(n)
  return 0
}

export const letBuiltin: Builtin = ({ k, sh }, args) => {
  if (args.length === 0) throw new ShellFault('expression expected')
  const values = args.map(arg => reckon(k, sh, arg))
  return values.at(-1) === 0n ? 1 : 0
}

/** `getopts optstring name [args]`. */
export const getopts: Builtin = (turn, args) => {
  const { k, p, sh } = turn
  const [options, name, ...given] = args
  if (options === undefined || name === undefined) throw new ShellFault('usage: getopts optstring var [arg...]')
  const words = given.length > 0 ? given : sh.params
  let { index, offset } = sh.getopts
  const result = (option: string, argument: Bytes | undefined, status: number): number => {
    setVariable(sh, 'OPTIND', String(index))
    sh.getopts = { index, offset }
    if (argument === undefined) unsetVariable(sh, 'OPTARG')
    else setVariable(sh, 'OPTARG', argument)
    setVariable(sh, name, option)
    return status
  }
  const word = words[index - 1]
  if (offset === 0 && (word === undefined || word === '-' || word === '--' || !word.startsWith('-'))) {
    if (word === '--') index++
    return result('?', undefined, 1)
  }
  const letter = word?.charAt(offset || 1) ?? ''
  offset = (offset || 1) + 1
  if (offset >= (word?.length ?? 0)) {
    index++
    offset = 0
  }
  const quiet = options.startsWith(':')
  const at = letter === ':' ? -1 : options.indexOf(letter)
  if (at < 0) {
    if (!quiet) write(k, p, 2, `Illegal option -${letter}\n`)
    return result('?', quiet ? letter : undefined, 0)
  }
  if (options[at + 1] !== ':') return result(letter, '', 0)
  const argument = offset > 0 ? word?.slice(offset) : words[index - 1]
  if (argument !== undefined) {
    index++
    offset = 0
    return result(letter, argument, 0)
  }
  if (!quiet) write(k, p, 2, `No arg for -${letter} option\n`)
  return result(quiet ? ':' : '?', quiet ? letter : undefined, 0)
}
