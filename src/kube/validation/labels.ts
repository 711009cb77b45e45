// Labels and label selectors. Upstream: apimachinery pkg/apis/meta/v1/validation/validation.go.
import type { FieldError } from '../resource.ts'
import type { LabelSelector } from '../types.ts'
import { forbiddenField, invalidValue, required } from './errors.ts'
import { qualifiedName, validLabelValue } from './names.ts'

// The labels of a template are those of all its pods.
const sound = new WeakSet<object>()

export function checkLabels(field: string, labels: Record<string, string> | null | undefined): FieldError[] {
  if (!labels || sound.has(labels)) return []
  const errors: FieldError[] = []
  for (const key of Object.keys(labels).sort()) {
    for (const wrong of qualifiedName(key)) errors.push(invalidValue(field, key, wrong))
    for (const wrong of validLabelValue(labels[key] ?? '')) errors.push(invalidValue(field, labels[key], wrong))
  }
  if (errors.length === 0) sound.add(labels)
  return errors
}

export const checkLabelName = (field: string, name: string): FieldError[] =>
  qualifiedName(name).map(wrong => invalidValue(field, name, wrong))

const NEEDS_VALUES = "must be specified when `operator` is 'In' or 'NotIn'"
const NO_VALUES = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
export const NO_OPERATOR = 'not a valid selector operator'

/** Whether an operator has the values that it needs; the operators that only node selectors know are the caller's. */
export function checkOperator(field: string, operator: string, values: readonly string[] | undefined): FieldError[] {
  const many = values?.length ?? 0
  if (operator === 'In' || operator === 'NotIn') return many === 0 ? [required(`${field}.values`, NEEDS_VALUES)] : []
  if (operator === 'Exists' || operator === 'DoesNotExist') return many > 0 ? [forbiddenField(`${field}.values`, NO_VALUES)] : []
  return [invalidValue(`${field}.operator`, operator, NO_OPERATOR)]
}

export function checkLabelSelector(field: string, selector: LabelSelector | null | undefined): FieldError[] {
  if (!selector || sound.has(selector)) return []
  const errors = checkLabels(`${field}.matchLabels`, selector.matchLabels)
  selector.matchExpressions?.forEach(({ key, operator, values }, i) => {
    const at = `${field}.matchExpressions[${i}]`
    errors.push(...checkOperator(at, operator, values), ...checkLabelName(`${at}.key`, key))
    values?.forEach((v, j) => {
      for (const wrong of validLabelValue(v)) errors.push(invalidValue(`${at}.values[${j}]`, v, wrong))
    })
  })
  if (errors.length === 0) sound.add(selector)
  return errors
}

/** A selector with its fields in the order in which Go prints them. */
export function selectorJson(selector: LabelSelector): object {
  const { matchLabels, matchExpressions } = selector
  const labels = Object.keys(matchLabels ?? {}).length > 0 && { matchLabels: sortedKeys(matchLabels as Record<string, string>) }
  const expressions = matchExpressions?.map(({ key, operator, values }) => ({
    key,
    operator,
    ...(values && values.length > 0 && { values }),
  }))
  return { ...labels, ...(expressions && expressions.length > 0 && { matchExpressions: expressions }) }
}

export const sortedKeys = <V>(map: Record<string, V>): Record<string, V> =>
  Object.fromEntries(
    Object.keys(map)
      .sort()
      .map(k => [k, map[k] as V]),
  )
