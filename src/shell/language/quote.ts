// Text as a shell would have to read it to get it back.
import type { Bytes } from '../bytes.ts'

export function singleQuote(text: Bytes): Bytes {
  return `'${text.replace(/'+/g, quotes => `'"${quotes}"'`)}'`
}
/** Quotes only where a shell would misread it: what `set -x` prints. */
export function quoteWord(text: Bytes): Bytes {
  return /^[+,\-./0-9:@A-Z\]^_a-z]*$/.test(text) ? text : singleQuote(text)
}
