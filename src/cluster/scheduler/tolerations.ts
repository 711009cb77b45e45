// Taints keep pods away, tolerations let them pass. Shared by the scheduler, the taint eviction controller and DaemonSets. Upstream:
// component-helpers scheduling/corev1/helpers.go, api core/v1/toleration.go.
import type { Taint, Toleration } from '../../kube/index.ts'

/** An empty effect tolerates all effects, an empty key with Exists all taints; without an operator values must be equal. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  switch (toleration.operator ?? 'Equal') {
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '')
    case 'Exists':
      return true
    default:
      return false
  }
}

/** The first of the tolerations that lets the taint pass. */
export const tolerationOf = (tolerations: readonly Toleration[] | undefined, taint: Taint): Toleration | undefined =>
  tolerations?.find(t => tolerates(t, taint))

/** The first taint of the effects that nothing tolerates. */
export const untolerated = (
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined => taints?.find(t => effects.includes(t.effect) && !tolerationOf(tolerations, t))

export const sameTaint = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect
