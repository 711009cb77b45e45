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
const LARGEST_BINARY = ((1n << 63n) - 1n) * NANO
/** Beyond this, exponents tell no more: nobody has 10^40 of anything. */
const LARGEST_EXPONENT = 40

const WRONG_FORM = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const WRONG_SUFFIX = "unable to parse quantity's suffix"

const ten = (power: number) => 10n ** BigInt(power)

/** A quantity's text taken apart: `-1.50e3` is minus, digits 150, point 2 from the right, ten to the third. */
interface Parts {
  text: string
  negative: boolean
  /** Without leading zeros; '' is nothing. */
  digits: string
  /** How many of them stand behind the point. */
  behind: number
  form: Quantity['form']
  /** The suffix as a power of ten, or, for BinarySI, of 1024. */
  power: number
}

function suffixOf(suffix: string): Pick<Parts, 'form' | 'power'> | undefined {
  const binary = BINARY.indexOf(suffix)
  if (binary > 0) return { form: 'BinarySI', power: binary }
  const decimal = DECIMAL.indexOf(suffix)
  if (decimal >= 0) return { form: 'DecimalSI', power: (decimal - 3) * 3 }
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)
  return exponent ? { form: 'DecimalExponent', power: Number(exponent[1]) } : undefined
}

function takeApart(text: string): Parts {
  const m = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text)
  if (!m || text === '') throw new Error(WRONG_FORM)
  const suffix = suffixOf(m[4] ?? '')
  if (!suffix) throw new Error(WRONG_SUFFIX)
  const behind = m[3] ?? ''
  return { text, negative: m[1] === '-', digits: ((m[2] ?? '') + behind).replace(/^0+/, ''), behind: behind.length, ...suffix }
}

/** The value; what is finer than a thousand-millionth is rounded up, away from nothing. */
function nanoOf({ negative, digits, behind, form, power }: Parts): bigint {
  const up = form === 'BinarySI' ? NANO << BigInt(10 * power) : 1n
  const shift = form === 'BinarySI' ? -behind : Math.max(-60, Math.min(LARGEST_EXPONENT, power)) + 9 - behind
  const whole = BigInt(digits || '0') * up * ten(Math.max(0, shift))
  const divisor = ten(Math.max(0, -shift))
  const rounded = (whole + divisor - 1n) / divisor
  const capped = form === 'BinarySI' && rounded > LARGEST_BINARY ? LARGEST_BINARY : rounded
  return negative ? -capped : capped
}

/** Reads a quantity; throws Kubernetes' words when the text is none. */
export function parseQuantity(text: string | number): Quantity {
  const parts = takeApart(String(text))
  return { nano: nanoOf(parts), form: parts.form }
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
  return decimal(nano < 0n ? '-' : '', String(nano < 0n ? -nano : nano), -9, form)
}

/** `digits` times ten to the `power`, with the power brought to a multiple of three. */
function decimal(sign: string, digits: string, power: number, form: Quantity['form']): string {
  const plain = digits.replace(/0+$/, '')
  const exact = power + digits.length - plain.length
  const most = form === 'DecimalExponent' ? exact : Math.min(exact, 18)
  const exponent = Math.floor(most / 3) * 3
  const shown = `${sign}${plain}${'0'.repeat(exact - exponent)}`
  if (form !== 'DecimalExponent') return `${shown}${DECIMAL[exponent / 3 + 3]}`
  return exponent === 0 ? shown : `${shown}e${exponent}`
}

/** Go keeps an author's text when it looks canonical to it, though not quite all such texts are (`+3`, `5.`, `1E6`). */
function isKept({ digits, behind, form, power, text }: Parts): boolean {
  if (digits === '' || digits.length > 18) return false
  if (form === 'BinarySI') return behind === 0 && digits.length + Math.trunc(power * 3) < 15 && Number(digits) % 8 !== 0
  if (/^[+-]?0*(\.|$)/.test(text)) return false
  const scale = power - behind
  return scale >= -9 && scale % 3 === 0 && !digits.endsWith('000')
}

/** What the server makes of an author's text. In a list of resources nothing is finer than a thousandth. */
function canonicalise(text: string, thousandths: boolean): string {
  const parts = takeApart(text)
  const { form } = parts
  const scale = form === 'BinarySI' ? -parts.behind : parts.power - parts.behind
  if (parts.digits === '') return '0'
  if (thousandths && scale < -3) {
    const nano = nanoOf(parts)
    const rounded = ((nano < 0n ? -nano : nano) + 999_999n) / 1_000_000n
    return formatQuantity({ nano: (nano < 0n ? -rounded : rounded) * 1_000_000n, form })
  }
  if (isKept(parts)) return text
  return form === 'BinarySI' || scale < -9
    ? formatQuantity({ nano: nanoOf(parts), form })
    : decimal(parts.negative ? '-' : '', parts.digits, scale, form)
}

// The same few texts are read again and again by the scheduler; what they mean never changes.
const MEMO_LIMIT = 10_000
const known = new Map<string | number, { milli: number; value: number }>()

function read(text: string | number) {
  let k = known.get(text)
  if (!k) {
    const q = parseQuantity(text)
    k = { milli: ceilDiv(q.nano, 1_000_000n), value: ceilDiv(q.nano, NANO) }
    if (known.size >= MEMO_LIMIT) known.clear()
    known.set(text, k)
  }
  return k
}
const ceilDiv = (a: bigint, b: bigint): number => Number(a > 0n ? (a + b - 1n) / b : a / b)

export type QuantityText = string | number | undefined

/** The text that the server keeps of a quantity as an author wrote it (`0.25` → `250m`, `1024Ki` → `1Mi`). */
export const canonicalQuantity = (text: string | number, place: 'resources' | 'elsewhere' = 'elsewhere'): string =>
  canonicalise(String(text), place === 'resources')
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
