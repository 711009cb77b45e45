// Whose change is news for a Service: its own, and of its pods only what an endpoint is made of. Upstream: staging/src/k8s.io/endpointslice
// util/controller_utils.go podEndpointsChanged, pkg/controller/util/endpoint.
import { type Commit, keyOf, same, type Watch, type World } from '../../../engine/index.ts'
import { compileMapSelector, type Labels, type Pod, type Service } from '../../../kube/index.ts'
import { isPodReady } from './endpoints.ts'

export const watches: readonly Watch[] = [
  { plural: 'services', keys: c => [c.key] },
  { plural: 'pods', keys: podChanged },
]

/** The Services that a pod's change concerns. */
function podChanged(c: Commit, world: World): string[] {
  const old = c.old as Pod | undefined
  const pod = c.object as Pod
  const relabelled = c.type === 'MODIFIED' && old !== undefined && !same(old.metadata.labels, pod.metadata.labels)
  const changed = c.type !== 'MODIFIED' || !old || endpointChanged(old, pod)
  if (!changed && !relabelled) return []
  const now = servicesFor(world, pod.metadata.namespace ?? '', pod.metadata.labels)
  if (!relabelled) return now
  const before = servicesFor(world, pod.metadata.namespace ?? '', old.metadata.labels)
  // Only another label: it concerns those that gain or lose the pod by it.
  const isNews = (key: string) => changed || now.includes(key) !== before.includes(key)
  return [...new Set([...now, ...before])].filter(isNews)
}

/** Not its phase: a pod that turned unready just before it ended may stay listed until something else happens. */
const endpointChanged = (old: Pod, pod: Pod): boolean =>
  old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
  isPodReady(old) !== isPodReady(pod) ||
  old.status?.podIP !== pod.status?.podIP ||
  old.spec.nodeName !== pod.spec.nodeName ||
  old.spec.hostname !== pod.spec.hostname ||
  old.spec.subdomain !== pod.spec.subdomain

function servicesFor(world: World, namespace: string, labels: Labels): string[] {
  if (!labels) return []
  return world
    .by<Service>('services', 'namespace', namespace)
    .filter(s => compileMapSelector(s.spec.selector)(labels))
    .map(keyOf)
}

/** Services whose members the control plane writes down. */
export const isKept = ({ spec, metadata }: Service): boolean =>
  Object.keys(spec.selector ?? {}).length > 0 && spec.type !== 'ExternalName' && !metadata.deletionTimestamp

interface Work {
  readonly at: number
  readonly pods: number
}
/** Upstream's work on one Service takes time, so that it sees the changes of many pods together: about so long for each pod. */
const WORK_MS_PER_POD = 0.03
const MANY = 1000

/** How long the work of `who` on its last look, at very many pods, still takes. */
export function restMs(world: World, who: string, key: string): number {
  const last = world.table<Work>(`${who}.work`).get(key)
  return last && last.pods > MANY ? Math.max(0, last.at + last.pods * WORK_MS_PER_POD - world.now) : 0
}
export const worked = (world: World, who: string, key: string, pods: number): void =>
  world.table<Work>(`${who}.work`).set(key, { at: world.now, pods })
export function forget(world: World, who: string, key: string): void {
  world.table<Work>(`${who}.work`).delete(key)
  world.table<Retry>(`${who}.retry`).delete(key)
}

interface Retry {
  readonly tries: number
  readonly at: number
}
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 1_000_000
const MOST_RETRIES = 15

/** When a look that has `failed` is repeated: later each time, and not for ever. Upstream: endpointslice_controller.go handleErr, NewController. */
export function retryMs(world: World, who: string, key: string, failed: boolean): number | undefined {
  const retries = world.table<Retry>(`${who}.retry`)
  if (!failed) return void retries.delete(key)
  const before = retries.get(key) ?? { tries: 0, at: world.now }
  if (before.at > world.now) return before.at - world.now
  if (before.tries >= MOST_RETRIES) return void retries.delete(key)
  const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** before.tries)
  retries.set(key, { tries: before.tries + 1, at: world.now + wait })
  return wait
}
