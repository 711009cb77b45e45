// A pod's life on its node, as the kubelet sees it and the inspector draws it: admitted, given a sandbox (network and volumes), its containers started
// and kept, then stopped, cleaned up and gone. Upstream: pkg/kubelet/pod_workers.go (syncing, terminating, terminated), pkg/kubelet/kubelet.go.
import { createMachine } from 'xstate'
import { timedChart } from '../../engine/index.ts'
import { after } from './after.ts'

export const podMachine = createMachine({
  id: 'pod',
  initial: 'admitting',
  states: {
    admitting: { on: { ADMIT: 'creatingSandbox', REJECT: 'rejected', TERMINATE: 'terminating' } },
    /** The node has no room for it, or not the right labels. */
    rejected: { on: { TERMINATE: 'cleaningUp' } },
    creatingSandbox: { entry: after('sandbox', 'SANDBOX'), on: { SANDBOX: 'initializing', TERMINATE: 'terminating' } },
    /** Init containers, one after the other. */
    initializing: { on: { INITIALIZED: 'running', TERMINATE: 'terminating' } },
    running: { on: { TERMINATE: 'terminating' } },
    terminating: { on: { STOPPED: 'ended', STOPPED_FOR_GOOD: 'cleaningUp' } },
    /** All containers have ended and none will start again; the object stays until somebody deletes it. */
    ended: { on: { TERMINATE: 'cleaningUp' } },
    cleaningUp: { entry: after('cleanup', 'CLEANED'), on: { CLEANED: 'gone' } },
    gone: { type: 'final' },
  },
})

export const podChart = timedChart(podMachine)
