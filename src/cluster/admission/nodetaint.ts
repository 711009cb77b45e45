// A new node takes no pods until somebody has seen that it is ready. Upstream: plugin/pkg/admission/nodetaint/admission.go (TaintNodesByCondition). A node
// that registers itself as ready, as the first nodes of a cluster do here, needs no taint.
import { isConditionTrue, type Taint } from '../../kube/index.ts'
import type { Plugin } from './plugin.ts'

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }

export const taintNodesByCondition: Plugin = (o, { op }) => {
  if (op !== 'CREATE' || isConditionTrue(o.status?.conditions, 'Ready')) return o
  const taints = (o.spec?.taints ?? []) as readonly Taint[]
  if (taints.some(t => t.key === NOT_READY.key && t.effect === NOT_READY.effect)) return o
  return { ...o, spec: { ...o.spec, taints: [...taints, NOT_READY] } }
}
