// Which kinds are served under which group and version: the registrations of src/kube, arranged for lookup by address. Nothing here names a kind.
// Upstream: apiserver pkg/server/genericapiserver.go InstallAPIGroups, pkg/endpoints/installer.go.
import { apiVersionOf, type Resource } from '../kube/index.ts'

export interface Group {
  /** '' for the core group. */
  readonly name: string
  /** The preferred one first. */
  readonly versions: ReadonlyMap<string, ReadonlyMap<string, Resource>>
}
export type Served = ReadonlyMap<string, Group>

export function arrange(resources: Iterable<Resource>): Served {
  const groups = new Map<string, { name: string; versions: Map<string, Map<string, Resource>> }>()
  for (const r of resources) {
    const group = groups.get(r.group) ?? { name: r.group, versions: new Map() }
    groups.set(r.group, group)
    const version = group.versions.get(r.version) ?? new Map<string, Resource>()
    group.versions.set(r.version, version)
    version.set(r.plural, r)
  }
  return groups
}

/** Kinds outside Kubernetes' own groups are served as custom resources are: no strategic merge, verbs in another order. */
export const isCustom = (r: { group: string }): boolean => r.group.includes('.') && !r.group.endsWith('.k8s.io')

/** What a subresource answers with and allows. */
export interface Subresource {
  readonly name: string
  readonly kind: string
  readonly group: string
  readonly version: string
  readonly verbs: readonly string[]
  /** Said in discovery only where it is not the group's own version. */
  readonly foreign: boolean
}

const POD_SUBRESOURCES: readonly Subresource[] = [
  { name: 'attach', kind: 'PodAttachOptions', group: '', version: 'v1', verbs: ['create', 'get'], foreign: false },
  { name: 'binding', kind: 'Binding', group: '', version: 'v1', verbs: ['create'], foreign: false },
  { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'], foreign: true },
  { name: 'exec', kind: 'PodExecOptions', group: '', version: 'v1', verbs: ['create', 'get'], foreign: false },
  { name: 'log', kind: 'Pod', group: '', version: 'v1', verbs: ['get'], foreign: false },
  { name: 'portforward', kind: 'PodPortForwardOptions', group: '', version: 'v1', verbs: ['create', 'get'], foreign: false },
]

/** The subresources of a kind, by name in order of the alphabet. */
export function subresourcesOf(r: Resource): readonly Subresource[] {
  const own = { group: r.group, version: r.version, verbs: ['get', 'patch', 'update'] }
  return [
    ...(isPod(r) ? POD_SUBRESOURCES : []),
    ...(r.scale ? [{ name: 'scale', kind: 'Scale', ...own, group: 'autoscaling', version: 'v1', foreign: true }] : []),
    ...(r.hasStatus ? [{ name: 'status', kind: r.kind, ...own, foreign: false }] : []),
  ]
}

export const isPod = (r: Resource): boolean => r.plural === 'pods' && r.group === ''

export function verbsOf(r: Resource): readonly string[] {
  if (r.group === 'authorization.k8s.io') return ['create']
  if (r.group === 'apiextensions.k8s.io') return ['get', 'list']
  if (isCustom(r)) return ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']
  const all = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']
  return isNamespace(r) ? all.filter(v => v !== 'deletecollection') : all
}

export const isNamespace = (r: Resource): boolean => r.plural === 'namespaces' && r.group === ''

export { apiVersionOf }
