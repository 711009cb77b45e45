// The kinds of the house. A new kind is a file beside this one and a line here.
import type { Resource } from '../resource.ts'
import { configmaps } from './configmap.ts'
import { deployments } from './deployment.ts'
import { endpointslices } from './endpointslice.ts'
import { events } from './event.ts'
import { leases } from './lease.ts'
import { loads } from './load.ts'
import { namespaces } from './namespace.ts'
import { nodes } from './node.ts'
import { pods } from './pod.ts'
import { clocks, faults } from './podium.ts'
import { replicasets } from './replicaset.ts'
import { services } from './service.ts'
import { serviceaccounts } from './serviceaccount.ts'

export const resources: readonly Resource[] = [
  pods,
  services,
  endpointslices,
  configmaps,
  serviceaccounts,
  events,
  namespaces,
  nodes,
  deployments,
  replicasets,
  leases,
  faults,
  loads,
  clocks,
]

const byPlural = new Map(resources.map(r => [r.plural, r]))
const byKind = new Map(resources.map(r => [`${apiVersionOf(r)} ${r.kind}`, r]))

export function apiVersionOf(r: { group: string; version: string }): string {
  return r.group ? `${r.group}/${r.version}` : r.version
}

export const resourceOf = (plural: string): Resource | undefined => byPlural.get(plural)
export const resourceOfKind = (apiVersion: string, kind: string): Resource | undefined => byKind.get(`${apiVersion} ${kind}`)
