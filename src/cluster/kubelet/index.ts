// The kubelets: everything that really runs on machines.
import type { Actor } from '../../engine/index.ts'
import { faults } from '../faults.ts'
import { kubelet } from './kubelet.ts'
import { node } from './node.ts'
import { programs } from './process/programs.ts'

/** @public for whoever runs commands in containers from outside */
export { type ExecProblem, exec } from './exec.ts'
export { noteServed, serves } from './network.ts'
export { bootNode, type MachineSpec } from './node.ts'
export { writeTo } from './process/ensembles/index.ts'
export { type LogOptions, logs } from './process/logs.ts'
export { isConnected } from './rows.ts'

/** Whoever acts on machines, and what befalls them. */
export const kubelets: readonly Actor[] = [kubelet, node, programs, faults]
