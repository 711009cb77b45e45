// What the first paint says: the stage, the frame, and what those tell that the first scene has.
import { en as stage } from '../../stage/words.ts'
import { app } from './app.ts'
import { trace } from './trace.ts'

export const first = { ...stage, ...app, ...trace } as const
