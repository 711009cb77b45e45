// The status of each container, worked out from what the runtime knows of it and from why it could not be started. Upstream:
// pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses, convertStatusToAPIStatus.
import type { World } from '../../../engine/index.ts'
import { type Container, type ContainerState, type ContainerStatus, formatTime, type Pod } from '../../../kube/index.ts'
import { fullName, hexOf, imageIdOf } from '../../images/names.ts'
import { type ContainerRow, containerOf, type Exit, type PodRow, type Reason } from '../rows.ts'
import { isSidecar } from './phase.ts'

/** Simulated milliseconds as RFC 3339. */
export const timeOf = (world: World, at: number): string => formatTime(world.nowMs - world.now + at)

export const containerId = (uid: string, name: string, attempt: number): string => `containerd://${hexOf(`${uid} ${name} ${attempt}`)}`

const EPOCH = '1970-01-01T00:00:00Z'

function terminated(world: World, exit: Exit): ContainerState {
  const { code, reason, message, startedAt, finishedAt, id } = exit
  return {
    terminated: {
      exitCode: code,
      reason,
      ...(message && { message }),
      startedAt: startedAt === undefined ? EPOCH : timeOf(world, startedAt),
      finishedAt: timeOf(world, finishedAt),
      containerID: id,
    },
  }
}

const UNKNOWN = 'ContainerStatusUnknown'

/** What is said of a container that the runtime has never heard of: as before, or that it waits; when it was running before, it has got lost. */
function unseen(c: Container, pod: Pod, old: ContainerStatus | undefined): ContainerStatus {
  const reason = pod.spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating'
  if (old?.state?.terminated) return old
  let lastState: ContainerState = old?.lastState ?? {}
  let restartCount = old?.restartCount ?? 0
  if (old?.state?.running && !lastState.terminated) {
    const message = 'The container could not be located when the pod was deleted.  The container used to be Running'
    const never = null as unknown as string
    lastState = { terminated: { exitCode: 137, reason: UNKNOWN, message, startedAt: never, finishedAt: never } }
    if (!pod.metadata.deletionTimestamp) restartCount++
  }
  return {
    name: c.name,
    state: { waiting: { reason } },
    lastState,
    ready: false,
    restartCount,
    image: c.image ?? '',
    imageID: '',
    started: false,
  }
}

function seen(world: World, c: Container, row: ContainerRow): ContainerStatus {
  const state: ContainerState = row.exit
    ? terminated(world, row.exit)
    : { running: { startedAt: timeOf(world, row.startedAt ?? world.now) } }
  return {
    name: c.name,
    state,
    lastState: row.last ? terminated(world, row.last) : {},
    ready: false,
    restartCount: row.attempt,
    image: fullName(row.image),
    imageID: imageIdOf(row.image),
    containerID: row.id ?? '',
    started: false,
    ...resourcesOf(c),
  } as ContainerStatus
}

function resourcesOf(c: Container) {
  const { requests, limits } = c.resources ?? {}
  return {
    ...(requests && { allocatedResources: requests }),
    resources: { ...(limits && { limits }), ...(requests && { requests }) },
    ...(c.volumeMounts?.length && { volumeMounts: mountsOf(c.volumeMounts) }),
  }
}

type Mounts = NonNullable<Container['volumeMounts']>
const mounts = new WeakMap<Mounts, readonly object[]>()

/** As the spec has them; read-only ones say that what is mounted below them is not. Made once for each spec. */
function mountsOf(list: Mounts): readonly object[] {
  let found = mounts.get(list)
  if (!found) {
    found = list.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly && { readOnly, recursiveReadOnly: 'Disabled' }),
    }))
    mounts.set(list, found)
  }
  return found
}

/** Whether the next sync is to start it again. */
export function isToBeStarted(pod: Pod, row: ContainerRow | undefined): boolean {
  if (pod.metadata.deletionTimestamp) return false
  if (!row || row.attempt < 0) return true
  if (!row.exit) return false
  const policy = pod.spec.restartPolicy
  return policy === 'Always' || (policy === 'OnFailure' && row.exit.code !== 0)
}

/** All statuses of one sort: init containers in their order, the others by name. */
export function containerStatuses(
  world: World,
  pod: Pod,
  row: PodRow | undefined,
  reasons: Readonly<Record<string, Reason>>,
  old: readonly ContainerStatus[],
  init: boolean,
): ContainerStatus[] {
  const list = (init ? pod.spec.initContainers : pod.spec.containers) ?? []
  const statuses = list.map((c): ContainerStatus => {
    const known = containerOf(row, c.name)
    const before = old.find(s => s.name === c.name)
    const status = known && known.attempt >= 0 ? seen(world, c, known) : unseen(c, pod, before)
    const why = Object.hasOwn(reasons, c.name) ? reasons[c.name] : undefined
    if (!why || !isToBeStarted(pod, known) || (init && known?.exit?.code === 0)) return ready(status, c, known, init)
    const { reason, message } = why
    const lastState = status.state?.terminated ? status.state : (status.lastState ?? {})
    return { ...status, state: { waiting: { reason, ...(message && { message }) } }, lastState }
  })
  return init ? statuses : statuses.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Readiness as the probes know it; an init container that is no sidecar is ready when it has done its work. */
function ready(s: ContainerStatus, c: Container, row: ContainerRow | undefined, init: boolean): ContainerStatus {
  if (init && !isSidecar(c)) return { ...s, started: s.state?.running !== undefined, ready: s.state?.terminated?.exitCode === 0 }
  const running = s.state?.running !== undefined
  return { ...s, started: running && (row?.started ?? false), ready: running && (row?.ready ?? false) }
}
