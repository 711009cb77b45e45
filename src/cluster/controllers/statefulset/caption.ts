// What the controller says it is doing or waiting for, and of which pod.
import type { Caption } from '../../../engine/index.ts'
import type { Sight } from './sight.ts'

const subject = (s: Sight, state: string): string | undefined => {
  const w = s.walk
  if (!w) return undefined
  const slot =
    state === 'creating'
      ? w.missing[0]
      : state === 'waitingForClaim'
        ? w.held[0]
        : state === 'waitingForUpdated'
          ? w.waitsForUpdated
          : undefined
  if (slot) return `${s.set.metadata.name}-${slot.ordinal}`
  const pods = {
    removingEnded: w.ended[0],
    mending: w.astray[0],
    scalingDown: w.surplus[0],
    updating: w.old[0],
    waitingForSurplus: w.waitsForSurplus,
    waitingForGone: s.census.leaving,
  }
  return ((pods as Record<string, (typeof w.ended)[number] | undefined>)[state] ?? w.waitsFor?.pod)?.metadata.name
}

export const captionOf = (state: string, s: Sight): Caption => {
  const pod = subject(s, state)
  return {
    code: `statefulset.${state}`,
    args: {
      replicas: s.set.spec.replicas,
      seen: s.census.size,
      ready: s.set.status?.readyReplicas ?? 0,
      updated: s.set.status?.updatedReplicas ?? 0,
      partition: s.set.spec.updateStrategy?.rollingUpdate?.partition ?? 0,
      ...(pod && { pod }),
      ...(state === 'creating' && { count: s.walk?.missing.length ?? 0 }),
    },
  }
}
