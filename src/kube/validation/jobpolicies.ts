// When a Job gives up, and when it is content early. Upstream: pkg/apis/batch/validation/validation.go validatePodFailurePolicy, validateSuccessPolicy,
// validateIndexesFormat.
import type { FieldError } from '../resource.ts'
import type { batch, JobSpec } from '../types.ts'
import { duplicate, invalidValue, nonNegative, notSupported, quote, required, tooMany } from './errors.ts'
import { qualifiedName } from './names.ts'

const MOST_RULES = 20
const MOST_CODES = 255
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore']

/** An error about the whole, which shows no value. */
const about = (field: string, detail: string): FieldError => ({ field, reason: 'FieldValueInvalid', message: `Invalid value: ${detail}` })

function checkExitCodes(at: string, codes: batch.PodFailurePolicyOnExitCodesRequirement, containers: ReadonlySet<string>): FieldError[] {
  const errors: FieldError[] = []
  if (!codes.operator) errors.push(required(`${at}.operator`, 'valid values: ["In" "NotIn"]'))
  else if (codes.operator !== 'In' && codes.operator !== 'NotIn')
    errors.push(notSupported(`${at}.operator`, codes.operator, ['In', 'NotIn']))
  if (codes.containerName !== undefined && !containers.has(codes.containerName))
    errors.push(
      invalidValue(`${at}.containerName`, codes.containerName, 'must be one of the container or initContainer names in the pod template'),
    )
  const values = codes.values ?? []
  if (values.length === 0) errors.push(invalidValue(`${at}.values`, [], 'at least one value is required'))
  else if (values.length > MOST_CODES) errors.push(tooMany(`${at}.values`, values.length, MOST_CODES))
  const seen = new Set<number>()
  values.forEach((code, i) => {
    if (codes.operator === 'In' && code === 0) errors.push(invalidValue(`${at}.values[${i}]`, code, 'must not be 0 for the In operator'))
    if (seen.has(code)) errors.push(duplicate(`${at}.values[${i}]`, code))
    seen.add(code)
  })
  if (values.some((code, i) => i > 0 && (values[i - 1] as number) > code))
    errors.push(invalidValue(`${at}.values`, values, 'must be ordered'))
  return errors
}

function checkConditions(field: string, all: readonly batch.PodFailurePolicyOnPodConditionsPattern[]): FieldError[] {
  if (all.length > MOST_RULES) return [tooMany(field, all.length, MOST_RULES)]
  return all.flatMap(({ type, status }, i) => [
    ...qualifiedName(type).map(w => invalidValue(`${field}[${i}].type`, type, w)),
    ...(!status
      ? [required(`${field}[${i}].status`, 'valid values: ["False" "True" "Unknown"]')]
      : ['False', 'True', 'Unknown'].includes(status)
        ? []
        : [notSupported(`${field}[${i}].status`, status, ['False', 'True', 'Unknown'])]),
  ])
}

export function checkFailurePolicy(at: string, spec: JobSpec): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? []
  if (rules.length > MOST_RULES) return [tooMany(`${at}.rules`, rules.length, MOST_RULES)]
  const pod = spec.template?.spec
  const containers = new Set([...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].map(c => c.name))
  return rules.flatMap((rule, i) => {
    const here = `${at}.rules[${i}]`
    const errors: FieldError[] = []
    if (!rule.action) errors.push(required(`${here}.action`, `valid values: [${ACTIONS.map(quote).join(' ')}]`))
    else if (rule.action === 'FailIndex') {
      if (spec.backoffLimitPerIndex === undefined)
        errors.push(invalidValue(`${here}.action`, rule.action, 'requires the backoffLimitPerIndex to be set'))
    } else if (!ACTIONS.includes(rule.action)) errors.push(notSupported(`${here}.action`, rule.action, ACTIONS))
    const conditions = rule.onPodConditions ?? []
    if (rule.onExitCodes) errors.push(...checkExitCodes(`${here}.onExitCodes`, rule.onExitCodes, containers))
    if (conditions.length > 0) errors.push(...checkConditions(`${here}.onPodConditions`, conditions))
    if (rule.onExitCodes && conditions.length > 0)
      errors.push(about(here, 'specifying both OnExitCodes and OnPodConditions is not supported'))
    if (!rule.onExitCodes && conditions.length === 0)
      errors.push(about(here, 'specifying one of OnExitCodes and OnPodConditions is required'))
    return errors
  })
}

/** How many indexes `0,2-4` names; throws what is wrong with it. */
export function countIndexes(text: string, completions: number): number {
  if (text === '') return 0
  let last = -1
  let total = 0
  const index = (t: string): number => {
    if (!/^\d+$/.test(t)) throw new Error(`cannot convert string to integer for index: ${quote(t)}`)
    if (Number(t) >= completions) throw new Error(`too large index: ${quote(t)}`)
    return Number(t)
  }
  for (const part of text.split(',')) {
    const limits = part.split('-')
    if (limits.length > 2)
      throw new Error(
        `the fragment ${quote(part)} violates the requirement that an index interval can have at most two parts separated by '-'`,
      )
    const from = index(limits[0] as string)
    if (from <= last) throw new Error(`non-increasing order, previous: ${last}, current: ${from}`)
    const to = limits.length === 2 ? index(limits[1] as string) : from
    if (limits.length === 2 && to <= from) throw new Error(`non-increasing order, previous: ${from}, current: ${to}`)
    total += to - from + 1
    last = to
  }
  return total
}

interface SuccessRule {
  succeededIndexes?: string
  succeededCount?: number
}

function checkSuccessRule(at: string, rule: SuccessRule, completions: number | undefined): FieldError[] {
  const { succeededIndexes: indexes, succeededCount: count } = rule
  if (indexes === undefined && count === undefined)
    return [required(at, 'at least one of succeededCount or succeededIndexes must be specified')]
  const errors: FieldError[] = []
  let total: number | undefined
  if (indexes !== undefined) {
    try {
      total = countIndexes(indexes, completions ?? 0)
    } catch (e) {
      errors.push(invalidValue(`${at}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${(e as Error).message}`))
    }
  }
  if (count === undefined) return errors
  errors.push(...nonNegative(`${at}.succeededCount`, count))
  const limit = (most: number, of: string) => {
    if (count > most) errors.push(invalidValue(`${at}.succeededCount`, count, `must be less than or equal to ${most} (${of})`))
  }
  if (completions !== undefined) limit(completions, 'the number of specified completions')
  if (total !== undefined) limit(total, 'the number of indexes in the specified succeededIndexes field')
  return errors
}

export function checkSuccessPolicy(at: string, spec: JobSpec): FieldError[] {
  const rules = (spec as { successPolicy?: { rules?: SuccessRule[] } }).successPolicy?.rules ?? []
  if (rules.length === 0) return [required(`${at}.rules`, 'at least one rules must be specified when the successPolicy is specified')]
  if (rules.length > MOST_RULES) return [tooMany(`${at}.rules`, rules.length, MOST_RULES)]
  return rules.flatMap((rule, i) => checkSuccessRule(`${at}.rules[${i}]`, rule, spec.completions))
}
