// Base64 of text as URLs carry it (RFC 4648 §5, no padding), since the browser's and Node's own are out of reach here. For tokens, and for
// the bytes of YAML.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export function toBase64Url(text: string): string {
  const bytes = utf8(text)
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3)
    out += ALPHABET[a >> 2]
    out += ALPHABET[((a & 3) << 4) | ((b ?? 0) >> 4)]
    if (b !== undefined) out += ALPHABET[((b & 15) << 2) | ((c ?? 0) >> 6)]
    if (c !== undefined) out += ALPHABET[c & 63]
  }
  return out
}

/** The text, or undefined when it is no base64 of ASCII. */
export function fromBase64Url(text: string): string | undefined {
  const plain = text.replace(/=+$/, '')
  if (/[^\w-]/.test(plain) || plain.length % 4 === 1) return undefined
  let out = ''
  let bits = 0
  let held = 0
  for (const c of plain) {
    held = (held << 6) | ALPHABET.indexOf(c)
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out += String.fromCharCode((held >> bits) & 255)
    held &= (1 << bits) - 1
  }
  return out
}

const utf8 = (text: string): number[] => {
  const escaped = encodeURIComponent(text)
  const bytes: number[] = []
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] === '%') {
      bytes.push(Number.parseInt(escaped.slice(i + 1, i + 3), 16))
      i += 2
    } else bytes.push(escaped.charCodeAt(i))
  }
  return bytes
}
