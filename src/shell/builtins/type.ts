// `type`, `which` a shell would run: what a name is.
import type { Bytes } from '../bytes.ts'
import { decode } from '../bytes.ts'
import { write } from '../descriptors.ts'
import type { Turn } from '../evaluate/stack.ts'
import { executableOf } from '../exec.ts'
import { find } from '../files.ts'
import { own } from '../records.ts'
import type { Builtin } from './builtin.ts'
import { builtins, specialBuiltins } from './index.ts'

const keywords = new Set('! case do done elif else esac fi for function if then until while { }'.split(' '))

/** `word`: what `command -v` prints; `sentence`: what `type` prints. */
export function whatIs({ k, p, sh }: Turn, name: Bytes): { word: Bytes; sentence: Bytes } | undefined {
  const say = (what: string, word = name) => ({ word, sentence: `${name} is ${what}` })
  if (keywords.has(name)) return say('a shell keyword')
  if (own(sh.functions, name)) return say('a function')
  if (own(builtins, name)) return say(specialBuiltins.has(name) ? 'a special shell builtin' : 'a shell builtin')
  const path = own(sh.variables, 'PATH')?.value ?? ''
  if (name.includes('/')) return find(k.files, p.cwd, decode(name)).stat ? say(name) : undefined
  const found = executableOf(k, p, name, path)
  if (found.kind === 'missing') return undefined
  if (found.kind !== 'script') return say(name)
  const whole = path
    .split(':')
    .map(d => `${d}/${name}`)
    .find(file => find(k.files, p.cwd, decode(file)).stat?.type === 'file')
  return say(whole ?? name, whole)
}

export const type: Builtin = (turn, args) => {
  let status = 0
  for (const name of args) {
    const found = whatIs(turn, name)
    if (!found) status = 127
    write(turn.k, turn.p, 1, `${found?.sentence ?? `${name}: not found`}\n`)
  }
  return status
}
