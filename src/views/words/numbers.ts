// Numbers as the page writes them: simulated time as 1:12.4, thousands with a thin space, speeds as fractions below one. Minus is U+2212.

/** A moment of simulated time: `1:12.4`, `1:02:03.4`; to the second (0 digits) `1:12`, to the millisecond (3) `1:12.449`. What is finer is cut, not rounded, so that a
 * clock never shows what has not come yet. */
export function clock(ms: number, digits: 0 | 1 | 3 = 1): string {
  const t = Math.max(0, Math.floor(ms))
  const s = Math.floor(t / 1000) % 60
  const m = Math.floor(t / 60_000)
  const head = m >= 60 ? `${Math.floor(m / 60)}:${pad(m % 60)}` : `${m}`
  const part = String(t % 1000)
    .padStart(3, '0')
    .slice(0, digits)
  return `${head}:${pad(s)}${part && `.${part}`}`
}
const pad = (n: number) => String(n).padStart(2, '0')

/** A span: `0.4 s`, `9.6 s`, `42 s`, `5 min 10 s`, `2 h 5 min`. */
export function spanText(ms: number): string {
  const s = Math.max(0, ms) / 1000
  if (s < 10) return `${s.toFixed(1)} s`
  if (s < 60) return `${Math.round(s)} s`
  const whole = Math.round(s)
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ''}`
  return `${Math.floor(whole / 3600)} h${Math.floor(whole / 60) % 60 ? ` ${Math.floor(whole / 60) % 60} min` : ''}`
}

/** Whole seconds that are left, never 0 before the end. */
export const seconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1000))

/** `2 720`: thousands are a thin space. */
export const count = (n: number): string =>
  String(Math.round(n))
    .replace(/^-/, '−')
    .replaceAll(/\B(?=(\d{3})+$)/g, ' ')

/** `1/4×`, `1×`, `10×`. Speeds are shown as the nearest simple number. */
export function speedText(speed: number): string {
  if (speed < 0.95) {
    const n = 1 / speed
    return `1/${n < 10 ? trim(n) : Math.round(n)}×`
  }
  return `${speed < 9.5 ? trim(speed) : Math.round(speed)}×`
}
const trim = (n: number) => String(Math.round(n * 10) / 10)

/** An age of whole seconds: `9 s`, `4 min 10 s`, `2 h 5 min`. */
export const ageText = (ms: number): string => {
  const s = Math.floor(ms / 1000)
  return s < 60 ? `${s} s` : spanText(s * 1000)
}
