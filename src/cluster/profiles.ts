// How long things take here, in simulated milliseconds: least and most, the dice decide in between. "classroom" is what a small real cluster feels like
// and what the reference shows; "instant" leaves only Kubernetes' own delays; "slow registry" is a bad day at the image registry.
import type { Hop, Profile } from '../engine/index.ts'

export interface ClusterProfile extends Profile {
  /** An image pull from the registry. */
  readonly pull: Hop
  /** From "pulled" (or present) to the container's process running: create and start. */
  readonly start: Hop
  /** The sandbox and volumes of a new pod. */
  readonly sandbox: Hop
  /** The scheduler's work on one pod. */
  readonly schedule: Hop
  /** From an EndpointSlice's change to the node's proxy rules. */
  readonly proxy: Hop
  /** A request from a client to a pod. */
  readonly request: Hop
  /** A web server's work on a request. */
  readonly serve: Hop
  /** From SIGTERM to the end of a process that obeys it. */
  readonly stop: Hop
  /** From when a kubelet has seen the end of a pod's last container to the removal of its object. */
  readonly cleanup: Hop
  /** A probe's answer. */
  readonly probe: Hop
  /** Until what a database has written lies on the disk (fsync). */
  readonly sync: Hop
}
export type ProfileName = 'classroom' | 'instant' | 'slow registry'

const classroom: ClusterProfile = {
  watch: [4, 12],
  write: [4, 12],
  pull: [800, 800],
  start: [60, 180],
  sandbox: [120, 300],
  schedule: [2, 6],
  proxy: [8, 40],
  request: [2, 6],
  serve: [20, 60],
  stop: [30, 90],
  cleanup: [150, 300],
  probe: [1, 8],
  sync: [1, 4],
}

export const profiles: Readonly<Record<ProfileName, ClusterProfile>> = {
  classroom,
  instant: {
    ...classroom,
    watch: [1, 1],
    write: [1, 1],
    pull: [1, 1],
    start: [1, 1],
    sandbox: [1, 1],
    schedule: [1, 1],
    proxy: [1, 1],
    request: [1, 1],
    serve: [1, 1],
    stop: [1, 1],
    cleanup: [1, 1],
    probe: [1, 1],
    sync: [1, 1],
  },
  'slow registry': { ...classroom, pull: [8_000, 25_000] },
}
