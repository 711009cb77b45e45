// A fingerprint of plain data. Two independent 32-bit FNV-1a runs over the JSON text; not for secrets, only for telling histories apart.

/** 16 hexadecimal digits. The order of fields counts; objects made by the same code have the same order. */
export function hashOf(value: unknown): string {
  const text = JSON.stringify(value)
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 0x01000193)
    b = Math.imul(b ^ (c + i), 0x85ebca6b)
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
}
