// What is said before anybody has done anything: the frame, the stage, the time below it, what lies beside it while nothing is selected.
import { quiet as stage } from '../../stage/quietwords.ts'
import { app } from './app.ts'
import { arrival } from './arrival.ts'
import { transport } from './transport.ts'

export const first = { ...stage, ...app, ...arrival, ...transport } as const
