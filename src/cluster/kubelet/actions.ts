// What a sync has to do: which containers to stop and which to start, in which order. Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go
// computePodActions; kuberuntime_container.go computeInitContainerActions.
import type { World } from '../../engine/index.ts'
import type { Container } from '../../kube/index.ts'
import { verdictOf } from './probes/prober.ts'
import { type ContainerRow, containerOf, type PodRow, pods, type Task, type Worker } from './rows.ts'
import { isToBeStarted } from './status/containers.ts'
import { isSidecar } from './status/phase.ts'

export interface Actions {
  readonly todo: readonly Task[]
  /** Nothing runs and nothing is to be started. */
  readonly allOver?: boolean
}

const isRunning = (c: ContainerRow | undefined): boolean => c !== undefined && c.attempt >= 0 && !c.exit

export function tasksOf(world: World, w: Worker): Actions {
  const pod = pods(world).get(w.uid)
  if (!pod) return { todo: [] }
  const initialized = w.pod.spec.containers.some(c => (containerOf(pod, c.name)?.attempt ?? -1) >= 0)
  const init = initialized ? sidecarTasks(world, w, pod) : initTasks(world, w, pod)
  if (init.blocked) return init
  const mains = mainTasks(world, w, pod)
  if (!mains.kept && !mains.todo.some(t => 'start' in t)) return { todo: [], allOver: true }
  return { todo: [...mains.todo.filter(t => 'kill' in t), ...init.todo, ...mains.todo.filter(t => 'start' in t)] }
}

/** Why a running container has to go, if so: another spec, or a probe that failed too often. */
function reasonToKill(world: World, w: Worker, c: Container, row: ContainerRow): string | undefined {
  if (row.spec && row.spec !== c && row.spec.image !== c.image) return `Container ${c.name} definition changed`
  if (verdictOf(world, w.uid, c.name, 'liveness') === 'failure') return `Container ${c.name} failed liveness probe`
  if (verdictOf(world, w.uid, c.name, 'startup') === 'failure') return `Container ${c.name} failed startup probe`
  return undefined
}

function mainTasks(world: World, w: Worker, pod: PodRow): { todo: Task[]; kept: number } {
  const todo: Task[] = []
  let kept = 0
  for (const c of w.pod.spec.containers) {
    const row = containerOf(pod, c.name)
    if (!row || !isRunning(row)) {
      if (isToBeStarted(w.pod, row)) todo.push({ start: c.name })
      continue
    }
    const why = reasonToKill(world, w, c, row)
    if (why === undefined) {
      kept++
      continue
    }
    const restart = w.pod.spec.restartPolicy !== 'Never' || why.endsWith('changed')
    todo.push({ kill: c.name, message: restart ? `${why}, will be restarted` : why })
    if (restart) todo.push({ start: c.name, killed: true })
  }
  return { todo, kept }
}

interface InitActions extends Actions {
  /** The regular containers have to wait. */
  readonly blocked?: boolean
}

/** Before the regular containers: one init container at a time, sidecars kept running on the way. */
function initTasks(world: World, w: Worker, pod: PodRow): InitActions {
  const todo: Task[] = []
  for (const c of w.pod.spec.initContainers ?? []) {
    const row = containerOf(pod, c.name)
    if (isSidecar(c)) {
      todo.push(...sidecar(world, w, c, row))
      if (!row || !isRunning(row) || !row.started) return { todo, blocked: true }
      continue
    }
    if (!row || row.attempt < 0) return { todo: [...todo, { start: c.name }], blocked: true }
    if (isRunning(row)) return { todo: [...todo, ...initKill(world, w, c, row)], blocked: true }
    if (row.exit?.code === 0) continue
    if (w.pod.spec.restartPolicy === 'Never') return { todo: [], blocked: true, allOver: true }
    return { todo: [...todo, { start: c.name }], blocked: true }
  }
  return { todo }
}

function initKill(world: World, w: Worker, c: Container, row: ContainerRow): Task[] {
  const why = reasonToKill(world, w, c, row)
  return why === undefined
    ? []
    : [
        { kill: c.name, message: `${why}, will be restarted` },
        { start: c.name, killed: true },
      ]
}

function sidecar(world: World, w: Worker, c: Container, row: ContainerRow | undefined): Task[] {
  if (!row || !isRunning(row)) return [{ start: c.name }]
  return initKill(world, w, c, row)
}

/** Once the regular containers have been started, only sidecars are looked after. */
function sidecarTasks(world: World, w: Worker, pod: PodRow): InitActions {
  const sidecars = (w.pod.spec.initContainers ?? []).filter(isSidecar)
  return { todo: sidecars.flatMap(c => sidecar(world, w, c, containerOf(pod, c.name))) }
}
