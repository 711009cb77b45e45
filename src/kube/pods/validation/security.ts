// Who a container runs as. Upstream: pkg/apis/core/validation/validation.go ValidatePodSecurityContext, ValidateSecurityContext.
import type { FieldError } from '../../resource.ts'
import { goDump } from '../../schema/dump.ts'
import type { Container, PodSpec } from '../../types.ts'
import { invalidValue } from '../../validation/errors.ts'
import { between } from '../../validation/numbers.ts'

const MAX = 2 ** 31 - 1

const checkId = (field: string, id: number | undefined): FieldError[] =>
  id !== undefined && (id < 0 || id > MAX) ? [invalidValue(field, id, between(0, MAX))] : []

export function checkPodSecurityContext(at: string, sc: PodSpec['securityContext']): FieldError[] {
  if (!sc) return []
  return [
    ...checkId(`${at}.fsGroup`, sc.fsGroup),
    ...checkId(`${at}.runAsUser`, sc.runAsUser),
    ...checkId(`${at}.runAsGroup`, sc.runAsGroup),
    ...(sc.supplementalGroups ?? []).flatMap((g, i) => checkId(`${at}.supplementalGroups[${i}]`, g)),
  ]
}

export function checkSecurityContext(at: string, sc: Container['securityContext']): FieldError[] {
  if (!sc) return []
  const errors = [...checkId(`${at}.runAsUser`, sc.runAsUser), ...checkId(`${at}.runAsGroup`, sc.runAsGroup)]
  if (sc.allowPrivilegeEscalation === false) {
    if (sc.privileged)
      errors.push(
        invalidValue(at, goDump('SecurityContext', sc), 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'),
      )
    if (sc.capabilities?.add?.some(c => c === 'CAP_SYS_ADMIN'))
      errors.push(
        invalidValue(
          at,
          goDump('SecurityContext', sc),
          'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
        ),
      )
  }
  return errors
}
