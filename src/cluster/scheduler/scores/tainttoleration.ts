// Nodes with fewer taints of effect PreferNoSchedule that the pod does not tolerate are better. Upstream: plugins/tainttoleration/taint_toleration.go.
import { MOST_POINTS, normaliseToLargest, ratePerNode, type WideScore } from '../plugin.ts'
import { tolerationOf } from '../tolerations.ts'

const EFFECT = 'PreferNoSchedule'

export const taintTolerationScore: WideScore = {
  name: 'TaintToleration',
  weight: 3,
  prepare(pod, snapshot) {
    if (!snapshot.avoided) return MOST_POINTS
    const tolerations = pod.spec.tolerations?.filter(t => !t.effect || t.effect === EFFECT)
    return ratePerNode(
      snapshot,
      ({ node }) => (node?.spec?.taints ?? []).filter(t => t.effect === EFFECT && !tolerationOf(tolerations, t)).length,
    )
  },
  normalise: values => normaliseToLargest(values, true),
}
