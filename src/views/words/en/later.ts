// What panels, menus, marks and all other inhabitants say: fetched once the stage lives, or with the first thing that says it.
import { more as stage } from '../../stage/morewords.ts'
import { acts } from './acts.ts'
import { charts } from './charts.ts'
import { editor } from './editor.ts'
import { inspector } from './inspector.ts'
import { overlays } from './overlays.ts'
import { patterns } from './patterns.ts'
import { shorts } from './shorts.ts'
import { told } from './told.ts'
import { trace } from './trace.ts'
import { verbs } from './verbs.ts'

export const later = {
  ...stage,
  ...inspector,
  ...charts,
  ...editor,
  ...verbs,
  ...acts,
  ...overlays,
  ...patterns,
  ...trace,
  ...told,
  ...shorts,
} as const
