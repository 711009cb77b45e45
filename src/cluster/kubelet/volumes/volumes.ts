// The volumes of a pod as disks: emptyDir, and what is made of ConfigMaps, Secrets and the pod's own facts. Table `volumes`; an emptyDir lives as long as
// its pod on the machine. Disks that outlive pods are claims' (claims.ts). Upstream: pkg/volume/*.
import type { World } from '../../../engine/index.ts'
import type { ApiObject, Container, Pod } from '../../../kube/index.ts'
import { type DiskDirectory, type DiskFile, diskOf, emptyDisk, type Mount } from '../../../shell/index.ts'
import { contentOf, keepContent, unmountClaim } from './claims.ts'
import { downward } from './downward.ts'
import { objectOf, textsOf } from './objects.ts'

type Volume = NonNullable<Pod['spec']['volumes']>[number]
type Items = readonly { key: string; path: string }[] | undefined

export const volumeTable = (w: Pick<World, 'table'>) => w.table<DiskDirectory>('volumes')

/** Under which key an emptyDir is kept. */
const keyOf = (pod: Pod, v: Volume): string => `${pod.metadata.uid} ${v.name}`

/** What is not made anew for each process. */
const isKept = (v: Volume): boolean => v.emptyDir !== undefined || v.persistentVolumeClaim !== undefined

const keptContent = (world: World, pod: Pod, v: Volume): DiskDirectory =>
  v.persistentVolumeClaim ? contentOf(world, pod, v) : (volumeTable(world).get(keyOf(pod, v)) ?? emptyDisk(world.nowMs, 0o777))

/** Nothing runs in the pod any more, though its object may stay: its disks are free for others. Upstream: pkg/kubelet/kubelet.go SyncTerminatedPod. */
export function unmountClaims(world: World, pod: Pod): void {
  for (const v of pod.spec.volumes ?? []) if (v.persistentVolumeClaim) unmountClaim(world, pod, v)
}

/** The pod is gone from the machine: what was only its own goes too. */
export function dropVolumes(world: World, pod: Pod): void {
  for (const v of pod.spec.volumes ?? []) if (v.emptyDir) volumeTable(world).delete(keyOf(pod, v))
  unmountClaims(world, pod)
}

/** The volumes of a container at their places. Write back with `keepVolumes` after a run. */
export function mountsOf(world: World, pod: Pod, c: Container): Mount[] {
  return (c.volumeMounts ?? []).flatMap(m => {
    const volume = pod.spec.volumes?.find(v => v.name === m.name)
    if (!volume) return []
    const whole = diskOfVolume(world, pod, volume)
    const disk = m.subPath ? inside(whole, m.subPath) : whole
    const readOnly = m.readOnly || !isKept(volume) || volume.persistentVolumeClaim?.readOnly
    return [{ path: m.mountPath.replace(/\/+$/, '') || '/', disk, ...(readOnly && { readOnly }) }]
  })
}

/** Keeps what processes have written into volumes. */
export function keepVolumes(world: World, pod: Pod, c: Container, mounts: readonly Mount[]): void {
  for (const m of c.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find(v => v.name === m.name)
    const mount = mounts.find(x => x.path === (m.mountPath.replace(/\/+$/, '') || '/'))
    if (!volume || !isKept(volume) || !mount || mount.readOnly) continue
    const before = keptContent(world, pod, volume)
    const now = m.subPath ? withInside(before, m.subPath, mount.disk) : (mount.disk as DiskDirectory)
    if (volume.persistentVolumeClaim) keepContent(world, pod, volume, now)
    else if (now !== before) volumeTable(world).set(keyOf(pod, volume), now)
  }
}

function diskOfVolume(world: World, pod: Pod, v: Volume): DiskDirectory {
  if (isKept(v)) return keptContent(world, pod, v)
  return diskOf(filesOf(world, pod, v), { mtimeMs: world.nowMs })
}

function filesOf(world: World, pod: Pod, v: Volume): Record<string, string> {
  if (v.configMap) return dataOf(objectOf(world, 'configmaps', pod, v.configMap.name), v.configMap.items)
  if (v.secret) return dataOf(objectOf(world, 'secrets', pod, v.secret.secretName), v.secret.items)
  if (v.downwardAPI) return downwardFiles(world, pod, v.downwardAPI.items)
  const files: Record<string, string> = {}
  for (const s of v.projected?.sources ?? []) {
    if (s.configMap) Object.assign(files, dataOf(objectOf(world, 'configmaps', pod, s.configMap.name), s.configMap.items))
    if (s.secret) Object.assign(files, dataOf(objectOf(world, 'secrets', pod, s.secret.name), s.secret.items))
    if (s.downwardAPI) Object.assign(files, downwardFiles(world, pod, s.downwardAPI.items))
    if (s.serviceAccountToken) files[s.serviceAccountToken.path] = 'podium'
  }
  return files
}

function dataOf(o: ApiObject | undefined, items: Items): Record<string, string> {
  const data = textsOf(o)
  if (!items) return data
  return Object.fromEntries(items.flatMap(i => (Object.hasOwn(data, i.key) ? [[i.path, data[i.key] ?? '']] : [])))
}

type DownwardItems = NonNullable<NonNullable<Volume['downwardAPI']>['items']> | undefined
function downwardFiles(world: World, pod: Pod, items: DownwardItems): Record<string, string> {
  return Object.fromEntries((items ?? []).map(i => [i.path, downward(world, pod, i.fieldRef?.fieldPath, i.resourceFieldRef) ?? '']))
}

const parts = (path: string) => path.split('/').filter(Boolean)

/** What is at a subPath: a directory, or a single file. */
function inside(disk: DiskDirectory, path: string): DiskDirectory | DiskFile {
  let at: DiskDirectory = disk
  for (const part of parts(path)) {
    const entry = Object.hasOwn(at.entries, part) ? at.entries[part] : undefined
    if (entry?.type === 'file') return entry
    if (entry?.type !== 'directory') return emptyDisk(0, 0o777)
    at = entry
  }
  return at
}

function withInside(disk: DiskDirectory, path: string, entry: DiskDirectory | DiskFile): DiskDirectory {
  const [first = '', ...rest] = parts(path)
  const old = Object.hasOwn(disk.entries, first) ? disk.entries[first] : undefined
  const next = rest.length ? withInside(old?.type === 'directory' ? old : emptyDisk(0, 0o777), rest.join('/'), entry) : entry
  return { ...disk, entries: { ...disk.entries, [first]: next } }
}
