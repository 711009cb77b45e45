// Volumes of a pod: one source each, names once. Upstream: pkg/apis/core/validation/validation.go ValidateVolumes, validateVolumeSource.
import { compareQuantities } from '../../quantity.ts'
import type { FieldError } from '../../resource.ts'
import type { PodSpec } from '../../types.ts'
import { checkClaimSpec } from '../../validation/claims.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../validation/errors.ts'
import { labelName, subdomainName } from '../../validation/names.ts'
import { checkFieldRef, VOLUME_FIELDS } from './fieldrefs.ts'
import { checkFilePath, checkNoBacksteps } from './paths.ts'

type Volume = NonNullable<PodSpec['volumes']>[number]
type Items = { key: string; path: string; mode?: number }[] | undefined
type Files = NonNullable<NonNullable<Volume['downwardAPI']>['items']>
type Projected = NonNullable<Volume['projected']>

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

const checkMode = (field: string, mode: number | undefined): FieldError[] =>
  mode !== undefined && (mode < 0 || mode > 0o777)
    ? [invalidValue(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : []

function checkItems(field: string, items: Items): FieldError[] {
  return (items ?? []).flatMap(({ key, path, mode }, i) => [
    ...(key ? [] : [required(`${field}[${i}].key`)]),
    ...(path ? checkFilePath(`${field}[${i}].path`, path) : [required(`${field}[${i}].path`)]),
    ...checkMode(`${field}[${i}].mode`, mode),
  ])
}

/** Kubernetes leaves the index out when it names these. */
function checkFiles(at: string, files: Files | undefined): FieldError[] {
  return (files ?? []).flatMap(f => {
    const errors = f.path ? checkFilePath(`${at}.path`, f.path) : [required(`${at}.path`)]
    if (f.fieldRef) errors.push(...checkFieldRef(`${at}.fieldRef`, f.fieldRef, VOLUME_FIELDS))
    if (f.fieldRef && f.resourceFieldRef)
      errors.push(invalidValue(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
    if (!f.fieldRef && !f.resourceFieldRef) errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'))
    return [...errors, ...checkMode(`${at}.mode`, f.mode)]
  })
}

function checkProjected(at: string, p: Projected): FieldError[] {
  const errors: FieldError[] = checkMode(`${at}.defaultMode`, p.defaultMode)
  p.sources?.forEach((s, i) => {
    const here = `${at}.sources[${i}]`
    for (const key of ['secret', 'configMap'] as const) {
      const source = s[key]
      if (!source) continue
      if (!source.name) errors.push(required(`${here}.${key}.name`))
      errors.push(...checkItems(`${here}.${key}.items`, source.items))
    }
    if (s.downwardAPI) errors.push(...checkFiles(`${at}.downwardAPI`, s.downwardAPI.items))
    if (s.serviceAccountToken && !s.serviceAccountToken.path) errors.push(required(`${at}.path`))
  })
  return errors
}

type Check = (at: string, v: Volume) => FieldError[]

/** The sources that are looked into, in Kubernetes' order; every other source passes. */
const SOURCES: Partial<Record<keyof Volume, Check>> = {
  emptyDir: (at, v) => {
    const limit = v.emptyDir?.sizeLimit
    return limit !== undefined && compareQuantities(limit, '0') < 0
      ? [forbiddenField(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : []
  },
  hostPath: (at, { hostPath }) => {
    if (!hostPath?.path) return [required(`${at}.path`)]
    const type = hostPath.type ?? ''
    return [
      ...checkNoBacksteps(`${at}.path`, hostPath.path),
      ...(HOST_PATH_TYPES.includes(type) ? [] : [notSupported(`${at}.type`, type, HOST_PATH_TYPES)]),
    ]
  },
  secret: (at, { secret }) => [
    ...(secret?.secretName ? [] : [required(`${at}.secretName`)]),
    ...checkMode(`${at}.defaultMode`, secret?.defaultMode),
    ...checkItems(`${at}.items`, secret?.items),
  ],
  nfs: (at, { nfs }) => [
    ...(nfs?.server ? [] : [required(`${at}.server`)]),
    ...(nfs?.path ? [] : [required(`${at}.path`)]),
    ...(nfs?.path?.startsWith('/') ? [] : [invalidValue(`${at}.path`, nfs?.path ?? '', 'must be an absolute path')]),
  ],
  persistentVolumeClaim: (at, v) => (v.persistentVolumeClaim?.claimName ? [] : [required(`${at}.claimName`)]),
  downwardAPI: (at, { downwardAPI }) => [
    ...checkMode(`${at}.defaultMode`, downwardAPI?.defaultMode),
    ...checkFiles(at, downwardAPI?.items),
  ],
  configMap: (at, { configMap }) => [
    ...(configMap?.name ? [] : [required(`${at}.name`)]),
    ...checkMode(`${at}.defaultMode`, configMap?.defaultMode),
    ...checkItems(`${at}.items`, configMap?.items),
  ],
  projected: (at, v) => checkProjected(at, v.projected as Projected),
  csi: (at, { csi }) => [
    ...(csi?.driver ? [] : [required(`${at}.driver`)]),
    ...subdomainName((csi?.driver ?? '').toLowerCase()).map(w => invalidValue(`${at}.driver`, csi?.driver ?? '', w)),
  ],
  ephemeral: (at, v) =>
    v.ephemeral?.volumeClaimTemplate
      ? checkClaimSpec(`${at}.volumeClaimTemplate.spec`, v.ephemeral.volumeClaimTemplate.spec)
      : [required(`${at}.volumeClaimTemplate`)],
}

function checkSource(at: string, v: Volume): FieldError[] {
  const said = Object.keys(SOURCES).filter(k => v[k as keyof Volume]) as (keyof Volume)[]
  const others = Object.keys(v).filter(k => k !== 'name' && !(k in SOURCES) && v[k as keyof Volume])
  if (said.length + others.length === 0) return [required(at, 'must specify a volume type')]
  return [...said, ...others].flatMap((key, i) =>
    i > 0
      ? [forbiddenField(`${at}.${key}`, 'may not specify more than 1 volume type')]
      : (SOURCES[key as keyof Volume]?.(`${at}.${key}`, v) ?? []),
  )
}

/** What is wrong, and the names of the volumes that can be mounted. */
export function checkVolumes(field: string, volumes: PodSpec['volumes']): { errors: FieldError[]; names: Set<string> } {
  const errors: FieldError[] = []
  const names = new Set<string>()
  volumes?.forEach((v, i) => {
    const at = `${field}[${i}]`
    const wrong = checkSource(at, v)
    if (!v.name) wrong.push(required(`${at}.name`))
    else for (const w of labelName(v.name)) wrong.push(invalidValue(`${at}.name`, v.name, w))
    if (names.has(v.name)) wrong.push(duplicate(`${at}.name`, v.name))
    if (wrong.length === 0) names.add(v.name)
    errors.push(...wrong)
  })
  return { errors, names }
}
