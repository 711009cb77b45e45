// Filling in what an author left out, without touching what needs nothing: the same object comes back when nothing is missing, so that defaulting
// an already defaulted object costs a few comparisons and shares its memory.

/** `o` with the missing fields filled in. Null counts as missing, as it does for Go's decoder. */
export function fill<T extends object>(o: T, missing: Partial<T>): T {
  let out = o
  for (const key in missing) {
    if (o[key] !== undefined && o[key] !== null) continue
    if (out === o) out = { ...o }
    out[key] = missing[key] as T[Extract<keyof T, string>]
  }
  return out
}

/** As `fill`, where 0 and '' count as missing too (fields that Go keeps by value). */
export function fillZero<T extends object>(o: T, missing: Partial<T>): T {
  let out = o
  for (const key in missing) {
    if (o[key]) continue
    if (out === o) out = { ...o }
    out[key] = missing[key] as T[Extract<keyof T, string>]
  }
  return out
}

/** `o` with one field set; `o` itself when it is so already. */
export function withField<T extends object, K extends keyof T>(o: T, key: K, value: T[K]): T {
  return o[key] === value ? o : { ...o, [key]: value }
}

/** `o` with one field worked over, if it is there. */
export function mapField<T extends object, K extends keyof T>(o: T, key: K, change: (value: NonNullable<T[K]>) => T[K]): T {
  const value = o[key]
  return value === undefined || value === null ? o : withField(o, key, change(value as NonNullable<T[K]>))
}

/** The list with each item worked over; the same list when no item changed. */
export function mapSame<T>(list: readonly T[], change: (item: T) => T): T[] {
  let out: T[] | undefined
  for (let i = 0; i < list.length; i++) {
    const item = list[i] as T
    const next = change(item)
    if (next !== item && !out) out = list.slice(0, i)
    out?.push(next)
  }
  return out ?? (list as T[])
}

/** `o` without a field. */
export function without<T extends object, K extends keyof T>(o: T, key: K): T {
  if (!(key in o)) return o
  const { [key]: _, ...rest } = o
  return rest as T
}
