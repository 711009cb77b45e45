// What the controller sees on a visit: the set, its pods at their places, its revisions, and whom there is to claim. Upstream: stateful_set.go
// getPodsForStatefulSet, adoptOrphanRevisions; stateful_set_control.go getStatefulSetRevisions.
import type { World } from '../../../engine/index.ts'
import { type ApiObject, type ControllerRevision, compileSelector, type Labels, type Pod, type StatefulSet } from '../../../kube/index.ts'
import { type Claim, claim } from '../claiming.ts'
import { type Found, find, orphanRevisions, revisionsOf } from '../controllerrevision/index.ts'
import { areOwnersRight, claimNames, isLeftOver } from './claims.ts'
import { isMember, nameOf, ordinalOf } from './identity.ts'
import { slotsOf } from './slots.ts'
import { type Walk, walk } from './walk.ts'

export interface Sight {
  readonly set: StatefulSet
  readonly pods: readonly Pod[]
  readonly podClaim: Claim
  readonly revisionClaim: Claim
  readonly revisions: readonly ControllerRevision[]
  /** What is known of the template's revision. */
  readonly found: Found
  /** The template's revision; absent: not made or not numbered yet. */
  readonly update?: ControllerRevision
  /** The one that the pods wore before; the same as `update` while nothing is rolled out. */
  readonly current?: ControllerRevision
  /** What there is to do; only when both revisions are there. */
  readonly walk: Walk | undefined
}

export function see(world: World, set: StatefulSet): Sight {
  const { uid } = set.metadata
  const pods = world.by<Pod>('pods', 'controller', uid)
  const revisions = revisionsOf(world, set)
  const found = find(revisions, set.spec.template)
  const update = found.is === 'newest' ? found.revision : undefined
  const current = revisions.find(r => r.metadata.name === set.status?.currentRevision) ?? update
  const known = { set, pods, revisions, found, ...(update && { update }), ...(current && { current }) }
  return Object.assign(lazily(world, set, pods, update), known)
}

type Costly = Pick<Sight, 'podClaim' | 'revisionClaim' | 'walk'>

/** What takes a look at every pod, and is not always asked for. */
function lazily(world: World, set: StatefulSet, pods: readonly Pod[], update: ControllerRevision | undefined): Costly {
  const { namespace = '' } = set.metadata
  const matches = compileSelector(set.spec.selector)
  const seen: { -readonly [K in keyof Costly]?: Costly[K] } = {}
  return {
    get podClaim() {
      const orphans = world.by<Pod>('pods', 'controller', `orphans ${namespace}`)
      seen.podClaim ??= claim(set, matches, strayed(set, pods, matches), orphans, o => isMember(set, o as Pod))
      return seen.podClaim
    },
    get revisionClaim() {
      seen.revisionClaim ??= claim(set, matches, [], orphanRevisions(world, namespace), () => true)
      return seen.revisionClaim
    },
    get walk() {
      if (update) seen.walk ??= walk(set, slotsOf(set, pods), update.metadata.name, claimsIn(world, set), world.nowMs)
      return seen.walk
    },
  }
}

// Labels and selectors are immutable: what fitted once fits for ever.
const fitting = new WeakMap<object, StatefulSet['spec']['selector']>()

/** Its pods that its selector does not mean any more. */
function strayed(set: StatefulSet, pods: readonly Pod[], matches: (labels: Labels) => boolean): Pod[] {
  const { selector } = set.spec
  return pods.filter(({ metadata: { labels } }) => {
    if (labels && fitting.get(labels) === selector) return false
    if (!matches(labels)) return true
    if (labels) fitting.set(labels, selector)
    return false
  })
}

/** The answers about claims, as the store has them. */
function claimsIn(world: World, set: StatefulSet) {
  const get = (name: string) => world.get<ApiObject>('persistentvolumeclaims', `${set.metadata.namespace}/${name}`)
  const there = (ordinal: number) =>
    claimNames(set, ordinal)
      .map(get)
      .filter(c => c !== undefined)
  return {
    isFree: (ordinal: number) => there(ordinal).every(c => !c.metadata.deletionTimestamp && !isLeftOver(set, c, nameOf(set, ordinal))),
    areThere: (pod: Pod) => claimNames(set, ordinalOf(pod.metadata.name)).every(n => get(n) !== undefined),
    areOwned: (pod: Pod) => there(ordinalOf(pod.metadata.name)).every(c => areOwnersRight(c, set, pod)),
  }
}
