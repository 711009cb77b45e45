// What a container may ask of its node. Upstream: pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements,
// pkg/apis/core/helper/helpers.go.
import { compareQuantities, milliValue } from '../../quantity.ts'
import type { FieldError } from '../../resource.ts'
import type { Container } from '../../types.ts'
import { forbiddenField, invalidValue, NOT_NEGATIVE, required } from '../../validation/errors.ts'
import { qualifiedName } from '../../validation/names.ts'

const OF_CONTAINERS = new Set(['cpu', 'memory', 'ephemeral-storage'])
export const STANDARD = new Set([
  ...OF_CONTAINERS,
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
])

const isHugePages = (name: string) => name.startsWith('hugepages-')
const isNative = (name: string) => !name.includes('/') || name.includes('kubernetes.io/')
/** Devices and huge pages cannot be promised twice. */
const canOvercommit = (name: string) => isNative(name) && !isHugePages(name)
const isExtended = (name: string) => !isNative(name) && !name.startsWith('requests.')

/** A resource's name: qualified, or one that Kubernetes knows. */
export function checkResourceName(field: string, name: string): FieldError[] {
  const wrong = qualifiedName(name)
  if (wrong.length > 0) return wrong.map(w => invalidValue(field, name, w))
  if (!name.includes('/') && !STANDARD.has(name) && !isHugePages(name))
    return [invalidValue(field, name, 'must be a standard resource type or fully qualified')]
  return []
}

function checkContainerResource(field: string, name: string): FieldError[] {
  const errors = checkResourceName(field, name)
  if (!name.includes('/')) {
    if (!OF_CONTAINERS.has(name) && !isHugePages(name)) errors.push(invalidValue(field, name, 'must be a standard resource for containers'))
  } else if (!isNative(name) && !isExtended(name)) errors.push(invalidValue(field, name, "doesn't follow extended resource name standard"))
  return errors
}

function checkAmount(field: string, name: string, amount: string): FieldError[] {
  if (compareQuantities(amount, '0') < 0) return [invalidValue(field, amount, NOT_NEGATIVE)]
  if (isExtended(name) && milliValue(amount) % 1000 !== 0) return [invalidValue(field, amount, 'must be an integer')]
  return []
}

export function checkResources(at: string, resources: Container['resources']): FieldError[] {
  if (!resources) return []
  const errors: FieldError[] = []
  const { limits = {}, requests = {} } = resources as { limits?: Record<string, string>; requests?: Record<string, string> }
  for (const name of Object.keys(limits).sort()) {
    const field = `${at}.limits[${name}]`
    errors.push(...checkContainerResource(field, name), ...checkAmount(field, name, limits[name] as string))
  }
  for (const name of Object.keys(requests).sort()) {
    const field = `${at}.requests[${name}]`
    const amount = requests[name] as string
    errors.push(...checkContainerResource(field, name), ...checkAmount(field, name, amount))
    // The name is whatever somebody wrote; "constructor" is no limit.
    const limit = Object.hasOwn(limits, name) ? limits[name] : undefined
    if (limit === undefined) {
      if (!canOvercommit(name)) errors.push(required(`${at}.limits`, 'Limit must be set for non overcommitable resources'))
      continue
    }
    const order = compareQuantities(amount, limit)
    if (order !== 0 && !canOvercommit(name))
      errors.push(invalidValue(`${at}.requests`, amount, `must be equal to ${name} limit of ${limit}`))
    else if (order > 0) errors.push(invalidValue(`${at}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`))
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory'))
    errors.push(forbiddenField(at, 'HugePages require cpu or memory'))
  return errors
}
