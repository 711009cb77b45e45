// Sets of fields, in the form in which they lie in metadata.managedFields (FieldsV1): `{"f:spec": {"f:replicas": {}}}`. A name without anything under it is
// in the set; one with something under it is in it when it has a '.'. Upstream: structured-merge-diff fieldpath/{set,serialize}.go.

export interface Fields {
  readonly [name: string]: Fields
}

const SELF = '.'
const LEAF: Fields = {}

export const isEmpty = (a: Fields | undefined): boolean => a === undefined || Object.keys(a).length === 0
/** Whether the thing itself belongs to the set, and not only something in it. */
export const isMember = (a: Fields): boolean => SELF in a || isEmpty(a)

/** A set of one thing with what is under it; undefined when there is nothing to say. */
export const withSelf = (inner: Fields): Fields => (isEmpty(inner) ? LEAF : { [SELF]: LEAF, ...inner })

export function union(a: Fields, b: Fields): Fields {
  const out: Record<string, Fields> = { ...a }
  for (const [name, inner] of Object.entries(b)) {
    const there = out[name]
    if (there === undefined) out[name] = inner
    else if (name === SELF) continue
    else {
      const both = union(there, inner)
      out[name] = (isMember(there) || isMember(inner)) && !isEmpty(both) ? withSelf(both) : both
    }
  }
  return out
}

/** What is in `a` and not in `b`. */
export function difference(a: Fields, b: Fields): Fields {
  return combine(a, b, (inA, inB) => inA && !inB)
}

/** What is in both. */
export function intersection(a: Fields, b: Fields): Fields {
  return combine(a, b, (inA, inB) => inA && inB)
}

const NOTHING: Fields = { [SELF]: LEAF }

function combine(a: Fields, b: Fields, keep: (inA: boolean, inB: boolean) => boolean): Fields {
  const out: Record<string, Fields> = {}
  for (const [name, inner] of Object.entries(a)) {
    if (name === SELF) continue
    const other = b[name]
    const itself = keep(isMember(inner), other !== undefined && isMember(other))
    const rest = combine(inner, other ?? NOTHING, keep)
    if (itself) out[name] = withSelf(rest)
    else if (!isEmpty(rest)) out[name] = rest
  }
  return out
}

/** The members as paths: `.spec.template.spec.containers[name="main"].image`. */
export function pathsOf(a: Fields, prefix = ''): string[] {
  return Object.entries(a)
    .filter(([name]) => name !== SELF)
    .flatMap(([name, inner]) => {
      const path = prefix + pathPart(name)
      const below = pathsOf(inner, path)
      return isMember(inner) ? [path, ...below] : below
    })
}

function pathPart(name: string): string {
  const value = name.slice(2)
  switch (name[0]) {
    case 'f':
      return `.${value}`
    case 'k':
      return `[${keyText(value)}]`
    case 'v':
      return `[=${value}]`
    default:
      return `[${value}]`
  }
}

/** `{"name":"main"}` as `name="main"`. */
export const keyText = (json: string): string =>
  Object.entries(JSON.parse(json) as Record<string, unknown>)
    .map(([k, v]) => `${k}=${JSON.stringify(v)}`)
    .join(',')
