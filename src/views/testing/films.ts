// Short histories by hand, for watching motion on the workbench: what changes at which second.
import type { Mirror } from '../../session/index.ts'
import { rolloutMirror } from './rollout.ts'

export interface Film {
  mirror: Mirror
  start: number
  advance(now: number): void
}
export const films: Readonly<Record<string, () => Film>> = {}
export const film = (name: string): Film => films[name]?.() ?? { mirror: rolloutMirror(), start: 0, advance() {} }
