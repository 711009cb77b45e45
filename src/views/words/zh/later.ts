// 简体中文, the rest; see en/later.ts.
import { more as stage } from '../../stage/morewords.zh.ts'
import type { later as en } from '../en/later.ts'
import { acts } from './acts.ts'
import { charts } from './charts.ts'
import { editor } from './editor.ts'
import { inspector } from './inspector.ts'
import { overlays } from './overlays.ts'
import { patterns } from './patterns.ts'
import { shorts } from './shorts.ts'
import { told } from './told.ts'
import { trace } from './trace.ts'
import type { Chinese } from './types.ts'
import { verbs } from './verbs.ts'

export const later: Chinese<typeof en> = {
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
}
