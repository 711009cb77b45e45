// How long a pod bears the NoExecute taints of its node. Upstream: pkg/controller/tainteviction/taint_eviction.go processPodOnNode,
// getMinTolerationTime; pkg/apis/core/v1/helper GetMatchingTolerations.
import type { Node, Taint, Toleration } from '../../../kube/index.ts'
import { tolerationOf } from '../../scheduler/index.ts'

export const noExecuteTaints = (node: Node | undefined): readonly Taint[] =>
  ((node?.spec?.taints ?? []) as readonly Taint[]).filter(t => t.effect === 'NoExecute')

/** The shortest time of the tolerations that are used, in seconds; Infinity when none of them ends. No toleration at all: no time. */
export function shortest(used: readonly Pick<Toleration, 'tolerationSeconds'>[]): number {
  if (!used.length) return 0
  const seconds = used.map(t => t.tolerationSeconds ?? Number.POSITIVE_INFINITY)
  return Math.max(0, Math.min(...seconds))
}

/** Seconds until a pod must leave: 0 at once, Infinity never. For each taint the first matching toleration of the list counts, and only that. */
export function toleratedSeconds(taints: readonly Taint[], tolerations: readonly Toleration[] | undefined): number {
  if (!taints.length) return Number.POSITIVE_INFINITY
  const used = taints.map(t => tolerationOf(tolerations, t))
  return used.some(t => t === undefined) ? 0 : shortest(used as Toleration[])
}
