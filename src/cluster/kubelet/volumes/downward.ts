// A pod's own facts, for its environment and files. Upstream: pkg/fieldpath, pkg/api/v1/resource/helpers.go ExtractContainerResourceValue.
import type { World } from '../../../engine/index.ts'
import { type Container, milliValue, type Pod, quantityValue } from '../../../kube/index.ts'
import { nodeAddress } from '../addresses.ts'
import { nodes, pods, specOf } from '../rows.ts'

interface ResourceRef {
  readonly containerName?: string
  readonly resource: string
  readonly divisor?: string
}

/** The text of a field or of a resource; undefined when it says nothing. `own`: the container that asks. */
export function downward(world: World, pod: Pod, fieldPath?: string, ref?: ResourceRef, own?: Container): string | undefined {
  if (fieldPath) return field(world, pod, fieldPath)
  if (!ref) return undefined
  const c = ref.containerName ? specOf(pod, ref.containerName) : own
  return c && resource(world, pod, c, ref)
}

const list = (map: Record<string, string> | undefined) =>
  Object.entries(map ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${k}=${JSON.stringify(v)}`)
    .join('\n')

function field(world: World, pod: Pod, path: string): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path)
  const { metadata, spec } = pod
  if (keyed) return (keyed[1] === 'labels' ? metadata.labels : metadata.annotations)?.[keyed[2] ?? ''] ?? ''
  const ip = pods(world).get(metadata.uid)?.ip ?? ''
  switch (path) {
    case 'metadata.name':
      return metadata.name
    case 'metadata.namespace':
      return metadata.namespace ?? ''
    case 'metadata.uid':
      return metadata.uid
    case 'metadata.labels':
      return list(metadata.labels)
    case 'metadata.annotations':
      return list(metadata.annotations)
    case 'spec.nodeName':
      return spec.nodeName ?? ''
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? ''
    case 'status.hostIP':
    case 'status.hostIPs':
      return nodeAddress(world, spec.nodeName ?? '')
    case 'status.podIP':
    case 'status.podIPs':
      return ip
    default:
      return undefined
  }
}

/** A limit that is not set is all that the node has; in whole cores and bytes unless a divisor says otherwise, rounded up. */
function resource(world: World, pod: Pod, c: Container, { resource, divisor }: ResourceRef): string {
  const [kind = '', ...rest] = resource.split('.')
  const name = rest.join('.')
  const set = (kind === 'limits' ? c.resources?.limits : c.resources?.requests)?.[name]
  const value = set ?? (kind === 'limits' ? nodes(world).get(pod.spec.nodeName ?? '')?.capacity[name] : undefined) ?? '0'
  const by = divisor && divisor !== '0' ? divisor : '1'
  return name === 'cpu'
    ? String(Math.ceil(milliValue(value) / Math.max(1, milliValue(by))))
    : String(Math.ceil(quantityValue(value) / Math.max(1, quantityValue(by))))
}
