// What the controller sees on a visit: the set, its pods at their places, its revisions, and whom there is to claim. Upstream: stateful_set.go
// getPodsForStatefulSet, adoptOrphanRevisions; stateful_set_control.go getStatefulSetRevisions.
import type { World } from '../../../engine/index.ts'
import { type ApiObject, type ControllerRevision, compileSelector, type Pod, type StatefulSet } from '../../../kube/index.ts'
import { type Claim, claim } from '../claiming.ts'
import { type Found, find, orphanRevisions, revisionsOf } from '../controllerrevision/index.ts'
import { type Census, censusOf } from './census.ts'
import { areOwnersRight, claimNames, isLeftOver } from './claims.ts'
import { isMember, nameOf, ordinalOf } from './identity.ts'
import { type Claims, type Walk, walk } from './walk.ts'

export interface Sight {
  readonly set: StatefulSet
  readonly census: Census
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
  const revisions = revisionsOf(world, set)
  const found = find(revisions, set.spec.template)
  const update = found.is === 'newest' ? found.revision : undefined
  const current = revisions.find(r => r.metadata.name === set.status?.currentRevision) ?? update
  const census = censusOf(world, uid)
  const claims = claimsIn(world, set)
  census.refresh(set, update?.metadata.name ?? '', claims, world.nowMs)
  const known = { set, census, revisions, found, ...(update && { update }), ...(current && { current }) }
  return Object.assign(lazily(world, set, census, claims, update), known)
}

type Costly = Pick<Sight, 'podClaim' | 'revisionClaim' | 'walk'>

/** What is not always asked for. */
function lazily(world: World, set: StatefulSet, census: Census, claims: Claims, update: ControllerRevision | undefined): Costly {
  const { namespace = '' } = set.metadata
  const matches = compileSelector(set.spec.selector)
  const seen: { -readonly [K in keyof Costly]?: Costly[K] } = {}
  return {
    get podClaim() {
      const orphans = world.by<Pod>('pods', 'controller', `orphans ${namespace}`)
      seen.podClaim ??= claim(set, matches, census.strays, orphans, o => isMember(set, o as Pod))
      return seen.podClaim
    },
    get revisionClaim() {
      seen.revisionClaim ??= claim(set, matches, [], orphanRevisions(world, namespace), () => true)
      return seen.revisionClaim
    },
    get walk() {
      if (update) seen.walk ??= walk(set, census, update.metadata.name, claims, world.nowMs)
      return seen.walk
    },
  }
}

/** The answers about claims, as the store has them. */
function claimsIn(world: World, set: StatefulSet): Claims {
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
