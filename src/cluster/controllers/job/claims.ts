// Pods that fit a Job's selector and belong to nobody are taken in, with the finalizer; its own that no longer fit are let go, without it. Upstream:
// pkg/controller/job/job_controller.go getPodsForJob, controller_ref_manager.go with finalizers.
import type { World, Write } from '../../../engine/index.ts'
import { type ApiObject, compileSelector, type Job, type Pod } from '../../../kube/index.ts'
import { type Claim, claim, claimWrites } from '../claiming.ts'
import { withList } from '../garbagecollector/fate.ts'
import { isTracked, TRACKING } from './pods.ts'

export function claimsOf(world: Pick<World, 'by'>, j: Job, pods: readonly Pod[]): Claim {
  if (!j.spec.selector) return { adopt: [], release: [] }
  const orphans = world.by<Pod>('pods', 'controller', `orphans ${j.metadata.namespace}`)
  return claim(j, compileSelector(j.spec.selector), pods, orphans, () => true)
}

const held = (o: ApiObject): ApiObject => (isTracked(o) ? o : withList(o, 'finalizers', [...(o.metadata.finalizers ?? []), TRACKING]))
const letGo = (o: ApiObject): ApiObject =>
  withList(
    o,
    'finalizers',
    (o.metadata.finalizers ?? []).filter(f => f !== TRACKING),
  )

export const jobClaimWrites = (j: Job, { adopt, release }: Claim): Write[] => [
  ...claimWrites(j, 'pods', { adopt: [], release: release.map(letGo) }),
  ...claimWrites(j, 'pods', { adopt: adopt.map(held), release: [] }),
]
