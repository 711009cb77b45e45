// Kinds that are asked and answered but never kept: reviews of access. Everybody may do everything here, as with the admin's key of a fresh cluster.
// Upstream: pkg/registry/authorization/selfsubjectaccessreview/rest.go.
import type { Resource } from '../kube/index.ts'
import { readValue } from './body.ts'
import type { Answer, Call } from './call.ts'
import { methodNotAllowed } from './refusals.ts'

const ask = (kind: string, plural: string): Resource => ({
  group: 'authorization.k8s.io',
  version: 'v1',
  kind,
  plural,
  singular: plural.replace(/s$/, ''),
  shortNames: [],
  namespaced: false,
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  defaults: o => o,
  prepareCreate: o => o,
  prepareUpdate: o => o,
  validate: () => [],
  validateUpdate: () => [],
})

export const virtualKinds: readonly Resource[] = [
  ask('SelfSubjectAccessReview', 'selfsubjectaccessreviews'),
  ask('SelfSubjectRulesReview', 'selfsubjectrulesreviews'),
]

export const isVirtual = (r: Resource): boolean => virtualKinds.includes(r)

const EVERYTHING = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
}

export function review({ request, resource: r, house, name }: Call): Answer {
  if (request.method !== 'POST' || name !== '') throw methodNotAllowed()
  const asked = readValue(request.body, request.contentType, house.reading)?.value as { spec?: object } | undefined
  const status = r.kind === 'SelfSubjectAccessReview' ? { allowed: true } : EVERYTHING
  return {
    json: { kind: r.kind, apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec: asked?.spec ?? {}, status },
    code: 201,
  }
}
