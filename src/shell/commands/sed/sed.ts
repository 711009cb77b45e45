// sed: edits a stream, line by line. Upstream: POSIX.1-2017, sed; busybox.
import type { Bytes } from '../../bytes.ts'
import type { Command, Io } from '../../io.ts'
import { awaitInput, type Inputs, inputsOf, optionsOf, pullLines, pullWhole, type Whole, wholeOf } from '../inputs.ts'
import { linesOf } from '../lines.ts'
import { Editor, type EditorState, newEditor } from './editor.ts'
import { parseSed, type SedCommand, SedFault } from './script.ts'

interface State {
  inputs: Inputs
  editor: EditorState
  /** A line that has come, held back until it is known whether it is the last. */
  held: { text: Bytes; ended: boolean } | undefined
}

export const sed: Command = (io, state) => {
  const options = optionsOf(
    io,
    'nErsz',
    'ef',
    io.args.filter(a => !/^-i/.test(a)).map(a => (a === '--expression' ? '-e' : a)),
  )
  if (!options) return 1
  const { flags, values } = options
  let { operands } = options
  const inPlace = io.args.some(a => /^-i/.test(a))
  const texts = [...(values.get('e') ?? [])]
  for (const file of values.get('f') ?? []) {
    const contents = io.contents(file)
    if (!('text' in contents)) return io.fail(`${file}: ${io.faultText(contents.fault)}`)
    texts.push(contents.text)
  }
  if (texts.length === 0) {
    const [script, ...rest] = operands
    if (script === undefined) return io.usage('sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...')
    texts.push(script)
    operands = rest
  }
  let commands: SedCommand[]
  try {
    commands = parseSed(texts.join('\n'))
  } catch (fault) {
    if (fault instanceof SedFault) return io.fail(fault.message)
    throw fault
  }
  const settings = { commands, quiet: flags.has('n'), extended: flags.has('E') || flags.has('r') }
  try {
    if (inPlace) return editFiles(io, settings, operands)
    // `n` and `N` take lines in the middle of a cycle, so all of them must be there.
    if (commands.some(c => 'nND'.includes(c.name))) return editWhole(io, settings, (state as Whole | undefined) ?? wholeOf(operands))
    return editStream(io, settings, (state as State | undefined) ?? { inputs: inputsOf(operands), editor: newEditor(), held: undefined })
  } catch (fault) {
    if (fault instanceof SedFault) return io.fail(fault.message)
    throw fault
  }
}
interface Settings {
  readonly commands: readonly SedCommand[]
  readonly quiet: boolean
  readonly extended: boolean
}

function editStream(io: Io, settings: Settings, s: State): ReturnType<Command> {
  const editor = new Editor(io, settings, s.editor, text => io.out(text))
  const done = pullLines(io, s.inputs, {
    line: (text, ended) => {
      const { held } = s
      s.held = { text, ended }
      if (held) editor.cycle([held], false)
      return s.editor.quit === undefined
    },
  })
  if (!done) return awaitInput(s.inputs, s)
  if (s.held && s.editor.quit === undefined) editor.cycle([s.held], true)
  return s.editor.quit ?? (s.inputs.failed ? 1 : 0)
}
function editWhole(io: Io, settings: Settings, whole: Whole): ReturnType<Command> {
  if (!pullWhole(io, whole)) return awaitInput(whole.inputs, whole)
  const state = newEditor()
  editText(io, settings, state, whole.texts.join(''), text => io.out(text))
  return state.quit ?? (whole.inputs.failed ? 1 : 0)
}
function editText(io: Io, settings: Settings, state: EditorState, text: Bytes, print: (text: Bytes) => void): void {
  const editor = new Editor(io, settings, state, print)
  const lines = linesOf(text).map(line => ({ text: line, ended: true }))
  const last = lines.at(-1)
  if (last && !text.endsWith('\n')) last.ended = false
  while (lines.length > 0 && state.quit === undefined) editor.cycle(lines, true)
}
function editFiles(io: Io, settings: Settings, names: readonly Bytes[]): number {
  let status = 0
  for (const name of names) {
    const contents = io.contents(name)
    if (!('text' in contents)) {
      status = io.fail(`${name}: ${io.faultText(contents.fault)}`)
      continue
    }
    let out = ''
    const state = newEditor()
    editText(io, settings, state, contents.text, text => {
      out += text
    })
    const fd = io.open(name, 'write')
    if (typeof fd !== 'number') return io.fail(`${name}: ${io.faultText(fd)}`)
    io.write(fd, out)
    io.close(fd)
    status = state.quit ?? status
  }
  return status
}
