// Selectors: which objects a Deployment, a Service or a query means. A LabelSelector (matchLabels, matchExpressions) and a query text
// (`app=web,tier in (a,b),!old`) become the same requirements, and those one fast predicate. Upstream: apimachinery pkg/labels/selector.go,
// pkg/apis/meta/v1/helpers.go. Field selectors (`spec.nodeName=node-1`) are in fieldselectors.ts.
import type { LabelSelector } from './types.ts'

export type Labels = Readonly<Record<string, string>> | undefined
export type Matcher = (labels: Labels) => boolean

export interface Requirement {
  key: string
  operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'
  values: readonly string[]
}

const everything: Matcher = () => true
const nothing: Matcher = () => false

/** One requirement as a predicate. `!=` and `notin` hold for objects without the label. */
function compileOne({ key, operator, values }: Requirement): Matcher {
  const first = values[0]
  switch (operator) {
    case 'exists':
      return l => l?.[key] !== undefined
    case '!':
      return l => l?.[key] === undefined
    case '=':
      return l => l !== undefined && l[key] === first
    case '!=':
      return l => l?.[key] !== first
    case 'in': {
      if (values.length === 1) return l => l !== undefined && l[key] === first
      const set = new Set(values)
      return l => l?.[key] !== undefined && set.has(l[key] as string)
    }
    case 'notin': {
      const set = new Set(values)
      return l => l?.[key] === undefined || !set.has(l[key] as string)
    }
    case 'gt':
    case 'lt': {
      const bound = Number(first)
      return l => {
        const text = l?.[key]
        if (text === undefined || !/^[+-]?\d+$/.test(text)) return false
        return operator === 'gt' ? Number(text) > bound : Number(text) < bound
      }
    }
    default:
      return operator satisfies never
  }
}

export function compileRequirements(requirements: readonly Requirement[]): Matcher {
  const tests = requirements.map(compileOne)
  const [a, b] = tests
  if (!a) return everything
  if (!b) return a
  if (tests.length === 2) return l => a(l) && b(l)
  return l => tests.every(t => t(l))
}

const OPERATORS = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' } as const

/** The requirements of a LabelSelector, those of matchLabels first, by key. */
export function requirementsOf(selector: LabelSelector): Requirement[] {
  const all: Requirement[] = []
  for (const key of Object.keys(selector.matchLabels ?? {}).sort())
    all.push({ key, operator: '=', values: [selector.matchLabels?.[key] as string] })
  for (const { key, operator, values } of selector.matchExpressions ?? [])
    all.push({ key, operator: OPERATORS[operator as keyof typeof OPERATORS] ?? 'in', values: values ?? [] })
  return all
}

// Selectors are parts of immutable objects, so a compiled one may be kept with its source.
const compiled = new WeakMap<LabelSelector, Matcher>()

/** The predicate of a LabelSelector: none (null, undefined) selects nothing, an empty one everything. */
export function compileSelector(selector: LabelSelector | null | undefined): Matcher {
  if (!selector) return nothing
  let m = compiled.get(selector)
  if (!m) {
    m = compileRequirements(requirementsOf(selector))
    compiled.set(selector, m)
  }
  return m
}

export const selectorMatches = (selector: LabelSelector | null | undefined, labels: Labels): boolean => compileSelector(selector)(labels)

/** True when there is nothing that the selector asks for. */
export const isEmptySelector = (selector: LabelSelector | null | undefined): boolean =>
  !selector || (Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0)

const compiledMaps = new WeakMap<object, Matcher>()

/** A Service's selector, a plain map: none and an empty one select nothing. */
export function compileMapSelector(map: Readonly<Record<string, string>> | null | undefined): Matcher {
  if (!map || Object.keys(map).length === 0) return nothing
  let m = compiledMaps.get(map)
  if (!m) {
    m = compileRequirements(Object.entries(map).map(([key, value]) => ({ key, operator: '=', values: [value] })))
    compiledMaps.set(map, m)
  }
  return m
}

function formatOne({ key, operator, values }: Requirement): string {
  const list = () => `(${[...values].sort().join(',')})`
  switch (operator) {
    case 'exists':
      return key
    case '!':
      return `!${key}`
    case 'in':
      return `${key} in ${list()}`
    case 'notin':
      return `${key} notin ${list()}`
    case 'gt':
      return `${key}>${values[0]}`
    case 'lt':
      return `${key}<${values[0]}`
    default:
      return `${key}${operator}${values[0] ?? ''}`
  }
}

/** Requirements as one query text, by key. */
export const formatRequirements = (requirements: readonly Requirement[]): string =>
  [...requirements]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(formatOne)
    .join(',')

/** A LabelSelector as `kubectl get` and a Scale's status.selector print it; a cell of an empty one is `<none>`. */
export const selectorText = (selector: LabelSelector | null | undefined): string =>
  selector ? formatRequirements(requirementsOf(selector)) : ''
export const formatSelector = (selector: LabelSelector | null | undefined): string => selectorText(selector) || '<none>'

/** A map as `k=v,k2=v2`, by key; `<none>` when empty. */
export const formatLabels = (map: Readonly<Record<string, string>> | null | undefined): string =>
  Object.keys(map ?? {})
    .sort()
    .map(k => `${k}=${map?.[k]}`)
    .join(',') || '<none>'
