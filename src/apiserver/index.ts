// The front door: Kubernetes' API over the engine, as one function. See door.ts.
export type { Yaml } from './body.ts'
export type { Dates } from './call.ts'
export type { ClockHook, ClockSpec } from './clock.ts'
export { createDoor, type Door, type DoorOptions } from './door.ts'
export { type Request, type Response, type Say, type Stream, textOf } from './exchange.ts'
export { DEFAULT_LIMITS, type Limits } from './limits.ts'
export type { ContainerHook, LogOptions } from './subresources/log.ts'
export { asKubernetesReads, asKubernetesWrites } from './yamltags.ts'
