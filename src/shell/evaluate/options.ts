// The options of `set` and `sh`, by letter and by name. Upstream: POSIX.1-2017, set; busybox ash.
import type { Shell } from '../state.ts'

/** In the order in which `set -o` lists them. Letters that nobody can type are in capitals of our own. */
const names: readonly (readonly [name: string, letter: string])[] = [
  ['errexit', 'e'],
  ['noglob', 'f'],
  ['ignoreeof', 'I'],
  ['monitor', 'm'],
  ['noexec', 'n'],
  ['xtrace', 'x'],
  ['verbose', 'v'],
  ['noclobber', 'C'],
  ['allexport', 'a'],
  ['notify', 'b'],
  ['nounset', 'u'],
  ['errtrace', 'E'],
  ['vi', 'V'],
  ['pipefail', 'P'],
]
/** In the order in which `$-` shows them. */
const shownLetters = 'EubaCvxcsnmiIfe'
export const shownOptions = (sh: Shell): string =>
  [...shownLetters].filter(l => sh.options.includes(l) || (l === 'i' && sh.interactive)).join('')

/** The letters that may be typed. */
export const shortOptions = 'efImnxvCabuE'

/** `set -o name`; false when there is no such option. */
export function setLongOption(sh: Shell, name: string, on: boolean): boolean {
  const letter = names.find(([n]) => n === name)?.[1]
  if (letter === undefined) return false
  setOption(sh, letter, on)
  return true
}
export function setOption(sh: Shell, letter: string, on: boolean): void {
  sh.options = sh.options.replace(letter, '') + (on ? letter : '')
}
export const longOptions = (sh: Shell): [name: string, on: boolean][] => names.map(([name, letter]) => [name, sh.options.includes(letter)])
