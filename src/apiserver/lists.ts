// Lists: sorted by namespace and name, as etcd keeps them; in pages that all show the moment of the first one; at an older resourceVersion where
// one is asked for and still known. Upstream: apiserver pkg/storage/etcd3/store.go GetList, pkg/storage/continue.go.
import { type Commit, keyOf, type Store } from '../engine/index.ts'
import { ApiError, type ApiObject, apiVersionOf, badRequest, type Resource } from '../kube/index.ts'
import { fromBase64Url, toBase64Url } from './base64.ts'
import type { List } from './exchange.ts'
import { BadJson, parseJson } from './json.ts'
import { type ListOptions, tooLargeVersion } from './options.ts'
import { selectionOf } from './select.ts'

export function listOf(store: Store, r: Resource, namespace: string, options: ListOptions): List {
  const selection = selectionOf(r, namespace, '', options)
  const asked = options.resourceVersion
  if (asked !== undefined && asked > store.rv) throw tooLargeVersion(asked, store.rv)
  const token = options.continue === '' ? undefined : readToken(options.continue)
  if (token && token.rv > store.rv) throw tooLargeVersion(token.rv, store.rv)
  const at = token ? (token.rv > 0 ? token.rv : store.rv) : options.exact && asked ? asked : store.rv
  const there = objectsAt(store, r, namespace, at, token ? tooOld : tooOldToList)
  const { limit } = options
  const all = sorted(limit > 0 ? there : there.filter(selection.matches))
  const rest = token ? all.filter(o => keyOf(o) >= token.start) : all
  const { page, left } = firstOf(rest, selection.matches, limit)
  const last = left > 0 ? page.at(-1) : undefined
  return {
    kind: `${r.kind}List`,
    apiVersion: apiVersionOf(r),
    metadata: {
      resourceVersion: String(at),
      ...(last && { continue: writeToken(at, `${keyOf(last)}\0`) }),
      ...(last && selection.all && { remainingItemCount: left }),
    },
    items: page,
  }
}

/** So many of the objects as are asked for (0: all), and how many have not been looked at: nobody knows yet whether those are selected. */
function firstOf(objects: readonly ApiObject[], matches: (o: ApiObject) => boolean, limit: number): { page: ApiObject[]; left: number } {
  const page: ApiObject[] = []
  for (const [i, o] of objects.entries()) {
    if (matches(o)) page.push(o)
    if (page.length === limit) return { page, left: objects.length - i - 1 }
  }
  return { page, left: 0 }
}

/** A kind's objects as they were at a resourceVersion. Throws when that is too long ago. */
function objectsAt(store: Store, r: Resource, namespace: string, version: number, tooLongAgo: () => ApiError): ApiObject[] {
  const now = r.namespaced && namespace !== '' ? store.by(r.plural, 'namespace', namespace) : [...store.list(r.plural)]
  if (version >= store.rv) return now
  const since = store.since(version)
  if (!since) throw tooLongAgo()
  return rewound(
    now,
    since.filter(c => c.plural === r.plural && (namespace === '' || c.key.startsWith(`${namespace}/`))),
  )
}

function rewound(now: readonly ApiObject[], since: readonly Commit[]): ApiObject[] {
  const then = new Map(now.map(o => [keyOf(o), o]))
  for (const c of since.toReversed()) {
    if (c.old) then.set(c.key, c.old)
    else then.delete(c.key)
  }
  return [...then.values()]
}

export const tooOld = () =>
  new ApiError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
  )

const tooOldToList = () => new ApiError(410, 'Expired', 'The resourceVersion for the provided list is too old.')

const sorted = (items: ApiObject[]) => {
  const paths = new Map(items.map(o => [o, keyOf(o)]))
  return items.sort((a, b) => ((paths.get(a) as string) < (paths.get(b) as string) ? -1 : 1))
}

const TOKEN_VERSION = 'meta.k8s.io/v1'

const writeToken = (rv: number, start: string) => toBase64Url(JSON.stringify({ v: TOKEN_VERSION, start, rv }))

/** A token that names no version, but less than none, goes on in what there is now. Throws 400. */
function readToken(text: string): { rv: number; start: string } {
  const refuse = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`)
  const decoded = fromBase64Url(text)
  if (decoded === undefined) throw refuse(`illegal base64 data at input byte ${Math.max(0, text.search(/[^\w-]/))}`)
  try {
    const { v, rv, start } = parseJson(decoded).value as { v?: string; rv?: number; start?: string }
    if (v !== TOKEN_VERSION) throw new BadJson(`server does not recognize this encoded version ${v ?? ''}`)
    if (!rv) throw new BadJson(`incorrect encoded start resourceVersion (version ${v})`)
    if (!start) throw new BadJson(`encoded start key empty (version ${v})`)
    return { rv, start }
  } catch (e) {
    if (e instanceof BadJson) throw refuse(e.message)
    throw e
  }
}
