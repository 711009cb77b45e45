// Deployments and ReplicaSets in the inspector.
import type { Deployment, ReplicaSet } from '../../../kube/index.ts'
import { WorkloadRest } from '../WorkloadPart.tsx'
import { states } from './states.ts'
import type { Beside, InspectedKind, Wait } from './types.ts'

const SEEN = ['status.replicas', 'status.readyReplicas', 'status.availableReplicas']

function numbersOf(o: Deployment | ReplicaSet, updated?: number): Beside[] {
  const wanted = o.spec.replicas
  const { replicas = 0, readyReplicas = 0, availableReplicas = 0 } = o.status
  return [
    { key: 'inspect.count.pods', wanted, seen: replicas },
    ...(updated !== undefined ? [{ key: 'inspect.count.updated', wanted, seen: updated } as const] : []),
    { key: 'inspect.count.ready', wanted, seen: readyReplicas },
    { key: 'inspect.count.available', wanted, seen: availableReplicas },
  ]
}

export const deployment: InspectedKind<Deployment> = {
  actor: 'deployment',
  state: states.deployments,
  numbers: d => numbersOf(d, d.status.updatedReplicas ?? 0),
  wait: (_, _subject, d) => d && deploymentWait(d),
  pairs: [{ want: 'spec.replicas', see: [...SEEN, 'status.updatedReplicas'] }],
  Rest: WorkloadRest,
}

function deploymentWait({ spec, status }: Deployment): Wait | undefined {
  if (spec.paused) return { code: 'wait.paused' }
  const updated = status.updatedReplicas ?? 0
  const available = status.availableReplicas ?? 0
  if (updated < spec.replicas) return { code: 'wait.updated', args: { updated, wanted: spec.replicas } }
  if ((status.replicas ?? 0) > updated) return { code: 'wait.old', args: { old: (status.replicas ?? 0) - updated } }
  return available < spec.replicas ? { code: 'wait.available', args: { available, wanted: spec.replicas } } : undefined
}

export const replicaset: InspectedKind<ReplicaSet> = {
  actor: 'replicaset',
  state: states.replicasets,
  numbers: rs => numbersOf(rs),
  wait(_, _subject, rs) {
    const ready = rs?.status.readyReplicas ?? 0
    return rs && ready < rs.spec.replicas ? { code: 'wait.replicas', args: { ready, wanted: rs.spec.replicas } } : undefined
  },
  pairs: [{ want: 'spec.replicas', see: SEEN }],
  Rest: WorkloadRest,
}
