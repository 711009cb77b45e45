// Redirections: what a command's descriptors are while it runs. Upstream: POSIX.1-2017, Shell Command Language, 2.7; words of errors: busybox ash.
import { type Bytes, decode } from '../bytes.ts'
import { inputOf, type OpenMode, openPath } from '../descriptors.ts'
import { type Fault, faultTexts, find } from '../files.ts'
import type { Redirect } from '../language/syntax.ts'
import type { Saved } from '../state.ts'
import type { Expander } from './expand.ts'
import type { Turn } from './stack.ts'
import { has, ShellFault } from './variables.ts'

const modes: { readonly [operator: string]: OpenMode } = {
  '<': 'read',
  '>': 'write',
  '>|': 'write',
  '&>': 'write',
  '>>': 'append',
  '<>': 'both',
}

/** The target of a redirection, expanded. */
export function targetOf(x: Expander, redirect: Redirect): Bytes {
  return x.text(redirect.target, redirect.operator === '<<' ? 'none' : 'start')
}

/** Does one redirection; what it replaced is added to `saved`, unless something is saved for that descriptor already. Throws ShellFault. */
export function redirect(turn: Turn, { fd, operator }: Redirect, target: Bytes, saved: Saved): Saved {
  const { k } = turn
  if (operator === '<<') return replaceFd(turn, fd, inputOf(k, target), saved)
  if (operator === '<&' || operator === '>&') {
    if (target === '-') return replaceFd(turn, fd, -1, saved)
    if (/^\d+$/.test(target)) {
      const id = turn.p.fds[Number(target)]
      if (id === undefined) throw new ShellFault(`${target}: Bad file descriptor`, 1, false)
      return replaceFd(turn, fd, k.hold(id), saved)
    }
    if (operator === '<&') throw new ShellFault('bad fd number')
  }
  const both = operator === '&>' || operator === '>&'
  const id = openTarget(turn, operator === '>&' ? '&>' : operator, target)
  const next = replaceFd(turn, both ? 1 : fd, id, saved)
  return both ? replaceFd(turn, 2, k.hold(id), next) : next
}
function replaceFd({ k, p }: Turn, fd: number, id: number, saved: Saved): Saved {
  const old = p.fds[fd]
  if (id < 0) delete p.fds[fd]
  else p.fds[fd] = id
  if (!Object.hasOwn(saved, fd)) return { ...saved, [fd]: old ?? -1 }
  if (old !== undefined) k.release(old)
  return saved
}
function openTarget({ k, p, sh }: Turn, operator: string, target: Bytes): number {
  const path = decode(target)
  const mode = modes[operator] ?? 'read'
  const protects = operator === '>' && has(sh, 'C') && find(k.files, p.cwd, path).stat?.type === 'file'
  const id = openPath(k, p, path, protects ? 'create' : mode)
  if (typeof id === 'number') return id
  throw new ShellFault(
    mode === 'read'
      ? `can't open ${target}: ${reason(id, 'no such file')}`
      : `can't create ${target}: ${reason(id, 'nonexistent directory')}`,
    1,
    false,
  )
}
const reason = (fault: Fault, absent: string) => (fault === 'ENOENT' ? absent : faultTexts[fault])
