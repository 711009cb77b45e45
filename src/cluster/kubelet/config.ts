// What a container needs to be created: the ConfigMaps and Secrets that its environment names. A missing one holds it back. Upstream:
// pkg/kubelet/kubelet_pods.go makeEnvironmentVariables.
import type { World } from '../../engine/index.ts'
import type { Container, Pod } from '../../kube/index.ts'
import { type Named, objectOf, textsOf } from './volumes/objects.ts'

type Source = { name?: string; key?: string; optional?: boolean } | undefined

function whole(world: World, pod: Pod, plural: Named, kind: string, s: Source): string | undefined {
  if (!s || s.optional || objectOf(world, plural, pod, s.name)) return undefined
  return `${kind} "${s.name}" not found`
}

function keyed(world: World, pod: Pod, plural: Named, kind: string, s: Source): string | undefined {
  if (!s || s.optional) return undefined
  const o = objectOf(world, plural, pod, s.name)
  if (!o) return `${kind} "${s.name}" not found`
  const has = Object.hasOwn(textsOf(o), s.key ?? '')
  const proper = kind === 'configmap' ? 'ConfigMap' : 'Secret'
  return has ? undefined : `couldn't find key ${s.key} in ${proper} ${pod.metadata.namespace}/${s.name}`
}

/** Why the container cannot be created, in the kubelet's words. */
export function configErrorOf(world: World, pod: Pod, c: Container): string | undefined {
  for (const from of c.envFrom ?? []) {
    const problem =
      whole(world, pod, 'configmaps', 'configmap', from.configMapRef) ?? whole(world, pod, 'secrets', 'secret', from.secretRef)
    if (problem) return problem
  }
  for (const { valueFrom } of c.env ?? []) {
    const problem =
      keyed(world, pod, 'configmaps', 'configmap', valueFrom?.configMapKeyRef) ??
      keyed(world, pod, 'secrets', 'secret', valueFrom?.secretKeyRef)
    if (problem) return problem
  }
  return undefined
}
