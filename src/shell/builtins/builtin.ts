// What a builtin is: a command that works on the shell itself.
import type { Bytes } from '../bytes.ts'
import type { Turn } from '../evaluate/stack.ts'
import type { SimpleFrame } from '../state.ts'

/** `outer`: what messages name when it is not this builtin. A number is its status. undefined: it has pushed a frame, whose status is its own, or has left the command's frame. */
export type Builtin = (turn: Turn, args: readonly Bytes[], frame: SimpleFrame, outer: Bytes) => number | undefined
