// The downward API: which fields of its pod a container may be told. Upstream: pkg/apis/core/validation/validation.go validateObjectFieldSelector,
// pkg/apis/core/pods/helpers.go ConvertDownwardAPIFieldLabel.
import type { FieldError } from '../../resource.ts'
import { invalidValue, notSupported, required } from '../../validation/errors.ts'
import { qualifiedName } from '../../validation/names.ts'

export const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]
export const VOLUME_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid']
const KNOWN = new Set([...ENV_FIELDS, ...VOLUME_FIELDS, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase'])

export function checkFieldRef(at: string, ref: { apiVersion?: string; fieldPath: string }, allowed: readonly string[]): FieldError[] {
  const field = `${at}.fieldPath`
  const path = ref.fieldPath
  if (!path) return [required(field)]
  const subscript = /^(.*)\['(.*)'\]$/.exec(path)
  const base = subscript ? (subscript[1] as string) : path
  if (!KNOWN.has(base) && base !== 'spec.host')
    return [invalidValue(field, path, `error converting fieldPath: field label not supported: ${path}`)]
  if (subscript) {
    const key = subscript[2] as string
    if (base === 'metadata.annotations') return qualifiedName(key.toLowerCase()).map(w => invalidValue(at, key, w))
    if (base === 'metadata.labels') return qualifiedName(key).map(w => invalidValue(at, key, w))
    return [invalidValue(at, base, 'does not support subscript')]
  }
  return allowed.includes(path) ? [] : [notSupported(field, path, allowed)]
}
