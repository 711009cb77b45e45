// Commands that come from standard input, a line at a time, so that the commands themselves can read what follows; and the prompt of a terminal.
import { type Bytes, encode } from '../bytes.ts'
import { read, write } from '../descriptors.ts'
import { own } from '../records.ts'
import { signalNumber } from '../signals.ts'
import type { FrameOf } from '../state.ts'
import { isDone, noteEndings } from './fork.ts'
import { scriptOf } from './scripts.ts'
import { abort, scriptFrame, type Turn } from './stack.ts'

export function stepInput(turn: Turn, f: FrameOf<'input'>): void {
  const { k, p, sh } = turn
  const [signal, ...rest] = sh.caught
  if (signal !== undefined) {
    sh.caught = rest
    write(k, p, 2, '\n')
    abort(turn, 128 + signalNumber(signal))
    return
  }
  if (sh.interactive && !f.prompted) {
    noteEndings(turn)
    sh.jobs = sh.jobs.filter(j => !isDone(j))
    write(k, p, 2, prompt(turn, own(sh.variables, f.text === '' ? 'PS1' : 'PS2')?.value ?? ''))
    f.prompted = true
  }
  if (!fill(turn, f)) {
    p.wait = { input: 0, interruptible: sh.interactive }
    return
  }
  const stop = f.buffer.indexOf('\n') + 1 || f.buffer.length
  f.prompted = false
  f.text += f.buffer.slice(0, stop)
  f.buffer = f.buffer.slice(stop)
  if (f.text === '') {
    sh.stack.pop()
    return
  }
  const script = scriptOf(f.text)
  if (script.error?.incomplete && !(f.ended && f.buffer === '')) return
  const { text } = f
  f.text = ''
  sh.stack.push(scriptFrame(sh, text, sh.interactive ? 0 : sh.line))
}
/** Sees to it that the buffer has a line, or what is left at the end; false when that has not come yet. A shell reads ahead, as far as there is something. */
function fill({ k, p, sh }: Turn, f: FrameOf<'input'>): boolean {
  while (!f.ended && !f.buffer.includes('\n')) {
    const text = read(k, p, 0, sh.interactive ? undefined : 1024)
    if (text === undefined) return false
    if (text === null) f.ended = true
    else f.buffer += text
  }
  return true
}

/** `\w`, `\$`, `\h`, `\u` in a prompt. */
function prompt({ k, p, sh }: Turn, text: Bytes): Bytes {
  const { uid, name } = { uid: 0, name: undefined, ...k.world.user }
  const home = own(sh.variables, 'HOME')?.value
  const cwd = encode(p.cwd)
  const short = home && home !== '/' && (cwd === home || cwd.startsWith(`${home}/`)) ? `~${cwd.slice(home.length)}` : cwd
  return text.replace(/\\([wW$hHun])/g, (_, c: string) => {
    if (c === 'w') return short
    if (c === 'W') return short === '/' ? '/' : (short.split('/').at(-1) ?? '')
    if (c === '$') return uid === 0 ? '#' : '$'
    if (c === 'u') return name ?? (uid === 0 ? 'root' : String(uid))
    return c === 'n' ? '\n' : encode(k.world.hostname)
  })
}
