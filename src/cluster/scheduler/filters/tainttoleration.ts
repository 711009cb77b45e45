// Taints with effect NoSchedule or NoExecute keep pods off that do not tolerate them. Upstream: plugins/tainttoleration/taint_toleration.go.
import type { Filter, Refusal } from '../plugin.ts'
import { untolerated } from '../tolerations.ts'

const REFUSED: Refusal = { reasons: ['node(s) had untolerated taint(s)'], resolvable: false }
const EFFECTS = ['NoSchedule', 'NoExecute']

export const taintToleration: Filter = {
  name: 'TaintToleration',
  local: true,
  prepare: pod => info => (untolerated(info.node?.spec?.taints, pod.spec.tolerations, EFFECTS) ? REFUSED : undefined),
}
