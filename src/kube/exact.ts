// Whole numbers that JavaScript's own numbers would round. They come in as bigints wherever text is read, and the decoder says what becomes of them: a
// quantity keeps every digit, a field of 64 bits refuses what it could not give back. None gets as far as an object.

const LEAST = -(2n ** 63n)
const MOST = 2n ** 64n - 1n

/** The number that some digits stand for; a bigint where a number would be another one. What has no room in 64 bits is a float in Go as well. */
export function wholeNumber(digits: string): number | bigint {
  const number = Number(digits)
  if (Number.isSafeInteger(number) || String(number) === digits) return number
  const whole = BigInt(digits)
  return whole < LEAST || whole > MOST ? number : whole
}

/** A value as JSON, with every digit of such numbers. */
export const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `\u0001${v}` : v))?.replace(/"\\u0001(-?\d+)"/g, '$1')

/** Whether such a number is anywhere within. */
export function hasBigNumber(value: unknown): boolean {
  if (typeof value === 'bigint') return true
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBigNumber)
}
