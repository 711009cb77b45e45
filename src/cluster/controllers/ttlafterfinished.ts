// Finished Jobs that say how long they want to be kept (ttlSecondsAfterFinished) are deleted after that, their pods before them. Upstream:
// pkg/controller/ttlafterfinished/ttlafterfinished_controller.go.
import type { Actor } from '../../engine/index.ts'
import { type Job, parseTime } from '../../kube/index.ts'
import { hideTimer, showTimer, timers } from '../tables.ts'
import { isFinished } from './job/conditions.ts'

const NAME = 'ttlafterfinished'

/** When a Job has outlived its end; undefined while it has not ended, or is kept for ever. */
export function expiryMs(j: Job): number | undefined {
  const { ttlSecondsAfterFinished: ttl } = j.spec
  if (ttl == null || !isFinished(j) || j.metadata.deletionTimestamp) return undefined
  const last = j.status?.conditions?.find(c => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True')
  return parseTime(last?.lastTransitionTime ?? '') + ttl * 1000
}

export const ttlAfterFinished: Actor = {
  name: NAME,
  plural: 'jobs',
  watches: [
    {
      plural: 'jobs',
      keys: c => ((c.object as Job).spec.ttlSecondsAfterFinished != null && isFinished(c.object as Job) ? [c.key] : []),
    },
  ],
  look(world, key) {
    const j = world.get<Job>('jobs', key)
    const expiry = j && expiryMs(j)
    if (!j || expiry === undefined) {
      hideTimer(world, `jobs ${key}`, 'ttl')
      return undefined
    }
    const left = expiry - world.nowMs
    const args = { job: j.metadata.name, seconds: j.spec.ttlSecondsAfterFinished ?? 0 }
    if (left > 0) {
      if (timers(world).get(`jobs ${key} ttl`)?.until !== world.now + Math.ceil(left)) showTimer(world, `jobs ${key}`, 'ttl', left)
      return { caption: { code: `${NAME}.waiting`, args }, againInMs: left }
    }
    hideTimer(world, `jobs ${key}`, 'ttl')
    const options = { propagationPolicy: 'Foreground' as const, preconditions: { uid: j.metadata.uid } }
    return { caption: { code: `${NAME}.deleting`, args }, steps: [[{ verb: 'delete', plural: 'jobs', key, options }]] }
  },
}
