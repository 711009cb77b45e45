// Values as Go prints them with %v, which is how they stand in some of Kubernetes' refusals: `map[name:web ports:[80 443]]`.

export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (typeof value !== 'object') return String(value)
  const o = value as Record<string, unknown>
  return `map[${Object.keys(o)
    .sort()
    .map(k => `${k}:${goText(o[k])}`)
    .join(' ')}]`
}

/** The type that a value of JSON has in Go. */
export function goTypeOf(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'bigint' ? 'int64' : typeof value === 'boolean' ? 'bool' : typeof value
}
