// podium.local/v1 Load: clients of a Service, as an object. While it exists they send requests; changed, they send more or fewer; deleted, they stop.
// One with `requests` ends by itself, says in its status what became of them, and is taken away a minute later.
import { fill, mapField } from '../fill.ts'
import type { FieldError, Resource } from '../resource.ts'
import { ageColumn, keepStatus, nameColumn, plain, startStatus, text } from '../strategy.ts'
import type { ApiObject, Draft } from '../types.ts'
import { invalidValue, notSupported, required } from '../validation/errors.ts'

export const LOAD_PATTERNS = ['steady', 'bursty'] as const
export type LoadPattern = (typeof LOAD_PATTERNS)[number]

export interface LoadSpec {
  /** The name of a Service of the same namespace. */
  service: string
  /** The Service's port; its first one unless said. */
  port?: number
  requestsPerSecond: number
  /** Evenly spaced, or in bursts of the same average. */
  pattern: LoadPattern
  /** How long a client waits for an answer. */
  timeoutMs: number
  /** Stop after so many. */
  requests?: number
}
export interface LoadStatus {
  sent?: number
  served?: number
  refused?: number
  timedOut?: number
}
export type Load = ApiObject & { spec: LoadSpec; status?: LoadStatus }

/** More would only show what the browser can do. */
const MOST_PER_SECOND = 10_000
const DEFAULTS = { requestsPerSecond: 10, pattern: 'steady', timeoutMs: 1000 } as const

function validate(o: Draft): FieldError[] {
  const spec = (o.spec ?? {}) as Partial<LoadSpec>
  const errors: FieldError[] = []
  if (!spec.service) errors.push(required('spec.service', 'name a Service of this namespace'))
  if (spec.pattern && !LOAD_PATTERNS.includes(spec.pattern)) errors.push(notSupported('spec.pattern', spec.pattern, LOAD_PATTERNS))
  const number = (field: keyof LoadSpec, least: number, most: number) => {
    const n = spec[field]
    if (n === undefined) return
    if (typeof n !== 'number' || !(n >= least && n <= most))
      errors.push(invalidValue(`spec.${field}`, n, `must be between ${least} and ${most}, inclusive`))
  }
  number('requestsPerSecond', 0, MOST_PER_SECOND)
  number('timeoutMs', 1, 600_000)
  number('requests', 1, 1_000_000)
  number('port', 1, 65_535)
  return errors
}

export const loads: Resource<Load> = {
  group: 'podium.local',
  version: 'v1',
  kind: 'Load',
  plural: 'loads',
  singular: 'load',
  shortNames: [],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    text('Service', (l: Load) => l.spec.service),
    text('Per-Second', (l: Load) => String(l.spec.requestsPerSecond ?? '')),
    text('Pattern', (l: Load) => l.spec.pattern),
    ageColumn,
  ],
  ...plain,
  defaults: o => mapField(fill(o, { spec: {} } as Partial<Draft>), 'spec', (s: Partial<LoadSpec>) => fill(s, DEFAULTS)),
  prepareCreate: o => startStatus(o, undefined),
  prepareUpdate: (o, old, subresource) => (subresource === 'status' ? { ...o, spec: old.spec } : keepStatus(o, old)),
  validate,
  validateUpdate: validate,
}
