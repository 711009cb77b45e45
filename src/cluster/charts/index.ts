// The charts as definitions, for who draws them: those of what takes time, and by controller those of what compares.
import { machine as deployment } from '../controllers/deployment.ts'
import { machine as replicaset } from '../controllers/replicaset.ts'
import { containerMachine } from './container.ts'
import { nodeMachine } from './node.ts'
import { podMachine } from './pod.ts'

export const timedMachines = { pod: podMachine, container: containerMachine, node: nodeMachine }
export const comparingMachines = { deployment, replicaset }
