// The conditions of an autoscaler: one of each type, in the order in which they came; only a change of status moves the time. Upstream:
// pkg/controller/podautoscaler/horizontal.go setConditionInList.
import type { HorizontalPodAutoscaler } from '../../../kube/index.ts'

export type Conditions = NonNullable<HorizontalPodAutoscaler['status']['conditions']>

export interface Said {
  readonly type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited'
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

export function withConditions(have: Conditions | undefined, said: readonly Said[], now: string): Conditions {
  let all = [...(have ?? [])]
  for (const next of said) {
    const old = all.find(c => c.type === next.type)
    const lastTransitionTime = old?.status === next.status ? (old.lastTransitionTime ?? now) : now
    const condition = { ...next, lastTransitionTime } as Conditions[number]
    all = old ? all.map(c => (c === old ? condition : c)) : [...all, condition]
  }
  return all
}
