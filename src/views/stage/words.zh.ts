// The stage's own words in 简体中文; apart from the English ones, so that they are fetched only when they are chosen.
import { more } from './morewords.zh.ts'
import { quiet } from './quietwords.zh.ts'
import type { StageKey } from './words.ts'

export const zh: Readonly<Record<StageKey, string>> = { ...quiet, ...more }
