// What the controller sees on a visit: the set, its places, its revisions, and whom there is to claim or to let go. Upstream: daemon_controller.go
// syncDaemonSet, getDaemonPods; update.go controlledHistories.
import type { World } from '../../../engine/index.ts'
import { type ControllerRevision, compileSelector, type DaemonSet, type Pod } from '../../../kube/index.ts'
import { type Claim, claim } from '../claiming.ts'
import { type Found, find, orphanRevisions, type Revisions, revisionsOf } from '../controllerrevision/index.ts'
import { type Census, censusOf } from './census.ts'
import { isRolling } from './numbers.ts'
import { targetOf } from './pods.ts'
import { forgotten, hashOf } from './revisions.ts'
import { isNothing, nextStep, type Step } from './rolling.ts'

export interface Sight {
  readonly ds: DaemonSet
  readonly census: Census
  readonly podClaim: Claim
  readonly revisionClaim: Claim
  readonly revisions: Revisions
  /** What is known of the template's revision. */
  readonly found: Found
  /** The hash of the template's revision; empty while there is none. */
  readonly hash: string
  /** The next step of the update; absent when there is none. */
  readonly step: () => Step | undefined
  readonly surplusRevisions: () => readonly ControllerRevision[]
}

export function see(world: World, ds: DaemonSet): Sight {
  const { namespace = '', uid } = ds.metadata
  const revisions = revisionsOf(world, ds)
  const found = find(revisions, ds.spec.template)
  const hash = found.is === 'missing' ? '' : hashOf(found.revision)
  const census = censusOf(world, uid)
  census.refresh(ds, hash, world.nowMs)
  const matches = compileSelector(ds.spec.selector)
  const orphans = world.by<Pod>('pods', 'controller', `orphans ${namespace}`)
  const foreign = census.foreign.flatMap(p => p.verdict?.foreign ?? [])
  return {
    ds,
    census,
    podClaim: claim(ds, matches, foreign, orphans, o => targetOf(o as Pod) !== undefined),
    revisionClaim: claim(ds, matches, [], orphanRevisions(world, namespace), () => true),
    revisions,
    found,
    hash,
    step: once(() => {
      const step = isRolling(ds) ? nextStep(ds, census) : undefined
      return step && !isNothing(step) ? step : undefined
    }),
    surplusRevisions: once(() => forgotten(ds, revisions, census)),
  }
}

/** Asked by a guard and by the action after it, worked out once. */
function once<T>(work: () => T): () => T {
  let known: { value: T } | undefined
  return () => {
    known ??= { value: work() }
    return known.value
  }
}
