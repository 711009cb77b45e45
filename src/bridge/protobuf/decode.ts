// Reading the protobuf bodies that kubectl (1.32 and later) sends for what it makes itself: `create deployment`, `create job`, `autoscale` … The answer
// is JSON again; nothing is ever written as protobuf. Upstream: apimachinery pkg/runtime/serializer/protobuf, pkg/runtime/generated.proto Unknown.
import { formatMicroTime, formatTime } from '../../kube/index.ts'
import { MESSAGES } from './messages.ts'
import { BadProtobuf, bytesIn, fieldsIn, integerIn, partOf, textIn, type Wire } from './wire.ts'

/** Types: s string, i integer, b boolean, f double, y bytes, q quantity, t time, u time to the microsecond, x int or string, r JSON; `[T` a list, `{T` a map. */
interface Field {
  name: string
  many: '' | '[' | '{'
  type: string
}

const messages = new Map<string, ReadonlyMap<number, Field>>(
  MESSAGES.trim()
    .split('\n')
    .map(line => {
      const [name = '', body = ''] = line.split(': ')
      let next = 1
      const fields = body
        .split(', ')
        .filter(Boolean)
        .map((text): [number, Field] => {
          const [, number, field = '', many = '', type = ''] = /^(?:(\d+)=)?(\w+) ([[{]?)(\S+)$/.exec(text) ?? []
          next = number ? Number(number) : next
          return [next++, { name: field, many: many as Field['many'], type }]
        })
      return [name, new Map(fields)]
    }),
)

const MAGIC = [0x6b, 0x38, 0x73, 0x00]

/** The object in an envelope, as its JSON would be. Throws BadProtobuf. */
export function readProtobuf(bytes: Uint8Array): unknown {
  if (MAGIC.some((b, i) => bytes[i] !== b))
    throw new BadProtobuf('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]')
  let apiVersion = ''
  let kind = ''
  let raw: Uint8Array = new Uint8Array()
  for (const [number, value] of fieldsIn(bytes.subarray(MAGIC.length))) {
    if (number === 1) {
      apiVersion = partOf(value, 1, textIn) ?? ''
      kind = partOf(value, 2, textIn) ?? ''
    }
    if (number === 2) raw = bytesIn(value)
  }
  const versioned = `${kind}@${apiVersion.split('/').at(-1)}`
  const name = messages.has(versioned) ? versioned : kind
  if (!messages.has(name)) throw new BadProtobuf(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`)
  return { apiVersion, kind, ...message(name, raw, 0) }
}

const MOST_DEPTH = 100

function message(name: string, bytes: Uint8Array, depth: number): Record<string, unknown> {
  if (depth > MOST_DEPTH) throw new BadProtobuf('exceeded max depth')
  const known = messages.get(name)
  const out: Record<string, unknown> = {}
  for (const [number, wire] of fieldsIn(bytes)) {
    const field = known?.get(number)
    if (!field) continue
    if (field.many === '{') {
      out[field.name] = { ...(out[field.name] as object | undefined), ...mapEntry(field.type, wire, depth) }
      continue
    }
    const value = read(field.type, wire, depth)
    if (field.many === '[') out[field.name] = [...((out[field.name] as unknown[] | undefined) ?? []), value]
    else if (value !== undefined) out[field.name] = value
  }
  return out
}

function mapEntry(type: string, wire: Wire, depth: number): Record<string, unknown> {
  const value = partOf(wire, 2, v => v) ?? new Uint8Array()
  return Object.fromEntries([[partOf(wire, 1, textIn) ?? '', read(type, value, depth)]])
}

function read(type: string, wire: Wire, depth: number): unknown {
  switch (type) {
    case 's':
      return textIn(wire)
    case 'i':
      return integerIn(wire)
    case 'b':
      return integerIn(wire) !== 0
    case 'f':
      return new DataView(bytesIn(wire).slice().buffer).getFloat64(0, true)
    case 'y':
      return Buffer.from(bytesIn(wire)).toString('base64')
    case 'q':
      return partOf(wire, 1, textIn) ?? '0'
    case 't':
    case 'u':
      return timeIn(wire, type === 'u')
    case 'x':
      return partOf(wire, 1, integerIn) === 1 ? (partOf(wire, 3, textIn) ?? '') : (partOf(wire, 2, integerIn) ?? 0)
    case 'r':
      return JSON.parse(partOf(wire, 1, textIn) || 'null')
    default:
      return message(type, bytesIn(wire), depth + 1)
  }
}

/** No seconds at all is no time. */
function timeIn(wire: Wire, micro: boolean): string | undefined {
  const seconds = partOf(wire, 1, integerIn)
  if (seconds === undefined) return undefined
  const ms = seconds * 1000 + (partOf(wire, 2, integerIn) ?? 0) / 1e6
  return micro ? formatMicroTime(ms) : formatTime(ms)
}
