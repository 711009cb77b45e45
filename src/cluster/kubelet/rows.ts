// What a kubelet keeps of a pod besides what runs: the object as it last heard of it, the status it last worked out, and where its worker stands. All
// of it is lost with the machine's power. Table `kubelet`, key: the pod's uid. Upstream: pkg/kubelet/pod_workers.go podSyncStatus, reason_cache.go,
// status_manager.go versionedPodStatus.
import type { Table, World } from '../../engine/index.ts'
import type { Container, Pod, PodStatus } from '../../kube/index.ts'
import { type ContainerRun, machines, type PodRun, processes } from '../tables.ts'
import type { BackOff } from './backoff.ts'
import type { ProbeRow } from './probes/rows.ts'

/** How a container's process ended. Times in simulated milliseconds. */
export interface Exit {
  readonly attempt: number
  readonly id: string
  readonly code: number
  readonly reason: string
  readonly message?: string
  /** Absent: it never started. */
  readonly startedAt?: number
  readonly finishedAt: number
}

/** A container as the runtime knows it: the present or last process, and how the one before ended. */
export interface ContainerRow extends ContainerRun {
  /** Counts the processes; -1 before the first. */
  readonly attempt: number
  /** How this process ended; absent while it runs. */
  readonly exit?: Exit | undefined
  /** How the one before ended. */
  readonly last?: Exit
  /** Which spec it was made from: its image and command. */
  readonly spec?: Container
  /** `containerd://…`, of the process above. */
  readonly id?: string
}

export interface PodRow extends PodRun {
  readonly containers: readonly ContainerRow[]
}

/** Why a container could not be started, as its status will say from the next sync on. */
export interface Reason {
  readonly reason: string
  readonly message: string
}

/** Something a sync still has to do, in order. */
export type Task =
  | { readonly kill: string; readonly message: string }
  /** `killed`: by the task before; it is held back by the exit before that one only. */
  | { readonly start: string; readonly killed?: true }

export interface Worker {
  readonly uid: string
  readonly key: string
  readonly node: string
  readonly pod: Pod
  /** The status that the API should show. */
  readonly status?: PodStatus
  readonly life: 'syncing' | 'terminating' | 'terminated'
  /** Raised when a sync begins: a planned one of an older turn is no longer wanted. */
  readonly turn: number
  readonly busy: boolean
  readonly todo: readonly Task[]
  /** The container that the present task waits to see ended. */
  readonly killing?: string | undefined
  /** Something in this sync went wrong: the next comes 10 to 15 s later. */
  readonly failed: boolean
  /** When the last sync ended; -1 before the first. */
  readonly syncedAt: number
  /** Somebody asked for a sync while one was under way or waiting. */
  readonly queued: boolean
  /** When the next look at the machine (once a second) will find something changed (processes, the sandbox); -1: nothing has. */
  readonly noticeAt: number
  /** When the planned sync is due; -1: none is planned. */
  readonly dueAt: number
  readonly reasons: Readonly<Record<string, Reason>>
  readonly backOffs: Readonly<Record<string, BackOff>>
  readonly probes: Readonly<Record<string, ProbeRow>>
  /** The grace with which its containers are stopped, in seconds. */
  readonly graceSeconds?: number
  readonly graceFrom?: number
  /** The pod as a whole was ended by the kubelet: rejected, deadline over. */
  readonly verdict?: { readonly phase: string; readonly reason: string; readonly message: string }
  /** Its object is no longer there. */
  readonly orphaned?: true
}

const NONE = {} as const

export const newWorker = (pod: Pod, key: string): Worker => ({
  uid: pod.metadata.uid,
  key,
  node: pod.spec.nodeName as string,
  pod,
  life: 'syncing',
  turn: 0,
  busy: false,
  todo: [],
  failed: false,
  syncedAt: -1,
  queued: false,
  noticeAt: -1,
  dueAt: -1,
  reasons: NONE,
  backOffs: NONE,
  probes: NONE,
})

type Tables = Pick<World, 'table'>
export const workers = (w: Tables) => w.table<Worker>('kubelet')
/** The same table as the views see, with what only the kubelet knows. */
export const pods = (w: Tables) => processes(w) as unknown as Table<PodRow>
/** Which workers go by a pod's name: one, or more when an old pod of that name still runs somewhere. Key: pod key. */
export const uids = (w: Tables) => w.table<readonly string[]>('kubelet.uids')

export interface NodeRow {
  readonly node: string
  /** Position in 10.244.N.0/24. */
  readonly number: number
  /** State of the node chart. */
  readonly state: string
  readonly epoch: number
  /** Offset within the second at which the kubelet looks at its containers. */
  readonly relistMs: number
  /** When the next heartbeat is due, and the next full report of its status. */
  readonly beatAt: number
  readonly reportAt: number
  /** Number of the last address given out, and how many were since it came up: before all were used once, none can be taken. */
  readonly lastAddress: number
  readonly addressesGiven: number
  /** The pods whose workers are here. */
  readonly uids: readonly string[]
  /** Of these the ones that may still take something up here; the thousands that have ended stay out of every admission. */
  readonly living: readonly string[]
  readonly capacity: Readonly<Record<string, string>>
  readonly zone?: string
  /** Its kubelet was started and has not been heard yet: it registers. */
  readonly starting?: true
}
export const nodes = (w: Tables) => w.table<NodeRow>('kubelet.nodes')

/** The pods on a node that may still take something up, an address or a share of its resources. Those that have ended meanwhile are struck off. */
export function livingOn(world: Tables, node: string): readonly string[] {
  const row = nodes(world).get(node)
  if (!row) return []
  const living = row.living.filter(uid => {
    const w = workers(world).get(uid)
    return (w !== undefined && w.life !== 'terminated') || pods(world).get(uid)?.ip !== undefined
  })
  if (living.length === row.living.length) return row.living
  nodes(world).set(node, { ...row, living })
  return living
}

export const containerOf = (pod: PodRow | undefined, name: string): ContainerRow | undefined => pod?.containers.find(c => c.name === name)

export const specOf = (pod: Pod, name: string): Container | undefined =>
  pod.spec.containers.find(c => c.name === name) ?? pod.spec.initContainers?.find(c => c.name === name)

/** Whether the kubelet of this node hears the API server and is heard. */
export const isConnected = (w: Tables, node: string): boolean => nodes(w).get(node)?.state === 'connected'
export const isOn = (w: Tables, node: string): boolean => machines(w).get(node)?.power === 'on'

export const change = (world: Tables, uid: string, more: Partial<Worker>): Worker => {
  const worker = { ...(workers(world).get(uid) as Worker), ...more }
  workers(world).set(uid, worker)
  return worker
}
