// The inhabitants of the house. See cluster.ts.
export { comparingMachines, timedMachines } from './charts/index.ts'
export { type ClusterOptions, createCluster, START, START_MS } from './cluster.ts'
export { eligibility } from './controllers/daemonset/eligibility.ts'
export { type DrawnTile, gridOf as pictureGrid, PICTURE, type Shape, tile as pictureTile } from './images/picture.ts'
export { type InvariantWatch, watchInvariants } from './invariants.ts'
export { logs } from './kubelet/index.ts'
export { type ClusterProfile, type ProfileName, profiles } from './profiles.ts'
export { requestsOf } from './scheduler/resources.ts'
export { type Disk, fillOf } from './storage/index.ts'
export type {
  Collected,
  ContainerRun,
  Decision,
  Kept,
  Machine,
  Member,
  PodRun,
  Request,
  Tile,
  Timer,
  Traffic,
  Truths,
} from './tables.ts'
