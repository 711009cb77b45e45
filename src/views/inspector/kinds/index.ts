// The kinds that the inspector knows more of. Any other has its conditions, "Why?", events and YAML.
import type { ApiObject } from '../../../kube/index.ts'
import { autoscaler } from './autoscaler.tsx'
import { budget } from './budget.tsx'
import { cronjob } from './cronjob.tsx'
import { daemonset } from './daemonset.tsx'
import { deployment, replicaset } from './deployment.ts'
import { job } from './job.tsx'
import { node } from './node.ts'
import { pod } from './pod.ts'
import { service } from './service.ts'
import { statefulset } from './statefulset.tsx'
import type { InspectedKind } from './types.ts'
import { claim, volume } from './volume.tsx'

export type { Part, Source, Wait } from './types.ts'

const table = (kinds: Readonly<Record<string, unknown>>) => kinds as Readonly<Record<string, InspectedKind<ApiObject> | undefined>>

const KINDS = table({
  pods: pod,
  nodes: node,
  services: service,
  deployments: deployment,
  replicasets: replicaset,
  statefulsets: statefulset,
  daemonsets: daemonset,
  jobs: job,
  cronjobs: cronjob,
  horizontalpodautoscalers: autoscaler,
  poddisruptionbudgets: budget,
  persistentvolumeclaims: claim,
  persistentvolumes: volume,
})

export const inspectedKind = (plural: string): InspectedKind | undefined => KINDS[plural]
