// A DaemonSet's places, all of them, kept up to date: with every pod and node that changes only its own place is judged again, so that a visit costs the
// same on three nodes and on five thousand. It can be worked out afresh at any time (see engine/derived.ts) and is no state. Upstream goes over all
// nodes in every sync: pkg/controller/daemon/daemon_controller.go manage, updateDaemonSetStatus.
import { type Commit, Derived, type World } from '../../../engine/index.ts'
import { compileSelector, controllerOf, type DaemonSet, type Node, type Pod } from '../../../kube/index.ts'
import { eligibility } from './eligibility.ts'
import { allowsSurge } from './numbers.ts'
import { judge, type Stand, type Terms, type Verdict } from './place.ts'
import { targetOf } from './pods.ts'

export interface Place {
  readonly name: string
  /** Nodes come in the order in which they joined; what is no node comes last. */
  order: number
  node: Node | undefined
  readonly pods: Map<string, Pod>
  verdict: Verdict | undefined
}

export interface Totals {
  desired: number
  current: number
  misscheduled: number
  ready: number
  available: number
  updated: number
  /** Places with somebody who serves, wanted there or not. */
  serving: number
}

const STANDS: readonly Stand[] = ['fine', 'spending', 'broken', 'candidate', 'relieved', 'leaving']

export class Census {
  readonly totals: Totals = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0, serving: 0 }
  readonly #places = new Map<string, Place>()
  readonly #dirty = new Set<Place>()
  readonly #toDo = new Set<Place>()
  readonly #foreign = new Set<Place>()
  readonly #waiting = new Set<Place>()
  readonly #stands = new Map<Stand, Set<Place>>(STANDS.map(s => [s, new Set<Place>()]))
  #order = 0
  #spec: DaemonSet['spec'] | undefined
  #terms: Terms | undefined

  constructor(world: World, uid: string) {
    for (const node of world.list<Node>('nodes')) this.setNode(node.metadata.name, node)
    for (const pod of world.by<Pod>('pods', 'controller', uid)) this.setPod(pod)
  }

  /** Judges again what has changed since the last visit, or everything when the set itself has. */
  refresh(ds: DaemonSet, hash: string, nowMs: number): void {
    if (this.#spec !== ds.spec || this.#terms?.hash !== hash) {
      this.#spec = ds.spec
      this.#terms = termsOf(ds, hash)
      for (const place of this.#places.values()) this.#dirty.add(place)
    }
    for (const place of this.#waiting) if ((place.verdict?.changesAtMs ?? 0) <= nowMs) this.#dirty.add(place)
    for (const place of this.#dirty) this.#judge(place, this.#terms as Terms, nowMs)
    this.#dirty.clear()
  }

  /** Places where something is to be done, in order. */
  get toDo(): readonly Place[] {
    return inOrder(this.#toDo)
  }
  /** Places with pods that are to be let go, in order. */
  get foreign(): readonly Place[] {
    return inOrder(this.#foreign)
  }
  /** Places with a pod that must stay ready for a while yet. */
  get waiting(): Iterable<Place> {
    return this.#waiting
  }
  countOf(stand: Stand): number {
    return this.#stands.get(stand)?.size ?? 0
  }
  /** The first places of a stand, in order. */
  first(stand: Stand, most = Number.POSITIVE_INFINITY): readonly Place[] {
    const places = this.#stands.get(stand)
    if (!places || most <= 0) return []
    if (most > 1) return inOrder(places).slice(0, most)
    let least: Place | undefined
    for (const p of places) if (!least || isBefore(p, least)) least = p
    return least ? [least] : []
  }
  /** The pods that are there, in no order. */
  *pods(): Iterable<Pod> {
    for (const place of this.#places.values()) yield* place.pods.values()
  }
  hasPodOn(name: string): boolean {
    return (this.#places.get(name)?.pods.size ?? 0) > 0
  }

  setNode(name: string, node: Node | undefined): void {
    const place = this.#place(name)
    if (node && !place.node) place.order = this.#order++
    if (!node) place.order = Number.POSITIVE_INFINITY
    place.node = node
    this.#changed(place)
  }

  setPod(pod: Pod): void {
    const name = targetOf(pod)
    if (name === undefined) return
    const place = this.#place(name)
    place.pods.set(pod.metadata.name, pod)
    this.#changed(place)
  }

  dropPod(pod: Pod): void {
    const place = this.#places.get(targetOf(pod) ?? '')
    if (!place?.pods.delete(pod.metadata.name)) return
    this.#changed(place)
  }

  #place(name: string): Place {
    let place = this.#places.get(name)
    if (!place) {
      place = { name, order: Number.POSITIVE_INFINITY, node: undefined, pods: new Map(), verdict: undefined }
      this.#places.set(name, place)
    }
    return place
  }

  #changed(place: Place): void {
    if (place.node || place.pods.size > 0) {
      this.#dirty.add(place)
      return
    }
    this.#count(place, -1)
    this.#dirty.delete(place)
    this.#places.delete(place.name)
  }

  #judge(place: Place, terms: Terms, nowMs: number): void {
    this.#count(place, -1)
    place.verdict = judge(place.node, place.pods.values(), terms, nowMs)
    this.#count(place, 1)
  }

  #count(place: Place, sign: 1 | -1): void {
    const v = place.verdict
    if (!v) return
    const t = this.totals
    if (v.shouldRun) {
      t.desired += sign
      if (v.present) t.current += sign
      if (v.ready) t.ready += sign
      if (v.available) t.available += sign
      if (v.updated) t.updated += sign
    } else if (v.present) t.misscheduled += sign
    if (v.serves) t.serving += sign
    put(this.#stands.get(v.stand), place, sign)
    if (v.create || v.failed.length || v.succeeded.length || v.surplus.length) put(this.#toDo, place, sign)
    if (v.foreign.length) put(this.#foreign, place, sign)
    if (v.changesAtMs !== undefined) put(this.#waiting, place, sign)
  }
}

function put(set: Set<Place> | undefined, place: Place, sign: 1 | -1): void {
  if (sign > 0) set?.add(place)
  else set?.delete(place)
}
const isBefore = (a: Place, b: Place) => a.order < b.order || (a.order === b.order && a.name < b.name)
const inOrder = (places: Iterable<Place>): Place[] => [...places].sort((a, b) => (isBefore(a, b) ? -1 : 1))

const termsOf = (ds: DaemonSet, hash: string): Terms => ({
  eligible: eligibility(ds.spec.template),
  matches: compileSelector(ds.spec.selector),
  hash,
  surges: allowsSurge(ds),
  minReadySeconds: ds.spec.minReadySeconds ?? 0,
})

const censuses = new Derived('daemonset.census', () => new Map<string, Census>())

export function censusOf(world: World, uid: string): Census {
  const all = censuses.get(world)
  let census = all.get(uid)
  if (!census) {
    census = new Census(world, uid)
    all.set(uid, census)
  }
  return census
}

const ownerOf = (o: Pod | undefined): string | undefined => {
  const ref = o && controllerOf(o)
  return ref?.kind === 'DaemonSet' ? ref.uid : undefined
}

/** Carries a commit of a pod over. */
export function podChanged(world: World, { type, object, old }: Commit): void {
  const before = ownerOf(old as Pod | undefined)
  const now = type === 'DELETED' ? undefined : ownerOf(object as Pod)
  if (!before && !now) return
  censuses.changed(world, all => {
    const last = (old ?? object) as Pod
    if (before && (before !== now || targetOf(last) !== targetOf(object as Pod))) all.get(before)?.dropPod(last)
    if (now) all.get(now)?.setPod(object as Pod)
  })
}

/** Carries a commit of a node over. */
export const nodeChanged = (world: World, { type, key, object }: Commit): void =>
  censuses.changed(world, all => {
    for (const census of all.values()) census.setNode(key, type === 'DELETED' ? undefined : (object as Node))
  })

export const setDeleted = (world: World, uid: string): void => censuses.changed(world, all => void all.delete(uid))
