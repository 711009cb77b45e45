// Numbers of a JSON patch keep the text in which they were written until the object is read, which may be particular: `1e3` is no int32. Numbers that are
// written as JavaScript would write them are just numbers. Upstream: gopkg.in/evanphx/json-patch.v4, which moves raw messages about.
import { type Parsed, pathText } from '../json.ts'

/** A number with its text. */
export class Written {
  readonly value: unknown
  readonly text: string
  constructor(value: unknown, text: string) {
    this.value = value
    this.text = text
  }
}

type Path = readonly (string | number)[]

/** The same value in which `leaf` has put something in the place of some leaves. */
function mapped(value: unknown, path: Path, leaf: (value: unknown, path: Path) => unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Written) return leaf(value, path)
  if (Array.isArray(value)) return value.map((v, i) => mapped(v, [...path, i], leaf))
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, mapped(v, [...path, k], leaf)]))
}

/** Parsed operations, the odd numbers of their values as they were written. */
export function asWritten({ value, numerals }: Parsed): unknown {
  if (!numerals) return value
  return mapped(value, [], (v, path) => {
    const text = path[1] === 'value' ? numerals.get(pathText(path)) : undefined
    return text === undefined ? v : new Written(v, text)
  })
}

/** The plain value, and where in it which odd numbers stand. */
export function asPlain(value: unknown): { value: unknown; numerals: Map<string, string> } {
  const numerals = new Map<string, string>()
  const plain = mapped(value, [], (v, path) => {
    if (!(v instanceof Written)) return v
    numerals.set(pathText(path), v.text)
    return v.value
  })
  return { value: plain, numerals }
}
