// The stage's own words, for the catalogues.
import { more } from './morewords.ts'
import { quiet } from './quietwords.ts'

export const en = { ...quiet, ...more } as const

export type StageKey = keyof typeof en
