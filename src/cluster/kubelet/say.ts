// What a kubelet says about a pod, on its way to the event recorder. A machine that is cut off keeps it to itself. Upstream: pkg/kubelet/events,
// kuberuntime_container.go recordContainerEvent, container/ref.go (fieldPath).
import type { World } from '../../engine/index.ts'
import type { ApiObject, Pod } from '../../kube/index.ts'
import type { Said } from '../recorder.ts'
import { isConnected } from './rows.ts'

type Sort = Said['sort']

/** `inMs`: what is said is only so then. */
export function sayOfPod(world: World, pod: Pod, sort: Sort, reason: string, message: string, container?: string, inMs = 0): void {
  const node = pod.spec.nodeName as string
  if (!isConnected(world, node)) return
  const init = container !== undefined && pod.spec.initContainers?.some(c => c.name === container)
  const fieldPath = container === undefined ? undefined : `spec.${init ? 'initContainers' : 'containers'}{${container}}`
  say(world, pod, node, sort, reason, message, fieldPath, inMs)
}

/** Of its node, whether there is a Node or not: a kubelet gives the name in the place of the uid (kubelet.go nodeRef). */
export function sayOfNode(world: World, name: string, sort: Sort, reason: string, message: string): void {
  say(world, { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } } as ApiObject, name, sort, reason, message)
}

function say(world: World, o: ApiObject, host: string, sort: Sort, reason: string, message: string, fieldPath?: string, inMs = 0): void {
  const { name, namespace, uid, resourceVersion } = o.metadata
  // Most is said of a pod's container; written out, because it is said of every one.
  const about: Said['about'] =
    o.kind === 'Pod' && namespace && resourceVersion && fieldPath
      ? { apiVersion: o.apiVersion, kind: o.kind, namespace, name, uid, resourceVersion, fieldPath }
      : {
          ...(o.kind !== 'Node' && { apiVersion: o.apiVersion }),
          kind: o.kind,
          ...(namespace && { namespace }),
          name,
          uid,
          ...(o.kind !== 'Node' && resourceVersion && { resourceVersion }),
          ...(fieldPath && { fieldPath }),
        }
  world.schedule(inMs, 'recorder', { type: 'event', about, sort, reason, message, component: 'kubelet', host } satisfies Said)
}
