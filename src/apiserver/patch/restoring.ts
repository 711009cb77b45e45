// Strategic patches are read by another of Kubernetes' decoders than JSON is, and it words its refusals otherwise. Upstream: apimachinery
// pkg/runtime/converter.go fromUnstructured.
import { type ApiError, apiVersionOf, fieldAt, schemaOf } from '../../kube/index.ts'

const REFUSAL = /^json: cannot unmarshal (\w+)(?: ([\d.e+-]+))? into Go struct field \w+\.(\S+) of type (\S+)$/
const SOURCES: Readonly<Record<string, string>> = { array: 'slice', object: 'map', number: 'int64' }

/** What is wrong with an object, out of the decoder's refusal of it. */
export function whyUnreadable({ message }: ApiError, kind: string): string {
  const before = `cannot be handled as a ${kind}: `
  return message.slice(message.indexOf(before) + before.length)
}

/** The JSON decoder's refusal in the converter's words. */
export function restoring(why: string, kind: { group: string; version: string; kind: string }): string {
  const m = REFUSAL.exec(why)
  if (!m) return why
  const [, what = '', number, path = '', type = ''] = m
  const struct = schemaOf(apiVersionOf(kind), kind.kind)
  const field = struct && fieldAt(struct, path.split('.'))
  if (field?.type.of === 'scalar' && field.type.scalar === 'x')
    return `json: cannot unmarshal ${number === undefined ? what : `${what} ${number}`} into Go value of type int32`
  const from = SOURCES[what] ?? what
  if (type.startsWith('[]')) return `cannot restore slice from ${from}`
  if (type.startsWith('map[')) return `cannot restore map from ${from}`
  if (field?.type.of === 'struct') return `cannot restore struct from: ${from}`
  const plain = /^\w+\.[A-Z]/.test(type) ? 'string' : type
  const source = what !== 'number' ? undefined : number?.includes('.') ? 'float64' : 'int64'
  // A number could become a text in Go, only not a sensible one; a text never becomes a number.
  return source && plain !== 'bool' ? `cannot convert ${source} to ${plain === 'string' ? type : plain}` : `unrecognized type: ${plain}`
}
