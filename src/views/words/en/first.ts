// What is said before anybody has done anything: the frame, the stage, the time below it, what lies beside it while nothing is selected, and what those tell that the
// first scene has.
import { en as stage } from '../../stage/words.ts'
import { app } from './app.ts'
import { arrival } from './arrival.ts'
import { trace } from './trace.ts'
import { transport } from './transport.ts'

export const first = { ...stage, ...app, ...arrival, ...transport, ...trace } as const
