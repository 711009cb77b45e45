// Leases: who holds something, and when they last said so; a kubelet's heartbeat. Upstream: pkg/registry/coordination/lease/strategy.go.
import type { Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { Lease } from '../types.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'

export const leases: Resource<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  shortNames: [],
  namespaced: true,
  madeByPut: true,
  hasStatus: false,
  hasGeneration: false,
  columns: [nameColumn, text('Holder', (l: Lease) => l.spec?.holderIdentity ?? ''), ageColumn],
  ...plain,
  validate: o => checkMeta(o),
  validateUpdate: checkMetaUpdate,
}
