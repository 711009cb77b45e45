// JSON patches (RFC 6902), as leniently as Kubernetes takes them: what stands before a path's first slash is passed over, and `replace` adds a field that is not there. Upstream:
// gopkg.in/evanphx/json-patch.v4, apiserver pkg/endpoints/handlers/patch.go jsonPatcher.

import { Written } from './written.ts'

export interface Operation {
  op?: string
  path?: string
  from?: string
  value?: unknown
}

/** The patch does not fit the document. */
export class Misfit extends Error {}

type Container = Record<string, unknown> | unknown[]

/** The document after all operations; the given one stays as it is. Throws Misfit. */
export function applyJsonPatch(document: unknown, operations: readonly Operation[]): unknown {
  let root = { '': structuredCopy(document) }
  for (const o of operations) root = { '': perform(root, o) }
  return root['']
}

function perform(root: { '': unknown }, { op, path, from, value }: Operation): unknown {
  if (typeof path !== 'string') throw new Misfit('missing path')
  switch (op) {
    case 'add':
      put(root, path, structuredCopy(value ?? null), 'add')
      break
    case 'replace':
      put(root, path, structuredCopy(value ?? null), 'replace')
      break
    case 'remove':
      take(root, path)
      break
    case 'move':
      put(root, path, take(root, from), 'add')
      break
    case 'copy':
      put(root, path, structuredCopy(found(root, from)), 'add')
      break
    case 'test':
      if (!equal(path === '' ? root[''] : found(root, path), value ?? null)) throw new Misfit(`testing value ${path} failed`)
      break
    default:
      throw new Misfit(`unexpected kind: ${op}`)
  }
  return root['']
}

/** Where a path leads: the list or object that holds its last part. */
function holder(root: { '': unknown }, path: string | undefined): { of: Container; key: string } {
  if (path === undefined) throw new Misfit('missing path')
  // What stands before the first slash does not count: nothing should.
  const [, ...keys] = path.split('/').map(k => k.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (keys.length === 0) throw new Misfit(`doc is missing path: ${path}`)
  const key = keys.pop() as string
  let here: unknown = root['']
  for (const k of keys) here = isContainer(here) ? at(here, k) : undefined
  if (!isContainer(here)) throw new Misfit(`doc is missing path: ${path}`)
  if (key === '__proto__') throw new Misfit('no such key')
  return { of: here, key }
}

const isContainer = (v: unknown): v is Container => typeof v === 'object' && v !== null && !(v instanceof Written)
const at = (c: Container, key: string): unknown => (Array.isArray(c) ? c[index(key, c.length)] : Object.hasOwn(c, key) ? c[key] : undefined)

/** A position in a list; negative ones count from the end. Throws Misfit beyond `length` … `most`. */
function index(key: string, length: number, most = length - 1): number {
  if (!/^-?\d+$/.test(key)) throw new Misfit(`not an index: ${key}`)
  const i = Number(key) < 0 ? Number(key) + length : Number(key)
  if (i < 0 || i > most) throw new Misfit(`index out of bounds: ${key}`)
  return i
}

function put(root: { '': unknown }, path: string, value: unknown, how: 'add' | 'replace'): void {
  // Only a replacement and a test may be of the whole.
  if (path === '' && how === 'replace') {
    root[''] = value
    return
  }
  const { of, key } = holder(root, path)
  if (!Array.isArray(of)) of[key] = value
  else if (how === 'replace') of[index(key, of.length)] = value
  else if (key === '-') of.push(value)
  else of.splice(index(key, of.length + 1), 0, value)
}

function take(root: { '': unknown }, path: string | undefined): unknown {
  const { of, key } = holder(root, path)
  if (Array.isArray(of)) return of.splice(index(key, of.length), 1)[0]
  if (!Object.hasOwn(of, key)) throw new Misfit(`unable to remove nonexistent key: ${key}`)
  const value = of[key]
  delete of[key]
  return value
}

/** What is there; nothing, where only the last part of the path is missing. */
function found(root: { '': unknown }, path: string | undefined): unknown {
  const { of, key } = holder(root, path)
  return at(of, key) ?? null
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a instanceof Written && b instanceof Written) return a.text === b.text
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(k => Object.hasOwn(b, k) && equal((a as Record<string, unknown>)[k], (b as Record<string, unknown>)[k]))
  )
}

function structuredCopy(value: unknown): unknown {
  if (!isContainer(value)) return value
  if (Array.isArray(value)) return value.map(structuredCopy)
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, structuredCopy(v)]))
}
