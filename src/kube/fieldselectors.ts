// Field selectors: `spec.nodeName=node-1,status.phase!=Failed`. Each kind says which of its fields may be asked for. Upstream: apimachinery
// pkg/fields/selector.go, pkg/apis/core/v1/conversion.go AddFieldLabelConversionsFor…
import type { Resource } from './resource.ts'
import { badRequest } from './status.ts'
import type { ApiObject } from './types.ts'

export interface FieldRequirement {
  field: string
  equal: boolean
  value: string
}

/** Splits at commas that no backslash hides. */
function* terms(text: string): Generator<string> {
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === ',') {
      yield text.slice(start, i)
      start = i + 1
    }
  }
  yield text.slice(start)
}

function plainValue(value: string): string {
  let out = ''
  for (let i = 0; i < value.length; i++) {
    const c = value[i] as string
    if (c === '\\') {
      const next = value[++i]
      if (next !== '\\' && next !== ',' && next !== '=')
        throw badRequest(`invalid field selector: invalid escape sequence: \\${next ?? ''}`)
      out += next
    } else if (c === ',' || c === '=') throw badRequest(`invalid field selector: unescaped character in value: ${c.charCodeAt(0)}`)
    else out += c
  }
  return out
}

export function parseFieldSelector(text: string): FieldRequirement[] {
  const all: FieldRequirement[] = []
  for (const term of terms(text)) {
    if (term === '') continue
    const m = /^(.*?)(!=|==|=)(.*)$/s.exec(term)
    if (!m) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`)
    all.push({ field: m[1] as string, equal: m[2] !== '!=', value: plainValue(m[3] as string) })
  }
  return all
}

/** The predicate of a field selector over a kind's objects; throws the kind's 400 for a field that cannot be asked for. */
export function compileFieldSelector(resource: Resource, text: string): (o: ApiObject) => boolean {
  const tests = parseFieldSelector(text).map(({ field, equal, value }) => {
    const read = fieldReader(resource, field)
    return equal ? (o: ApiObject) => read(o) === value : (o: ApiObject) => read(o) !== value
  })
  if (tests.length === 0) return () => true
  return o => tests.every(t => t(o))
}

function fieldReader(resource: Resource, field: string): (o: ApiObject) => string {
  if (field === 'metadata.name') return o => o.metadata.name
  if (field === 'metadata.namespace' && (resource.namespaced || !resource.fields)) return o => o.metadata.namespace ?? ''
  const own = resource.fields?.[field]
  if (own) return own
  throw badRequest(
    resource.fieldRefusal?.(field) ?? `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
  )
}
