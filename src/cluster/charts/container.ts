// A container's life on its machine, as the kubelet steers it and the inspector draws it: the image comes, the process starts, turns ready, ends, and
// is started again, at once or after a while. Effects are data: `after` is a hop of the profile that ends with an event. Nothing here decides; the
// kubelet (../kubelet) sends the events. Upstream: pkg/kubelet/kuberuntime, pkg/kubelet/images, the CRI's container states.
import { createMachine } from 'xstate'
import { timedChart } from '../../engine/index.ts'
import { after } from './after.ts'

export const containerMachine = createMachine({
  id: 'container',
  initial: 'waiting',
  on: { LOST: '.waiting' },
  states: {
    /** Nothing has been done for it yet. */
    waiting: { on: { PULL: 'pulling', START: 'starting', FAIL_CONFIG: 'configError', FAIL_IMAGE: 'imageError' } },
    pulling: {
      entry: after('pull', 'PULLED'),
      on: { PULLED: 'starting', FAIL_PULL: 'errImagePull', FAIL_CONFIG: 'configError', GIVE_UP: 'waiting' },
    },
    errImagePull: {
      on: { HOLD: 'imagePullBackOff', PULL: 'pulling', START: 'starting', FAIL_CONFIG: 'configError', FAIL_IMAGE: 'imageError' },
    },
    imagePullBackOff: { on: { PULL: 'pulling', START: 'starting', FAIL_CONFIG: 'configError', FAIL_IMAGE: 'imageError' } },
    /** A name that is none, or an image that may not be pulled and is not there. */
    imageError: { on: { PULL: 'pulling', START: 'starting', FAIL_CONFIG: 'configError', FAIL_IMAGE: 'imageError' } },
    /** A ConfigMap or Secret that it needs is missing. */
    configError: { on: { PULL: 'pulling', START: 'starting', FAIL_CONFIG: 'configError', FAIL_IMAGE: 'imageError' } },
    starting: { entry: after('start', 'STARTED'), on: { STARTED: 'running', FAIL_START: 'exited', GIVE_UP: 'waiting' } },
    running: {
      initial: 'starting',
      on: { STOP: 'stopping', EXIT: 'exited' },
      states: {
        /** The postStart hook or the startup probe has not let it through yet. */
        starting: { on: { LIVE: 'notReady', READY: 'ready' } },
        notReady: { on: { READY: 'ready' } },
        ready: { on: { UNREADY: 'notReady' } },
      },
    },
    stopping: {
      initial: 'preStop',
      on: { EXIT: 'exited' },
      states: {
        preStop: { on: { TERM: 'terminating' } },
        /** It has got its SIGTERM; at the end of the grace comes SIGKILL. */
        terminating: {},
      },
    },
    exited: {
      on: {
        HOLD: 'crashBackOff',
        PULL: 'pulling',
        START: 'starting',
        FAIL_CONFIG: 'configError',
        FAIL_IMAGE: 'imageError',
      },
    },
    crashBackOff: { on: { PULL: 'pulling', START: 'starting', FAIL_CONFIG: 'configError', FAIL_IMAGE: 'imageError' } },
  },
})

export const containerChart = timedChart(containerMachine)
