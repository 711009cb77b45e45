// What a Deployment may say. Upstream: pkg/apis/apps/validation/validation.go ValidateDeploymentSpec, ValidateDeploymentStrategy.
import { checkSelectorAndTemplate } from '../pods/validation/spec.ts'
import type { FieldError } from '../resource.ts'
import { goDump } from '../schema/dump.ts'
import type { apps, DeploymentSpec } from '../types.ts'
import { forbiddenField, invalidValue, nonNegative, notSupported } from './errors.ts'
import { atMostAll, checkIntOrPercent, plainNumber } from './numbers.ts'

type Strategy = apps.DeploymentStrategy

function checkStrategy(at: string, strategy: Strategy): FieldError[] {
  if (strategy.type === 'Recreate')
    return strategy.rollingUpdate ? [forbiddenField(`${at}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")] : []
  if (strategy.type !== 'RollingUpdate') return [notSupported(at, goDump('DeploymentStrategy', strategy), ['Recreate', 'RollingUpdate'])]
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {}
  const field = `${at}.rollingUpdate.maxUnavailable`
  const errors = [...checkIntOrPercent(field, maxUnavailable), ...checkIntOrPercent(`${at}.rollingUpdate.maxSurge`, maxSurge)]
  if (plainNumber(maxUnavailable) === 0 && plainNumber(maxSurge) === 0)
    errors.push(invalidValue(field, maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
  return [...errors, ...atMostAll(field, maxUnavailable)]
}

export function checkDeploymentSpec(spec: DeploymentSpec): FieldError[] {
  const errors = [
    ...nonNegative('spec.replicas', spec.replicas),
    ...checkSelectorAndTemplate(spec.selector, spec.template, 'deployment'),
    ...checkStrategy('spec.strategy', spec.strategy ?? {}),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
  ]
  const deadline = spec.progressDeadlineSeconds
  if (deadline !== undefined) {
    errors.push(...nonNegative('spec.progressDeadlineSeconds', deadline))
    if (deadline <= (spec.minReadySeconds ?? 0))
      errors.push(invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'))
  }
  return errors
}

export function checkDeploymentStatus(status: apps.DeploymentStatus | undefined): FieldError[] {
  const s = status ?? {}
  const errors: FieldError[] = []
  for (const key of [
    'observedGeneration',
    'replicas',
    'updatedReplicas',
    'readyReplicas',
    'availableReplicas',
    'unavailableReplicas',
    'collisionCount',
  ] as const)
    errors.push(...nonNegative(`status.${key}`, s[key]))
  for (const key of ['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const)
    if ((s[key] ?? 0) > (s.replicas ?? 0)) errors.push(invalidValue(`status.${key}`, s[key], 'cannot be greater than status.replicas'))
  if ((s.availableReplicas ?? 0) > (s.readyReplicas ?? 0))
    errors.push(invalidValue('status.availableReplicas', s.availableReplicas, 'cannot be greater than readyReplicas'))
  return errors
}
