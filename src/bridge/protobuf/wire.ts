// Protobuf on the wire: numbered fields, each a varint or a run of bytes. See https://protobuf.dev/programming-guides/encoding/.

export type Wire = bigint | Uint8Array

/** Bytes that are no protobuf of Kubernetes, or of a kind that is not known here. */
export class BadProtobuf extends Error {}

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

/** Numbers and values of a message's fields, in the order of the bytes. */
export function* fieldsIn(bytes: Uint8Array): Generator<[number, Wire]> {
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 64n; shift += 7n) {
      const b = bytes[at++]
      if (b === undefined) break
      value |= BigInt(b & 0x7f) << shift
      if (b < 0x80) return value
    }
    throw new BadProtobuf('unexpected EOF')
  }
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new BadProtobuf('unexpected EOF')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = varint()
    const number = Number(tag >> 3n)
    const type = Number(tag & 7n)
    if (type === VARINT) yield [number, varint()]
    else if (type === FIXED64) yield [number, take(8)]
    else if (type === BYTES) yield [number, take(Number(varint()))]
    else if (type === FIXED32) yield [number, take(4)]
    else throw new BadProtobuf('illegal wireType')
  }
}

export function bytesIn(v: Wire): Uint8Array<ArrayBufferLike> {
  if (typeof v === 'bigint') throw new BadProtobuf('illegal wireType')
  return v
}

export const textIn = (v: Wire): string => new TextDecoder().decode(bytesIn(v))
export const integerIn = (v: Wire): number => (typeof v === 'bigint' ? Number(BigInt.asIntN(64, v)) : 0)

/** What stands under a number in a message, read; undefined when nothing does. */
export function partOf<T>(wire: Wire, number: number, read: (v: Wire) => T): T | undefined {
  for (const [n, v] of fieldsIn(bytesIn(wire))) if (n === number) return read(v)
  return undefined
}
