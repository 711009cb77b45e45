// DaemonSets: each place is a node that the template fits. Which nodes these are is asked of the controller's own rule. Upstream:
// pkg/controller/daemon/daemon_controller.go.
import { eligibility } from '../../cluster/index.ts'
import { controllerOf, type DaemonSet, isConditionTrue, type Pod } from '../../kube/index.ts'
import { isActive, keyOf } from './census.ts'
import { naturally } from './order.ts'
import type { Census, Place, WorkloadKind } from './types.ts'

const HASH = 'controller-revision-hash'
const AFFINITY = 'metadata.name'

const podRevision = (pod: Pod, census: Census) => census.revision(controllerOf(pod)?.uid ?? '', pod.metadata.labels?.[HASH] ?? '')

/** The node that a daemon pod is meant for, also before it is bound. Upstream: util/daemonset_util.go GetTargetNodeName. */
export function targetNode({ spec }: Pod): string {
  if (spec.nodeName) return spec.nodeName
  for (const t of spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [])
    for (const f of t.matchFields ?? []) if (f.key === AFFINITY && f.values?.[0]) return f.values[0]
  return ''
}

export const daemonsets: WorkloadKind<DaemonSet> = {
  kind: 'DaemonSet',
  plural: 'daemonsets',
  actor: 'daemonset',
  owner: 'ds',
  pods: (d, census) => census.podsOf(d.metadata.uid),
  counts(d, census) {
    const places = daemonsets.places(d, census)
    const at = (state: Place['state']) => places.filter(p => p.state === state).length
    const surplus = census.podsOf(d.metadata.uid).filter(p => isActive(p) && !places.some(x => x.node === targetNode(p))).length
    return { desired: places.length, observed: at('ready') + at('present'), ready: at('ready'), surplus }
  },
  outcome: () => undefined,
  resting: () => undefined,
  // The newest ControllerRevision is the template's.
  revision: (d, census) => Math.max(0, ...census.childrenOf('controllerrevisions', d.metadata.uid).map(r => Number(r.revision ?? 0))),
  podRevision,
  places(d, census) {
    const fits = eligibility(d.spec.template)
    const pods = new Map<string, Pod>()
    for (const p of census.podsOf(d.metadata.uid)) {
      const node = targetNode(p)
      const other = pods.get(node)
      if (!other || (isActive(p) && !isActive(other))) pods.set(node, p)
    }
    const wanted = daemonsets.revision(d, census)
    const places: Place[] = []
    for (const n of census.nodes) {
      const node = n.metadata.name
      const pod = pods.get(node)
      const { shouldRun, mayStay } = fits(n)
      if (!shouldRun && !(mayStay && pod && isActive(pod))) continue
      if (!pod) places.push({ name: node, node, state: 'missing', revision: wanted })
      else {
        const ready = isActive(pod) && isConditionTrue(pod.status.conditions, 'Ready')
        places.push({ name: node, node, state: ready ? 'ready' : 'present', revision: podRevision(pod, census), pod })
      }
    }
    return places.sort((a, b) => naturally(a.name, b.name))
  },
  missing: (d, census) =>
    daemonsets
      .places(d, census)
      .filter(p => p.state === 'missing')
      .map(({ name }) => ({
        id: `ghost daemonsets ${keyOf(d)} ${name}`,
        subject: `daemonsets ${keyOf(d)}`,
        name: d.metadata.name,
        node: name,
      })),
  // They have corners of their own.
  most: () => 0,
  short: (_, owner) => owner,
}
