// Kinds that are asked and answered but never kept. Reviews of access: everybody may do everything here, as with the admin's key of a fresh cluster.
// Definitions of custom resources: they tell of the kinds that are not Kubernetes' own and can only be read. Upstream:
// pkg/registry/authorization/selfsubjectaccessreview/rest.go, apiextensions-apiserver.
import { hashOf } from '../engine/index.ts'
import { type ApiObject, type Draft, formatTime, notFound, type Resource, writeJson } from '../kube/index.ts'
import { readValue } from './body.ts'
import type { Answer, Call } from './call.ts'
import type { List } from './exchange.ts'
import { methodNotAllowed } from './refusals.ts'
import { isCustom } from './served.ts'
import { printedOf } from './tables.ts'

const NO_RULES = {
  hasStatus: false,
  hasGeneration: false,
  defaults: (o: Draft) => o,
  prepareCreate: (o: Draft) => o,
  prepareUpdate: (o: Draft) => o,
  validate: () => [],
  validateUpdate: () => [],
}

const review = (kind: string): Resource => ({
  group: 'authorization.k8s.io',
  version: 'v1',
  kind,
  plural: `${kind.toLowerCase()}s`,
  singular: kind.toLowerCase(),
  shortNames: [],
  namespaced: false,
  columns: [],
  ...NO_RULES,
})

const definitions: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  columns: [
    { name: 'Name', type: 'string', format: 'name', priority: 0, cell: o => o.metadata.name },
    { name: 'Created At', type: 'date', format: '', priority: 0, cell: o => o.metadata.creationTimestamp },
  ],
  ...NO_RULES,
  hasStatus: true,
}

export const virtualKinds: readonly Resource[] = [review('SelfSubjectAccessReview'), review('SelfSubjectRulesReview'), definitions]

export const isVirtual = (r: Resource): boolean => virtualKinds.includes(r)

export function answerVirtual(call: Call): Answer {
  return call.resource === definitions ? define(call) : answerReview(call)
}

const EVERYTHING = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
}

function answerReview({ request, resource: r, house, name }: Call): Answer {
  if (request.method !== 'POST' || name !== '') throw methodNotAllowed()
  const asked = readValue(request.body, request.contentType, house.reading)?.value as { spec?: object } | undefined
  const status = r.kind === 'SelfSubjectAccessReview' ? { allowed: true } : EVERYTHING
  return {
    json: { kind: r.kind, apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec: JSON.parse(writeJson(asked?.spec ?? {})), status },
    code: 201,
  }
}

function define({ request, house, name, query, resource: r }: Call): Answer {
  if (request.method !== 'GET' || query.bool('watch')) throw methodNotAllowed()
  const custom = [...house.engine.store.resources.values()].filter(isCustom)
  const items = custom.map(k => definitionOf(k, formatTime(house.engine.nowMs - house.engine.now)))
  const list: List = { kind: `${r.kind}List`, apiVersion: 'apiextensions.k8s.io/v1', metadata: { resourceVersion: '1' }, items }
  if (name === '') return { list, printed: printedOf(r) }
  const found = items.find(d => d.metadata.name === name)
  if (!found) throw notFound(r, name)
  return { object: found, printed: printedOf(r) }
}

const TRUE = (type: string, reason: string) => ({ type, status: 'True', reason })

function definitionOf({ group, version, kind, plural, singular, namespaced, hasStatus }: Resource, since: string): ApiObject {
  const names = { plural, singular, kind, listKind: `${kind}List` }
  return {
    kind: 'CustomResourceDefinition',
    apiVersion: 'apiextensions.k8s.io/v1',
    metadata: {
      name: `${plural}.${group}`,
      uid: `00000000-0000-4000-8000-${hashOf(plural).slice(0, 12)}`,
      resourceVersion: '1',
      creationTimestamp: since,
    },
    spec: {
      group,
      names,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: [{ name: version, served: true, storage: true, ...(hasStatus && { subresources: { status: {} } }) }],
    },
    status: {
      conditions: [TRUE('NamesAccepted', 'NoConflicts'), TRUE('Established', 'InitialNamesAccepted')],
      acceptedNames: names,
      storedVersions: [version],
    },
  }
}
