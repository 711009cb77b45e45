// What the first paint says: the stage, the frame, time, and what the cluster tells.
import { en as stage } from '../../stage/words.ts'
import { app } from './app.ts'
import { shorts } from './shorts.ts'
import { trace } from './trace.ts'
import { transport } from './transport.ts'

export const first = { ...stage, ...app, ...transport, ...trace, ...shorts } as const
