// A StatefulSet's pods at their places, counted, and kept up to date: with every pod and claim that changes only its own place is judged again, so that a
// visit costs the same for three pods and for a thousand. It can be worked out afresh at any time (see engine/derived.ts) and is no state. Upstream
// goes over all pods in every sync: stateful_set_control.go updateStatefulSet, updateStatus.
import { type Commit, Derived, type World } from '../../../engine/index.ts'
import { compileSelector, controllerOf, type Labels, type Pod, type StatefulSet } from '../../../kube/index.ts'
import { podOfClaim } from './claims.ts'
import { isInRange, isMember, nameOf, ordinalOf, revisionOf, startOf } from './identity.ts'
import { Ordinals } from './ordinals.ts'
import { isAvailable, isGoing, isHealthy, isRunningAndReady } from './pods.ts'
import type { Slot, Slots } from './slots.ts'
import type { Counts, Named } from './status.ts'
import { type Claims, findAt, QUIET } from './walk.ts'

/** What a pod adds to the counts. */
interface Share {
  readonly revision: string
  readonly isReady: boolean
  readonly isAvailable: boolean
  readonly isGoing: boolean
  readonly isStray: boolean
}

interface Terms {
  readonly set: StatefulSet
  readonly revision: string
  readonly matches: (labels: Labels) => boolean
}

const least = (pods: Iterable<Pod>): Pod | undefined => {
  let first: Pod | undefined
  for (const p of pods) if (!first || p.metadata.name < first.metadata.name) first = p
  return first
}
const descending = (a: Pod, b: Pod) =>
  ordinalOf(b.metadata.name) - ordinalOf(a.metadata.name) || (a.metadata.name < b.metadata.name ? -1 : 1)

export class Census implements Slots {
  readonly #pods = new Map<string, Pod>()
  readonly #shares = new Map<string, Share>()
  readonly #places = new Map<number, Map<string, Pod>>()
  /** Pods and places to be judged again. */
  readonly #changed = new Set<string>()
  readonly #dirty = new Set<number>()
  /** Ready, but not for long enough. */
  readonly #waiting = new Set<string>()
  readonly #stray = new Set<string>()
  readonly #worn = new Map<string, number>()
  readonly #staying = new Map<string, number>()
  #ready = 0
  #available = 0
  #open = new Ordinals()
  #unrolled = new Ordinals()
  #going = new Ordinals()
  #beyond = new Set<number>()
  #condemned: readonly Pod[] | undefined
  #terms: Terms | undefined

  constructor(pods: Iterable<Pod>) {
    for (const pod of pods) this.setPod(pod)
  }

  /** Judges again what has changed since the last visit, or everything when the set itself has. `revision`: the template's. */
  refresh(set: StatefulSet, revision: string, claims: Claims, nowMs: number): void {
    const before = this.#terms
    const isSame = before?.set.spec === set.spec && before.revision === revision
    this.#terms = { set, revision, matches: isSame ? before.matches : compileSelector(set.spec.selector) }
    if (!isSame) this.#startOver(set)
    for (const name of this.#waiting) this.#changed.add(name)
    for (const name of this.#changed) this.#count(name, this.#terms, nowMs)
    this.#changed.clear()
    for (const ordinal of this.#dirty) this.#judge(ordinal, this.#terms, claims, nowMs)
    this.#dirty.clear()
  }

  get size(): number {
    return this.#pods.size
  }
  counts({ current, update }: Named): Counts {
    const of = (revision: string) => this.#staying.get(revision) ?? 0
    return { replicas: this.size, ready: this.#ready, available: this.#available, updated: of(update), current: of(current) }
  }
  get available(): number {
    return this.#available
  }
  /** The revisions that its pods wear. */
  get revisions(): Iterable<string> {
    return this.#worn.keys()
  }
  /** Pods that its selector does not mean any more. */
  get strays(): readonly Pod[] {
    return this.#named(this.#stray)
  }
  /** Pods that must stay ready for a while yet. */
  get waiting(): readonly Pod[] {
    return this.#named(this.#waiting)
  }
  /** The lowest pod that is wanted and on its way out. */
  get leaving(): Pod | undefined {
    for (const ordinal of this.#going.upwards()) return this.#slot(ordinal).pod
    return undefined
  }

  get replicas(): readonly Slot[] {
    const { set } = this.#terms as Terms
    return Array.from({ length: set.spec.replicas }, (_, i) => this.#slot(startOf(set) + i))
  }
  get condemned(): readonly Pod[] {
    const { set } = this.#terms as Terms
    const at = (ordinal: number) => [...(this.#places.get(ordinal)?.values() ?? [])].filter(p => isMember(set, p))
    this.#condemned ??= [...this.#beyond].flatMap(at).sort(descending)
    return this.#condemned
  }
  *upwards(): Iterable<Slot> {
    for (const ordinal of this.#open.upwards()) yield this.#slot(ordinal)
  }
  *downwards(): Iterable<Slot> {
    for (const ordinal of this.#unrolled.downwards()) yield this.#slot(ordinal)
  }

  setPod(pod: Pod): void {
    const { name } = pod.metadata
    this.#pods.set(name, pod)
    this.#changed.add(name)
    const ordinal = ordinalOf(name)
    const place = this.#places.get(ordinal)
    if (place) place.set(name, pod)
    else this.#places.set(ordinal, new Map([[name, pod]]))
    this.#dirty.add(ordinal)
  }

  dropPod(name: string): void {
    if (!this.#pods.delete(name)) return
    this.#changed.add(name)
    const ordinal = ordinalOf(name)
    const place = this.#places.get(ordinal)
    place?.delete(name)
    if (place?.size === 0) this.#places.delete(ordinal)
    this.#dirty.add(ordinal)
  }

  /** A claim has changed that may be one of its. */
  claimChanged(namespace: string | undefined, name: string): void {
    const { metadata } = this.#terms?.set ?? {}
    if (!metadata || metadata.namespace !== namespace) return
    const pod = podOfClaim(metadata.name, name)
    if (pod) this.#dirty.add(ordinalOf(pod))
  }

  #named(names: ReadonlySet<string>): readonly Pod[] {
    return [...names].map(name => this.#pods.get(name) as Pod).sort(descending)
  }

  #startOver(set: StatefulSet): void {
    this.#open = new Ordinals()
    this.#unrolled = new Ordinals()
    this.#going = new Ordinals()
    this.#beyond = new Set()
    this.#condemned = undefined
    for (const name of this.#pods.keys()) this.#changed.add(name)
    for (const ordinal of this.#places.keys()) this.#dirty.add(ordinal)
    for (let i = 0; i < set.spec.replicas; i++) this.#dirty.add(startOf(set) + i)
  }

  #slot(ordinal: number): Slot {
    const place = this.#places.get(ordinal)
    if (!place) return { ordinal }
    const { set } = this.#terms as Terms
    const pod = place.get(nameOf(set, ordinal)) ?? least([...place.values()].filter(p => isMember(set, p)))
    return pod ? { ordinal, pod } : { ordinal }
  }

  #judge(ordinal: number, { set, revision }: Terms, claims: Claims, nowMs: number): void {
    const isWanted = isInRange(set, ordinal)
    const slot = this.#slot(ordinal)
    const { pod } = slot
    this.#open.put(ordinal, isWanted && findAt(set, slot, claims, nowMs) !== QUIET)
    this.#unrolled.put(ordinal, isWanted && (!pod || revisionOf(pod) !== revision || !isHealthy(pod)))
    this.#going.put(ordinal, isWanted && pod !== undefined && isGoing(pod))
    const isBeyond = !isWanted && ordinal >= 0 && pod !== undefined
    if (isBeyond || this.#beyond.has(ordinal)) this.#condemned = undefined
    if (isBeyond) this.#beyond.add(ordinal)
    else this.#beyond.delete(ordinal)
  }

  #count(name: string, { set, matches }: Terms, nowMs: number): void {
    const before = this.#shares.get(name)
    if (before) this.#add(name, before, -1)
    const pod = this.#pods.get(name)
    if (!pod) return void this.#shares.delete(name)
    const isReady = isRunningAndReady(pod)
    const share: Share = {
      revision: revisionOf(pod),
      isReady,
      isAvailable: isReady && isAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs),
      isGoing: isGoing(pod),
      isStray: !matches(pod.metadata.labels),
    }
    this.#shares.set(name, share)
    this.#add(name, share, 1)
    // What has become available may no longer be waited for.
    if (before && before.isAvailable !== share.isAvailable) this.#dirty.add(ordinalOf(name))
  }

  #add(name: string, s: Share, sign: 1 | -1): void {
    if (s.isReady) this.#ready += sign
    if (s.isAvailable) this.#available += sign
    put(this.#waiting, name, s.isReady && !s.isAvailable && sign > 0)
    put(this.#stray, name, s.isStray && sign > 0)
    tally(this.#worn, s.revision, sign)
    if (!s.isGoing) tally(this.#staying, s.revision, sign)
  }
}

function put<T>(set: Set<T>, item: T, isIn: boolean): void {
  if (isIn) set.add(item)
  else set.delete(item)
}
function tally(counts: Map<string, number>, what: string, sign: 1 | -1): void {
  const count = (counts.get(what) ?? 0) + sign
  if (count > 0) counts.set(what, count)
  else counts.delete(what)
}

const censuses = new Derived('statefulset.census', () => new Map<string, Census>())

export function censusOf(world: World, uid: string): Census {
  const all = censuses.get(world)
  let census = all.get(uid)
  if (!census) {
    census = new Census(world.by<Pod>('pods', 'controller', uid))
    all.set(uid, census)
  }
  return census
}

const ownerOf = (o: Pod | undefined): string | undefined => {
  const ref = o && controllerOf(o)
  return ref?.kind === 'StatefulSet' ? ref.uid : undefined
}

/** Carries a commit of a pod over. */
export function podChanged(world: World, { type, object, old }: Commit): void {
  const before = ownerOf((old ?? (type === 'DELETED' ? object : undefined)) as Pod | undefined)
  const now = type === 'DELETED' ? undefined : ownerOf(object as Pod)
  if (!before && !now) return
  censuses.changed(world, all => {
    if (before && before !== now) all.get(before)?.dropPod(object.metadata.name)
    if (now) all.get(now)?.setPod(object as Pod)
  })
}

/** Carries a commit of a claim over. */
export const claimChanged = (world: World, { object: { metadata } }: Commit): void =>
  censuses.changed(world, all => {
    for (const census of all.values()) census.claimChanged(metadata.namespace, metadata.name)
  })

export const setDeleted = (world: World, uid: string): void => censuses.changed(world, all => void all.delete(uid))
