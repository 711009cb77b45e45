// shuf: lines in an order that the dice decide. Upstream: busybox.
import type { Command } from '../io.ts'
import { awaitInput, optionsOf, pullWhole, type Whole, wholeOf } from './inputs.ts'
import { linesOf } from './lines.ts'

export const shuf: Command = (io, state) => {
  const options = optionsOf(io, 'ez', 'inor')
  if (!options) return 1
  const range = /^(\d+)-(\d+)$/.exec(options.values.get('i')?.at(-1) ?? '')
  const whole = (state as Whole | undefined) ?? wholeOf(options.operands)
  const given = range !== null || options.flags.has('e')
  if (!given && !pullWhole(io, whole)) return awaitInput(whole.inputs, whole)
  const lines = range
    ? Array.from({ length: Math.max(Number(range[2]) - Number(range[1]) + 1, 0) }, (_, i) => String(Number(range[1]) + i))
    : options.flags.has('e')
      ? [...options.operands]
      : whole.texts.flatMap(text => linesOf(text ?? ''))
  const wanted = Math.min(Number(options.values.get('n')?.at(-1) ?? lines.length), lines.length)
  for (let i = 0; i < wanted; i++) {
    const other = i + io.world.roll(lines.length - i)
    const line = lines[i] as string
    lines[i] = lines[other] as string
    lines[other] = line
    io.out(`${lines[i]}\n`)
  }
  return 0
}
