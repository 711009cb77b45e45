// The operations on each kind's addresses, with the names of their parameters: what kubectl looks at to know that the server checks fields itself.
// Upstream: apiserver pkg/endpoints/installer.go registerResourceHandlers.
import { apiVersionOf, type Resource } from '../../kube/index.ts'
import { subresourcesOf, verbsOf } from '../served.ts'

type Json = Record<string, unknown>

const WRITE = ['dryRun', 'fieldManager', 'fieldValidation']
const REMOVE = ['dryRun', 'gracePeriodSeconds', 'ignoreStoreReadErrorWithClusterBreakingPotential', 'orphanDependents', 'propagationPolicy']
const SELECT = [
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
]
const LIST = ['allowWatchBookmarks', ...SELECT, 'watch']
const PATCHES = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
]

const INTEGERS = new Set(['gracePeriodSeconds', 'limit', 'timeoutSeconds'])
const BOOLEANS = new Set([
  'allowWatchBookmarks',
  'force',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'orphanDependents',
  'sendInitialEvents',
  'watch',
])

const parameter = (name: string, where: 'query' | 'path' = 'query'): Json => ({
  name,
  in: where,
  ...(where === 'path' && { required: true }),
  schema: { type: INTEGERS.has(name) ? 'integer' : BOOLEANS.has(name) ? 'boolean' : 'string', uniqueItems: true },
})

export function pathsOf(resources: Iterable<Resource>): Record<string, Json> {
  const paths: Record<string, Json> = {}
  for (const r of resources) {
    const base = r.group ? `/apis/${r.group}/${r.version}` : `/api/${r.version}`
    const collection = r.namespaced ? `${base}/namespaces/{namespace}/${r.plural}` : `${base}/${r.plural}`
    if (r.namespaced) paths[`${base}/${r.plural}`] = { get: operation('list', r, LIST), parameters: [parameter('pretty')] }
    paths[collection] = { ...collectionOperations(r), parameters: inPath(r, false) }
    paths[`${collection}/{name}`] = { ...objectOperations(r), parameters: inPath(r, true) }
    for (const s of subresourcesOf(r)) {
      const kind = { group: s.group, version: s.version, kind: s.kind }
      paths[`${collection}/{name}/${s.name}`] = { ...subresourceOperations(s.verbs, kind), parameters: inPath(r, true) }
    }
  }
  return paths
}

const inPath = (r: Resource, named: boolean): Json[] => [
  ...(named ? [parameter('name', 'path')] : []),
  ...(r.namespaced ? [parameter('namespace', 'path')] : []),
  parameter('pretty'),
]

type Kind = { group: string; version: string; kind: string }

function operation(action: string, { group, version, kind }: Kind, parameters: readonly string[], body?: readonly string[]): Json {
  return {
    tags: [`${apiVersionOf({ group, version }).replace(/\W+/g, '_')}`],
    ...(parameters.length && { parameters: parameters.map(p => parameter(p)) }),
    ...(body && { requestBody: { content: Object.fromEntries(body.map(media => [media, { schema: {} }])) } }),
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  }
}

const collectionOperations = (r: Resource): Json => ({
  get: operation('list', r, LIST),
  post: operation('post', r, WRITE, ['*/*']),
  ...(verbsOf(r).includes('deletecollection') && { delete: operation('deletecollection', r, [...REMOVE, ...SELECT], ['*/*']) }),
})

const objectOperations = (r: Resource): Json => ({
  get: operation('get', r, []),
  put: operation('put', r, WRITE, ['*/*']),
  delete: operation('delete', r, REMOVE, ['*/*']),
  patch: operation('patch', r, [...WRITE, 'force'], PATCHES),
})

const subresourceOperations = (verbs: readonly string[], kind: Kind): Json => ({
  ...(verbs.includes('get') && { get: operation('get', kind, []) }),
  ...(verbs.includes('create') && { post: operation('post', kind, WRITE, ['*/*']) }),
  ...(verbs.includes('update') && { put: operation('put', kind, WRITE, ['*/*']) }),
  ...(verbs.includes('patch') && { patch: operation('patch', kind, [...WRITE, 'force'], PATCHES) }),
})
