// A set of ordinals that is gone through from either end without a look at those that are not in it, as long as they lie outside of both ends.
export class Ordinals {
  readonly #in = new Set<number>()
  #low = Number.POSITIVE_INFINITY
  #high = Number.NEGATIVE_INFINITY

  put(n: number, isIn: boolean): void {
    if (!isIn) {
      this.#in.delete(n)
      return
    }
    this.#in.add(n)
    this.#low = Math.min(this.#low, n)
    this.#high = Math.max(this.#high, n)
  }

  *upwards(): Iterable<number> {
    this.#narrow()
    for (let n = this.#low; n <= this.#high; n++) if (this.#in.has(n)) yield n
  }

  *downwards(): Iterable<number> {
    this.#narrow()
    for (let n = this.#high; n >= this.#low; n--) if (this.#in.has(n)) yield n
  }

  /** Both ends are drawn in to the first that is there. */
  #narrow(): void {
    if (this.#in.size === 0) {
      this.#low = Number.POSITIVE_INFINITY
      this.#high = Number.NEGATIVE_INFINITY
      return
    }
    while (!this.#in.has(this.#low)) this.#low++
    while (!this.#in.has(this.#high)) this.#high--
  }
}
