// Objects for the tables of Kubernetes' own tests (fixtures/statefulset): only the fields that a rule reads.
import { formatTime, type OwnerReference, type Pod, type StatefulSet } from '../../../kube/index.ts'
import { podOf } from '../statefulset/identity.ts'

export const NOW_MS = 1_500_000_000_000

export interface Suite<I, E> {
  id: string
  cases: { name: string; input: I; expected: E; since?: string; until?: string }[]
}
export const suite = <I, E>(file: { suites: unknown[] }, id: string) => (file.suites as Suite<I, E>[]).find(s => s.id === id)?.cases ?? []

const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'web:1' }] } }

export function setFor(name: string, spec: object = {}, more: { uid?: string; status?: object } = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name,
      namespace: 'default',
      uid: more.uid ?? `${name}-uid`,
      resourceVersion: '1',
      creationTimestamp: formatTime(NOW_MS),
      generation: 1,
    },
    spec: {
      replicas: 3,
      serviceName: name,
      selector: { matchLabels: { app: 'web' } },
      template: TEMPLATE,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      ...spec,
    },
    status: { replicas: 0, ...more.status },
  } as unknown as StatefulSet
}

export type State = 'ready' | 'notReady' | 'terminating' | 'readyTooShort' | 'pending'

/** A pod of the set as it is some time after it was made. */
export function podAt(set: StatefulSet, ordinal: number, revision: string, state: State = 'ready'): Pod {
  const made = podOf(set, set.spec.template, revision, ordinal)
  const since = formatTime(state === 'readyTooShort' ? NOW_MS - 1000 : NOW_MS - 7_200_000)
  const isReady = state === 'ready' || state === 'terminating' || state === 'readyTooShort'
  return {
    ...made,
    metadata: {
      ...made.metadata,
      uid: `uid-${ordinal}`,
      resourceVersion: '1',
      creationTimestamp: since,
      ...(state === 'terminating' && { deletionTimestamp: formatTime(NOW_MS) }),
    },
    status: {
      phase: state === 'pending' ? 'Pending' : 'Running',
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: since }],
    },
  } as unknown as Pod
}

/** A reference as the tables write it: null is nothing. */
export type Ref = Partial<Record<keyof OwnerReference, unknown>>
export const refs = (list: readonly Ref[]): OwnerReference[] =>
  list.map(r => Object.fromEntries(Object.entries(r).filter(([, v]) => v !== null)) as unknown as OwnerReference)
