// The walk over all places, from the lowest to the highest, then over the pods that are too many, from the highest down, then the rolling update. With
// OrderedReady the first thing found ends it: one pod is created, deleted or waited for at a time. With Parallel it goes on to the end and waits for nobody.
// Upstream: pkg/controller/statefulset/stateful_set_control.go updateStatefulSet, processReplica, processCondemned.
import type { Pod, StatefulSet } from '../../../kube/index.ts'
import { identityMatches, storageMatches } from './identity.ts'
import { hasEnded, isAvailable, isGoing, isPending, isRunningAndReady } from './pods.ts'
import { roll } from './rolling.ts'
import type { Slot, Slots } from './slots.ts'

type Until = 'gone' | 'ready' | 'available' | 'started'

/** What the walk found, in the order in which it is done. */
export interface Walk {
  /** Failed or succeeded: deleted, and made anew when they are gone. */
  readonly ended: readonly Pod[]
  /** Empty places to be filled. */
  readonly missing: readonly Slot[]
  /** Places that stay empty because a claim of an earlier pod is still going. */
  readonly held: readonly Slot[]
  /** Pods whose claims have vanished before they could start. */
  readonly unclaimed: readonly Pod[]
  /** Pods that have lost a label, a volume or the owner of a claim. */
  readonly astray: readonly Pod[]
  /** Whom it waits for before it goes on. */
  readonly waitsFor?: { readonly pod: Pod; readonly until: Until }
  /** Of those that are too many: the ones that go now. */
  readonly surplus: readonly Pod[]
  /** … and the one that must be gone or well before the next. */
  readonly waitsForSurplus?: Pod
  /** Pods of an old revision that go so that they come back new. */
  readonly old: readonly Pod[]
  /** … and the place that must be healthy first. */
  readonly waitsForUpdated?: Slot
  /** Those too many, if the walk got as far as to look after their claims. */
  readonly condemned: readonly Pod[]
}

/** What the walk asks about claims. */
export interface Claims {
  /** None of the ordinal's claims is going or left over from an earlier pod. */
  isFree(ordinal: number): boolean
  /** All claims of the pod are there. */
  areThere(pod: Pod): boolean
  /** The owners of the pod's claims are as the retention policy wants them. */
  areOwned(pod: Pod): boolean
}

// Pods and specs are immutable: of a pod that was found right for a spec it need not be asked again.
const right = new WeakMap<Pod, StatefulSet['spec']>()

function isItself(set: StatefulSet, pod: Pod): boolean {
  if (right.get(pod) === set.spec) return true
  if (!identityMatches(set, pod) || !storageMatches(set, pod)) return false
  right.set(pod, set.spec)
  return true
}

/** What there is to do at one place. */
interface Finding {
  readonly lists: readonly Lists[]
  readonly until?: Until
  /** With OrderedReady nothing is done beyond. */
  readonly isAll: boolean
}
/** Nothing: the walk goes on as if it had not been there. */
export const QUIET: Finding = { lists: [], isAll: false }
const only = (list: Lists): Finding => ({ lists: [list], isAll: true })

export function findAt(set: StatefulSet, { ordinal, pod }: Slot, claims: Claims, nowMs: number): Finding {
  if (!pod) return only(claims.isFree(ordinal) ? 'missing' : 'held')
  if (hasEnded(pod)) return isGoing(pod) ? { lists: [], until: 'gone', isAll: true } : only('ended')
  const unclaimed: readonly Lists[] = isPending(pod) && !claims.areThere(pod) ? ['unclaimed'] : []
  const until = isOrdered(set) ? blocks(set, pod, nowMs) : undefined
  if (until) return { lists: unclaimed, until, isAll: true }
  if (!isItself(set, pod) || !claims.areOwned(pod)) return { lists: [...unclaimed, 'astray'], isAll: false }
  return unclaimed.length > 0 ? { lists: unclaimed, isAll: false } : QUIET
}

const isOrdered = (set: StatefulSet) => set.spec.podManagementPolicy !== 'Parallel'

function blocks(set: StatefulSet, pod: Pod, nowMs: number): Until | undefined {
  if (isGoing(pod)) return 'gone'
  if (!isRunningAndReady(pod)) return isPending(pod) ? 'started' : 'ready'
  return isAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs) ? undefined : 'available'
}

type Found = { -readonly [K in keyof Walk]: Walk[K] }
type Lists = 'ended' | 'missing' | 'held' | 'unclaimed' | 'astray'
const IS_OF_PLACES: Record<Lists, boolean> = { ended: false, missing: true, held: true, unclaimed: false, astray: false }

export function walk(set: StatefulSet, slots: Slots, revision: string, claims: Claims, nowMs: number): Walk {
  const found: Found = { ended: [], missing: [], held: [], unclaimed: [], astray: [], surplus: [], old: [], condemned: [] }
  const orderly = isOrdered(set)
  for (const slot of slots.upwards()) if (visit(slot) && orderly) return found
  const { condemned } = slots
  found.condemned = condemned
  for (const pod of condemned) if (dismiss(pod) && orderly) return found
  if (set.spec.updateStrategy?.type !== 'OnDelete') {
    const { old, waitsFor } = roll(set, slots, revision, nowMs)
    found.old = old
    if (waitsFor) found.waitsForUpdated = waitsFor
  }
  return found

  /** One place. Returns whether that is all for now. */
  function visit(slot: Slot): boolean {
    const { lists, until, isAll } = findAt(set, slot, claims, nowMs)
    for (const list of lists) (found[list] as unknown as (Slot | Pod)[]).push(IS_OF_PLACES[list] ? slot : (slot.pod as Pod))
    if (until && !found.waitsFor) found.waitsFor = { pod: slot.pod as Pod, until }
    return isAll
  }

  /** One of those that are too many. With OrderedReady, of those that are not well only the lowest may go. */
  function dismiss(pod: Pod): boolean {
    if (isGoing(pod) || (orderly && isUnwell(pod) && condemned.findLast(isUnwell) !== pod)) {
      if (orderly) found.waitsForSurplus = pod
      return true
    }
    ;(found.surplus as Pod[]).push(pod)
    return true
  }

  function isUnwell(pod: Pod): boolean {
    return isGoing(pod) || !isAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs)
  }
}
