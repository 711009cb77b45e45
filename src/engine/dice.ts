// The only source of chance. Its whole state is four 32-bit numbers, so that a checkpoint keeps the future too. The generator is sfc32
// (Chris Doty-Humphrey, PractRand, public domain), chosen because it is small, fast, exact in 32-bit arithmetic and the same in every browser.

export type DiceState = [number, number, number, number]

export class Dice {
  #s: DiceState
  /** Memory for a uuid in the making. */
  readonly #words = [0, 0, 0, 0]
  readonly #codes = new Array<number>(36).fill(0)

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
    const words = this.#words
    const codes = this.#codes
    for (let i = 0; i < 4; i++) words[i] = this.next()
    words[1] = ((words[1] as number) & 0xffff0fff) | 0x4000
    words[2] = ((words[2] as number) & 0x3fffffff) | 0x80000000
    let at = 0
    for (let i = 0; i < 32; i++) {
      if (i === 8 || i === 12 || i === 16 || i === 20) codes[at++] = 45
      codes[at++] = HEX.charCodeAt(((words[i >> 3] as number) >>> (28 - 4 * (i & 7))) & 15)
    }
    // Written in one go: put together from pieces, the text would keep all of them.
    return String.fromCharCode.apply(undefined, codes)
  }
}

const HEX = '0123456789abcdef'
