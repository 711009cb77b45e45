// The pods of a DaemonSet: made of the template for one node each, and found by that node again before and after the scheduler has bound them. Upstream:
// pkg/controller/daemon/util/daemonset_util.go CreatePodTemplate, ReplaceDaemonSetPodNodeNameNodeAffinity, GetTargetNodeName;
// daemon_controller.go podByCreationTimestampAndPhase.
import { controllerRef, type DaemonSet, type Draft, type Pod, type PodSpec } from '../../../kube/index.ts'
import { isReady } from '../replicaset/counting.ts'
import { availableAtMs, isAvailable } from '../replicaset/status.ts'
import { tolerationsOf } from './eligibility.ts'

/** The label with the revision that a pod was made of. */
export const REVISION = 'controller-revision-hash'
const GENERATION = 'pod-template-generation'
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'

export const isGoing = (p: Pod): boolean => p.metadata.deletionTimestamp !== undefined
export const hasEnded = (p: Pod): boolean => p.status?.phase === 'Failed' || p.status?.phase === 'Succeeded'
export const isUpdated = (p: Pod, hash: string): boolean => hash !== '' && p.metadata.labels?.[REVISION] === hash
export { availableAtMs, isAvailable, isReady }

/** The node that a pod is on, or is meant for. */
export function targetOf({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName
  for (const term of spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) {
    for (const f of term.matchFields ?? []) {
      if (f.key === 'metadata.name' && f.operator === 'In') return f.values?.length === 1 ? f.values[0] : undefined
    }
  }
  return undefined
}

/** Bound before unbound, then the oldest, then by name. */
export const byAge = (a: Pod, b: Pod): number =>
  Number(!a.spec.nodeName) - Number(!b.spec.nodeName) ||
  compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
  compare(a.metadata.name, b.metadata.name)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The template's affinity, with its required terms replaced by one that names the node: the scheduler will find this one only. */
function pinned(affinity: PodSpec['affinity'], node: string): PodSpec['affinity'] {
  const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }]
  return {
    ...affinity,
    nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
  }
}

/** What makes pods of a set, one for each node it is asked for; what they have in common is shared. */
export function podMaker(ds: DaemonSet, hash: string): (node: string) => Draft {
  const { metadata, spec } = ds.spec.template
  const generation = ds.metadata.annotations?.[TEMPLATE_GENERATION]
  const labels = { ...metadata?.labels, ...(generation && { [GENERATION]: generation }), [REVISION]: hash }
  const tolerations = tolerationsOf(ds.spec.template) as NonNullable<PodSpec['tolerations']>
  const ownerReferences = [controllerRef(ds)]
  return node => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${ds.metadata.name}-`,
      namespace: ds.metadata.namespace as string,
      labels,
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      ...(metadata?.finalizers && { finalizers: metadata.finalizers }),
      ownerReferences,
    },
    spec: { ...spec, tolerations, affinity: pinned(spec.affinity, node) },
  })
}
