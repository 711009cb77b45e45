// The charts as definitions, for who draws them: those of what takes time, and by controller those of what compares. A controller that exports a machine
// stands here; a test looks through them all.
import { machine as cronjob } from '../controllers/cronjob.ts'
import { machine as daemonset } from '../controllers/daemonset.ts'
import { machine as deployment } from '../controllers/deployment.ts'
import { machine as disruption } from '../controllers/disruption.ts'
import { machine as horizontalpodautoscaler } from '../controllers/horizontalpodautoscaler.ts'
import { machine as job } from '../controllers/job.ts'
import { machine as replicaset } from '../controllers/replicaset.ts'
import { machine as statefulset } from '../controllers/statefulset.ts'
import { containerMachine } from './container.ts'
import { nodeMachine } from './node.ts'
import { podMachine } from './pod.ts'

export const timedMachines = { pod: podMachine, container: containerMachine, node: nodeMachine }

/** By the name of the actor, which is also the chart's own. */
export const comparingMachines = { deployment, replicaset, statefulset, daemonset, job, cronjob, disruption, horizontalpodautoscaler }
