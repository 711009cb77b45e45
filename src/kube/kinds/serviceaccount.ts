// ServiceAccounts: who a pod is to the API. Upstream: pkg/registry/core/serviceaccount/strategy.go.
import type { Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { ApiObject } from '../types.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'

export const serviceaccounts: Resource = {
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  namespaced: true,
  returnsDeleted: true,
  hasStatus: false,
  hasGeneration: false,
  columns: [nameColumn, text('Secrets', (s: ApiObject) => s.secrets?.length ?? 0), ageColumn],
  ...plain,
  validate: o => checkMeta(o),
  validateUpdate: checkMetaUpdate,
}
