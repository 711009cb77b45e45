// What a pod spec gets when its author left it out; the same for Pods and for the templates of the workload kinds. Upstream:
// pkg/apis/core/v1/defaults.go SetDefaults_PodSpec, SetDefaults_Container, SetDefaults_Probe, SetDefaults_Volume …
import { fill, fillZero, mapField, mapSame, withField, without } from '../fill.ts'
import type { Container, PodSpec, PodTemplate, Probe } from '../types.ts'

type Volume = NonNullable<PodSpec['volumes']>[number]
type VolumeSource = NonNullable<NonNullable<Volume['projected']>['sources']>[number]
type EnvVar = NonNullable<Container['env']>[number]
type Handler = NonNullable<NonNullable<Container['lifecycle']>['preStop']>
type FieldItem = { fieldRef?: { apiVersion?: string; fieldPath: string }; resourceFieldRef?: { divisor?: string; resource: string } }

const EMPTY = Object.freeze({})
const POD_SPEC: Partial<PodSpec> = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: EMPTY,
  schedulerName: 'default-scheduler',
}
const WORDS = { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler' }
const LINKS = { enableServiceLinks: true }
const CONTAINER = { resources: EMPTY, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' }
const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }
const HTTP = { path: '/', scheme: 'HTTP' }
const GRPC = { service: '' }
const TCP = { protocol: 'TCP' }
const FILE_MODE = { defaultMode: 0o644 }
const V1 = { apiVersion: 'v1' }
const NO_DIVISOR = { divisor: '0' }

const PATH_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const REFERENCE = new RegExp(
  `^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\\d+)?/)?${PATH_PART}(?:/${PATH_PART})*(?::[\\w][\\w.-]{0,127})?(?:@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,})?$`,
)

/** Whether an image's name can be read at all; one that cannot is InvalidImageName to the kubelet. */
export const isImageReference = (image: string): boolean => REFERENCE.test(image)

/** `latest`, or neither a tag nor a digest, is pulled each time. The part after a registry's port is no tag. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  if (image.includes('@') || !isImageReference(image)) return 'IfNotPresent'
  const colon = image.lastIndexOf(':')
  const tag = colon > image.lastIndexOf('/') ? image.slice(colon + 1) : 'latest'
  return tag === 'latest' ? 'Always' : 'IfNotPresent'
}

type HttpGet = NonNullable<Handler['httpGet']>
const httpDefaults = (get: HttpGet): HttpGet => fillZero(get, HTTP)
const handlerDefaults = (h: Handler): Handler => mapField(h, 'httpGet', httpDefaults)

const probeDefaults = (p: Probe): Probe => mapField(mapField(fillZero(p, PROBE), 'httpGet', httpDefaults), 'grpc', g => fill(g, GRPC))

const fieldItemDefaults = <I extends FieldItem>(item: I): I =>
  mapField(
    mapField<FieldItem, 'fieldRef'>(item, 'fieldRef', f => fillZero(f, V1)),
    'resourceFieldRef',
    r => fillZero(r, NO_DIVISOR),
  ) as I

const envDefaults = (e: EnvVar): EnvVar => mapField(e, 'valueFrom', fieldItemDefaults)

export function containerDefaults(c: Container): Container {
  let out = fillZero(c, CONTAINER)
  if (!out.imagePullPolicy) out = { ...out, imagePullPolicy: defaultPullPolicy(out.image ?? '') }
  if (out.ports)
    out = withField(
      out,
      'ports',
      mapSame(out.ports, p => fillZero(p, TCP)),
    )
  if (out.env) out = withField(out, 'env', mapSame(out.env, envDefaults))
  if (out.livenessProbe) out = withField(out, 'livenessProbe', probeDefaults(out.livenessProbe))
  if (out.readinessProbe) out = withField(out, 'readinessProbe', probeDefaults(out.readinessProbe))
  if (out.startupProbe) out = withField(out, 'startupProbe', probeDefaults(out.startupProbe))
  if (out.lifecycle) out = mapField(out, 'lifecycle', l => mapField(mapField(l, 'preStop', handlerDefaults), 'postStart', handlerDefaults))
  return out
}

type WithPolicy = Container & { restartPolicy?: string }
/** A container's own restart policy says one thing only: this init container is a sidecar. Everything else is dropped. */
const onlySidecars = (c: WithPolicy): Container => (c.restartPolicy === 'Always' ? c : without(c, 'restartPolicy'))

const SOURCES = (v: Volume) => Object.keys(v).some(k => k !== 'name' && (v as unknown as Record<string, unknown>)[k] != null)
const itemsDefaults = <S extends { items?: FieldItem[] }>(s: S): S => mapField(s, 'items', items => mapSame(items, fieldItemDefaults))

const projectedDefaults = (s: VolumeSource): VolumeSource =>
  mapField(mapField(s, 'downwardAPI', itemsDefaults), 'serviceAccountToken', t => fillZero(t, { expirationSeconds: 3600 }))

function volumeDefaults(v: Volume): Volume {
  if (!SOURCES(v)) return { ...v, emptyDir: {} }
  if (v.configMap) return withField(v, 'configMap', fill(v.configMap, FILE_MODE))
  if (v.secret) return withField(v, 'secret', fill(v.secret, FILE_MODE))
  if (v.hostPath) return withField(v, 'hostPath', fill(v.hostPath, { type: '' }))
  if (v.downwardAPI) return withField(v, 'downwardAPI', itemsDefaults(fill(v.downwardAPI, FILE_MODE)))
  if (v.projected)
    return withField(
      v,
      'projected',
      mapField(fill(v.projected, FILE_MODE), 'sources', all => mapSame(all, projectedDefaults)),
    )
  if (v.ephemeral?.volumeClaimTemplate)
    return withField(
      v,
      'ephemeral',
      mapField(v.ephemeral, 'volumeClaimTemplate', t =>
        mapField(fill(t, { metadata: {} }), 'spec', s => fill(s, { volumeMode: 'Filesystem' })),
      ),
    )
  return v
}

// Lists are immutable, and the pods of one template share its containers and volumes: what was once settled need not be looked at again.
const settled = new WeakSet<readonly object[]>()

function settle<T extends object>(list: readonly T[], change: (item: T) => T): T[] {
  if (settled.has(list)) return list as T[]
  const out = mapSame(list, change)
  settled.add(out)
  return out
}

const appContainer = (c: Container): Container => without(containerDefaults(c) as WithPolicy, 'restartPolicy')
const initContainer = (c: Container): Container => onlySidecars(containerDefaults(c))

export function podSpecDefaults(spec: PodSpec): PodSpec {
  let out = fill(fillZero(spec, WORDS), POD_SPEC)
  if (out.containers) out = withField(out, 'containers', settle(out.containers, appContainer))
  if (out.initContainers) out = withField(out, 'initContainers', settle(out.initContainers, initContainer))
  if (out.volumes) out = withField(out, 'volumes', settle(out.volumes, volumeDefaults))
  // The old name of the field goes on beside the new one.
  if (out.serviceAccountName && !out.serviceAccount) out = { ...out, serviceAccount: out.serviceAccountName }
  else if (out.serviceAccount && !out.serviceAccountName) out = { ...out, serviceAccountName: out.serviceAccount }
  return out
}

export const podTemplateDefaults = (t: PodTemplate): PodTemplate =>
  mapField(fill(t, { metadata: EMPTY as PodTemplate['metadata'] }), 'spec', podSpecDefaults)

/** A request that is not said is the limit. Only Pods get this, not templates. */
function requestsFromLimits(c: Container): Container {
  const limits = c.resources?.limits
  if (!limits) return c
  const requests = fill(c.resources?.requests ?? {}, limits)
  return requests === c.resources?.requests ? c : { ...c, resources: { ...c.resources, requests } }
}

const hostPorts = (c: Container): Container =>
  mapField(c, 'ports', ports => mapSame(ports, p => (p.hostPort ? p : { ...p, hostPort: p.containerPort })))

// The pods of one template have one spec between them.
const ofPods = new WeakMap<PodSpec, PodSpec>()
const settledForPods = new WeakSet<readonly object[]>()

function settleForPods(list: readonly Container[]): Container[] {
  if (settledForPods.has(list)) return list as Container[]
  const out = mapSame(list, requestsFromLimits)
  settled.add(out)
  settledForPods.add(out)
  return out
}

/** The spec of a Pod itself. Upstream: SetDefaults_Pod. */
export function podDefaults(spec: PodSpec): PodSpec {
  const seen = ofPods.get(spec)
  if (seen) return seen
  let out = fill(podSpecDefaults(spec), LINKS)
  if (out.containers) out = withField(out, 'containers', settleForPods(out.containers))
  if (out.initContainers) out = withField(out, 'initContainers', settleForPods(out.initContainers))
  if (out.hostNetwork && out.containers) out = withField(out, 'containers', mapSame(out.containers, hostPorts))
  if (out.hostNetwork && out.initContainers) out = withField(out, 'initContainers', mapSame(out.initContainers, hostPorts))
  if (out !== spec) ofPods.set(spec, out)
  return out
}
