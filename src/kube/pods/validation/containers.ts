// What a container may be. Upstream: pkg/apis/core/validation/validation.go validateContainers, validateInitContainers, validateContainerCommon,
// ValidateEnv, ValidateVolumeMounts.
import type { FieldError } from '../../resource.ts'
import type { Container, PodSpec } from '../../types.ts'
import { duplicate, forbiddenField, invalidValue, notFoundValue, oneOf, required } from '../../validation/errors.ts'
import { envVarName, labelName, portName, portNumber, subdomainName } from '../../validation/names.ts'
import { checkFieldRef, ENV_FIELDS } from './fieldrefs.ts'
import { checkDescendingPath } from './paths.ts'
import { checkLifecycle, checkLiveness, checkReadiness } from './probes.ts'
import { checkResources } from './resources.ts'
import { checkSecurityContext } from './security.ts'

type Port = NonNullable<Container['ports']>[number]
type EnvVar = NonNullable<Container['env']>[number]

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never']
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError']

const RESOURCE_FIELDS = ['limits', 'requests'].flatMap(list => ['cpu', 'ephemeral-storage', 'memory'].map(name => `${list}.${name}`))

export const isSidecar = (c: Container) => (c as { restartPolicy?: string }).restartPolicy === 'Always'

function checkPorts(field: string, ports: Port[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  ports?.forEach((port, i) => {
    const at = `${field}[${i}]`
    if (port.name) {
      const wrong = portName(port.name)
      for (const w of wrong) errors.push(invalidValue(`${at}.name`, port.name, w))
      if (wrong.length === 0 && names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name))
      names.add(port.name)
    }
    if (!port.containerPort) errors.push(required(`${at}.containerPort`))
    else for (const w of portNumber(port.containerPort)) errors.push(invalidValue(`${at}.containerPort`, port.containerPort, w))
    if (port.hostPort) for (const w of portNumber(port.hostPort)) errors.push(invalidValue(`${at}.hostPort`, port.hostPort, w))
    errors.push(...oneOf(`${at}.protocol`, port.protocol, PROTOCOLS))
  })
  return errors
}

function checkKeyRef(at: string, ref: { name?: string; key: string }): FieldError[] {
  const errors: FieldError[] = []
  for (const w of subdomainName(ref.name ?? '')) errors.push(invalidValue(`${at}.name`, ref.name ?? '', w))
  if (!ref.key) errors.push(required(`${at}.key`))
  return errors
}

function checkValueFrom(at: string, env: EnvVar): FieldError[] {
  const from = env.valueFrom
  if (!from) return []
  const errors: FieldError[] = []
  let sources = 0
  if (from.fieldRef) {
    sources++
    errors.push(...checkFieldRef(`${at}.fieldRef`, from.fieldRef, ENV_FIELDS))
  }
  if (from.resourceFieldRef) {
    sources++
    const { resource } = from.resourceFieldRef
    if (!resource) errors.push(required(`${at}.resourceFieldRef.resource`))
    else if (!resource.includes('hugepages-')) errors.push(...oneOf(`${at}.resourceFieldRef.resource`, resource, RESOURCE_FIELDS))
  }
  if (from.configMapKeyRef) {
    sources++
    errors.push(...checkKeyRef(`${at}.configMapKeyRef`, from.configMapKeyRef))
  }
  if (from.secretKeyRef) {
    sources++
    errors.push(...checkKeyRef(`${at}.secretKeyRef`, from.secretKeyRef))
  }
  if (sources === 0)
    errors.push(invalidValue(at, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'))
  if (env.value) {
    if (sources > 0) errors.push(invalidValue(at, '', 'may not be specified when `value` is not empty'))
  } else if (sources > 1) errors.push(invalidValue(at, '', 'may not have more than one field specified at a time'))
  return errors
}

function checkEnv(field: string, env: EnvVar[] | undefined): FieldError[] {
  const errors: FieldError[] = []
  env?.forEach((e, i) => {
    const at = `${field}[${i}]`
    if (!e.name) errors.push(required(`${at}.name`))
    else for (const w of envVarName(e.name)) errors.push(invalidValue(`${at}.name`, e.name, w))
    errors.push(...checkValueFrom(`${at}.valueFrom`, e))
  })
  return errors
}

function checkEnvFrom(field: string, all: Container['envFrom']): FieldError[] {
  const errors: FieldError[] = []
  all?.forEach((from, i) => {
    if (from.prefix) for (const w of envVarName(from.prefix)) errors.push(invalidValue(`${field}[${i}].prefix`, from.prefix, w))
    for (const key of ['configMapRef', 'secretRef'] as const) {
      const ref = from[key]
      if (!ref) continue
      if (!ref.name) errors.push(required(`${field}[${i}].${key}.name`))
      else for (const w of subdomainName(ref.name)) errors.push(invalidValue(`${field}[${i}].${key}.name`, ref.name, w))
    }
    if (!from.configMapRef && !from.secretRef) errors.push(invalidValue(field, '', 'must specify one of: `configMapRef` or `secretRef`'))
    else if (from.configMapRef && from.secretRef)
      errors.push(invalidValue(field, '', 'may not have more than one field specified at a time'))
  })
  return errors
}

function checkMounts(field: string, mounts: Container['volumeMounts'], volumes: ReadonlySet<string>): FieldError[] {
  const errors: FieldError[] = []
  const paths = new Set<string>()
  mounts?.forEach((mount, i) => {
    const at = `${field}[${i}]`
    if (!mount.name) errors.push(required(`${at}.name`))
    if (!volumes.has(mount.name)) errors.push(notFoundValue(`${at}.name`, mount.name))
    if (!mount.mountPath) errors.push(required(`${at}.mountPath`))
    if (paths.has(mount.mountPath)) errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, 'must be unique'))
    paths.add(mount.mountPath)
    // Kubernetes leaves the index out of these two.
    if (mount.subPath) errors.push(...checkDescendingPath(`${field}.subPath`, mount.subPath))
    if (mount.subPathExpr) {
      if (mount.subPath) errors.push(invalidValue(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'))
      errors.push(...checkDescendingPath(`${field}.subPathExpr`, mount.subPathExpr))
    }
  })
  return errors
}

/** The part that is the same for containers of all sorts. */
function checkCommon(at: string, c: Container, volumes: ReadonlySet<string>): FieldError[] {
  const errors: FieldError[] = []
  if (!c.name) errors.push(required(`${at}.name`))
  else for (const w of labelName(c.name)) errors.push(invalidValue(`${at}.name`, c.name, w))
  if (!c.image) errors.push(required(`${at}.image`))
  errors.push(
    ...oneOf(`${at}.terminationMessagePolicy`, c.terminationMessagePolicy, MESSAGE_POLICIES),
    ...checkPorts(`${at}.ports`, c.ports),
    ...checkEnv(`${at}.env`, c.env),
    ...checkEnvFrom(`${at}.envFrom`, c.envFrom),
    ...checkMounts(`${at}.volumeMounts`, c.volumeMounts, volumes),
    ...oneOf(`${at}.imagePullPolicy`, c.imagePullPolicy, PULL_POLICIES),
    ...checkResources(`${at}.resources`, c.resources),
    ...checkSecurityContext(`${at}.securityContext`, c.securityContext),
  )
  return errors
}

/** One port of the host can be had once. */
function checkHostPorts(field: string, containers: readonly Container[]): FieldError[] {
  const errors: FieldError[] = []
  const taken = new Set<string>()
  containers.forEach((c, i) => {
    c.ports?.forEach((p, j) => {
      if (!p.hostPort) return
      const key = `${p.protocol}/${p.hostIP ?? ''}/${p.hostPort}`
      if (taken.has(key)) errors.push(duplicate(`${field}[${i}].ports[${j}].hostPort`, key))
      taken.add(key)
    })
  })
  return errors
}

export function checkContainers(field: string, spec: PodSpec, volumes: ReadonlySet<string>, graceSeconds: number): FieldError[] {
  const containers = spec.containers ?? []
  if (containers.length === 0) return [required(field)]
  const errors: FieldError[] = []
  const names = new Set<string>()
  containers.forEach((c, i) => {
    const at = `${field}[${i}]`
    errors.push(...checkCommon(at, c, volumes))
    if (names.has(c.name)) errors.push(duplicate(`${at}.name`, c.name))
    names.add(c.name)
    errors.push(
      ...checkLifecycle(`${at}.lifecycle`, c.lifecycle, graceSeconds),
      ...checkLiveness(`${at}.livenessProbe`, c.livenessProbe),
      ...checkReadiness(`${at}.readinessProbe`, c.readinessProbe),
      ...checkLiveness(`${at}.startupProbe`, c.startupProbe),
    )
  })
  return [...errors, ...checkHostPorts(field, containers)]
}

const ONLY_SIDECARS = 'may not be set for init containers without restartPolicy=Always'

export function checkInitContainers(field: string, spec: PodSpec, volumes: ReadonlySet<string>, graceSeconds: number): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set((spec.containers ?? []).map(c => c.name))
  spec.initContainers?.forEach((c, i) => {
    const at = `${field}[${i}]`
    errors.push(...checkCommon(at, c, volumes))
    if (names.has(c.name)) errors.push(duplicate(`${at}.name`, c.name))
    else if (c.name) names.add(c.name)
    errors.push(...checkHostPorts(field, [c]))
    if (isSidecar(c)) {
      errors.push(
        ...checkLifecycle(`${at}.lifecycle`, c.lifecycle, graceSeconds),
        ...checkLiveness(`${at}.livenessProbe`, c.livenessProbe),
        ...checkReadiness(`${at}.readinessProbe`, c.readinessProbe),
        ...checkLiveness(`${at}.startupProbe`, c.startupProbe),
      )
      return
    }
    for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
      if (c[key]) errors.push(forbiddenField(`${at}.${key}`, ONLY_SIDECARS))
  })
  return errors
}

/** A pod on the host's network has the host's ports. */
export function checkHostNetwork(at: string, spec: PodSpec): FieldError[] {
  if (!spec.hostNetwork) return []
  const errors: FieldError[] = []
  for (const list of ['containers', 'initContainers'] as const)
    spec[list]?.forEach((c, i) => {
      c.ports?.forEach((p, j) => {
        if (p.hostPort && p.hostPort !== p.containerPort)
          errors.push(
            invalidValue(`${at}.${list}[${i}].ports[${j}].hostPort`, p.hostPort, 'must match `containerPort` when `hostNetwork` is true'),
          )
      })
    })
  return errors
}

/** Blanks around an image's name are passed over in templates, for the sake of old ones, but not in pods. */
export function checkImages(at: string, spec: PodSpec): FieldError[] {
  const errors: FieldError[] = []
  for (const list of ['containers', 'initContainers'] as const)
    spec[list]?.forEach((c, i) => {
      if (c.image && c.image.trim() !== c.image)
        errors.push(invalidValue(`${at}.${list}[${i}].image`, c.image, 'must not have leading or trailing whitespace'))
    })
  return errors
}
