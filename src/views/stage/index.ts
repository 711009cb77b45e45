// The stage and its kit. `<Stage …/>` draws a mirror; the kit's components are for legends, cards and panels.

export { Clock, ClockContext } from './clock.ts'
export { Arc } from './kit/Arc.tsx'
export { Card, Pips, Store } from './kit/Card.tsx'
export { Disk } from './kit/Disk.tsx'
export { Door } from './kit/Door.tsx'
export { NodeBox, NodeFront } from './kit/Node.tsx'
export { Patterns } from './kit/Patterns.tsx'
export { Pod, type PodProps } from './kit/Pod.tsx'
export { Request, requestPath } from './kit/Request.tsx'
export { Stage, type StageProps } from './Stage.tsx'
