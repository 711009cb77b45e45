// The kinds of the house. A new kind is a file beside this one and a line here.
import type { Resource } from '../resource.ts'
import type { ApiObject } from '../types.ts'
import { configmaps } from './configmap.ts'
import { controllerrevisions } from './controllerrevision.ts'
import { cronjobs } from './cronjob.ts'
import { daemonsets } from './daemonset.ts'
import { deployments } from './deployment.ts'
import { endpoints } from './endpoints.ts'
import { endpointslices } from './endpointslice.ts'
import { events } from './event.ts'
import { execs } from './exec.ts'
import { horizontalpodautoscalers } from './horizontalpodautoscaler.ts'
import { jobs } from './job.ts'
import { leases } from './lease.ts'
import { loads } from './load.ts'
import { namespaces } from './namespace.ts'
import { nodes } from './node.ts'
import { persistentvolumeclaims, persistentvolumes } from './persistentvolumeclaim.ts'
import { pods } from './pod.ts'
import { poddisruptionbudgets } from './poddisruptionbudget.ts'
import { clocks, faults } from './podium.ts'
import { priorityclasses } from './priorityclass.ts'
import { limitranges, resourcequotas } from './quota.ts'
import { replicasets } from './replicaset.ts'
import { secrets } from './secret.ts'
import { services } from './service.ts'
import { serviceaccounts } from './serviceaccount.ts'
import { statefulsets } from './statefulset.ts'
import { storageclasses } from './storageclass.ts'

export const resources: readonly Resource[] = [
  pods,
  services,
  endpoints,
  configmaps,
  secrets,
  serviceaccounts,
  events,
  namespaces,
  nodes,
  persistentvolumeclaims,
  persistentvolumes,
  resourcequotas,
  limitranges,
  deployments,
  replicasets,
  statefulsets,
  daemonsets,
  controllerrevisions,
  jobs,
  cronjobs,
  horizontalpodautoscalers,
  poddisruptionbudgets,
  endpointslices,
  leases,
  priorityclasses,
  storageclasses,
  faults,
  loads,
  execs,
  clocks,
]

const byPlural = new Map(resources.map(r => [r.plural, r]))

/** The kinds as other groups and versions have them: their objects lie in the store of the kind itself. */
export const otherVersions: readonly Resource[] = resources.flatMap(r =>
  (r.otherVersions ?? []).map((seen): Resource => {
    const { otherVersions: _, fields: __, ...kind } = r
    const { group, version, fields } = seen
    return { ...kind, group, version, seen, ...(fields && { fields }), defaults: o => seen.show(r.defaults(seen.take(o)) as ApiObject) }
  }),
)
const byKind = new Map([...resources, ...otherVersions].map(r => [`${apiVersionOf(r)} ${r.kind}`, r]))

export function apiVersionOf(r: { group: string; version: string }): string {
  return r.group ? `${r.group}/${r.version}` : r.version
}

export const resourceOf = (plural: string): Resource | undefined => byPlural.get(plural)
export const resourceOfKind = (apiVersion: string, kind: string): Resource | undefined => byKind.get(`${apiVersion} ${kind}`)

/** The kind that is meant where one of Kubernetes' own groups is named and has none of that name: it is served in another version or group, or written in other letters. */
export function kindMeant(apiVersion: string, kind: string): Resource | undefined {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  if (group.includes('.') && !group.endsWith('.k8s.io')) return undefined
  const letters = kind.toLowerCase()
  return resources.find(r => r.kind.toLowerCase() === letters)
}
