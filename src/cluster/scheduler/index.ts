// The scheduler, and what others need of it. See scheduler.ts.

export { nodeRule } from './filters/nodeaffinity.ts'
export { type Amounts, amountsIn, type Requests, requestsOf } from './resources.ts'
export { scheduler } from './scheduler.ts'
export { sameTaint, tolerates, tolerationOf, untolerated } from './tolerations.ts'
