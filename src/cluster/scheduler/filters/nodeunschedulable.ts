// Cordoned nodes take no new pods, unless they tolerate being unschedulable. Upstream: plugins/nodeunschedulable/node_unschedulable.go.
import type { Filter, Refusal } from '../plugin.ts'
import { tolerationOf } from '../tolerations.ts'

const REFUSED: Refusal = { reasons: ['node(s) were unschedulable'], resolvable: false }
const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

export const nodeUnschedulable: Filter = {
  name: 'NodeUnschedulable',
  local: true,
  prepare(pod) {
    if (tolerationOf(pod.spec.tolerations, TAINT)) return undefined
    return ({ node }) => (node?.spec?.unschedulable ? REFUSED : undefined)
  },
}
