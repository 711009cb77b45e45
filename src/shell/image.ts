// A program that an image brings, as a command like the busybox' own: text for bytes, and its results as waits.
import { decode, encode } from './bytes.ts'
import type { Command, Next } from './io.ts'
import type { Wait } from './state.ts'
import type { ImageProgram, ProgramCall } from './world.ts'

interface State {
  inner: unknown
  wantsInput: boolean
}

export function imageCommand(program: ImageProgram): Command {
  return (io, state): Next => {
    const before = state as State | undefined
    let input: string | null | undefined
    if (before?.wantsInput) {
      const text = io.read()
      input = typeof text === 'string' ? decode(text) : text
    }
    const call: ProgramCall = {
      name: decode(io.name),
      args: io.args.map(decode),
      env: Object.fromEntries(Object.entries(io.process.env).map(([name, value]) => [name, decode(value)])),
      cwd: io.cwd,
      pid: io.process.pid,
      world: io.world,
      state: before?.inner,
      ...(input !== undefined && { input }),
      ...(io.answer !== undefined && { answer: io.answer }),
      ...(io.caught !== undefined && { signal: io.caught }),
    }
    const result = program(call)
    io.out(encode(result.out ?? ''))
    io.err(encode(result.err ?? ''))
    if ('code' in result) return result.code
    const wait: Wait = {
      ...(result.afterMs !== undefined && { untilMs: io.nowMs + result.afterMs }),
      ...(result.wantsInput && { input: 0 }),
      ...(result.ask && { request: result.ask }),
      ...(result.listens && { listens: result.listens }),
      ...(result.catches && { catches: result.catches }),
    }
    return { wait, state: { inner: result.state, wantsInput: result.wantsInput ?? false } satisfies State }
  }
}
