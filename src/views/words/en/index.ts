// English, by topic. The compiler reads the keys from here; the page takes `first` at once and `later` with the panels.
import { first } from './first.ts'
import { later } from './later.ts'

export const en = { ...first, ...later } as const
