// ConfigMaps: settings as data. Upstream: pkg/registry/core/configmap/strategy.go.
import type { Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, whole } from '../strategy.ts'
import type { ApiObject } from '../types.ts'

const size = (map: object | undefined) => (map ? Object.keys(map).length : 0)

export const configmaps: Resource = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  namespaced: true,
  hasStatus: false,
  hasGeneration: false,
  columns: [nameColumn, whole('Data', (c: ApiObject) => size(c.data) + size(c.binaryData)), ageColumn],
  ...plain,
}
