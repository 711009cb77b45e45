// The words: shapes of API objects as they lie in the store. The field shapes come from the `kubernetes-types` package (type-only, Kubernetes
// 1.30); what 1.34 added is augmented here. "Stored" means: accepted by the front door, so metadata is complete and defaults are filled in.
import type * as apps from 'kubernetes-types/apps/v1'
import type * as autoscaling from 'kubernetes-types/autoscaling/v2'
import type * as batch from 'kubernetes-types/batch/v1'
import type * as coordination from 'kubernetes-types/coordination/v1'
import type * as core from 'kubernetes-types/core/v1'
import type * as discovery from 'kubernetes-types/discovery/v1'
import type * as meta from 'kubernetes-types/meta/v1'
import type * as policy from 'kubernetes-types/policy/v1'

export type { apps, autoscaling, batch, coordination, core, discovery, meta, policy }

export type OwnerReference = meta.OwnerReference
export type LabelSelector = meta.LabelSelector

/** Metadata of an object in the store: the server has filled in the identity. Times are RFC 3339 with whole seconds. */
export interface Meta extends Omit<meta.ObjectMeta, 'name' | 'uid' | 'resourceVersion' | 'creationTimestamp'> {
  name: string
  uid: string
  resourceVersion: string
  creationTimestamp: string
}

/** Any object in the store. `spec` and `status` are refined per kind. */
export interface ApiObject {
  apiVersion: string
  kind: string
  metadata: Meta
  // biome-ignore lint/suspicious/noExplicitAny: this is where JSON enters
  [field: string]: any
}

/** An object on its way to the server: identity not yet given. */
export interface Draft {
  apiVersion: string
  kind: string
  metadata: { name?: string; generateName?: string; namespace?: string } & Partial<
    Omit<meta.ObjectMeta, 'name' | 'generateName' | 'namespace'>
  >
  // biome-ignore lint/suspicious/noExplicitAny: this is where JSON enters
  [field: string]: any
}

interface Kind<S, T> extends ApiObject {
  spec: S
  status: T
}

export type PodSpec = core.PodSpec & { nodeName?: string }
export type PodStatus = core.PodStatus
export type PodTemplate = core.PodTemplateSpec & { metadata: meta.ObjectMeta; spec: PodSpec }
export type Container = core.Container
export type ContainerStatus = core.ContainerStatus
export type ContainerState = core.ContainerState
export type PodCondition = core.PodCondition & { observedGeneration?: number }
export type Probe = core.Probe
export type Toleration = core.Toleration
export type Taint = core.Taint
export type Pod = Kind<PodSpec, PodStatus>

export type Node = Kind<core.NodeSpec, core.NodeStatus>
export type Service = Kind<core.ServiceSpec, core.ServiceStatus>
export type Lease = Kind<coordination.LeaseSpec, undefined>
export type Event = ApiObject & core.Event & { metadata: Meta }
export type EndpointSlice = ApiObject & discovery.EndpointSlice & { metadata: Meta }

export type DeploymentSpec = apps.DeploymentSpec & { replicas: number; template: PodTemplate }
export type Deployment = Kind<DeploymentSpec, apps.DeploymentStatus>
export type ReplicaSetSpec = apps.ReplicaSetSpec & { replicas: number; template: PodTemplate }
export type ReplicaSet = Kind<ReplicaSetSpec, apps.ReplicaSetStatus>

export type StatefulSetSpec = apps.StatefulSetSpec & { replicas: number; template: PodTemplate }
export type StatefulSet = Kind<StatefulSetSpec, apps.StatefulSetStatus>
export type DaemonSetSpec = apps.DaemonSetSpec & { template: PodTemplate }
export type DaemonSet = Kind<DaemonSetSpec, apps.DaemonSetStatus>
export type JobSpec = batch.JobSpec & { template: PodTemplate }
export type Job = Kind<JobSpec, batch.JobStatus>
export type CronJob = Kind<batch.CronJobSpec, batch.CronJobStatus>
export type ControllerRevision = ApiObject & { revision: number }

export type PersistentVolumeClaim = Kind<core.PersistentVolumeClaimSpec, core.PersistentVolumeClaimStatus>
export type PersistentVolume = Kind<core.PersistentVolumeSpec, core.PersistentVolumeStatus>
export type PodDisruptionBudget = Kind<policy.PodDisruptionBudgetSpec, policy.PodDisruptionBudgetStatus>
export type HorizontalPodAutoscaler = Kind<autoscaling.HorizontalPodAutoscalerSpec, autoscaling.HorizontalPodAutoscalerStatus>

/** A Kubernetes Status answer. */
export interface Status {
  kind: 'Status'
  apiVersion: 'v1'
  metadata: Record<string, never>
  status: 'Success' | 'Failure'
  message?: string
  reason?: string
  details?: { name?: string; group?: string; kind?: string; uid?: string; causes?: StatusCause[]; retryAfterSeconds?: number }
  code: number
}
export interface StatusCause {
  reason?: string
  message?: string
  field?: string
}
