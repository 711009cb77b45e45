// Plain objects as dictionaries, safe for every key: a variable or a file may be called `__proto__` or `toString`.

export interface Dictionary<T> {
  readonly [key: string]: T
}

export function own<T>(record: Dictionary<T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
/** Sets an entry of a record that is still being made. */
export function define<T>(record: { [key: string]: T }, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
  else record[key] = value
}
/** A copy with one entry more or other. */
export function having<T>(record: Dictionary<T>, key: string, value: T): Dictionary<T> {
  return { ...record, [key]: value }
}
/** A copy without this entry. */
export function lacking<T>(record: Dictionary<T>, key: string): Dictionary<T> {
  if (!Object.hasOwn(record, key)) return record
  const { [key]: _, ...rest } = record
  return rest
}

/** A deep copy of plain data; strings and numbers are shared. */
export function copyData<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyData) as T
  const copy = { ...value } as Record<string, unknown>
  for (const key of Object.keys(copy)) copy[key] = copyData(copy[key])
  return copy as T
}
