// A client program that asks one thing after the other of a server, and prints what it hears: `mysql -e`, `mongosh --eval`. What it asks follows from
// its arguments, so between its turns it keeps only how far it has come.
import type { ImageProgram, ProgramCall } from '../../../shell/index.ts'
import type { Op } from './ensemble.ts'
import type { Fault, Reply } from './server.ts'

/** A question for the server, or words that need none. */
export type Step =
  | { readonly op: Op; print(value: unknown): string }
  | { readonly out: string }
  | { readonly err: string; readonly code: number }

export interface Talk {
  readonly host: string
  readonly port: number
  readonly steps: readonly Step[]
  /** An error's words, by what the server said or why it did not. */
  complain(error: string | undefined, fault: Fault | undefined): string
}

/** So long it waits for an answer. */
const PATIENCE_MS = 30_000

export const clientOf =
  (name: string, talkOf: (call: ProgramCall) => Talk): ImageProgram =>
  call => {
    const talk = talkOf(call)
    let at = (call.state as number | undefined) ?? 0
    let out = ''
    const asked = talk.steps[at]
    if (call.state !== undefined && asked && 'op' in asked) {
      const reply = (call.answer as Reply | undefined) ?? { fault: 'timeout' as const }
      if (!('value' in reply)) {
        const words = 'error' in reply ? talk.complain(reply.error, undefined) : talk.complain(undefined, reply.fault)
        return { err: `${words}\n`, code: 1 }
      }
      out += asked.print(reply.value)
      at++
    }
    for (; at < talk.steps.length; at++) {
      const step = talk.steps[at] as Step
      if ('out' in step) out += step.out
      else if ('err' in step) return { out, err: `${step.err}\n`, code: step.code }
      else
        return {
          out,
          state: at,
          ask: { kind: 'image', name, data: { host: talk.host, port: talk.port, op: step.op } },
          afterMs: PATIENCE_MS,
        }
    }
    return { out, code: 0 }
  }

/** Options and what is no option: `-h db`, `-hdb`, `--host=db`. `valued`: the letters and names that have a value. */
export function readArgs(
  args: readonly string[],
  valued: readonly string[],
): { values: ReadonlyMap<string, string>; rest: readonly string[] } {
  const values = new Map<string, string>()
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (!arg.startsWith('-')) {
      rest.push(arg)
      continue
    }
    const [, name = ''] = /^-+([^=]*)/.exec(arg) ?? []
    const isLong = arg.startsWith('--')
    if (arg.includes('=') && isLong) values.set(name, arg.slice(arg.indexOf('=') + 1))
    else if (isLong) values.set(name, valued.includes(name) ? (args[++i] ?? '') : '')
    else {
      const letter = name[0] ?? ''
      if (!valued.includes(letter)) values.set(letter, '')
      else values.set(letter, arg.slice(2) || (args[++i] ?? ''))
    }
  }
  return { values, rest }
}
