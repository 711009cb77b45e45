// Objects for the tables of Kubernetes' own tests (fixtures/deployment): only the fields that a rule reads.
import type { Deployment, Pod, ReplicaSet } from '../../../kube/index.ts'

export interface Case<I, E> {
  name: string
  input: I
  expected: E
  only_recent_master?: boolean
}
export const cases = <I, E>(table: { cases: unknown[] }): Case<I, E>[] => table.cases as Case<I, E>[]

export interface Strategy {
  maxSurge?: number | string | null
  maxUnavailable?: number | string | null
  strategy?: string
}

export function deploymentFor(
  replicas: number | null,
  s: Strategy = {},
  more: { spec?: object; status?: object; metadata?: object } = {},
): Deployment {
  const rolling = {
    ...(s.maxSurge != null && { maxSurge: s.maxSurge }),
    ...(s.maxUnavailable != null && { maxUnavailable: s.maxUnavailable }),
  }
  const type = s.strategy ?? 'RollingUpdate'
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'foo',
      namespace: 'default',
      uid: 'foo-uid',
      resourceVersion: '1',
      creationTimestamp: '2016-01-01T00:00:00Z',
      ...more.metadata,
    },
    spec: {
      replicas: replicas ?? 0,
      selector: {},
      strategy: { type, ...(type === 'RollingUpdate' && { rollingUpdate: rolling }) },
      template: { metadata: {}, spec: { containers: [{ name: 'main', image: 'current' }] } },
      ...more.spec,
    },
    status: more.status ?? {},
  } as unknown as Deployment
}

export interface SetRow {
  replicas: number
  status?: object
  created?: string
  template?: string
  annotations?: Record<string, string> | undefined
  uid?: string
}
export function setFor(name: string, { replicas, status = {}, created, template = 'current', annotations, uid }: SetRow): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: 'default',
      uid: uid ?? `${name}-uid`,
      resourceVersion: '1',
      creationTimestamp: created ?? '2016-01-01T00:00:00Z',
      ...(annotations && { annotations }),
    },
    spec: { replicas, selector: {}, template: { metadata: {}, spec: { containers: [{ name: 'main', image: template }] } } },
    status: { replicas: 0, ...status },
  } as unknown as ReplicaSet
}

export interface PodRow {
  name?: string
  node?: string
  phase?: string
  ready?: boolean
  readySince?: string | null
  created?: string | null
  restarts?: number | number[]
  deletionCost?: string
  uid?: string
}
const AGES: Record<string, number> = { now: 0, '-1month': 30 * 86_400, '-2h': 7200, '-5h': 18_000, '-8h': 28_800 }
export const NOW_MS = 1_490_864_400_000

export function podFor(row: PodRow, time: (ms: number) => string): Pod {
  const at = (text: string | null | undefined) => (text == null ? undefined : time(NOW_MS - (AGES[text] as number) * 1000))
  const restarts = [row.restarts ?? []].flat()
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: row.name ?? 'pod',
      namespace: 'default',
      uid: row.uid ?? '',
      resourceVersion: '1',
      creationTimestamp: at(row.created),
      ...(row.deletionCost && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': row.deletionCost } }),
    },
    spec: { containers: [], ...(row.node && { nodeName: row.node }) },
    status: {
      phase: row.phase,
      ...(row.ready && { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(row.readySince) }] }),
      containerStatuses: restarts.map(restartCount => ({ restartCount })),
    },
  } as unknown as Pod
}
