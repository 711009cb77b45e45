// chmod, chown, chgrp: whose files are and what may be done with them. Upstream: POSIX.1-2017, chmod, chown; busybox.
import { type Bytes, decode, encode } from '../bytes.ts'
import { joinPath, type Stat } from '../files.ts'
import type { Command, Io } from '../io.ts'
import { each } from './change.ts'
import { optionsOf } from './inputs.ts'

/** `755`, `u+x`, `go-w`, `a=r`. */
function newMode(text: Bytes, stat: Stat): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8)
  let { mode } = stat
  for (const clause of text.split(',')) {
    const found = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause)
    if (!found) return undefined
    const [, who = '', operator, letters = ''] = found
    const executable = stat.type === 'directory' || (mode & 0o111) !== 0
    const bits = [...letters].reduce((sum, c) => sum | ({ r: 4, w: 2, x: 1, X: executable ? 1 : 0 }[c] ?? 0), 0)
    for (const w of who === '' || who.includes('a') ? 'ugo' : who) {
      const shift = { u: 6, g: 3, o: 0 }[w] ?? 0
      if (operator === '=') mode = (mode & ~(7 << shift)) | (bits << shift)
      else mode = operator === '+' ? mode | (bits << shift) : mode & ~(bits << shift)
    }
  }
  return mode
}
const changing =
  (usage: string, change: (io: Io, how: Bytes, stat: Stat) => { mode?: number; uid?: number; gid?: number } | string): Command =>
  io => {
    const options = optionsOf(
      io,
      'Rfvch',
      '',
      io.args.map(a => (/^-[rwx]/.test(a) ? `a${a}` : a)),
    )
    if (!options) return 1
    const [how, ...names] = options.operands
    if (how === undefined || names.length === 0) return io.usage(usage)
    const apply = (path: string, name: Bytes): number => {
      const stat = io.files.stat(path)
      if (!stat) return io.fail(`${name}: No such file or directory`)
      const changes = change(io, how, stat)
      if (typeof changes === 'string') return io.fail(changes)
      const fault = stat.type === 'link' ? undefined : io.files.change(path, changes)
      if (fault) return io.fail(`${name}: ${io.faultText(fault)}`)
      return stat.type === 'directory' && options.flags.has('R')
        ? each(io.files.list(path).map(encode), entry => apply(joinPath(path, decode(entry)), joinPath(name, entry)))
        : 0
    }
    return each(names, name => {
      const found = io.find(name)
      return found.stat ? (found.device ? 0 : apply(found.path, name)) : io.fail(`${name}: ${io.faultText(found.fault ?? 'ENOENT')}`)
    })
  }
export const chmod = changing('chmod [-Rcvf] MODE[,MODE]... FILE...', (_, how, stat) => {
  const mode = newMode(how, stat)
  return mode === undefined ? `invalid mode '${how}'` : { mode }
})
/** The number of a user or group of /etc/passwd or /etc/group, or as it is given. */
function idOf(io: Io, text: Bytes, file: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const contents = io.contents(file)
  const line = 'text' in contents ? contents.text.split('\n').find(l => l.startsWith(`${text}:`)) : undefined
  return line === undefined ? (text === 'root' ? 0 : undefined) : Number(line.split(':')[2])
}
export const chown = changing('chown [-Rhc] USER[:[GRP]] FILE...', (io, how) => {
  const [user = '', group = ''] = how.split(/[:.]/)
  const uid = user === '' ? undefined : idOf(io, user, '/etc/passwd')
  const gid = group === '' ? undefined : idOf(io, group, '/etc/group')
  if (user !== '' && uid === undefined) return `unknown user ${user}`
  if (group !== '' && gid === undefined) return `unknown group ${group}`
  return { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) }
})
export const chgrp = changing('chgrp [-Rh] GROUP FILE...', (io, how) => {
  const gid = idOf(io, how, '/etc/group')
  return gid === undefined ? `unknown group ${how}` : { gid }
})
