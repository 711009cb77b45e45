// What is seen on a visit, with what follows from it at once: which pods are to be claimed, and how many there should be.
import type { World } from '../../../engine/index.ts'
import type { Job } from '../../../kube/index.ts'
import type { Claim } from '../claiming.ts'
import { claimsOf } from './claims.ts'
import { heldMs } from './holding.ts'
import { recordKey, type Sight, see } from './sight.ts'
import { type Sizing, sizingOf } from './sizing.ts'

export interface View extends Sight {
  readonly claim: Claim
  readonly sizing: Sizing
  /** How long pods are not asked for again, since they were refused. */
  readonly heldMs: number
}

export const viewOf = (world: World, job: Job): View => {
  const s = see(world, job)
  const held = heldMs(world, recordKey(job))
  const sizing = sizingOf(s)
  const claim = claimsOf(world, job, s.pods)
  return { ...s, claim, heldMs: held, sizing: held > 0 && sizing.what === 'create' ? { what: 'nothing' } : sizing }
}
