// Quantities: `500m`, `1Gi`, `1e3`. Exact to a thousand-millionth, kept in the form the author chose, printed in the one canonical way. Upstream:
// apimachinery pkg/api/resource/quantity.go, suffix.go.

export interface Quantity {
  /** The value in thousand-millionths. */
  nano: bigint
  form: 'DecimalSI' | 'BinarySI' | 'DecimalExponent'
}

const NANO = 1_000_000_000n
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const LARGEST = ((1n << 63n) - 1n) * NANO

const WRONG_FORM = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const WRONG_SUFFIX = "unable to parse quantity's suffix"

const ten = (power: number) => 10n ** BigInt(power)

/** The multiplier in thousand-millionths, as a fraction, and the form that a suffix stands for. */
function suffixOf(suffix: string): { up: bigint; down: bigint; form: Quantity['form'] } | undefined {
  const binary = BINARY.indexOf(suffix)
  if (binary > 0) return { up: NANO << BigInt(10 * binary), down: 1n, form: 'BinarySI' }
  const decimal = DECIMAL.indexOf(suffix)
  if (decimal >= 0) return { up: ten(decimal * 3), down: 1n, form: 'DecimalSI' }
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)
  if (!exponent) return undefined
  const power = Math.max(-40, Math.min(40, Number(exponent[1]))) + 9
  return power >= 0 ? { up: ten(power), down: 1n, form: 'DecimalExponent' } : { up: 1n, down: ten(-power), form: 'DecimalExponent' }
}

/** Reads a quantity; throws Kubernetes' words when the text is none. */
export function parseQuantity(text: string | number): Quantity {
  const m = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(String(text))
  if (!m || (m[2] === '' && !m[3])) throw new Error(WRONG_FORM)
  const fraction = m[3] ?? ''
  const suffix = suffixOf(m[4] ?? '')
  if (!suffix) throw new Error(WRONG_SUFFIX)
  const digits = BigInt((m[2] ?? '') + fraction || '0') * suffix.up
  const divisor = suffix.down * ten(fraction.length)
  // What is finer than a thousand-millionth is rounded up, away from nothing.
  const rounded = (digits + divisor - 1n) / divisor
  const nano = rounded > LARGEST ? LARGEST : rounded
  return { nano: m[1] === '-' ? -nano : nano, form: suffix.form }
}

/** The canonical text: no fraction, the largest suffix that leaves none. */
export function formatQuantity({ nano, form }: Quantity): string {
  const small = nano > -1024n * NANO && nano < 1024n * NANO
  if (form === 'BinarySI' && !small && nano % NANO === 0n) {
    let n = nano / NANO
    let step = 0
    while (step < BINARY.length - 1 && n % 1024n === 0n) {
      n /= 1024n
      step++
    }
    return `${n}${BINARY[step]}`
  }
  if (nano === 0n) return '0'
  let n = nano
  let step = 0
  const steps = form === 'DecimalExponent' ? 12 : DECIMAL.length - 1
  while (step < steps && n % 1000n === 0n) {
    n /= 1000n
    step++
  }
  if (form !== 'DecimalExponent') return `${n}${DECIMAL[step]}`
  return step === 3 ? `${n}` : `${n}e${(step - 3) * 3}`
}

// The same few texts are read again and again by the scheduler; what they mean never changes.
const MEMO_LIMIT = 10_000
const known = new Map<string | number, { milli: number; value: number; canonical: string }>()

function read(text: string | number) {
  let k = known.get(text)
  if (!k) {
    const q = parseQuantity(text)
    k = { milli: ceilDiv(q.nano, 1_000_000n), value: ceilDiv(q.nano, NANO), canonical: formatQuantity(q) }
    if (known.size >= MEMO_LIMIT) known.clear()
    known.set(text, k)
  }
  return k
}
const ceilDiv = (a: bigint, b: bigint): number => Number(a > 0n ? (a + b - 1n) / b : a / b)

export type QuantityText = string | number | undefined

/** The canonical text of a quantity as an author wrote it (`0.25` → `250m`, `1024Ki` → `1Mi`). */
export const canonicalQuantity = (text: string | number): string => read(text).canonical
/** In thousandths, rounded up: how CPU is counted. None is 0. */
export const milliValue = (text: QuantityText): number => (text === undefined ? 0 : read(text).milli)
/** In whole units, rounded up: how memory and pods are counted. None is 0. */
export const quantityValue = (text: QuantityText): number => (text === undefined ? 0 : read(text).value)

export function compareQuantities(a: string | number, b: string | number): -1 | 0 | 1 {
  const x = parseQuantity(a).nano
  const y = parseQuantity(b).nano
  return x < y ? -1 : x > y ? 1 : 0
}

/** Sums and differences keep the form of the first that is not nothing (quota counting, resource totals). */
export function addQuantities(a: QuantityText, b: QuantityText, sign: 1 | -1 = 1): string {
  const x = parseQuantity(a ?? 0)
  const y = parseQuantity(b ?? 0)
  return formatQuantity({ nano: sign === 1 ? x.nano + y.nano : x.nano - y.nano, form: x.nano === 0n ? y.form : x.form })
}

/** A number of whole units as a quantity. */
export const quantityOf = (n: number, form: Quantity['form'] = 'DecimalSI'): string =>
  formatQuantity({ nano: BigInt(Math.trunc(n)) * NANO, form })
/** A number of thousandths as a quantity: 1500 → `1500m`. */
export const milliQuantity = (n: number): string => formatQuantity({ nano: BigInt(Math.trunc(n)) * 1_000_000n, form: 'DecimalSI' })
