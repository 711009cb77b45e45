// What panels, menus and marks say: fetched with the first of them.
import { acts } from './acts.ts'
import { charts } from './charts.ts'
import { editor } from './editor.ts'
import { inspector } from './inspector.ts'
import { overlays } from './overlays.ts'
import { patterns } from './patterns.ts'
import { verbs } from './verbs.ts'

export const later = { ...inspector, ...charts, ...editor, ...verbs, ...acts, ...overlays, ...patterns } as const
