// A probe's verdict goes straight into the last status, without a sync. Upstream: pkg/kubelet/status/status_manager.go SetContainerReadiness,
// SetContainerStartup.
import type { World } from '../../../engine/index.ts'
import type { ContainerStatus, PodStatus } from '../../../kube/index.ts'
import { change, containerOf, pods, type Worker, workers } from '../rows.ts'
import { conditionsOf } from './conditions.ts'

export function tellReadiness(world: World, uid: string, name: string): void {
  const w = workers(world).get(uid) as Worker
  const row = containerOf(pods(world).get(uid), name)
  const { status } = w
  if (!status || !row) return
  const turn = (s: ContainerStatus): ContainerStatus =>
    s.name === name && s.containerID === row.id && s.state?.running ? { ...s, ready: row.ready, started: row.started } : s
  const told: PodStatus = {
    ...status,
    ...(status.containerStatuses && { containerStatuses: status.containerStatuses.map(turn) }),
    ...(status.initContainerStatuses && { initContainerStatuses: status.initContainerStatuses.map(turn) }),
  }
  const hasSandbox = pods(world).get(uid)?.ip !== undefined
  const before = [...(status.conditions ?? []), ...(w.pod.status.conditions ?? [])]
  change(world, uid, { status: { ...told, conditions: conditionsOf(w.pod, told, hasSandbox, dedupe(before), world.timestamp) } })
  world.wake('kubelet', w.key, 0)
}

const dedupe = <C extends { type: string }>(list: readonly C[]): C[] => list.filter((c, i) => list.findIndex(d => d.type === c.type) === i)
