// What of a pod can change: images, a shorter deadline, further tolerations; and while gates hold it back from the scheduler, where it may go. Upstream:
// pkg/apis/core/validation/validation.go ValidatePodUpdate, ValidatePodStatusUpdate.
import { canonical } from '../../names.ts'
import type { FieldError } from '../../resource.ts'
import { dumpDifference } from '../../schema/dump.ts'
import type { Container, Draft, Pod, PodSpec, Toleration } from '../../types.ts'
import { forbiddenField, invalidValue, required } from '../../validation/errors.ts'
import { sortedKeys } from '../../validation/labels.ts'
import { checkCommonUpdate, checkMeta, checkOwnMetaUpdate } from '../../validation/meta.ts'
import { checkImages } from './containers.ts'
import { checkPodSpec } from './spec.ts'

const FIELDS = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
]

const same = (a: unknown, b: unknown) => a === b || canonical(a ?? null) === canonical(b ?? null)

function checkDeadline(now: number | undefined, before: number | undefined): FieldError[] {
  const field = 'spec.activeDeadlineSeconds'
  if (now === before) return []
  if (now !== undefined) {
    if (now < 0 || now > 2 ** 31 - 1) return [invalidValue(field, now, 'must be between 0 and 2147483647, inclusive')]
    if (before !== undefined && before < now) return [invalidValue(field, now, 'must be less than or equal to previous value')]
    return []
  }
  return [invalidValue(field, null, 'must not update from a positive integer to nil value')]
}

function checkTolerationsKept(spec: PodSpec, old: PodSpec): FieldError[] {
  const withoutSeconds = ({ tolerationSeconds: _, ...t }: Toleration) => canonical(t)
  const now = new Set((spec.tolerations ?? []).map(withoutSeconds))
  return (old.tolerations ?? []).every(t => now.has(withoutSeconds(t)))
    ? []
    : [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
}

/** The new spec with everything that may differ set back to what it was. */
function withAllowedAsBefore(spec: PodSpec, old: PodSpec): PodSpec {
  const image = (now: Container[] | undefined, before: Container[] | undefined) =>
    now?.map((c, i) => ({ ...c, image: before?.[i]?.image ?? '' }))
  const out: Record<string, unknown> = {
    ...spec,
    containers: image(spec.containers, old.containers),
    initContainers: image(spec.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    tolerations: old.tolerations,
    schedulingGates: old.schedulingGates,
  }
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1)
    out.terminationGracePeriodSeconds = old.terminationGracePeriodSeconds
  if (old.schedulingGates?.length) {
    // A pod that no scheduler has seen yet may still be told where not to go.
    out.nodeSelector = old.nodeSelector
    out.affinity = old.affinity
  }
  return out as unknown as PodSpec
}

function checkGatesOnlyGo(spec: PodSpec, old: PodSpec): FieldError[] {
  const before = new Set((old.schedulingGates ?? []).map(g => g.name))
  return (spec.schedulingGates ?? [])
    .map((g, i) => ({ ...g, i }))
    .filter(g => !before.has(g.name))
    .map(g => forbiddenField(`spec.schedulingGates[${g.i}].name`, `only deletion is allowed, but found new scheduling gate '${g.name}'`))
}

/** While it is held back a pod may be narrowed, not moved. */
function checkSelectorOnlyGrows(spec: PodSpec, old: PodSpec): FieldError[] {
  const now: Record<string, string> = spec.nodeSelector ?? {}
  const kept = Object.entries(old.nodeSelector ?? {}).every(([k, v]) => now[k] === v)
  if (kept) return []
  const why = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'
  return [invalidValue('spec.nodeSelector', spec.nodeSelector ? sortedKeys(now) : null, why)]
}

/** The images are looked at once more, as the fields that may change. */
const checkContainerImages = (spec: PodSpec): FieldError[] => [
  ...(['containers', 'initContainers'] as const).flatMap(list =>
    (spec[list] ?? []).flatMap((c, i) => (c.image?.trim() ? [] : [required(`spec.${list}[${i}].image`)])),
  ),
  ...checkImages('spec', spec),
]

function checkCounts(spec: PodSpec, old: PodSpec): FieldError[] {
  const errors: FieldError[] = []
  if ((spec.containers?.length ?? 0) !== (old.containers?.length ?? 0))
    errors.push(forbiddenField('spec.containers', 'pod updates may not add or remove containers'))
  if ((spec.initContainers?.length ?? 0) !== (old.initContainers?.length ?? 0))
    errors.push(forbiddenField('spec.initContainers', 'pod updates may not add or remove containers'))
  return errors
}

export function checkPodUpdate(o: Draft, old: Pod): FieldError[] {
  const spec = o.spec as PodSpec
  const errors = [
    ...checkCommonUpdate(o, old),
    ...checkOwnMetaUpdate(o, old),
    ...checkMeta(o),
    ...checkPodSpec('spec', spec),
    ...checkImages('spec', spec),
  ]
  const counts = checkCounts(spec, old.spec)
  if (counts.length > 0) return [...errors, ...counts]
  errors.push(...checkContainerImages(spec))
  errors.push(...checkDeadline(spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds), ...checkTolerationsAdded(spec, old.spec))
  errors.push(...checkGatesOnlyGo(spec, old.spec))
  if (old.spec.schedulingGates?.length) errors.push(...checkSelectorOnlyGrows(spec, old.spec))
  if (errors.length > 0) return errors
  const munged = withAllowedAsBefore(spec, old.spec)
  if (same(munged, old.spec)) return errors
  const diff = dumpDifference('PodSpec', old.spec, munged)
  return [...errors, forbiddenField('spec', `pod updates may not change fields other than ${FIELDS.join(',')}\n${diff}`)]
}

const checkTolerationsAdded = (spec: PodSpec, old: PodSpec): FieldError[] =>
  same(spec.tolerations, old.tolerations) ? [] : checkTolerationsKept(spec, old)
