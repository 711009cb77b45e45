// 简体中文, by topic: exactly the keys of English, but for plurals, which Chinese does not have. Kubernetes' own words stay English.
import { zh as stage } from '../../stage/words.zh.ts'
import type { en } from '../en/index.ts'
import { acts } from './acts.ts'
import { app } from './app.ts'
import { charts } from './charts.ts'
import { editor } from './editor.ts'
import { inspector } from './inspector.ts'
import { overlays } from './overlays.ts'
import { patterns } from './patterns.ts'
import { shorts } from './shorts.ts'
import { told } from './told.ts'
import { trace } from './trace.ts'
import { transport } from './transport.ts'
import { verbs } from './verbs.ts'

type Plural = Extract<keyof typeof en, `${string}_one`>

export const zh: Readonly<Record<Exclude<keyof typeof en, Plural>, string> & Partial<Record<Plural, string>>> = {
  ...stage,
  ...app,
  ...transport,
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
