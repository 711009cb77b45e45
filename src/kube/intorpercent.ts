// Numbers that may be said as a share of a total: maxSurge 25 %, minAvailable 1. Upstream: apimachinery pkg/util/intstr/intstr.go.

export type IntOrPercent = number | string

/** The share in whole per cent, or undefined when the text is no percentage. */
export function percentOf(value: IntOrPercent): number | undefined {
  if (typeof value !== 'string') return undefined
  const m = /^([+-]?\d+)%$/.exec(value)
  return m ? Number(m[1]) : undefined
}

/** The number meant, of a total; a share is rounded up or down as the rule at hand says. Throws Kubernetes' words when the value is a text without a per cent sign. */
export function resolveIntOrPercent(value: IntOrPercent, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value
  const percent = percentOf(value)
  if (percent === undefined) {
    const why = value.endsWith('%') ? `invalid value ${JSON.stringify(value)}` : 'string is not a percentage'
    throw new Error(`invalid value for IntOrString: invalid type: ${why}`)
  }
  const exact = (percent * total) / 100
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact)
}
