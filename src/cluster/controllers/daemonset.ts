// The DaemonSet controller: one pod on every node that it means. On every visit it fills the nodes that have none, takes away what is too many, has ended or
// may not stay, and when all that is right moves one step from the old template to the new one. It binds nobody: each pod names its node, and the
// scheduler does the rest. Upstream: pkg/controller/daemon/daemon_controller.go syncDaemonSet;
// https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
import type { Actor, Caption, World, Write } from '../../engine/index.ts'
import { type DaemonSet, isEmptySelector } from '../../kube/index.ts'
import { claimWrites, isEmptyClaim } from './claiming.ts'
import { removal } from './controllerrevision/index.ts'
import { type Deed, deedsOf, putRight, say, told } from './daemonset/deeds.ts'
import { awaitMinReady } from './daemonset/minready.ts'
import { isRolling } from './daemonset/numbers.ts'
import { collided, recorded } from './daemonset/revisions.ts'
import { type Sight, see } from './daemonset/sight.ts'
import { statusWrite } from './daemonset/status.ts'
import { watches } from './daemonset/wakes.ts'
import { lookingChart } from './looking.ts'
import { minReadyOver } from './minready.ts'

const chart = lookingChart(
  'daemonset',
  [
    ['itSelectsEverything', 'selectingAll'],
    ['isBeingDeleted', 'deleting'],
    ['aPodOrRevisionIsToBeClaimedOrLetGo', 'claiming'],
    ['theTemplateHasNoRevision', 'recordingRevision'],
    ['aNodeIsNotAsItShouldBe', 'placing'],
    ['anOldPodMayBeReplaced', 'updating'],
    ['tooMuchHistoryIsKept', 'cleaningUp'],
    ['aPodIsNotAvailable', 'waitingForReady'],
    ['oldPodsWaitToBeDeletedByHand', 'waitingForDeletion'],
    ['oldPodsAreStillThere', 'waitingForUpdated'],
    ['podsStayWhereNoneWouldBegin', 'tolerating'],
  ],
  'settled',
)
export const { machine } = chart
type State = ReturnType<typeof chart.decide>

const guardsOf = (s: Sight, wanted: readonly Deed[][]) => ({
  itSelectsEverything: () => isEmptySelector(s.ds.spec.selector),
  isBeingDeleted: () => s.ds.metadata.deletionTimestamp !== undefined,
  aPodOrRevisionIsToBeClaimedOrLetGo: () => !isEmptyClaim(s.podClaim) || !isEmptyClaim(s.revisionClaim),
  theTemplateHasNoRevision: () => s.found.is !== 'newest',
  aNodeIsNotAsItShouldBe: () => wanted.length > 0,
  anOldPodMayBeReplaced: () => s.step() !== undefined,
  tooMuchHistoryIsKept: () => s.surplusRevisions().length > 0,
  aPodIsNotAvailable: () => s.census.totals.available < s.census.totals.desired,
  oldPodsWaitToBeDeletedByHand: () => !isRolling(s.ds) && isBehind(s),
  oldPodsAreStillThere: () => isBehind(s),
  podsStayWhereNoneWouldBegin: () => s.census.totals.misscheduled > 0,
})
const isBehind = ({ census }: Sight) => census.totals.updated < census.totals.desired

const plain = (writes: readonly Write[]): Deed[][] => (writes.length > 0 ? [writes.map(write => ({ verb: 'other', write }))] : [])
const SELECTING_ALL = 'This daemon set is selecting all pods. A non-empty selector is required.'

/** What is done in each state; nothing in those that are not named. */
const actions: Partial<Record<State, (s: Sight, wanted: Deed[][]) => Deed[][]>> = {
  selectingAll: s => plain([say(s.ds, 'Warning', 'SelectingAll', SELECTING_ALL)]),
  claiming: s => plain([...claimWrites(s.ds, 'pods', s.podClaim), ...claimWrites(s.ds, 'controllerrevisions', s.revisionClaim)]),
  recordingRevision: s => plain(recorded(s.ds, s.found)),
  placing: (_, wanted) => wanted,
  updating: s => deedsOf(s.ds, s.hash, s.step() ?? { create: [], remove: [] }),
  cleaningUp: s => plain(s.surplusRevisions().map(removal)),
}

/** In these states the set is left as it is, and so is its status. */
const silent: ReadonlySet<State> = new Set(['selectingAll', 'deleting'])

const captionOf = (state: State, { census }: Sight, deeds: readonly Deed[][]): Caption => {
  const { desired, current, ready, available, updated, misscheduled } = census.totals
  const count = (verb: Deed['verb']) => deeds.flat().filter(d => d.verb === verb).length
  return {
    code: `daemonset.${state}`,
    args: {
      desired,
      current,
      ready,
      available,
      updated,
      misscheduled,
      ...((state === 'placing' || state === 'updating') && { creates: count('create'), deletes: count('delete') }),
    },
  }
}

interface Memo {
  readonly generation: number
  readonly deeds: readonly Pick<Deed, 'verb' | 'pod'>[]
}

/** What is to be put right is only worth looking at when the pods can be trusted to be the set's own and have a revision to be made of. */
function wantedOf(world: World, s: Sight) {
  const isReadyForIt =
    s.found.is === 'newest' &&
    isEmptyClaim(s.podClaim) &&
    isEmptyClaim(s.revisionClaim) &&
    !s.ds.metadata.deletionTimestamp &&
    !isEmptySelector(s.ds.spec.selector)
  return isReadyForIt ? putRight(world, s.ds, s.census.toDo) : { create: [], remove: [] }
}

const soonest = (...times: (number | undefined)[]): { againInMs?: number } => {
  const known = times.filter(t => t !== undefined)
  return known.length > 0 ? { againInMs: Math.min(...known) } : {}
}

export const daemonset: Actor = {
  name: 'daemonset',
  plural: 'daemonsets',
  watches,
  look(world, key) {
    const ds = world.get<DaemonSet>('daemonsets', key)
    if (!ds) return undefined
    const s = see(world, ds)
    const right: ReturnType<typeof putRight> = wantedOf(world, s)
    const wanted = deedsOf(ds, s.hash, right)
    const state = chart.decide(guardsOf(s, wanted))
    const deeds = actions[state]?.(s, wanted) ?? []
    const caption = captionOf(state, s, deeds)
    const again = soonest(right.againInMs, awaitMinReady(world, ds, s.census))
    if (deeds.length === 0) return { caption, steps: [silent.has(state) ? [] : statusWrite(ds, s.census.totals)], ...again }
    const memo: Memo = {
      generation: ds.metadata.generation ?? 0,
      deeds: deeds.flat().map(({ verb, pod }) => ({ verb, ...(pod && { pod }) })),
    }
    return { caption, steps: deeds.map(batch => batch.map(d => d.write)), memo, ...again }
  },
  settle(world, key, outcomes, memo) {
    const ds = world.get<DaemonSet>('daemonsets', key)
    if (!ds || !memo) return undefined
    const { generation, deeds } = memo as Memo
    const events = outcomes.flatMap((o, i) => told(ds, deeds[i] ?? { verb: 'other' }, o))
    const s = see(world, ds)
    if (outcomes.some(o => !o.ok && o.error.reason === 'AlreadyExists')) return { steps: [[...events, ...collided(world, ds, s.found)]] }
    const isCurrent = (ds.metadata.generation ?? 0) === generation && s.found.is === 'newest' && !isEmptySelector(ds.spec.selector)
    return { steps: [isCurrent ? [...events, ...statusWrite(ds, s.census.totals)] : events] }
  },
  receive: minReadyOver,
}
