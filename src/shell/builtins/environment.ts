// Builtins for what a process carries along: its directory, its file mode mask, its limits. Upstream: POSIX.1-2017, cd, pwd, umask; busybox ash.
import { type Bytes, decode, encode } from '../bytes.ts'
import { write } from '../descriptors.ts'
import { ShellFault, setVariable, variable } from '../evaluate/variables.ts'
import { cleanPath, faultTexts, find } from '../files.ts'
import type { Builtin } from './builtin.ts'

export const cd: Builtin = ({ k, p, sh }, args) => {
  const physical = args.includes('-P')
  const [given] = args.filter(a => !/^-[LP]$/.test(a) && a !== '--')
  const target = given === '-' ? variable(sh, 'OLDPWD')?.value : (given ?? variable(sh, 'HOME')?.value)
  if (target === undefined && given === '-') throw new ShellFault('OLDPWD not set')
  // Without a home one stays where one is.
  if (!target) return 0
  const cwd = variable(sh, 'PWD')?.value ?? encode(p.cwd)
  const path = physical ? decode(target) : cleanPath(decode(cwd), decode(target))
  const found = find(k.files, p.cwd, path || '/')
  if (found.stat?.type !== 'directory') throw new ShellFault(`can't cd to ${target}: ${faultTexts[found.fault ?? 'ENOTDIR']}`)
  setVariable(sh, 'OLDPWD', cwd)
  // The name by which one came is kept, though it may lead over links.
  p.cwd = physical ? found.path : path
  setVariable(sh, 'PWD', encode(p.cwd))
  if (given === '-') write(k, p, 1, `${encode(p.cwd)}\n`)
  return 0
}
export const pwd: Builtin = ({ k, p }, args) => {
  write(k, p, 1, `${encode(args.includes('-P') ? find(k.files, '/', p.cwd).path : p.cwd)}\n`)
  return 0
}

const bits: { readonly [c: string]: number } = { r: 4, w: 2, x: 1 }
const shifts: { readonly [c: string]: number } = { u: 6, g: 3, o: 0 }
export const umask: Builtin = ({ k, p }, args) => {
  const symbolic = args[0] === '-S'
  const mode = symbolic ? args[1] : args[0]
  if (mode === undefined) {
    const shown = Object.entries(shifts).map(
      ([who, shift]) =>
        `${who}=${Object.keys(bits)
          .filter(c => ((~p.umask >> shift) & (bits[c] ?? 0)) !== 0)
          .join('')}`,
    )
    write(k, p, 1, symbolic ? `${shown.join(',')}\n` : `${p.umask.toString(8).padStart(4, '0')}\n`)
    return 0
  }
  const next = /^[0-7]{1,4}$/.test(mode) ? Number.parseInt(mode, 8) : maskOf(mode, p.umask)
  if (next === undefined) throw new ShellFault(`illegal mode: ${mode}`)
  p.umask = next
  return 0
}
/** `u=rwx,go-w` on what is allowed, as the mask of what is not. */
function maskOf(text: Bytes, mask: number): number | undefined {
  let allowed = ~mask & 0o777
  for (const clause of text.split(',')) {
    const parts = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause)
    if (!parts) return undefined
    const [, who = '', operator, permissions = ''] = parts
    const value = [...permissions].reduce((sum, c) => sum | (bits[c] ?? 0), 0)
    for (const w of who === '' || who.includes('a') ? 'ugo' : who) {
      const shift = shifts[w] ?? 0
      if (operator === '=') allowed = (allowed & ~(7 << shift)) | (value << shift)
      else allowed = operator === '+' ? allowed | (value << shift) : allowed & ~(value << shift)
    }
  }
  return ~allowed & 0o777
}

export const ulimit: Builtin = ({ k, p }, args) => {
  if (args.every(a => a.startsWith('-'))) write(k, p, 1, 'unlimited\n')
  return 0
}
export const times: Builtin = ({ k, p }) => {
  write(k, p, 1, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n')
  return 0
}
