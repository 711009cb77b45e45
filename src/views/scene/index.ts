// The scene: what is where. See scene.ts.

export { learn } from './captions.ts'
export { type Counter, counters } from './floor.ts'
export { measuresFor } from './measures.ts'
export type { Memory } from './memory.ts'
export { nodeStatus } from './nodes.ts'
export { podLook } from './podlook.ts'
export type { DotShape } from './requests.ts'
export { scene } from './scene.ts'
export type * from './types.ts'
