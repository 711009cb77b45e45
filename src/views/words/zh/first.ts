// 简体中文, as far as it is said before anybody has done anything; see en/first.ts.
import { quiet as stage } from '../../stage/quietwords.zh.ts'
import type { first as en } from '../en/first.ts'
import { app } from './app.ts'
import { arrival } from './arrival.ts'
import { transport } from './transport.ts'
import type { Chinese } from './types.ts'

export const first: Chinese<typeof en> = { ...stage, ...app, ...arrival, ...transport }
