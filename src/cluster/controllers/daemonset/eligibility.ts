// Which nodes a DaemonSet wants a pod on. Selector and required affinity decide about everything; a taint keeps new pods away, but only one with NoExecute
// drives out those that run. Room, ports and cordons play no part: the pods tolerate a cordon, and one that finds no room waits. Upstream:
// pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod; util/daemonset_util.go AddOrUpdateDaemonPodTolerations.
import type { Node, PodTemplate, Taint, Toleration } from '../../../kube/index.ts'
import { nodeRule } from '../../scheduler/filters/nodeaffinity.ts'
import { untolerated } from '../../scheduler/tolerations.ts'

export interface Eligible {
  /** A pod belongs there. */
  readonly shouldRun: boolean
  /** A pod that runs there may stay. */
  readonly mayStay: boolean
}

const auto = (key: string, effect: 'NoExecute' | 'NoSchedule'): Toleration => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect,
})
const ALWAYS: readonly Toleration[] = [
  auto('not-ready', 'NoExecute'),
  auto('unreachable', 'NoExecute'),
  auto('disk-pressure', 'NoSchedule'),
  auto('memory-pressure', 'NoSchedule'),
  auto('pid-pressure', 'NoSchedule'),
  auto('unschedulable', 'NoSchedule'),
]
const ON_HOST_NETWORK = auto('network-unavailable', 'NoSchedule')

const means = (a: Toleration, b: Toleration) =>
  a.key === b.key && a.effect === b.effect && (a.operator ?? 'Equal') === (b.operator ?? 'Equal') && (a.value ?? '') === (b.value ?? '')

/** The template's own tolerations and those that every daemon pod has; one of its own for the same taint loses its time limit. */
export function tolerationsOf({ spec }: PodTemplate): readonly Toleration[] {
  let all = [...((spec.tolerations ?? []) as Toleration[])]
  for (const t of spec.hostNetwork ? [...ALWAYS, ON_HOST_NETWORK] : ALWAYS)
    all = all.some(own => means(own, t)) ? all.map(own => (means(own, t) ? t : own)) : [...all, t]
  return all
}

const NEITHER: Eligible = { shouldRun: false, mayStay: false }
const BOTH: Eligible = { shouldRun: true, mayStay: true }

type Rule = (node: Node) => Eligible
// Templates are immutable: what was compiled of one is kept with it.
const rules = new WeakMap<PodTemplate, Rule>()

/** The rule of a template, to be asked of many nodes. */
export function eligibility(template: PodTemplate): Rule {
  const known = rules.get(template)
  if (known) return known
  const fits = nodeRule(template.spec)
  const tolerations = tolerationsOf(template)
  const { nodeName } = template.spec
  const rule: Rule = node => {
    if (nodeName && nodeName !== node.metadata.name) return NEITHER
    if (fits && !fits(node)) return NEITHER
    const taints = node.spec?.taints as readonly Taint[] | undefined
    if (!untolerated(taints, tolerations, ['NoSchedule', 'NoExecute'])) return BOTH
    return { shouldRun: false, mayStay: !untolerated(taints, tolerations, ['NoExecute']) }
  }
  rules.set(template, rule)
  return rule
}
