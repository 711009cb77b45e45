// The input of a filter: the files named, or standard input, piece by piece, with everything that has to be remembered between two pieces as data.
import type { Bytes } from '../bytes.ts'
import type { Io, Next } from '../io.ts'

/** Where a filter is in its inputs. Plain data: part of the command's state. */
export interface Inputs {
  readonly names: readonly Bytes[]
  index: number
  /** The descriptor that is being read; -1: none yet. */
  fd: number
  /** The beginning of a line whose end has not come yet. */
  rest: Bytes
  /** A file could not be read. */
  failed: boolean
}

export const inputsOf = (names: readonly Bytes[]): Inputs => ({
  names: names.length > 0 ? names : ['-'],
  index: 0,
  fd: -1,
  rest: '',
  failed: false,
})

/** The words for a file that is not there; most say `NAME: TEXT`. */
export type Complaint = (name: Bytes, text: string) => Bytes
export const plain: Complaint = (name, text) => `${name}: ${text}`
export const cannotOpen: Complaint = (name, text) => (text === 'Is a directory' ? `read error: ${text}` : `can't open '${name}': ${text}`)
/** For a command that passes over directories. */
export const notDirectories: Complaint = (name, text) => (text === 'Is a directory' ? '' : `${name}: ${text}`)

/** A piece of the current input; 'end': that input has ended (its index is one lower than `index` now); null: all have; undefined: nothing yet. */
export function pull(io: Io, inputs: Inputs, complaint: Complaint = plain): { text: Bytes } | 'end' | null | undefined {
  for (;;) {
    const name = inputs.names[inputs.index]
    if (name === undefined) return null
    if (inputs.fd < 0) {
      const fd = open(io, inputs, name, complaint)
      if (fd === undefined) {
        inputs.index++
        continue
      }
      inputs.fd = fd
    }
    const text = io.read(inputs.fd)
    if (text === undefined) return undefined
    if (text !== null) return { text }
    if (inputs.fd !== 0) io.close(inputs.fd)
    inputs.fd = -1
    inputs.index++
    return 'end'
  }
}
function open(io: Io, inputs: Inputs, name: Bytes, complaint: Complaint): number | undefined {
  if (name === '-') return 0
  const fault = io.find(name).stat?.type === 'directory' ? 'EISDIR' : io.open(name)
  if (typeof fault === 'number') return fault
  const message = complaint(name, io.faultText(fault))
  if (message === '') return undefined
  inputs.failed = true
  io.fail(message)
  return undefined
}

/** The wait for more of the input, with the state to go on with. */
export const awaitInput = (inputs: Inputs, state: unknown): Next => ({ wait: { input: Math.max(inputs.fd, 0) }, state })

const longestLine = 4_194_304

export interface LineEvents {
  /** A line without its newline; `ended`: it had one. Returning false stops all reading. */
  line(line: Bytes, ended: boolean, index: number): boolean | undefined
  /** The input of this index has ended. */
  end?(index: number): void
}
/** Reads lines as far as they have come; true when all inputs have ended or reading was stopped. */
export function pullLines(io: Io, inputs: Inputs, events: LineEvents, complaint: Complaint = plain): boolean {
  for (;;) {
    const piece = pull(io, inputs, complaint)
    if (piece === undefined) return false
    if (piece === null) return true
    if (piece === 'end') {
      const { rest } = inputs
      inputs.rest = ''
      if (rest !== '' && events.line(rest, false, inputs.index - 1) === false) return true
      events.end?.(inputs.index - 1)
      continue
    }
    let text = inputs.rest + piece.text
    // What has no end is cut into lines all the same.
    if (text.length > longestLine && !text.includes('\n')) text += '\n'
    let from = 0
    for (let stop = text.indexOf('\n'); stop >= 0; stop = text.indexOf('\n', from)) {
      const line = text.slice(from, stop)
      from = stop + 1
      if (events.line(line, true, inputs.index) === false) {
        // What was read too far belongs to whoever reads next.
        io.unread(text.slice(from), inputs.fd)
        inputs.rest = ''
        return true
      }
    }
    inputs.rest = text.slice(from)
  }
}

/** All of every input at once: a text each, undefined for one that could not be read; or undefined while some has not come. */
export interface Whole {
  inputs: Inputs
  texts: (Bytes | undefined)[]
}
export const wholeOf = (names: readonly Bytes[]): Whole => ({ inputs: inputsOf(names), texts: [] })
export function pullWhole(io: Io, whole: Whole, complaint: Complaint = plain): boolean {
  for (;;) {
    const piece = pull(io, whole.inputs, complaint)
    if (piece === undefined) return false
    if (piece === null) return true
    if (piece === 'end') continue
    const i = whole.inputs.index
    whole.texts = [...whole.texts]
    whole.texts[i] = (whole.texts[i] ?? '') + piece.text
  }
}

/** Cuts `-abc`, `-n 5`, `-n5`, `--long` from the front. `valued`: letters that take a value. undefined: an option that is not in `letters`, which was complained of. */
export function optionsOf(
  io: Io,
  letters: string,
  valued = '',
  args = io.args,
): { flags: Set<string>; values: Map<string, Bytes[]>; operands: Bytes[] } | undefined {
  const flags = new Set<string>()
  const values = new Map<string, Bytes[]>()
  const operands: Bytes[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Bytes
    if (arg === '--') {
      operands.push(...args.slice(i + 1))
      break
    }
    if (!/^-./.test(arg) || arg.startsWith('--')) {
      if (!arg.startsWith('--')) operands.push(arg)
      else {
        io.fail(`unrecognized option '${arg}'`)
        return undefined
      }
      continue
    }
    for (let at = 1; at < arg.length; at++) {
      const letter = arg.charAt(at)
      if (valued.includes(letter)) {
        const value = arg.slice(at + 1) || args[++i]
        if (value === undefined) {
          io.fail(`option requires an argument -- '${letter}'`)
          return undefined
        }
        values.set(letter, [...(values.get(letter) ?? []), value])
        break
      }
      if (!letters.includes(letter)) {
        io.fail(`invalid option -- '${letter}'`)
        return undefined
      }
      flags.add(letter)
    }
  }
  return { flags, values, operands }
}
