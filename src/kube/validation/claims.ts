// What a claim for storage may ask. Upstream: pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimSpec.

import { compareQuantities } from '../quantity.ts'
import type { FieldError } from '../resource.ts'
import type { core } from '../types.ts'
import { forbiddenField, invalidValue, notSupported, oneOf, required } from './errors.ts'
import { checkLabelSelector } from './labels.ts'
import { subdomainName } from './names.ts'

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']

export function checkAccessModes(field: string, modes: readonly string[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  for (const mode of modes ?? []) if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(field, mode, ACCESS_MODES))
  if (modes && modes.length > 1 && modes.includes('ReadWriteOncePod'))
    errors.push(forbiddenField(field, 'may not use ReadWriteOncePod with other access modes'))
  return errors
}

export function checkClaimSpec(at: string, spec: core.PersistentVolumeClaimSpec): FieldError[] {
  const errors: FieldError[] = []
  if (!spec.accessModes?.length) errors.push(required(`${at}.accessModes`, 'at least 1 access mode is required'))
  errors.push(...checkLabelSelector(`${at}.selector`, spec.selector), ...checkAccessModes(`${at}.accessModes`, spec.accessModes))
  const size = spec.resources?.requests?.storage
  if (size === undefined) errors.push(required(`${at}.resources[storage]`))
  else if (compareQuantities(size, '0') <= 0) errors.push(invalidValue(`${at}.resources[storage]`, size, 'must be greater than zero'))
  if (spec.storageClassName)
    for (const w of subdomainName(spec.storageClassName)) errors.push(invalidValue(`${at}.storageClassName`, spec.storageClassName, w))
  return [...errors, ...oneOf(`${at}.volumeMode`, spec.volumeMode, ['Block', 'Filesystem'])]
}
