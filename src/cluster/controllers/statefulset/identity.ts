// Who a pod of a StatefulSet is: its ordinal, from which its name, its labels, its host name and its claims follow. A pod that comes back under the same
// ordinal is, for everybody who asks, the same one. Upstream: pkg/controller/statefulset/stateful_set_utils.go.
import { controllerRef, type Draft, type Pod, type PodTemplate, type StatefulSet } from '../../../kube/index.ts'

export const POD_NAME = 'statefulset.kubernetes.io/pod-name'
export const POD_INDEX = 'apps.kubernetes.io/pod-index'
export const REVISION = 'controller-revision-hash'

const DIGITS = /^[0-9]+$/

/** The name of the set that a pod's or claim's name speaks of; empty when it speaks of none. */
export const parentOf = (name: string): string => (ordinalOf(name) < 0 ? '' : name.slice(0, name.lastIndexOf('-')))
/** -1 when there is none. */
export function ordinalOf(name: string): number {
  const dash = name.lastIndexOf('-')
  const digits = name.slice(dash + 1)
  return dash >= 0 && DIGITS.test(digits) ? Number(digits) : -1
}

export const isMember = (set: StatefulSet, pod: { metadata: { name: string } }): boolean =>
  parentOf(pod.metadata.name) === set.metadata.name
export const startOf = (set: StatefulSet): number => set.spec.ordinals?.start ?? 0
export const nameOf = (set: StatefulSet, ordinal: number): string => `${set.metadata.name}-${ordinal}`
export const claimName = (set: StatefulSet, template: string, ordinal: number): string => `${template}-${nameOf(set, ordinal)}`
export const isInRange = (set: StatefulSet, ordinal: number): boolean =>
  ordinal >= startOf(set) && ordinal < startOf(set) + set.spec.replicas

type Volumes = NonNullable<Pod['spec']['volumes']>

/** The volumes of a pod: the disks of its claims, and what else it has, except what a claim takes the name of. */
export function volumesOf(set: StatefulSet, ordinal: number, others: Volumes = []): Volumes {
  const templates = set.spec.volumeClaimTemplates ?? []
  if (templates.length === 0) return others
  const names = templates.map(t => t.metadata?.name ?? '')
  const claims = names.map(name => ({ name, persistentVolumeClaim: { claimName: claimName(set, name, ordinal) } }))
  return [...claims, ...others.filter(v => !names.includes(v.name))]
}

const labelsOf = (set: StatefulSet, ordinal: number) => ({ [POD_NAME]: nameOf(set, ordinal), [POD_INDEX]: String(ordinal) })

/** A pod on its way to the server. */
export function podOf(set: StatefulSet, template: PodTemplate, revision: string, ordinal: number): Draft {
  const { metadata, spec } = template
  const name = nameOf(set, ordinal)
  const volumes = volumesOf(set, ordinal, spec.volumes)
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${set.metadata.name}-`,
      namespace: set.metadata.namespace as string,
      labels: { ...metadata?.labels, ...labelsOf(set, ordinal), [REVISION]: revision },
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      ...(metadata?.finalizers && { finalizers: metadata.finalizers }),
      ownerReferences: [controllerRef(set)],
    },
    spec: {
      ...spec,
      hostname: name,
      ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  }
}

/** Whether a pod has the name, the place and the labels of its ordinal. */
export function identityMatches(set: StatefulSet, { metadata }: Pod): boolean {
  const ordinal = ordinalOf(metadata.name)
  return (
    ordinal >= 0 &&
    parentOf(metadata.name) === set.metadata.name &&
    metadata.name === nameOf(set, ordinal) &&
    metadata.namespace === set.metadata.namespace &&
    metadata.labels?.[POD_NAME] === metadata.name &&
    metadata.labels?.[POD_INDEX] === String(ordinal)
  )
}

/** Whether a pod's volumes are the claims of its ordinal. */
export function storageMatches(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod.metadata.name)
  if (ordinal < 0) return false
  return (set.spec.volumeClaimTemplates ?? []).every(t => {
    const name = t.metadata?.name ?? ''
    const volume = pod.spec.volumes?.find(v => v.name === name)
    return volume?.persistentVolumeClaim?.claimName === claimName(set, name, ordinal)
  })
}

/** The pod as its ordinal wants it. */
export function repaired(set: StatefulSet, pod: Pod): Pod {
  const ordinal = ordinalOf(pod.metadata.name)
  const metadata = {
    ...pod.metadata,
    namespace: set.metadata.namespace as string,
    labels: { ...pod.metadata.labels, ...labelsOf(set, ordinal) },
  }
  if (storageMatches(set, pod)) return { ...pod, metadata }
  return { ...pod, metadata, spec: { ...pod.spec, volumes: volumesOf(set, ordinal, pod.spec.volumes) } }
}

/** The name of the revision that a pod wears. */
export const revisionOf = (pod: Pod): string => pod.metadata.labels?.[REVISION] ?? ''
