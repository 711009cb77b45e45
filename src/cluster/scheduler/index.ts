// The scheduler, and what others need of it. See scheduler.ts.
export { amountsIn } from './resources.ts'
export { scheduler } from './scheduler.ts'
export { sameTaint, tolerationOf } from './tolerations.ts'
