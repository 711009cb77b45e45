// The plugins of the default profile in their order, and what of their answers may be kept. Upstream: pkg/scheduler/apis/config/v1/default_plugins.go.
import type { Pod, PodSpec } from '../../kube/index.ts'
import { interPodAffinity } from './filters/interpodaffinity.ts'
import { nodeAffinity } from './filters/nodeaffinity.ts'
import { nodeName } from './filters/nodename.ts'
import { nodePorts } from './filters/nodeports.ts'
import { nodeResourcesFit } from './filters/noderesourcesfit.ts'
import { nodeUnschedulable } from './filters/nodeunschedulable.ts'
import { podTopologySpread } from './filters/podtopologyspread.ts'
import { taintToleration } from './filters/tainttoleration.ts'
import { volumeFilters } from './filters/volumes.ts'
import { hostPortsOf } from './nodeinfo.ts'
import type { Filter, LocalScore, WideScore } from './plugin.ts'
import { requestsOf } from './resources.ts'
import { imageLocality } from './scores/imagelocality.ts'
import { interPodAffinityScore } from './scores/interpodaffinity.ts'
import { nodeAffinityScore } from './scores/nodeaffinity.ts'
import { balancedAllocation } from './scores/noderesourcesbalancedallocation.ts'
import { nodeResourcesFitScore } from './scores/noderesourcesfit.ts'
import { podTopologySpreadScore } from './scores/podtopologyspread.ts'
import { taintTolerationScore } from './scores/tainttoleration.ts'

/** A node is asked in this order; the first refusal counts. */
export const filters: readonly Filter[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  ...volumeFilters,
  podTopologySpread,
  interPodAffinity,
]

/** Weights: TaintToleration 3, NodeAffinity, PodTopologySpread and InterPodAffinity 2, the rest 1. */
export const localScores: readonly LocalScore[] = [nodeResourcesFitScore, balancedAllocation]
export const wideScores: readonly WideScore[] = [
  taintTolerationScore,
  nodeAffinityScore,
  podTopologySpreadScore,
  interPodAffinityScore,
  imageLocality,
]

const kinds = new WeakMap<PodSpec, string>()

/** Pods for which all local plugins answer the same have the same text here. */
export function askingOf(pod: Pod): string {
  const { spec } = pod
  const known = kinds.get(spec)
  if (known !== undefined) return known
  const { others, ...r } = requestsOf(spec)
  const { nodeSelector, tolerations, nodeName: fixed } = spec
  const text = JSON.stringify([r, [...others], hostPortsOf(pod), nodeSelector, spec.affinity?.nodeAffinity, tolerations, fixed])
  kinds.set(spec, text)
  return text
}
