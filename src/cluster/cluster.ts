// A whole cluster in one value: the engine with all its inhabitants, the nodes it begins with, and the faults that can befall it. Everything that
// comes later is done through the front door (src/apiserver) or by time passing.
import { type Actor, Engine } from '../engine/index.ts'
import { formatTime, invalid, resources } from '../kube/index.ts'
import { admit } from './admission/index.ts'
import { bootstrap } from './bootstrap.ts'
import { controllers } from './controllers/index.ts'
import { indexes } from './indexes.ts'
import { type ProfileName, profiles } from './profiles.ts'

export interface ClusterOptions {
  /** Any whole number: the same seed and the same actions give the same history. */
  seed: number
  /** How many machines there are at the start: node-1 … node-N. */
  nodes: number
  profile: ProfileName
  /** What each machine has; 4 CPU, 8Gi and 110 pods unless said. */
  capacity?: { cpu: string; memory: string; pods: number }
  /** Freeze everything stored: tests and development. */
  freeze?: boolean
}

/** Simulated time begins here, so that histories are equal to the byte: the morning of the talk. */
export const START = '2017-03-30T09:00:00Z'
export const START_MS = 1_490_864_400_000

/** Builds a cluster at time 0: namespaces, nodes (Ready at once) and controllers are there, nothing runs yet. */
export function createCluster(options: ClusterOptions): Engine {
  const engine = new Engine({
    seed: options.seed,
    profile: profiles[options.profile],
    resources,
    indexes,
    actors: controllers as readonly Actor[],
    admit,
    refuse: invalid,
    startMs: START_MS,
    timestamp: formatTime,
    ...(options.freeze && { freeze: true }),
  })
  bootstrap(engine, options)
  return engine
}
