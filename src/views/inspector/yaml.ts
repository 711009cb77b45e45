// An object as YAML, line by line, each line knowing which field it is. What we print is plain: maps, lists and scalars, in the order in which kubectl prints
// the fields of an object; managedFields are left out. A parser would bring much that nobody needs for this.

export interface YamlLine {
  /** Dotted, with indexes: `spec.template.spec.containers[0].image`. */
  readonly path: string
  readonly indent: number
  /** `- ` for each list that begins on this line. */
  readonly dash: string
  readonly key: string
  readonly value: string
}

const ORDER = ['apiVersion', 'kind', 'metadata', 'spec', 'data', 'status']

export function yamlLines(object: Record<string, unknown>): YamlLine[] {
  const lines: YamlLine[] = []
  const keys = [...ORDER.filter(k => k in object), ...Object.keys(object).filter(k => !ORDER.includes(k))]
  for (const key of keys) {
    const value = key === 'metadata' ? withoutManaged(object[key]) : object[key]
    put(lines, key, key, value, 0, '')
  }
  return lines
}

export const textOf = ({ indent, dash, key, value }: YamlLine): string =>
  `${' '.repeat(indent)}${dash}${key && `${key}:`}${key && value && ' '}${value}`

function withoutManaged(metadata: unknown): unknown {
  const { managedFields: _, ...rest } = (metadata ?? {}) as Record<string, unknown>
  return rest
}

function put(lines: YamlLine[], path: string, key: string, value: unknown, indent: number, dash: string): void {
  const line = (value: string) => lines.push({ path, indent, dash, key: quotedKey(key), value })
  if (value === undefined) return
  if (Array.isArray(value)) {
    if (!value.length) return void line('[]')
    line('')
    // As kubectl prints them: the dash stands under the key.
    const at = indent + dash.length
    value.forEach((item, i) => {
      putItem(lines, `${path}[${i}]`, item, at)
    })
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined)
    if (!entries.length) return void line('{}')
    line('')
    for (const [k, v] of entries) put(lines, `${path}.${k}`, k, v, indent + dash.length + 2, '')
  } else line(scalar(value, indent + dash.length + 2))
}

function putItem(lines: YamlLine[], path: string, item: unknown, indent: number, dash = '- '): void {
  if (Array.isArray(item) && item.length) {
    for (const [i, inner] of item.entries())
      putItem(lines, `${path}[${i}]`, inner, i === 0 ? indent : indent + dash.length, i === 0 ? `${dash}- ` : '- ')
    return
  }
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
    const entries = Object.entries(item).filter(([, v]) => v !== undefined)
    if (entries.length) {
      entries.forEach(([k, v], i) => {
        put(lines, `${path}.${k}`, k, v, i === 0 ? indent : indent + dash.length, i === 0 ? dash : '')
      })
      return
    }
  }
  const value = Array.isArray(item) ? '[]' : typeof item === 'object' && item !== null ? '{}' : scalar(item, indent + 2)
  lines.push({ path, indent, dash, key: '', value })
}

const PLAIN = /^[A-Za-z0-9_./$(][A-Za-z0-9_./ $()@+~=,:*-]*$/
const OTHER_TYPE =
  /^(true|false|y|n|yes|no|on|off|null|~|[-+]?(\d[\d_]*)?\.?\d*([eE][-+]?\d+)?|0[xo][\da-fA-F]+|\d{4}-\d\d-\d\d.*|[-+]?\.(inf|nan))$/i

function scalar(value: unknown, indent: number): string {
  if (typeof value !== 'string') return value === null ? 'null' : String(value)
  if (value.includes('\n') && !/[\t\r]| \n/.test(value) && value.trim()) {
    const end = value.endsWith('\n') ? '|' : '|-'
    const body = value
      .replace(/\n$/, '')
      .split('\n')
      .map(l => (l ? ' '.repeat(indent) + l : ''))
    return [end, ...body].join('\n')
  }
  const plain = PLAIN.test(value) && !OTHER_TYPE.test(value) && !/: |:$| #|\s$/.test(value)
  return plain ? value : JSON.stringify(value)
}

const quotedKey = (key: string) =>
  key === '' || (PLAIN.test(key) && !OTHER_TYPE.test(key) && !/: |:$/.test(key)) ? key : JSON.stringify(key)
