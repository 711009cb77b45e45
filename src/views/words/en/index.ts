// English, by topic. The compiler reads the keys from here.
import { en as stage } from '../../stage/words.ts'
import { acts } from './acts.ts'
import { app } from './app.ts'
import { editor } from './editor.ts'
import { inspector } from './inspector.ts'
import { trace } from './trace.ts'
import { transport } from './transport.ts'
import { verbs } from './verbs.ts'

export const en = { ...stage, ...app, ...transport, ...inspector, ...editor, ...verbs, ...acts, ...trace } as const
