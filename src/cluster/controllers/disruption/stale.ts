// A pod that was marked for a disruption and is still not going two minutes later is not going: the mark is taken back. Upstream:
// pkg/controller/disruption/disruption.go syncStalePodDisruption.
import type { Actor } from '../../../engine/index.ts'
import { type ApiObject, getCondition, type Pod, parseTime, updateCondition } from '../../../kube/index.ts'

const STALE_MS = 120_000
const DISRUPTION_TARGET = 'DisruptionTarget'

/** What a kubelet marks is its own affair, and what has ended is left as it is. */
function markedSince({ metadata, status }: Pod): number | undefined {
  if (metadata.deletionTimestamp || status?.phase === 'Succeeded' || status?.phase === 'Failed') return undefined
  const mark = getCondition(status?.conditions, DISRUPTION_TARGET)
  if (mark?.status !== 'True' || mark.reason === 'TerminationByKubelet') return undefined
  return parseTime(mark.lastTransitionTime ?? '')
}

export const stalePodDisruption: Actor = {
  name: 'stalepoddisruption',
  plural: 'pods',
  watches: [{ plural: 'pods', keys: c => (c.type !== 'DELETED' && markedSince(c.object as Pod) !== undefined ? [c.key] : []) }],
  look(world, key) {
    const pod = world.get<Pod>('pods', key)
    const since = pod && markedSince(pod)
    if (!pod || since === undefined) return undefined
    const left = since + STALE_MS - world.nowMs
    const named = { pod: pod.metadata.name }
    if (left > 0)
      return { caption: { code: 'stalepoddisruption.waiting', args: { ...named, seconds: Math.ceil(left / 1000) } }, againInMs: left }
    const mark = { type: DISRUPTION_TARGET, status: 'False', lastTransitionTime: world.timestamp, lastProbeTime: null }
    const conditions = updateCondition(pod.status.conditions as never, mark as never)
    const object: ApiObject = { ...pod, status: { ...pod.status, conditions } }
    return {
      caption: { code: 'stalepoddisruption.unmarking', args: named },
      steps: [[{ verb: 'update', plural: 'pods', subresource: 'status', object, trusted: true }]],
    }
  },
}
