// In one line, how an object is: what the overview says of each, apart from all that the inspector knows of its kind.
import {
  type ApiObject,
  type CronJob,
  type DaemonSet,
  type Deployment,
  type HorizontalPodAutoscaler,
  isConditionTrue,
  type Job,
  type PersistentVolumeClaim,
  type PodDisruptionBudget,
  type ReplicaSet,
  type StatefulSet,
} from '../../../kube/index.ts'
import { say } from '../../words/index.ts'
import { completionsOf } from '../../workloads/index.ts'

const ready = (wanted: number, ready = 0) => say('inspect.workload.state', { wanted, ready })

export const states = {
  deployments: ({ spec, status }: Deployment): string =>
    spec.paused
      ? say('inspect.workload.paused', { wanted: spec.replicas, ready: status.readyReplicas ?? 0 })
      : ready(spec.replicas, status.readyReplicas),
  replicasets: ({ spec, status }: ReplicaSet): string => ready(spec.replicas, status.readyReplicas),
  statefulsets: ({ spec, status }: StatefulSet): string => ready(spec.replicas, status.readyReplicas),
  daemonsets: ({ status }: DaemonSet): string => ready(status.desiredNumberScheduled ?? 0, status.numberReady),
  jobs(j: Job): string {
    const args = { done: j.status.succeeded ?? 0, wanted: completionsOf(j) }
    if (isConditionTrue(j.status.conditions, 'Failed')) return say('inspect.job.failed', args)
    return say(j.spec.suspend ? 'inspect.job.suspended' : 'inspect.job.state', args)
  },
  cronjobs: ({ spec }: CronJob): string =>
    [spec.schedule, spec.timeZone, spec.suspend ? say('inspect.suspended') : ''].filter(Boolean).join(', '),
  horizontalpodautoscalers: ({ spec, status }: HorizontalPodAutoscaler): string =>
    say('inspect.hpa.state', { current: status?.currentReplicas ?? 0, min: spec.minReplicas ?? 1, max: spec.maxReplicas }),
  poddisruptionbudgets: ({ status }: PodDisruptionBudget): string => say('inspect.pdb.state', { allowed: status?.disruptionsAllowed ?? 0 }),
  persistentvolumeclaims: ({ status }: PersistentVolumeClaim): string => String(status?.phase ?? ''),
}

const table = (each: Readonly<Record<string, unknown>>) => each as Readonly<Record<string, ((o: ApiObject) => string) | undefined>>
const STATES = table(states)

export const stateOf = (plural: string, o: ApiObject): string => STATES[plural]?.(o) ?? ''
