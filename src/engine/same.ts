/// Whether two JSON values say the same. A field that is undefined counts as absent; the order of fields does not matter.
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (!same(a[i], b[i])) return false
    return true
  }
  const x = a as Record<string, unknown>
  const y = b as Record<string, unknown>
  let fields = 0
  for (const k in x) {
    if (x[k] === undefined) continue
    fields++
    if (!same(x[k], y[k])) return false
  }
  for (const k in y) if (y[k] !== undefined) fields--
  return fields === 0
}
