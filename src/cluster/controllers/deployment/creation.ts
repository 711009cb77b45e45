// The ReplicaSet of a template: made when there is none, kept up to date when there is. Upstream: pkg/controller/deployment/sync.go getNewReplicaSet.
import { keyOf, same } from '../../../engine/index.ts'
import {
  controllerOf,
  controllerRef,
  type Deployment,
  type Draft,
  POD_TEMPLATE_HASH,
  type ReplicaSet,
  templateHash,
  templatesEqual,
} from '../../../kube/index.ts'
import { annotationsOf, maxRevision, sizesOf, withRevision, withSizes } from './annotations.ts'
import { newReplicas } from './rolling.ts'
import type { Sets } from './sets.ts'

/** A ReplicaSet on its way to the server. */
export type NewSet = Draft & Pick<ReplicaSet, 'spec'>

/** The new ReplicaSet as it is to be created, with as many replicas as the surge allows at once. */
export function newSetOf(d: Deployment, oldSets: Sets): NewSet {
  const hash = templateHash(d.spec.template, d.status?.collisionCount)
  const labels = { ...d.spec.template.metadata?.labels, [POD_TEMPLATE_HASH]: hash }
  const { selector, template, minReadySeconds } = d.spec
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${d.metadata.name}-${hash}`,
      namespace: d.metadata.namespace as string,
      labels,
      annotations: { ...withSizes(withRevision({}, d, maxRevision(oldSets) + 1), ...sizesOf(d)) },
      ownerReferences: [controllerRef(d)],
    },
    spec: {
      replicas: newReplicas(d, oldSets, 0),
      ...(minReadySeconds && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  }
}

/** The existing one with its revision, the Deployment's annotations and minReadySeconds as they should be; itself when nothing differs. */
export function refreshed(d: Deployment, newSet: ReplicaSet, oldSets: Sets): ReplicaSet {
  const have = annotationsOf(newSet)
  const annotations = withRevision(have, d, maxRevision(oldSets) + 1)
  const minReadySeconds = d.spec.minReadySeconds ?? 0
  let next = newSet
  if (!same(annotations, have)) next = { ...next, metadata: { ...next.metadata, annotations: { ...annotations } } }
  if ((next.spec.minReadySeconds ?? 0) !== minReadySeconds) next = { ...next, spec: { ...next.spec, minReadySeconds } }
  return next
}

/** Whether the ReplicaSet that was in the way is the very one that was to be made. */
export const isTheSame = (d: Deployment, s: ReplicaSet | undefined, draft: Draft): boolean =>
  s !== undefined &&
  keyOf(s) === keyOf(draft) &&
  controllerOf(s)?.uid === d.metadata.uid &&
  templatesEqual(s.spec.template, d.spec.template)
