// What is true beside what the API server believes: the rows of the tables in which machines, running processes, timers, scheduling decisions and
// requests live. Kubernetes has no such objects; they are the stage's second truth. All rows are immutable.
import type { World } from '../engine/index.ts'
import type { Attachment, Mounted } from './storage/index.ts'

/** A machine. Table `machines`, key: node name. It exists whether or not a Node object says so. */
export interface Machine {
  readonly node: string
  readonly power: 'on' | 'off'
  /** Whether anything passes between it and the API server, and between its pods and other nodes. */
  readonly link: 'up' | 'cut'
  readonly slowDisk: boolean
  /** Images on its disk. */
  readonly images: readonly string[]
  /** State of the node chart (charts/node.ts): `booting`, `connected`, `cutOff`, `reconnecting`, `off`. */
  readonly state: string
  /** When it was last switched on (simulated ms). */
  readonly bootedAt: number
  /** Where it stands, whatever its Node says. */
  readonly zone?: string
}

/** A container's process on a machine, as it really is. */
export interface ContainerRun {
  readonly name: string
  readonly kind: 'init' | 'sidecar' | 'main'
  readonly image: string
  /** State of the container chart (charts/container.ts), e.g. `waiting`, `pulling`, `pullBackOff`, `starting`, `running`, `stopping`, `exited`, `crashBackOff`. */
  readonly state: string
  /** Raised with every change of state: what was planned for an older epoch means nothing. */
  readonly epoch: number
  readonly ready: boolean
  readonly started: boolean
  readonly restarts: number
  readonly startedAt?: number
  readonly finishedAt?: number
  readonly exitCode?: number
  readonly reason?: string
}

/** A pod as it really runs. Table `processes`, key: the pod's uid. Gone when the node has cleaned up, or with the machine's power. */
export interface PodRun {
  readonly uid: string
  /** `namespace/name` */
  readonly key: string
  readonly node: string
  /** State of the pod chart (charts/pod.ts). */
  readonly state: string
  readonly epoch: number
  readonly ip?: string
  readonly containers: readonly ContainerRun[]
}

/** A timer that is drawn. Table `timers`, key: `SUBJECT NAME`, e.g. `pods default/web-1 readiness main`. */
export interface Timer {
  /** `pods default/web-1`, `nodes node-1`, `deployments default/web` */
  readonly subject: string
  /** `startup` `liveness` `readiness` (next probe), `pull`, `start`, `pullBackOff`, `crashBackOff`, `grace`, `unknown` (silence until NotReady), `eviction`, `minReady`, `deadline` … */
  readonly name: string
  readonly container?: string
  readonly from: number
  readonly until: number
}

/** Why a pod went where it went, or nowhere. Table `scheduling`, key: pod key. */
export interface Decision {
  readonly at: number
  readonly pod: string
  /** The chosen node; absent when none fitted. */
  readonly node?: string
  /** For each node that was ruled out, the first plugin that did so and its reason. */
  readonly filtered: readonly { readonly node: string; readonly plugin: string; readonly reason: string }[]
  /** For each node that fitted: points by plugin, already weighted, and their sum. */
  readonly scores: readonly { readonly node: string; readonly total: number; readonly plugins: Readonly<Record<string, number>> }[]
  /** `0/3 nodes are available: …` when none fitted. */
  readonly message?: string
}

/** What became of the requests to a Service. Table `traffic`, key: service key. sent = served + refused + timedOut + inFlight, always. */
export interface Traffic {
  readonly service: string
  readonly sent: number
  readonly served: number
  readonly refused: number
  readonly timedOut: number
  readonly inFlight: number
  /** Requests a second that clients send now. */
  readonly perSecond: number
  /** Outcomes by whole simulated second, the last minutes only: for the strip over the timeline. */
  readonly seconds: readonly { readonly second: number; readonly served: number; readonly refused: number; readonly timedOut: number }[]
  /** What came before those, by ten seconds each, named by the first. */
  readonly before?: readonly { readonly second: number; readonly served: number; readonly refused: number; readonly timedOut: number }[]
}

/** A request on its way, or just ended. Table `requests`, key: its number. The row goes a moment after the end. */
export interface Request {
  readonly id: number
  readonly service: string
  readonly sentAt: number
  /** The pod that it was sent to, once the proxy has chosen. */
  readonly pod?: string
  readonly node?: string
  readonly outcome: 'inFlight' | 'served' | 'refused' | 'timedOut'
  readonly endedAt?: number
}

/**
 * A running process that is one of several which keep the same data (cluster/images/ensembles). Table `members`, key: `NAMESPACE/POD`; where two processes
 * of one name run at once, the older one's is `NAMESPACE/POD UID`. It exists exactly while the process runs.
 */
export interface Member {
  readonly kind: 'zookeeper' | 'mysql' | 'mongodb'
  /** `NAMESPACE/STATEFULSET`: whom it belongs together with. */
  readonly ensemble: string
  /** `NAMESPACE/NAME` */
  readonly pod: string
  readonly uid: string
  readonly node: string
  /** Its ordinal. */
  readonly id: number
  /** As it sees itself; what the others think may differ until they have noticed. */
  readonly role: 'leader' | 'follower' | 'looking' | 'primary' | 'secondary' | 'replica'
  /** Whom it follows, or itself: an id; absent without one. */
  readonly leader?: number
  /** The number of the last write that it has applied. */
  readonly writes: number
  /** Raised with every election. */
  readonly term: number
  /** How many there are to be asked: writes (of mysql: none) need more than half of them. */
  readonly voters: number
  /** How many of them it believes it can talk to, itself included. */
  readonly sees: number
  /** Since when it has this role, in simulated milliseconds. */
  readonly since: number
}

/** What lies in the data directory of a member, running or not, where that is a volume. Table `kept`, key: `NAMESPACE/POD`. */
export interface Kept {
  readonly ensemble: string
  /** The PersistentVolume. */
  readonly disk: string
  readonly writes: number
  readonly term: number
}

/** Lines of containers' logs on a node, since the first collector ran in the cluster. Table `collected`, key: node name. */
export interface Collected {
  readonly node: string
  /** The pod that gathers there now: `NAMESPACE/NAME`. */
  readonly by?: string
  readonly gathered: number
  readonly lost: number
}

/** A tile of a Job's picture. Table `tiles`, key: `NAMESPACE/JOB INDEX`. A tile without a row has never been begun. */
export interface Tile {
  /** `NAMESPACE/JOB` */
  readonly job: string
  readonly jobUid: string
  readonly index: number
  /** How many tiles the picture has. */
  readonly count: number
  /** The pod that rendered it last. */
  readonly pod: string
  /** `failed`: it ended without one, or its machine did. */
  readonly state: 'rendering' | 'done' | 'failed'
  readonly from: number
  /** When it will be, or was, done. */
  readonly until: number
}

/** What views hear of a disk: not what lies on it, but how much. */
export interface DiskFill {
  readonly volume: string
  readonly bytes: number
}

/** The tables that views may look at, by name. */
export interface Truths {
  machines: Machine
  disks: DiskFill
  attachments: Attachment
  mounted: Mounted
  processes: PodRun
  timers: Timer
  scheduling: Decision
  traffic: Traffic
  requests: Request
  members: Member
  kept: Kept
  collected: Collected
  tiles: Tile
}

export const machines = (w: Pick<World, 'table'>) => w.table<Machine>('machines')
export const processes = (w: Pick<World, 'table'>) => w.table<PodRun>('processes')
export const timers = (w: Pick<World, 'table'>) => w.table<Timer>('timers')

export const members = (w: Pick<World, 'table'>) => w.table<Member>('members')
export const kept = (w: Pick<World, 'table'>) => w.table<Kept>('kept')
export const collected = (w: Pick<World, 'table'>) => w.table<Collected>('collected')
export const tiles = (w: Pick<World, 'table'>) => w.table<Tile>('tiles')

/** Shows a timer on the stage until it is over or hidden. */
export const showTimer = (w: World, subject: string, name: string, delayMs: number, container?: string): void =>
  timers(w).set(timerKey(subject, name, container), {
    subject,
    name,
    from: w.now,
    until: w.now + Math.ceil(delayMs),
    ...(container && { container }),
  })
export const hideTimer = (w: World, subject: string, name: string, container?: string): void => {
  timers(w).delete(timerKey(subject, name, container))
}
const timerKey = (subject: string, name: string, container?: string) =>
  container ? `${subject} ${name} ${container}` : `${subject} ${name}`
