// What is seen on a visit, with what follows from it at once: which pods are to be claimed, and how many there should be.
import type { World } from '../../../engine/index.ts'
import type { Job } from '../../../kube/index.ts'
import type { Claim } from '../claiming.ts'
import { claimsOf } from './claims.ts'
import { type Sight, see } from './sight.ts'
import { type Sizing, sizingOf } from './sizing.ts'

export interface View extends Sight {
  readonly claim: Claim
  readonly sizing: Sizing
}

export const viewOf = (world: World, job: Job): View => {
  const s = see(world, job)
  return { ...s, claim: claimsOf(world, job, s.pods), sizing: sizingOf(s) }
}
