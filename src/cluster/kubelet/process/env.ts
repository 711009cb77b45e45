// The environment of a container: what its image says, the Services of its namespace, ConfigMaps and Secrets, its own `env` in order, each of which may use
// those before it as $(NAME). Upstream: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables, pkg/kubelet/envvars, third_party/forked/golang/expansion.
import type { World } from '../../../engine/index.ts'
import type { ApiObject, Container, Pod, Service } from '../../../kube/index.ts'
import { downward } from '../volumes/downward.ts'
import { type Named, objectOf, textsOf } from '../volumes/objects.ts'

type Env = Record<string, string>
const NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/

export function environmentOf(world: World, pod: Pod, c: Container): Env {
  const env: Env = { PATH: '/bin:/usr/bin:/sbin', HOME: '/root', HOSTNAME: pod.metadata.name, ...services(world, pod) }
  const find = (plural: Named, name?: string): ApiObject | undefined => objectOf(world, plural, pod, name)
  for (const from of c.envFrom ?? []) {
    const source = from.configMapRef ? find('configmaps', from.configMapRef.name) : find('secrets', from.secretRef?.name)
    for (const [k, v] of Object.entries(textsOf(source))) if (NAME.test(k)) env[`${from.prefix ?? ''}${k}`] = v
  }
  // Variables of Services and ConfigMaps are not seen by $(…) unless the container names them; earlier ones of its own are.
  const seen: Env = {}
  for (const { name, value, valueFrom } of c.env ?? []) {
    const told = valueFrom ? referred(world, pod, c, valueFrom, find) : expand(value ?? '', { ...env, ...seen })
    if (told === undefined) continue
    seen[name] = told
  }
  return { ...env, ...seen }
}

type ValueFrom = NonNullable<NonNullable<Container['env']>[number]['valueFrom']>

function referred(
  world: World,
  pod: Pod,
  c: Container,
  from: ValueFrom,
  find: (plural: Named, name?: string) => ApiObject | undefined,
): string | undefined {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = from
  if (configMapKeyRef) return textsOf(find('configmaps', configMapKeyRef.name))[configMapKeyRef.key]
  if (secretKeyRef) return textsOf(find('secrets', secretKeyRef.name))[secretKeyRef.key]
  return downward(world, pod, fieldRef?.fieldPath, resourceFieldRef, c)
}

/** `$(NAME)` is replaced where it is known, `$$` is a dollar, everything else stays. */
export function expand(text: string, env: Env): string {
  return text.replace(/\$(\$|\(([^()]*)\))/g, (whole, sign, name) => {
    if (sign === '$') return '$'
    return Object.hasOwn(env, name) ? (env[name] ?? '') : whole
  })
}

const variable = (text: string) => text.toUpperCase().replaceAll('-', '_')

/** `WEB_SERVICE_HOST`, `WEB_PORT_80_TCP` …: of the namespace's Services, and always of `kubernetes`. */
function services(world: World, pod: Pod): Env {
  const own = pod.spec.enableServiceLinks === false ? [] : world.by<Service>('services', 'namespace', pod.metadata.namespace ?? '')
  const master = world.get<Service>('services', 'default/kubernetes')
  const env: Env = {}
  for (const s of new Set([...(master ? [master] : []), ...own])) Object.assign(env, linksOf(s))
  return env
}

function linksOf({ metadata, spec }: Service): Env {
  const ip = spec.clusterIP
  const [first] = spec.ports ?? []
  if (!ip || ip === 'None' || !first) return {}
  const name = variable(metadata.name)
  const env: Env = { [`${name}_SERVICE_HOST`]: ip, [`${name}_SERVICE_PORT`]: String(first.port) }
  for (const p of spec.ports ?? []) if (p.name) env[`${name}_SERVICE_PORT_${variable(p.name)}`] = String(p.port)
  env[`${name}_PORT`] = `${(first.protocol ?? 'TCP').toLowerCase()}://${ip}:${first.port}`
  for (const { port, protocol = 'TCP' } of spec.ports ?? []) {
    const prefix = `${name}_PORT_${port}_${protocol}`
    env[prefix] = `${protocol.toLowerCase()}://${ip}:${port}`
    env[`${prefix}_PROTO`] = protocol.toLowerCase()
    env[`${prefix}_PORT`] = String(port)
    env[`${prefix}_ADDR`] = ip
  }
  return env
}
