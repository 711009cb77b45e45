// The views of the stage: the whole of it, the four patterns at once, or one of them. Small, because the address is read before anything is drawn.
import type { Owner } from '../workloads/types.ts'

export const PATTERNS = ['deployment', 'statefulset', 'daemonset', 'job'] as const
export type Pattern = (typeof PATTERNS)[number]
export const VIEWS = ['stage', 'four', ...PATTERNS] as const
export type View = (typeof VIEWS)[number]

export const OWNER_OF: Readonly<Record<Pattern, Owner>> = { deployment: 'dep', statefulset: 'sts', daemonset: 'ds', job: 'job' }

export const viewOf = (word: string | null | undefined): View | undefined => VIEWS.find(v => v === word)
export const patternOf = (view: View): Pattern | undefined => PATTERNS.find(p => p === view)
