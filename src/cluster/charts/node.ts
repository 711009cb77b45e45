// A machine's life: switched on, its kubelet up and connected, cut off from the API server, switched off. What the API server believes of it is another
// matter (../controllers/nodelifecycle). Upstream: pkg/kubelet/kubelet_node_status.go, pkg/kubelet/nodelease.
import { createMachine } from 'xstate'
import { timedChart } from '../../engine/index.ts'
import { after } from './after.ts'

export const nodeMachine = createMachine({
  id: 'node',
  initial: 'booting',
  states: {
    off: { on: { POWER_ON: 'booting' } },
    booting: { entry: after('boot', 'BOOTED'), on: { BOOTED: 'connected', BOOTED_ALONE: 'cutOff', POWER_OFF: 'off' } },
    /** Its kubelet runs, hears and speaks. */
    connected: { on: { CUT: 'cutOff', POWER_OFF: 'off' } },
    /** Everything on it runs on; nothing passes between it and the API server. */
    cutOff: { on: { HEAL: 'reconnecting', POWER_OFF: 'off' } },
    reconnecting: { entry: after('reconnect', 'RECONNECTED'), on: { RECONNECTED: 'connected', CUT: 'cutOff', POWER_OFF: 'off' } },
  },
})

export const nodeChart = timedChart(nodeMachine)
