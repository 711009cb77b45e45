// What is where: the values that the scene computes from the mirror and the stage draws. All positions are in the scene's own units (CSS pixels
// times `scale`); all text is already in the reader's language, since what fits depends on it.
import type { Mirror } from '../../session/index.ts'
import type { Owner, Shade } from '../workloads/index.ts'

/** Renders a key of the catalogues with its numbers and names; `short` asks for `CODE.short` where there is one. */
export type Say = (code: string, args?: Readonly<Record<string, string | number | boolean>>, variant?: 'short') => string

/** What the scene reads of a mirror. */
export type Source = Pick<Mirror, 'now' | 'rv' | 'version' | 'epoch' | 'object' | 'objects' | 'row' | 'rows' | 'revision' | 'changed'>

export interface Viewport {
  readonly width: number
  readonly height: number
}

export interface SceneOptions {
  say: Say
  /** `pods default/web-1`, `nodes node-1` … : whose controller gets the card when several want it. */
  selection?: string | undefined
  /** An actor whose card the person asked for. */
  pinned?: string | undefined
  /** Larger type in pods. */
  projector?: boolean | undefined
  /** Time passes very slowly: the beam follows every hand, not only those who direct. */
  slow?: boolean | undefined
  /** The cluster alone: no rig, no floor. */
  band?: boolean | undefined
  /** Only pods of this pattern are drawn. The others still count in what their nodes have given away: the riser tells of them. */
  only?: Owner | undefined
}

export interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export type { Owner, Shade } from '../workloads/index.ts'

/** How much of a pod is drawn: name, word and glyph · name and glyph · glyph · dot. */
export type Density = 'L' | 'M' | 'S' | 'XS'

export type PodState =
  | 'ghost'
  | 'pending'
  | 'starting'
  | 'notready'
  | 'ready'
  | 'terminating'
  | 'crash'
  | 'nopull'
  | 'failed'
  | 'done'
  | 'believed'
  | 'parted'
  /** A process without an object. */
  | 'forgotten'

/** A timer that is drawn as an arc: what is left of it, on virtual time. */
export interface ArcDrawing {
  readonly from: number
  readonly until: number
}

/** How far a starting pod has got: from share `a` at `from` to share `b` at `until`. */
export interface Sweep extends ArcDrawing {
  readonly a: number
  readonly b: number
}

export interface PodDrawing extends Rect {
  /** The pod's uid; for ghosts `ghost PLURAL KEY WHICH`. */
  readonly id: string
  /** `pods default/web-1`; ghosts have that of who wants them. */
  readonly subject: string
  readonly place: 'tray' | 'slot' | 'corner'
  readonly node?: string | undefined
  readonly density: Density
  /** Drawn so much larger than its measures. */
  readonly zoom: number
  readonly owner: Owner
  readonly shade: Shade
  readonly state: PodState
  /** Does not pass its readiness: hatched. Only where `state` does not say it already (cut-off pods). */
  readonly unready: boolean
  /** The object is marked as deleted: dashed. */
  readonly dashed: boolean
  readonly name: string
  /** Type of the name, where it is smaller than usual so that the name fits. */
  readonly nameSize?: number | undefined
  /** What `kubectl get pods` prints, as far as it fits; '' when there is no room for it. */
  readonly word: string
  readonly arc?: ArcDrawing | undefined
  readonly sweep?: Sweep | undefined
  /** Accessible name. */
  readonly label: string
  /** Full name, for the tooltip. */
  readonly full: string
}

export interface DiskDrawing extends Rect {
  /** `disk VOLUME` */
  readonly id: string
  /** `persistentvolumeclaims default/datadir-zk-0` */
  readonly subject: string
  readonly owner: Owner
  /** '' when there is no room for it. */
  readonly name: string
  /** 0 … 1 */
  readonly fill: number
  /** Attached to somebody who surely runs; to somebody who may not exist; to nobody. */
  readonly tether: 'sure' | 'unsure' | 'none'
  /** How far it is to the place of its pod, at the left. */
  readonly reach: number
  readonly small: boolean
  readonly label: string
  readonly full: string
}

export interface NodeDrawing extends Rect {
  readonly name: string
  readonly subject: string
  readonly state: 'ready' | 'lost' | 'parted'
  readonly cordoned: boolean
  /** There is no Node object: the API does not know the machine. */
  readonly unknown: boolean
  /** After the name: `API: Ready`, `SchedulingDisabled`. */
  readonly note: string
  /** Where the note begins (after the lock of a cordoned node). */
  readonly noteX: number
  readonly chips: readonly { readonly text: string; readonly x: number; readonly w: number }[]
  /** What really is, at the bottom: `no power: nothing runs here`. */
  readonly reality: string
  readonly arc?: (ArcDrawing & { readonly text: string }) | undefined
  readonly used: number
  readonly capacity: string
  /** There is a line of room below the pods: capacity and reality stand there, else in the header. */
  readonly roomy: boolean
  /** There is room in the header for what the timer is, when it stands there. */
  readonly arcText: boolean
  /** The kubelet chip has room for its word. */
  readonly kubelet: boolean
  /** Where what really is begins, at the bottom: after daemons and ended work. */
  readonly footX: number
  /** Ended pods that found no place any more. */
  readonly aside: number
  /** Changes with every heartbeat. */
  readonly beat: string
  /** Pods that found no place any more. */
  readonly more: number
  /** Where that is told, at the right end of the header. */
  readonly moreX: number
  readonly label: string
}

/** One place on a card: filled, at work, filled by what is to be replaced, empty, or lost. */
export interface Pip {
  readonly state: 'on' | 'run' | 'old' | 'want' | 'bad'
  readonly shade: Shade
}

export interface PipRow {
  readonly owner: Owner | ''
  readonly shade: Shade
  /** Places that have an order of their own (ordinals, nodes, indexes), instead of first the solid and then the dotted ones. */
  readonly pips?: readonly Pip[] | undefined
  /** Solid (observed) and dotted (desired, missing) places. */
  readonly on: number
  readonly want: number
  /** Of the dotted places so many are filled by what is to be replaced. */
  readonly old?: { readonly count: number; readonly shade: Shade } | undefined
  readonly note: string
}

export interface CardDrawing extends Rect {
  readonly actor: string
  /** The workload of which it speaks, else the controller itself: `actors scheduler`. */
  readonly subject: string
  readonly title: string
  readonly of: string
  readonly rows: readonly PipRow[]
  readonly caption: readonly string[]
  readonly pill: string
  readonly queue: number
  readonly queueWord: string
  readonly acting: boolean
  readonly label: string
}

export interface SquareDrawing {
  readonly actor: string
  readonly subject: string
  readonly x: number
  readonly side: number
  readonly busy: boolean
  readonly title: string
  readonly label: string
}

export interface StoreDrawing extends Rect {
  readonly rv: string
  readonly objects: string
  readonly label: string
}

export interface BeamDrawing {
  /** Card edge left, right and y; foot left, right and y. */
  readonly points: readonly [number, number, number, number, number, number]
  /** The node in which the beam is seen inside. */
  readonly inside?: string | undefined
}

export interface ZoneDrawing {
  readonly name: string
  readonly subject: string
  /** `, no power` when none of its machines has any. */
  readonly note: string
  readonly label: string
  readonly x: number
  readonly y: number
  readonly w: number
}

export interface TrayDrawing extends Rect {
  readonly title: string
  readonly note: string
  readonly more: number
  /** Where a pod stands that comes into the tray. */
  readonly entry: Rect
  /** Drawn only while something waits (phone). */
  readonly shown: boolean
  /** From the ReplicaSet's card to the first ghost. */
  readonly thread?: readonly [number, number, number, number] | undefined
}

export interface DoorDrawing extends Rect {
  readonly subject: string
  readonly name: string
  readonly port: string
  /** No endpoint is ready: two bars. */
  readonly barred: boolean
  readonly label: string
}

export interface FloorDrawing {
  /** The stage line on which the door stands. */
  readonly line: number
  readonly door?: DoorDrawing | undefined
  /** Further Services, as chips: choose one to see its door. */
  readonly others: readonly {
    readonly subject: string
    readonly name: string
    readonly x: number
    readonly y: number
    readonly w: number
    readonly label: string
  }[]
  /** Where requests come along the floor: x from, x to, y. */
  readonly walk?: readonly [number, number, number] | undefined
  /** Dotted lines that requests rise along: x, y from, y to. */
  readonly aisles: readonly (readonly [number, number, number])[]
  /** Where the counters stand. */
  readonly counters: Rect
  readonly empty: string
}

export interface Scene {
  readonly size: 'wide' | 'mid' | 'phone'
  /** The scene's own width and height, and how many CSS pixels one unit takes. */
  readonly width: number
  readonly height: number
  readonly scale: number
  readonly margin: number
  readonly rail: { readonly x1: number; readonly x2: number; readonly y: number; readonly idle: string; readonly idleX: number }
  readonly store?: StoreDrawing | undefined
  readonly cards: readonly CardDrawing[]
  /** The controller that acts, whether its card is shown or not. */
  readonly acting?: string | undefined
  readonly squares: readonly SquareDrawing[]
  readonly tray: TrayDrawing
  readonly zones: readonly ZoneDrawing[]
  readonly nodes: readonly NodeDrawing[]
  readonly pods: readonly PodDrawing[]
  readonly disks: readonly DiskDrawing[]
  readonly beam?: BeamDrawing | undefined
  readonly floor: FloorDrawing
}
