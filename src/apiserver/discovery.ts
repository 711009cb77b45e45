// What the server says of itself: version, groups, kinds, their verbs and short names; in two answers for clients that ask for the aggregated form, a
// page a version for the others. All of it is read off the registrations. Upstream: apiserver pkg/endpoints/discovery/**, apiextensions customresource_discovery.
import type { Resource } from '../kube/index.ts'
import type { Answer, House } from './call.ts'
import type { Request } from './exchange.ts'
import { clausesOf } from './negotiate.ts'
import { methodNotAllowed, NoSuchPage, noSuchResource } from './refusals.ts'
import { apiVersionOf, type Group, isCustom, type Served, subresourcesOf, verbsOf } from './served.ts'

const VERSION = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.4',
  gitCommit: 'podium',
  gitTreeState: 'clean',
  buildDate: '2017-03-30T09:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'podium/simulated',
}

const PATHS = ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version']

/** The answer, when the path is about the server and not about objects. Throws 404, 405. */
export function discover(house: House, path: string, parts: readonly string[], request: Request): Answer | undefined {
  const { served } = house
  const [first, second, third] = parts
  const reads = request.method === 'GET'
  const page = (json: unknown, contentType?: string): Answer => {
    if (!reads) throw methodNotAllowed()
    return { json, ...(contentType && { contentType }) }
  }
  if (parts.length === 0) return page({ paths: [...PATHS, ...groupPaths(served)].sort() })
  if (path === '/version' || path === '/version/') return page(VERSION)
  if (first === 'api') {
    const core = served.get('')
    if (parts.length === 1) return wantsAggregated(request) ? page(aggregated(core ? [core] : []), AGGREGATED) : page(CORE_VERSIONS)
    if (parts.length === 2) return page(resourceList(core, second as string))
    return undefined
  }
  if (first !== 'apis') throw new NoSuchPage()
  const groups = inOrder(served).filter(g => g.name !== '')
  if (parts.length === 1) return wantsAggregated(request) ? page(aggregated(groups), AGGREGATED) : page(groupList(groups))
  const group = second === '' ? undefined : served.get(second as string)
  if (!group || second === '') throw new NoSuchPage()
  if (parts.length === 2) return page({ kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) })
  if (parts.length === 3) return page(resourceList(group, third as string))
  return undefined
}

const CORE_VERSIONS = {
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }],
}

function groupPaths(served: Served): string[] {
  return [...served.values()]
    .filter(g => g.name !== '')
    .flatMap(g => [`/apis/${g.name}`, ...[...g.versions.keys()].map(v => `/apis/${g.name}/${v}`)])
}

/** The order in which kubectl looks for a short name: Kubernetes' own groups first. */
const inOrder = (served: Served): Group[] => [...served.values()].sort((a, b) => rank(a) - rank(b))
const ORDER = [
  '',
  'apps',
  'events.k8s.io',
  'autoscaling',
  'batch',
  'policy',
  'storage.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
]
const rank = ({ name }: Group) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/** Whoever names the aggregated form anywhere in Accept gets it. */
const wantsAggregated = (request: Request) =>
  clausesOf(request.accept ?? '').some(
    ({ type, parameters: p }) =>
      type === 'application/json' && p.as === 'APIGroupDiscoveryList' && p.g === 'apidiscovery.k8s.io' && p.v === 'v2',
  )

function groupOf(g: Group) {
  const versions = [...g.versions.keys()].map(version => ({ groupVersion: `${g.name}/${version}`, version }))
  return { name: g.name, versions, preferredVersion: versions[0] }
}

const groupList = (groups: readonly Group[]) => ({ kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) })

function resourceList(group: Group | undefined, version: string) {
  const kinds = group?.versions.get(version)
  if (!group || !kinds) throw noSuchResource()
  const resources = [...kinds.values()].flatMap(legacyEntries)
  if (group.name === '') resources.push({ name: 'bindings', singularName: 'binding', namespaced: true, kind: 'Binding', verbs: ['create'] })
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf({ group: group.name, version }),
    resources: resources.sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

interface LegacyEntry {
  name: string
  singularName: string
  namespaced: boolean
  kind: string
  verbs: readonly string[]
  group?: string
  version?: string
  shortNames?: readonly string[]
  categories?: readonly string[]
}

function legacyEntries(r: Resource): LegacyEntry[] {
  const { plural, singular, namespaced, kind, shortNames, categories } = r
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: verbsOf(r),
      ...(shortNames.length && { shortNames }),
      ...(categories?.length && { categories }),
    } as LegacyEntry,
    ...subresourcesOf(r).map(s => ({
      name: `${plural}/${s.name}`,
      singularName: '',
      namespaced,
      ...(s.foreign && { group: s.group, version: s.version }),
      kind: s.kind,
      verbs: s.verbs,
    })),
  ]
}

function aggregated(groups: readonly Group[]) {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(g => ({
      metadata: { ...(g.name && { name: g.name }), creationTimestamp: null },
      versions: [...g.versions].map(([version, kinds]) => ({
        version,
        resources: aggregatedEntries(g, [...kinds.values()]),
        freshness: 'Current',
      })),
    })),
  }
}

function aggregatedEntries(group: Group, kinds: readonly Resource[]) {
  const entries = kinds.map(aggregatedEntry)
  if (group.name === '')
    entries.push({
      resource: 'bindings',
      responseKind: { group: '', version: '', kind: 'Binding' },
      scope: 'Namespaced',
      singularResource: 'binding',
      verbs: ['create'],
    })
  return entries.sort((a, b) => (a.resource < b.resource ? -1 : 1))
}

interface AggregatedEntry {
  resource: string
  responseKind: { group: string; version: string; kind: string }
  scope: string
  singularResource: string
  verbs: readonly string[]
  shortNames?: readonly string[]
  categories?: readonly string[]
  subresources?: unknown[]
}

function aggregatedEntry(r: Resource): AggregatedEntry {
  // The kind's own group and version go without saying, except with custom resources.
  const own = isCustom(r) ? { group: r.group, version: r.version } : { group: '', version: '' }
  const subresources = subresourcesOf(r).map(s => ({
    subresource: s.name,
    responseKind: { ...(s.foreign ? { group: s.group, version: s.version } : own), kind: s.kind },
    verbs: s.verbs,
  }))
  return {
    resource: r.plural,
    responseKind: { ...own, kind: r.kind },
    scope: r.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: r.singular,
    verbs: verbsOf(r),
    ...(r.shortNames.length && { shortNames: r.shortNames }),
    ...(r.categories?.length && { categories: r.categories }),
    ...(subresources.length && { subresources }),
  } as AggregatedEntry
}
