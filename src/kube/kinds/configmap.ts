// ConfigMaps: settings as data. Upstream: pkg/registry/core/configmap/strategy.go.

import { canonical } from '../names.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, nameColumn, plain, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { forbiddenField, invalidValue, tooLong } from '../validation/errors.ts'
import { checkMeta, checkMetaUpdate } from '../validation/meta.ts'
import { configMapKey } from '../validation/names.ts'

const LARGEST = 1024 * 1024

const size = (map: object | undefined) => (map ? Object.keys(map).length : 0)

function checkData(o: Draft): FieldError[] {
  const errors: FieldError[] = []
  const data: Record<string, string> = o.data ?? {}
  const binary: Record<string, string> = o.binaryData ?? {}
  let total = 0
  for (const key of Object.keys(data).sort()) {
    for (const w of configMapKey(key)) errors.push(invalidValue(`data[${key}]`, key, w))
    if (key in binary) errors.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'))
    total += data[key]?.length ?? 0
  }
  for (const key of Object.keys(binary).sort()) {
    for (const w of configMapKey(key)) errors.push(invalidValue(`binaryData[${key}]`, key, w))
    total += ((binary[key]?.length ?? 0) * 3) / 4
  }
  if (total > LARGEST) errors.push(tooLong('', LARGEST))
  return errors
}

/** One that was said to be immutable is. */
export function checkKeptImmutable(o: Draft, old: ApiObject, fields: readonly string[]): FieldError[] {
  if (!old.immutable) return []
  const errors: FieldError[] = []
  const fixed = 'field is immutable when `immutable` is set'
  if (!o.immutable) errors.push(forbiddenField('immutable', fixed))
  for (const f of fields) if (canonical(o[f] ?? null) !== canonical(old[f] ?? null)) errors.push(forbiddenField(f, fixed))
  return errors
}

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
  columns: [nameColumn, text('Data', (c: ApiObject) => size(c.data) + size(c.binaryData)), ageColumn],
  ...plain,
  validate: o => [...checkMeta(o), ...checkData(o)],
  validateUpdate: (o, old) => [
    ...checkMetaUpdate(o, old),
    ...checkKeptImmutable(o, old, ['data', 'binaryData']),
    ...checkMeta(o),
    ...checkData(o),
  ],
}
