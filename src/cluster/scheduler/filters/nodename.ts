// A pod that names its node can go nowhere else. (Such a pod is bound from the start; the scheduler meets the rule when it simulates.) Upstream:
// plugins/nodename/node_name.go.
import type { Filter, Refusal } from '../plugin.ts'

const REFUSED: Refusal = { reasons: ["node(s) didn't match the requested node name"], resolvable: false }

export const nodeName: Filter = {
  name: 'NodeName',
  local: true,
  prepare({ spec }) {
    if (!spec.nodeName) return undefined
    return info => (info.name === spec.nodeName ? undefined : REFUSED)
  },
}
