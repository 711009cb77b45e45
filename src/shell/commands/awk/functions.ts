// awk's own functions. Upstream: POSIX.1-2017, awk, Functions.
import type { Bytes } from '../../bytes.ts'
import { formatTime } from '../calendar.ts'
import type { Evaluator } from './evaluator.ts'
import { AwkFault, type Expression } from './syntax.ts'
import { formatValues, toText, type Value } from './values.ts'

const mathematics: { readonly [name: string]: (x: number) => number } = {
  int: Math.trunc,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
}

export function callBuiltin(awk: Evaluator, name: string, args: readonly Expression[]): Value {
  const [first, second, third] = args
  const text = (e: Expression | undefined) => (e ? awk.text(e) : '')
  const number = (e: Expression | undefined) => (e ? awk.number(e) : 0)
  const source = (e: Expression | undefined) => (e?.kind === 'regex' ? e.source : text(e))
  const reckon = Object.hasOwn(mathematics, name) ? mathematics[name] : undefined
  if (reckon) return reckon(number(first))
  switch (name) {
    case 'length':
      if (first?.kind === 'variable' && awk.value(first) === undefined) return Object.keys(awk.array(first.name)).length
      return first ? text(first).length : awk.s.record.length
    case 'substr': {
      const whole = text(first)
      // As busybox has it, a start before the text does not make the piece shorter.
      const from = Math.max(Math.round(number(second)), 1) - 1
      return whole.slice(from, third ? from + Math.max(Math.round(number(third)), 0) : undefined)
    }
    case 'index':
      return text(first).indexOf(text(second)) + 1
    case 'split': {
      if (second?.kind !== 'variable') throw new AwkFault('split needs an array')
      const parts = awk.split(text(first), third ? source(third) : text({ kind: 'variable', name: 'FS' }))
      const array = awk.array(second.name)
      for (const key of Object.keys(array)) delete array[key]
      parts.forEach((part, i) => {
        array[i + 1] = { input: part }
      })
      return parts.length
    }
    case 'sub':
    case 'gsub':
      return replaceIn(awk, source(first), text(second), third ?? { kind: 'field', index: { kind: 'number', value: 0 } }, name === 'gsub')
    case 'match': {
      const found = awk.regex(source(second)).exec(text(first))
      awk.s.variables.RSTART = found ? found.index + 1 : 0
      awk.s.variables.RLENGTH = found ? found[0].length : -1
      return awk.s.variables.RSTART
    }
    case 'tolower':
      return text(first).toLowerCase()
    case 'toupper':
      return text(first).toUpperCase()
    case 'sprintf':
      return formatValues(
        text(first),
        args.slice(1).map(a => awk.value(a)),
      )
    case 'atan2':
      return Math.atan2(number(first), number(second))
    case 'rand':
      return awk.io.world.roll(2 ** 31) / 2 ** 31
    case 'srand':
      return 0
    case 'systime':
      return Math.floor(awk.io.nowMs / 1000)
    case 'strftime':
      return formatTime(text(first), second ? number(second) * 1000 : awk.io.nowMs)
    case 'close':
    case 'fflush':
      return close(awk, text(first), name === 'close')
    default:
      throw new AwkFault(`Call to undefined function`)
  }
}
function close(awk: Evaluator, path: Bytes, forGood: boolean): number {
  const fd = awk.s.files[path]
  delete awk.s.reading[path]
  if (!forGood || fd === undefined) return 0
  awk.io.close(fd)
  delete awk.s.files[path]
  return 0
}
function replaceIn(awk: Evaluator, source: Bytes, replacement: Bytes, target: Expression, all: boolean): number {
  const regex = awk.regex(source)
  let count = 0
  const next = toText(awk.value(target)).replace(new RegExp(regex.source, all ? 'g' : ''), found => {
    count++
    return replacement.replace(/\\\\|\\&|&/g, c => (c === '&' ? found : c === '\\&' ? '&' : '\\'))
  })
  if (count > 0) awk.assign(target, next)
  return count
}
