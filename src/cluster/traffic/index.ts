// Requests: who sends them, what the proxies know, and where each of them ended.
import type { Actor } from '../../engine/index.ts'
import { clients } from './clients.ts'
import { proxy } from './proxy.ts'

export { podRequestsPerSecond, serviceRequestsPerSecond } from './counts.ts'
export const traffic: readonly Actor[] = [proxy, clients]
