// How a process becomes a shell: the options and operands of `sh`. Upstream: POSIX.1-2017, sh; busybox ash.
import { decode, encode } from '../bytes.ts'
import { write } from '../descriptors.ts'
import { faultTexts, find } from '../files.ts'
import type { Kernel } from '../kernel.ts'
import type { Frame, Process, Shell } from '../state.ts'
import { setLongOption, shortOptions } from './options.ts'
import { initialVariables } from './variables.ts'

/** Reads `p.argv` and gives the process a shell's body; it ends at once when there is no such script. */
export function startShell(k: Kernel, p: Process): void {
  const args = [...p.argv.slice(1)]
  const sh = newShell(p)
  let text: string | undefined
  let reads = false
  for (let arg = args[0]; arg !== undefined && /^[-+]./.test(arg); arg = args[0]) {
    args.shift()
    if (arg === '--') break
    for (const letter of arg.slice(1)) {
      if (letter === 'c') {
        text = ''
        sh.options += 'c'
      } else if (letter === 's') reads = true
      else if (letter === 'i') sh.interactive = true
      else if (letter === 'o') {
        if (!setLongOption(sh, args.shift() ?? '', arg[0] === '-')) {
          refuse(k, p, `illegal option ${arg[0]}o ${args[0] ?? ''}`)
          return
        }
      } else if (letter === 'l' || letter === '-') continue
      else if (!shortOptions.includes(letter)) {
        refuse(k, p, `illegal option ${arg[0]}${letter}`)
        return
      } else sh.options = sh.options.replace(letter, '') + (arg[0] === '-' ? letter : '')
    }
  }
  if (text !== undefined) {
    text = args.shift()
    if (text === undefined) {
      refuse(k, p, '-c requires an argument')
      return
    }
    const name = args.shift()
    sh.command = name ?? ''
    sh.name = name ?? sh.name
    begin(sh, { do: 'script', source: text, base: -1, next: 0, tested: false, last: true, sourced: false, command: sh.command })
  } else if (args.length > 0 && !reads) {
    const path = args.shift() ?? ''
    const found = find(k.files, p.cwd, decode(path))
    if (found.stat?.type !== 'file') {
      p.body = sh
      write(k, p, 2, `${sh.name}: can't open '${path}': ${found.stat ? faultTexts.EISDIR : faultTexts[found.fault ?? 'ENOENT']}\n`)
      k.exit(p, found.stat ? 1 : 2)
      return
    }
    sh.name = path
    sh.command = path
    begin(sh, {
      do: 'script',
      source: encode(k.files.read(found.path)),
      base: 0,
      next: 0,
      tested: false,
      last: false,
      sourced: false,
      command: path,
    })
  } else {
    sh.interactive ||= isTerminal(k, p, 0) && isTerminal(k, p, 2)
    sh.options += 's'
    begin(sh, { do: 'input', buffer: '', text: '', prompted: false, ended: false })
  }
  sh.params = args
  p.body = sh
}
function begin(sh: Shell, frame: Frame): void {
  sh.stack = [frame]
}
function refuse(k: Kernel, p: Process, message: string): void {
  write(k, p, 2, `${p.argv[0]}: ${message}\n`)
  k.exit(p, 2)
}
export function isTerminal(k: Kernel, p: Process, fd: number): boolean {
  const file = k.open[p.fds[fd] ?? -1]
  return (file?.kind === 'input' || file?.kind === 'output') && file.terminal
}

function newShell(p: Process): Shell {
  return {
    kind: 'shell',
    name: p.argv[0] ?? 'sh',
    shellPid: p.pid,
    params: [],
    variables: initialVariables(p, p.env),
    functions: {},
    options: '',
    stack: [],
    status: 0,
    substituted: 0,
    lastBackground: 0,
    traps: {},
    caught: [],
    jobs: [],
    getopts: { index: 1, offset: 0 },
    interactive: false,
    leaving: false,
    line: 0,
    command: '',
  }
}
