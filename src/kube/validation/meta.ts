// Metadata, the same for every kind: names, labels, annotations, owners, finalizers, and what of it never changes. Upstream: apimachinery
// pkg/api/validation/objectmeta.go, pkg/apis/core/validation/validation.go ValidateFinalizerName.
import type { FieldError } from '../resource.ts'
import type { ApiObject, Draft, OwnerReference } from '../types.ts'
import { forbiddenField, IMMUTABLE, invalidValue, nonNegative, required, tooLong } from './errors.ts'
import { checkLabels } from './labels.ts'
import { labelName, qualifiedName, subdomainName } from './names.ts'

/** What is wrong with a name. */
export type NameRule = (name: string) => string[]

const ANNOTATIONS_LIMIT = 256 * 1024
const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion'])

export function checkAnnotations(field: string, annotations: Record<string, string> | undefined): FieldError[] {
  if (!annotations) return []
  const errors: FieldError[] = []
  let size = 0
  for (const key of Object.keys(annotations).sort()) {
    for (const wrong of qualifiedName(key.toLowerCase())) errors.push(invalidValue(field, key, wrong))
    size += key.length + (annotations[key]?.length ?? 0)
  }
  if (size > ANNOTATIONS_LIMIT) errors.push(tooLong(field, ANNOTATIONS_LIMIT))
  return errors
}

/** An owner's fields in the order in which Go prints them. */
const ownerJson = ({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference) => ({
  apiVersion,
  kind,
  name,
  uid,
  ...(controller !== undefined && { controller }),
  ...(blockOwnerDeletion !== undefined && { blockOwnerDeletion }),
})

function checkOwners(field: string, owners: OwnerReference[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  let controller: string | undefined
  for (const owner of owners ?? []) {
    if (!owner.apiVersion) errors.push(invalidValue(`${field}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'))
    for (const key of ['kind', 'name', 'uid'] as const)
      if (!owner[key]) errors.push(invalidValue(`${field}.${key}`, owner[key] ?? '', 'must not be empty'))
    if (owner.apiVersion === 'v1' && owner.kind === 'Event')
      errors.push(invalidValue(field, ownerJson(owner), '/v1, Kind=Event is disallowed from being an owner'))
    if (!owner.controller) continue
    const name = `${owner.kind}/${owner.name}`
    if (controller !== undefined)
      errors.push(
        invalidValue(
          field,
          (owners ?? []).map(ownerJson),
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`,
        ),
      )
    else controller = name
  }
  return errors
}

function checkFinalizers(field: string, finalizers: string[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  for (const finalizer of finalizers ?? []) for (const w of qualifiedName(finalizer)) errors.push(invalidValue(field, finalizer, w))
  if (finalizers?.includes('orphan') && finalizers.includes('foregroundDeletion'))
    errors.push(invalidValue(field, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'))
  return errors
}

/** A finalizer of nobody's domain is one of Kubernetes' own. */
function checkKnownFinalizers(finalizers: string[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  finalizers?.forEach((finalizer, i) => {
    if (!finalizer.includes('/') && !STANDARD_FINALIZERS.has(finalizer) && qualifiedName(finalizer).length === 0)
      errors.push(
        invalidValue(`metadata.finalizers[${i}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified'),
      )
  })
  return errors
}

const checkContent = ({ metadata: m }: Draft): FieldError[] => [
  ...checkLabels('metadata.labels', m.labels),
  ...checkAnnotations('metadata.annotations', m.annotations),
  ...checkOwners('metadata.ownerReferences', m.ownerReferences),
]

const checkRest = (o: Draft): FieldError[] => [
  ...nonNegative('metadata.generation', o.metadata.generation),
  ...checkContent(o),
  ...checkFinalizers('metadata.finalizers', o.metadata.finalizers),
]

/** The metadata of a new object. */
export function checkMeta(o: Draft, nameRule: NameRule = subdomainName, namespaced = true): FieldError[] {
  const { name, generateName, namespace } = o.metadata
  const errors: FieldError[] = []
  // A base may end with the hyphen that the suffix will follow.
  if (generateName)
    for (const wrong of nameRule(generateName.replace(/-$/, 'a'))) errors.push(invalidValue('metadata.generateName', generateName, wrong))
  if (!name) errors.push(required('metadata.name', 'name or generateName is required'))
  else for (const wrong of nameRule(name)) errors.push(invalidValue('metadata.name', name, wrong))
  if (!namespaced && namespace) errors.push(forbiddenField('metadata.namespace', 'not allowed on this type'))
  if (namespaced && namespace) for (const wrong of labelName(namespace)) errors.push(invalidValue('metadata.namespace', namespace, wrong))
  return [...errors, ...checkRest(o), ...checkKnownFinalizers(o.metadata.finalizers)]
}

/** What the server alone gives to a new object is taken out of what its author wrote. Upstream: rest.FillObjectMetaSystemFields, BeforeCreate. */
export function forgetIdentity(o: Draft): Draft {
  const {
    uid: _,
    creationTimestamp: __,
    generation: ___,
    selfLink: ____,
    deletionTimestamp: _____,
    deletionGracePeriodSeconds: ______,
    ...metadata
  } = o.metadata
  return { ...o, metadata }
}

const FIXED = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const

/** What an update leaves out of the identity, or may not touch, is as it was; a change of the time of birth is passed over in silence. */
export function keepIdentity(o: Draft, old: ApiObject): Draft {
  const before = old.metadata
  const grace = o.metadata.deletionGracePeriodSeconds ?? before.deletionGracePeriodSeconds
  return {
    ...o,
    metadata: {
      ...o.metadata,
      creationTimestamp: before.creationTimestamp,
      uid: o.metadata.uid || before.uid,
      ...(before.deletionTimestamp && { deletionTimestamp: before.deletionTimestamp }),
      ...(grace !== undefined && { deletionGracePeriodSeconds: grace }),
    },
  }
}

function checkKept(o: Draft, old: ApiObject): FieldError[] {
  const errors: FieldError[] = []
  if (old.metadata.deletionTimestamp) {
    const before = new Set(old.metadata.finalizers ?? [])
    const added = (o.metadata.finalizers ?? []).filter(f => !before.has(f))
    const list = added.map(f => JSON.stringify(f)).join(', ')
    if (added.length > 0)
      errors.push(
        forbiddenField(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`,
        ),
      )
  }
  for (const key of FIXED) {
    const value = o.metadata[key]
    if (value !== old.metadata[key]) errors.push(invalidValue(`metadata.${key}`, value ?? null, IMMUTABLE))
  }
  return [...errors, ...checkContent(o)]
}

/** What the server itself looks at before the kind's own rules: each thing wrong is therefore told more than once. */
export const checkCommonUpdate = (o: Draft, old: ApiObject): FieldError[] => [...checkRest(o), ...checkKept(o, old)]

/** What most kinds look at once more. */
export const checkOwnMetaUpdate = (o: Draft, old: ApiObject): FieldError[] => [
  ...checkKept(o, old),
  ...checkKnownFinalizers(o.metadata.finalizers),
]

/** The metadata of an object about to be replaced. */
export const checkMetaUpdate = (o: Draft, old: ApiObject): FieldError[] => [...checkCommonUpdate(o, old), ...checkOwnMetaUpdate(o, old)]
