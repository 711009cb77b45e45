// The query of a request. Booleans are read as Kubernetes reads them: `false` and `0` are false, anything else that is there is true.
// Upstream: apimachinery pkg/conversion/queryparams, pkg/runtime/conversion.go Convert_Slice_string_To_bool.
import { badRequest } from '../kube/index.ts'

export class Query {
  readonly #values = new Map<string, string[]>()

  constructor(text: string) {
    for (const part of text.split('&')) {
      if (part === '') continue
      const at = part.indexOf('=')
      const key = unescaped(at < 0 ? part : part.slice(0, at))
      const value = at < 0 ? '' : unescaped(part.slice(at + 1))
      this.#values.set(key, [...(this.#values.get(key) ?? []), value])
    }
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }

  /** The first value; '' when there is none. */
  text(key: string): string {
    return this.#values.get(key)?.[0] ?? ''
  }

  all(key: string): readonly string[] {
    return this.#values.get(key) ?? []
  }

  bool(key: string): boolean {
    const value = this.#values.get(key)?.[0]
    return value !== undefined && value !== 'false' && value !== '0'
  }

  /** A whole number, or undefined when it is not there. Throws 400 for a word. */
  integer(key: string): number | undefined {
    const value = this.text(key)
    if (value === '') return undefined
    if (!/^[+-]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`)
    if (BigInt.asIntN(64, BigInt(value.replace('+', ''))) !== BigInt(value.replace('+', '')))
      throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range`)
    return Number(value)
  }
}

function unescaped(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
