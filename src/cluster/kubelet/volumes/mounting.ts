// Before a pod's sandbox come its volumes. One whose ConfigMap or Secret is missing is tried again after 0.5, 1, 2, 4 … s, at most two minutes apart, each
// with an event; the pod waits, as it does for a disk that has to be attached first. Upstream: pkg/kubelet/volumemanager,
// pkg/util/goroutinemap/exponentialbackoff, pkg/kubelet/kubelet.go SyncPod (WaitForAttachAndMount).
import type { EventData, World } from '../../../engine/index.ts'
import type { Pod } from '../../../kube/index.ts'
import { pods, workers } from '../rows.ts'
import { sayOfPod } from '../say.ts'
import { mountClaim } from './claims.ts'
import { type Named, objectOf } from './objects.ts'

type Volume = NonNullable<Pod['spec']['volumes']>[number]

export interface MountEvent extends EventData {
  readonly type: 'mount'
  readonly uid: string
  readonly volume: string
  readonly waitedMs: number
}

const FIRST_MS = 500
const MOST_MS = 122_000
/** Published with every namespace, a moment after it: a pod that is quicker than that is not kept waiting. */
const ROOT_CA = 'kube-root-ca.crt'

const missing = (world: World, pod: Pod, plural: Named, kind: string, name: string | undefined, optional: boolean | undefined) =>
  optional || !name || objectOf(world, plural, pod, name) ? undefined : `${kind} "${name}" not found`

/** Why a volume cannot be mounted yet, in the kubelet's words. */
function problemOf(world: World, pod: Pod, v: Volume): string | undefined {
  if (v.configMap) return missing(world, pod, 'configmaps', 'configmap', v.configMap.name, v.configMap.optional)
  if (v.secret) return missing(world, pod, 'secrets', 'secret', v.secret.secretName, v.secret.optional)
  for (const { configMap, secret } of v.projected?.sources ?? []) {
    if (configMap?.name === ROOT_CA) continue
    const problem =
      (configMap && missing(world, pod, 'configmaps', 'configmap', configMap.name, configMap.optional)) ??
      (secret && missing(world, pod, 'secrets', 'secret', secret.name, secret.optional))
    if (problem) return problem
  }
  return undefined
}

/** A disk that is not here yet is waited for in silence: the attach/detach controller speaks of it, and says when it has come. */
const isBlocked = (world: World, pod: Pod) =>
  (pod.spec.volumes ?? []).some(v => problemOf(world, pod, v) !== undefined || (v.persistentVolumeClaim && !mountClaim(world, pod, v)))

/** Mounts what a pod needs. Returns whether all is there; otherwise `mountAgain` goes on. */
export function mountVolumes(world: World, pod: Pod): boolean {
  for (const v of pod.spec.volumes ?? []) tryVolume(world, pod, v, FIRST_MS)
  return !isBlocked(world, pod)
}

function tryVolume(world: World, pod: Pod, v: Volume, waitMs: number): void {
  const problem = problemOf(world, pod, v)
  if (!problem) return
  sayOfPod(world, pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${v.name}" : ${problem}`)
  const { namespace, name } = pod.metadata
  world.tell('kubelet', `pods ${namespace}/${name}`, 'kubelet.volumeMissing', { volume: v.name, problem })
  const event: MountEvent = { type: 'mount', uid: pod.metadata.uid, volume: v.name, waitedMs: waitMs }
  world.schedule(waitMs, 'kubelet', event)
}

/** A volume is tried again. Returns whether now all of the pod's are there. */
export function mountAgain(world: World, e: MountEvent): boolean {
  const w = workers(world).get(e.uid)
  if (!w?.busy || w.life !== 'syncing' || pods(world).get(e.uid)?.state !== 'admitting') return false
  const volume = w.pod.spec.volumes?.find(v => v.name === e.volume)
  if (volume) tryVolume(world, w.pod, volume, Math.min(2 * e.waitedMs, MOST_MS))
  return !isBlocked(world, w.pod)
}
