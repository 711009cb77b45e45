// The only source of chance. Its whole state is four 32-bit numbers, so that a checkpoint keeps the future too. The generator is sfc32
// (Chris Doty-Humphrey, PractRand, public domain), chosen because it is small, fast, exact in 32-bit arithmetic and the same in every browser.

export type DiceState = [number, number, number, number]

export class Dice {
  #s: DiceState

  constructor(state: DiceState) {
    this.#s = [...state]
  }

  /** Dice for a seed (any integer). The first rolls are thrown away, since nearby seeds begin alike. */
  static seeded(seed: number): Dice {
    const dice = new Dice([seed | 0, (seed / 0x100000000) | 0, 0x9e3779b9 | 0, 1])
    for (let i = 0; i < 15; i++) dice.next()
    return dice
  }

  get state(): DiceState {
    return [...this.#s]
  }

  set state(s: DiceState) {
    this.#s = [...s]
  }

  /** A whole number in 0 … 2³²−1. */
  next(): number {
    const s = this.#s
    const t = (s[0] + s[1] + s[3]) | 0
    s[3] = (s[3] + 1) | 0
    s[0] = s[1] ^ (s[1] >>> 9)
    s[1] = (s[2] + (s[2] << 3)) | 0
    s[2] = ((s[2] << 21) | (s[2] >>> 11)) + t
    s[2] |= 0
    return t >>> 0
  }

  /** A whole number in 0 ≤ n < below. */
  roll(below: number): number {
    return Math.floor((this.next() / 0x100000000) * below)
  }

  /** A whole number in from ≤ n ≤ to. */
  between(from: number, to: number): number {
    return to <= from ? from : from + this.roll(to - from + 1)
  }

  /** A random UUID (version 4 form). */
  uuid(): string {
    const [a, b, c, d] = [this.next(), this.next(), this.next(), this.next()]
    const hex = (n: number) => `${BYTES[n >>> 24]}${BYTES[(n >>> 16) & 255]}`
    const low = (n: number) => `${BYTES[(n >>> 8) & 255]}${BYTES[n & 255]}`
    const version = hex(((b & 0xfff) << 16) | 0x40000000)
    const variant = hex((((c >>> 16) & 0x3fff) | 0x8000) << 16)
    return `${hex(a)}${low(a)}-${hex(b)}-${version}-${variant}-${low(c)}${hex(d)}${low(d)}`
  }
}

const BYTES = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'))
