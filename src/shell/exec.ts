// What a command's name stands for, and how a process becomes it: a busybox' command, a program that the image brings, a shell, a script.
// Upstream of the rules: execve(2); busybox' standalone shell, which knows its own commands without looking in $PATH.
import { type Bytes, decode, encode } from './bytes.ts'
import { commands, extraCommands } from './commands/index.ts'
import { startShell } from './evaluate/start.ts'
import { find } from './files.ts'
import { imageCommand } from './image.ts'
import type { Command } from './io.ts'
import type { Kernel } from './kernel.ts'
import { type Dictionary, own } from './records.ts'
import { type Process, programOf } from './state.ts'

export type Executable =
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'shell' }
  /** A text: `argv` runs it. */
  | { readonly kind: 'script'; readonly argv: readonly Bytes[]; readonly text: Bytes }
  | { readonly kind: 'missing'; readonly code: 126 | 127; readonly reason: string }

const shells = new Set(['sh', 'ash'])
const systemDirectories = /^\/(usr\/(local\/)?)?s?bin$/
/** What the file of a compiled program begins with. */
export const binaryMark = '\x7fELF'

const missing: Executable = { kind: 'missing', code: 127, reason: 'not found' }
const denied: Executable = { kind: 'missing', code: 126, reason: 'Permission denied' }

/** The command of this name, if the image or the busybox has one. */
export function commandNamed(k: Kernel, name: string): Command | undefined {
  const brought = k.world.program?.(name)
  if (brought === 'missing') return undefined
  if (brought === 'extra') return own(extraCommands, name)
  return brought ? imageCommand(brought) : own(commands, name)
}
function builtIn(k: Kernel, name: string): Executable | undefined {
  if (commandNamed(k, name)) return { kind: 'command', name }
  return shells.has(name) && k.world.program?.(name) !== 'missing' ? { kind: 'shell' } : undefined
}

/** What the first word of a command stands for. `path`: $PATH. */
export function executableOf(k: Kernel, p: Process, name: Bytes, path: Bytes): Executable {
  if (name === '') return { kind: 'missing', code: 127, reason: 'Permission denied' }
  if (name.includes('/')) return fileAt(k, p, name)
  const known = builtIn(k, decode(name))
  if (known) return known
  let refused: Executable | undefined
  for (const directory of path.split(':')) {
    const found = fileAt(k, p, `${directory || '.'}/${name}`)
    if (found.kind !== 'missing') return found
    if (found.code === 126) refused = found
  }
  return refused ?? missing
}
function fileAt(k: Kernel, p: Process, path: Bytes): Executable {
  const found = find(k.files, p.cwd, decode(path))
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (!found.stat) {
    // An image need not list its programs as files.
    const known = systemDirectories.test(path.slice(0, path.lastIndexOf('/'))) ? builtIn(k, decode(name)) : undefined
    return known ?? missing
  }
  if (found.stat.type !== 'file' || (found.stat.mode & 0o111) === 0) return denied
  const text = encode(k.files.read(found.path))
  if (text.startsWith(binaryMark))
    return builtIn(k, decode(name)) ?? builtIn(k, found.path.slice(found.path.lastIndexOf('/') + 1)) ?? missing
  const shebang = /^#!\s*(\S+)[ \t]*([^\n]*)/.exec(text)
  if (!shebang) return { kind: 'script', argv: ['sh', path], text }
  const [, interpreter = '', argument = ''] = shebang
  const runner = interpreter === path ? missing : executableOf(k, p, interpreter, '')
  if (runner.kind === 'missing') return missing
  return { kind: 'script', argv: [interpreter, ...(argument === '' ? [] : [argument.trim()]), path], text }
}

/** The process goes on as another program. */
export function become(k: Kernel, p: Process, argv: readonly Bytes[], env: Dictionary<Bytes>, found: Executable): void {
  p.env = env
  if (found.kind === 'script') {
    const whole = [...found.argv, ...argv.slice(1)]
    const runner = executableOf(k, p, whole[0] ?? '', '')
    become(k, p, whole, env, runner)
    return
  }
  p.argv = argv
  if (found.kind === 'shell') startShell(k, p)
  else if (found.kind === 'command') p.body = programOf(found.name)
  else k.exit(p, found.code)
}

/** Starts a program as a child; without one of that name, says why. */
export function spawn(
  k: Kernel,
  parent: Process,
  argv: readonly Bytes[],
  more: { env?: Dictionary<Bytes> },
): Process | (Executable & { kind: 'missing' }) {
  const env = more.env ?? parent.env
  const found = executableOf(k, parent, argv[0] ?? '', own(env, 'PATH') ?? '')
  if (found.kind === 'missing') return found
  if (k.isCrowdedFor(1)) return { kind: 'missing', code: 126, reason: 'Resource temporarily unavailable' }
  const child = k.fork(parent, programOf(''))
  become(k, child, argv, env, found)
  return child
}
