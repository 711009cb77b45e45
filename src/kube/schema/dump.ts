// Objects as Go prints its own structs: some refusals of Kubernetes show the internal value (`{"Type":"Recreate","RollingUpdate":null}`), every field of
// it, under Go's names. The structs of metav1 keep their JSON names and leave out what is empty.
import { selectorJson, sortedKeys } from '../validation/labels.ts'
import { type Field, structOf, type Type } from './schema.ts'

const INITIALS: Record<string, string> = {
  tty: 'TTY',
  httpGet: 'HTTPGet',
  tcpSocket: 'TCPSocket',
  grpc: 'GRPC',
  dnsPolicy: 'DNSPolicy',
  dnsConfig: 'DNSConfig',
  os: 'OS',
  seLinuxOptions: 'SELinuxOptions',
}
const INITIALISMS = /^(ip|uid|ttl|fs|hostIP|podIP)(?=[A-Z]|$)/

export const goName = (name: string): string =>
  INITIALS[name] ??
  name
    .replace(INITIALISMS, m => (m.startsWith('host') || m.startsWith('pod') ? m[0]?.toUpperCase() + m.slice(1) : m.toUpperCase()))
    .replace(/^[a-z]/, c => c.toUpperCase())

const EMPTY_SCALARS: Record<string, unknown> = { s: '', b: false, i: 0, l: 0, f: 0, q: '0', x: 0, t: null, u: null, y: null, r: null }

function dumpField(value: unknown, field: Field): unknown {
  if (value === undefined || value === null) {
    if (field.pointer || field.type.of === 'list' || field.type.of === 'map') return null
    return field.type.of === 'struct' ? goDump(field.type.name, {}) : EMPTY_SCALARS[field.type.scalar]
  }
  return dumpType(value, field.type)
}

function dumpType(value: unknown, type: Type): unknown {
  if (type.of === 'list') return (value as unknown[]).length === 0 ? null : (value as unknown[]).map(v => dumpType(v, type.item))
  if (type.of === 'map') return sortedKeys(value as Record<string, unknown>)
  return type.of === 'struct' ? goDump(type.name, value as object) : value
}

/** A struct's value as Go would print it. */
export function goDump(name: string, value: object): object {
  if (name === 'LabelSelector') return selectorJson(value)
  if (name === 'ObjectMeta') return value
  const out: Record<string, unknown> = {}
  for (const field of structOf(name).fields.values()) {
    const v = (value as Record<string, unknown>)[field.name]
    if (field.type.of === 'struct' && field.type.name === 'ObjectMeta') Object.assign(out, v)
    else out[goName(field.name)] = dumpField(v, field)
  }
  return out
}

const CONTEXT = 3

/** Where two dumps differ, as a unified difference with three lines around it. */
export function dumpDifference(name: string, before: object, after: object): string {
  const a = JSON.stringify(goDump(name, before), null, 1).split('\n')
  const b = JSON.stringify(goDump(name, after), null, 1).split('\n')
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const from = Math.max(0, start - CONTEXT)
  const head = `@@ -${from + 1},${endA + CONTEXT - from} +${from + 1},${endB + CONTEXT - from} @@`
  const line = (sign: string) => (text: string) => ` ${sign}${text}`.slice(1)
  return [
    head,
    ...a.slice(from, start).map(line(' ')),
    ...a.slice(start, endA).map(line('-')),
    ...b.slice(start, endB).map(line('+')),
    ...a.slice(endA, endA + CONTEXT).map(line(' ')),
    '',
  ].join('\n')
}
