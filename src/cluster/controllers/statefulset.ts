// The StatefulSet controller: pods with names. Every ordinal has its place, and a place is filled only when the object of the pod before it is gone: nobody
// is ever replaced while he might still run. On every visit the places are walked from the lowest to the highest, then the pods that are too many from the
// highest down, then those of an old revision, again from the highest down; with OrderedReady the first thing found is the only thing done. Upstream:
// pkg/controller/statefulset/stateful_set_control.go; https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
import type { Actor, World, Write } from '../../engine/index.ts'
import type { StatefulSet } from '../../kube/index.ts'
import { claimWrites, isEmptyClaim } from './claiming.ts'
import { removal } from './controllerrevision/index.ts'
import { lookingChart } from './looking.ts'
import { minReadyOver, showMinReady } from './minready.ts'
import { captionOf } from './statefulset/caption.ts'
import { type Deed, deedsOf, heldUp, told, type Words } from './statefulset/deeds.ts'
import { collided, forgotten, recorded } from './statefulset/revisions.ts'
import { type Sight, see } from './statefulset/sight.ts'
import { statusWrite } from './statefulset/status.ts'
import { watches } from './statefulset/wakes.ts'

const chart = lookingChart(
  'statefulset',
  [
    ['aPodOrRevisionIsToBeClaimed', 'claiming'],
    ['theTemplateHasNoRevision', 'recordingRevision'],
    ['isBeingDeleted', 'deleting'],
    ['aPodHasEnded', 'removingEnded'],
    ['aPlaceIsEmpty', 'creating'],
    ['aClaimOfAnEarlierPodIsStillGoing', 'waitingForClaim'],
    ['aPodIsStillGoing', 'waitingForGone'],
    ['aPodHasNotStarted', 'waitingForStarted'],
    ['aPodIsNotReady', 'waitingForReady'],
    ['aPodIsNotAvailable', 'waitingForAvailable'],
    ['aPodHasGoneAstray', 'mending'],
    ['aPodIsTooMany', 'scalingDown'],
    ['oneTooManyIsStillGoing', 'waitingForSurplus'],
    ['aPodIsOfAnOldRevision', 'updating'],
    ['anOldPodIsStillThere', 'waitingForGone'],
    ['theUpdatedIsNotHealthy', 'waitingForUpdated'],
    ['tooMuchHistoryIsKept', 'cleaningUp'],
    ['oldPodsWaitToBeDeletedByHand', 'waitingForDeletion'],
  ],
  'settled',
)
export const { machine } = chart
type State = ReturnType<typeof chart.decide>

const guardsOf = (s: Sight) => ({
  aPodOrRevisionIsToBeClaimed: () => !isEmptyClaim(s.podClaim) || !isEmptyClaim(s.revisionClaim),
  theTemplateHasNoRevision: () => s.update === undefined,
  isBeingDeleted: () => s.set.metadata.deletionTimestamp !== undefined,
  aPodHasEnded: () => some(s.walk?.ended),
  aPlaceIsEmpty: () => some(s.walk?.missing),
  aClaimOfAnEarlierPodIsStillGoing: () => some(s.walk?.held),
  aPodIsStillGoing: () => s.walk?.waitsFor?.until === 'gone',
  aPodHasNotStarted: () => s.walk?.waitsFor?.until === 'started',
  aPodIsNotReady: () => s.walk?.waitsFor?.until === 'ready',
  aPodIsNotAvailable: () => s.walk?.waitsFor?.until === 'available',
  aPodHasGoneAstray: () => some(s.walk?.astray),
  aPodIsTooMany: () => some(s.walk?.surplus),
  oneTooManyIsStillGoing: () => s.walk?.waitsForSurplus !== undefined,
  aPodIsOfAnOldRevision: () => some(s.walk?.old),
  anOldPodIsStillThere: () => s.census.leaving !== undefined,
  theUpdatedIsNotHealthy: () => s.walk?.waitsForUpdated !== undefined,
  tooMuchHistoryIsKept: () => some(forgotten(s)),
  oldPodsWaitToBeDeletedByHand: () => [...s.census.revisions].some(r => r !== s.update?.metadata.name),
})
const some = (list: readonly unknown[] | undefined) => (list?.length ?? 0) > 0

/** What is done in each state. What the walk found is done in one visit: with OrderedReady that is one thing. */
function deedsIn(world: World, state: State, s: Sight): Deed[][] {
  const plain = (writes: readonly Write[]): Deed[][] => (writes.length > 0 ? [writes.map(write => ({ write }))] : [])
  if (state === 'claiming')
    return plain([...claimWrites(s.set, 'pods', s.podClaim), ...claimWrites(s.set, 'controllerrevisions', s.revisionClaim)])
  if (state === 'recordingRevision') return plain(recorded(s))
  if (state === 'deleting' || !s.walk || !s.update) return []
  const done = deedsOf(world, s.set, s.walk, { update: s.update, current: s.current ?? s.update })
  return done.length > 0 ? done : plain(forgotten(s).map(removal))
}

interface Memo {
  readonly generation: number
  readonly words: readonly { readonly words?: Words; readonly blames?: Words }[]
}

function statusOf({ set, census, update, current }: Sight): Write[] {
  if (!update) return []
  const revisions = { update: update.metadata.name, current: (current ?? update).metadata.name }
  return statusWrite(set, census.counts(revisions), revisions)
}

export const statefulset: Actor = {
  name: 'statefulset',
  plural: 'statefulsets',
  watches,
  look(world, key) {
    const set = world.get<StatefulSet>('statefulsets', key)
    if (!set) return undefined
    const s = see(world, set)
    const state = chart.decide(guardsOf(s))
    const caption = captionOf(state, s)
    const { replicas, minReadySeconds } = set.spec
    showMinReady(world, 'statefulset', minReadySeconds, () => s.census.waiting)
    // It does not look at when, but every so many seconds, as long as not all are available; and, so that nothing stands still, as long as one is to become so.
    const waits = s.census.available !== replicas || s.census.waiting.length > 0
    const again = minReadySeconds && waits ? { againInMs: minReadySeconds * 1000 } : {}
    const deeds = deedsIn(world, state, s)
    const held = heldUp(world, set, s.walk?.held ?? [])
    if (deeds.length === 0) return { caption, steps: [[...held, ...statusOf(s)]], ...again }
    const words = deeds.flat().map(({ words, blames }) => ({ ...(words && { words }), ...(blames && { blames }) }))
    const memo: Memo = { generation: set.metadata.generation ?? 0, words }
    return { caption, steps: deeds.map(batch => batch.map(d => d.write)), memo, ...again }
  },
  settle(world, key, outcomes, memo) {
    const set = world.get<StatefulSet>('statefulsets', key)
    if (!set || !memo) return undefined
    const { words, generation } = memo as Memo
    const events = outcomes.flatMap((o, i) => told(set, words[i]?.words, words[i]?.blames, o))
    const s = see(world, set)
    if (outcomes.some(o => !o.ok && o.error.reason === 'AlreadyExists')) events.push(...collided(world, s))
    return { steps: [(set.metadata.generation ?? 0) === generation ? [...events, ...statusOf(s)] : events] }
  },
  receive: minReadyOver,
}
