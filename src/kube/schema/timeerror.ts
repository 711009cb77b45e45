// Why a text is no time, in the words of Go's parser: it names what is left of the text and the piece of the layout that it does not fit.
// Upstream: Go's time.Parse with RFC3339.
import { quote } from '../validation/errors.ts'

const PIECES: [layout: string, fits: RegExp][] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d?/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d(\.\d+)?/],
  ['Z07:00', /^(Z|[+-]\d\d:\d\d)/],
]

export function timeError(text: string, micro = false): string {
  const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00'
  const words = `parsing time ${quote(text)} as ${quote(layout)}: `
  let rest = text
  for (const [piece, fits] of PIECES) {
    const m = fits.exec(rest)
    if (!m) return `${words}cannot parse ${quote(rest)} as ${quote(piece)}`
    rest = rest.slice(m[0].length)
  }
  if (rest !== '') return `parsing time ${quote(text)}: extra text: ${quote(rest)}`
  const [, , month, day, hour, minute] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(text) ?? []
  const part =
    Number(month) < 1 || Number(month) > 12
      ? 'month'
      : Number(hour) > 23
        ? 'hour'
        : Number(minute) > 59
          ? 'minute'
          : Number(day) > 0 && Number(text.slice(17, 19)) > 59
            ? 'second'
            : 'day'
  return `parsing time ${quote(text)}: ${part} out of range`
}
