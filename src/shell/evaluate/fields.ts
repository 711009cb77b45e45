// Field splitting: what expansions have produced is cut at the characters of $IFS. Upstream: POSIX.1-2017, Shell Command Language, 2.6.5.
import type { Bytes } from '../bytes.ts'
import { escapePattern } from '../language/pattern.ts'

/** A piece of an expanded word. `quoted`: no pattern; `splits`: cut at $IFS. 'break': a new field begins, as between the parameters of `$@`. */
export type Piece = { readonly text: Bytes; readonly quoted: boolean; readonly splits: boolean } | 'break'

export interface Field {
  readonly text: Bytes
  /** The same with quoted characters escaped. */
  readonly pattern: Bytes
}

const isBlank = (c: string) => c === ' ' || c === '\t' || c === '\n'

export function splitFields(pieces: readonly Piece[], ifs: string): Field[] {
  const fields: Field[] = []
  let text = ''
  let pattern = ''
  let begun = false
  const finish = () => {
    fields.push({ text, pattern })
    text = pattern = ''
    begun = false
  }
  for (const piece of pieces) {
    if (piece === 'break') {
      if (begun) finish()
    } else if (!piece.splits) {
      if (piece.text !== '' || piece.quoted) begun = true
      text += piece.text
      pattern += piece.quoted ? escapePattern(piece.text) : piece.text
    } else {
      for (let i = 0; i < piece.text.length; i++) {
        const c = piece.text.charAt(i)
        if (ifs === '' || !ifs.includes(c)) {
          begun = true
          text += c
          // A backslash that comes from an expansion is a letter.
          pattern += c === '\\' ? '\\\\' : c
        } else if (isBlank(c)) {
          if (begun) finish()
        } else {
          // A separator that is no blank ends a field, be it an empty one; blanks around it belong to it.
          if (begun || !endsWithBlankRun(piece.text, i, ifs, fields.length > 0)) finish()
          while (i + 1 < piece.text.length && isBlank(piece.text.charAt(i + 1)) && ifs.includes(piece.text.charAt(i + 1))) i++
        }
      }
    }
  }
  if (begun) finish()
  return fields
}
/** Is the separator at `i` preceded by blanks that have just ended a field? Then it is part of that end. */
function endsWithBlankRun(text: Bytes, i: number, ifs: string, any: boolean): boolean {
  let k = i - 1
  while (k >= 0 && isBlank(text.charAt(k)) && ifs.includes(text.charAt(k))) k--
  return any && k < i - 1 && k >= 0 && !ifs.includes(text.charAt(k))
}
