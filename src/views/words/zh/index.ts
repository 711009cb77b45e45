// 简体中文, all of it. The page takes `first` and `later` apart, as it does in English.
import { first } from './first.ts'
import { later } from './later.ts'

export const zh = { ...first, ...later }
