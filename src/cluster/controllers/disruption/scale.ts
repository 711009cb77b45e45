// How many pods a controller wants, for shares: found through the pod's owner, a ReplicaSet's being its Deployment. A kind without a size is an error, and the
// budget then allows nothing. Upstream: pkg/controller/disruption/disruption.go finders, getScaleController, getExpectedScale.
import type { World } from '../../../engine/index.ts'
import { type ApiObject, controllerOf, type OwnerReference, type Resource, resources } from '../../../kube/index.ts'
import type { Roll } from './rolls.ts'

/** Why a budget cannot be worked out, in words for its condition. */
export class SyncFailed extends Error {}

interface Sized {
  readonly uid: string
  readonly scale: number
}

const resourceOf = ({ apiVersion, kind }: OwnerReference): Resource | undefined => {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : ''
  return resources.find(r => r.kind === kind && r.group === group)
}

function get(world: Pick<World, 'get'>, ref: OwnerReference, namespace: string): { object: ApiObject; resource: Resource } | undefined {
  const resource = resourceOf(ref)
  if (!resource) throw new SyncFailed(`no matches for kind ${JSON.stringify(ref.kind)} in version ${JSON.stringify(ref.apiVersion)}`)
  if (!resource.scale) {
    const group = resource.group ? `.${resource.group}` : ''
    throw new SyncFailed(`${resource.plural}${group} does not implement the scale subresource`)
  }
  const object = world.get(resource.plural, `${namespace}/${ref.name}`)
  return object?.metadata.uid === ref.uid ? { object, resource } : undefined
}

function sizeOf(world: Pick<World, 'get'>, ref: OwnerReference, namespace: string): Sized | undefined {
  const own = get(world, ref, namespace)
  if (!own) return undefined
  const above = ref.kind === 'ReplicaSet' ? controllerOf(own.object) : undefined
  const found = (above?.kind === 'Deployment' && get(world, above, namespace)) || own
  return { uid: found.object.metadata.uid, scale: found.resource.scale?.replicas(found.object) ?? 0 }
}

/** The sum of what the owners of the pods want, each once. Pods that nobody owns are left out. */
export function expectedScale(world: Pick<World, 'get'>, roll: Roll, namespace: string): number {
  const sizes = new Map<string, number>()
  for (const uid of [...roll.owners.keys()].sort()) {
    const { ref, pods } = roll.owners.get(uid) as { ref: OwnerReference; pods: Set<string> }
    const sized = sizeOf(world, ref, namespace)
    if (!sized) throw new SyncFailed(`found no controllers for pod ${JSON.stringify([...pods].sort()[0])}`)
    sizes.set(sized.uid, sized.scale)
  }
  return [...sizes.values()].reduce((sum, n) => sum + n, 0)
}
