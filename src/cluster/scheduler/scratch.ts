// Memory for the numbers of one decision. In a large cluster each decision fills a few lists of hundreds of numbers and then forgets them; they are filled
// into the same memory again and again, because making and collecting it would cost more than the decision.

/** Lists by name; what was in a list before is undefined behaviour, and the list lives until it is asked for again. */
export class Scratch {
  readonly #ints = new Map<string, Int32Array>()
  readonly #floats = new Map<string, Float64Array>()

  ints(name: string, length: number): Int32Array {
    const known = this.#ints.get(name)
    if (known?.length === length) return known
    const made = new Int32Array(length)
    this.#ints.set(name, made)
    return made
  }

  floats(name: string, length: number): Float64Array {
    const known = this.#floats.get(name)
    if (known?.length === length) return known
    const made = new Float64Array(length)
    this.#floats.set(name, made)
    return made
  }
}
