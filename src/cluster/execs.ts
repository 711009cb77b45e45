// Commands that somebody runs in containers from outside: every Exec object is one. It goes from the API server to the pod's kubelet, runs there beside the
// first process, and its end comes back into the object's status. Upstream: pkg/registry/core/pod/rest/subresources.go ExecREST, kubectl pkg/cmd/exec.
import type { Actor, EventData, Look, World } from '../engine/index.ts'
import type { Exec, ExecStatus, Pod } from '../kube/index.ts'
import { type ExecProblem, exec } from './kubelet/index.ts'

/** A finished one is kept this long. */
const STAYS_MS = 60_000
/** Who waits for a process that went away without a word is told after this time. */
const LOST_MS = 120_000
/** What a terminal can show. */
const LONGEST_OUTPUT = 100_000

/** Begun ones, by key. */
interface Running {
  readonly uid: string
  readonly since: number
  readonly ended?: { readonly at: number; readonly status: ExecStatus }
}
const running = (world: Pick<World, 'table'>) => world.table<Running>('exec.running')

export const execs: Actor = {
  name: 'exec',
  plural: 'execs',
  watches: [{ plural: 'execs', keys: c => [c.key] }],
  look,
  receive(world, event) {
    if (event.type !== 'ended') return
    const { key, uid, code, output } = event as EventData & { key: string; uid: string; code: number; output: string }
    end(world, key, uid, { phase: 'Ended', exitCode: code, output: output.slice(-LONGEST_OUTPUT) })
  },
}

function look(world: World, key: string): Look | undefined {
  const wanted = world.get<Exec>('execs', key)
  const { uid } = wanted?.metadata ?? {}
  if (!wanted || !uid) {
    running(world).delete(key)
    return undefined
  }
  if (running(world).get(key)?.uid !== uid) begin(world, key, wanted)
  const now = running(world).get(key) as Running
  const { status = { phase: 'Running' } satisfies ExecStatus, at } = now.ended ?? {}
  if (at !== undefined && world.now >= at + STAYS_MS) return { steps: [[{ verb: 'delete', plural: 'execs', key }]] }
  if (at === undefined && world.now >= now.since + LOST_MS) {
    end(world, key, uid, { phase: 'Failed', message: 'error: the connection to the container was lost' })
    return undefined
  }
  const untold = wanted.status.phase !== status.phase
  return {
    ...(untold && { steps: [[{ verb: 'merge', plural: 'execs', key, patch: { status }, subresource: 'status', trusted: true }]] }),
    againInMs: at === undefined ? now.since + LOST_MS - world.now : at + STAYS_MS - world.now,
  }
}

function begin(world: World, key: string, { spec, metadata }: Exec): void {
  const { uid, namespace } = metadata
  running(world).set(key, { uid, since: world.now })
  const podKey = `${namespace}/${spec.pod}`
  const pod = world.get<Pod>('pods', podKey)
  const container = spec.container ?? pod?.spec.containers[0]?.name ?? ''
  const problem = pod ? exec(world, podKey, container, spec.command, 'exec', { type: 'ended', key, uid }) : 'no pod'
  if (problem) end(world, key, uid, { phase: 'Failed', message: wordsOf(problem, spec, pod, container) })
}

function end(world: World, key: string, uid: string, status: ExecStatus): void {
  const now = running(world).get(key)
  if (now?.uid !== uid || now.ended) return
  running(world).set(key, { ...now, ended: { at: world.now, status } })
  world.wake('exec', key, 0)
}

/** As kubectl says it. */
function wordsOf(problem: ExecProblem, { pod: name }: Exec['spec'], pod: Pod | undefined, container: string): string {
  switch (problem) {
    case 'no pod':
      return pod && !pod.spec.nodeName
        ? `error: pod ${name} does not have a host assigned`
        : pod
          ? `error: unable to upgrade connection: pod does not exist`
          : `Error from server (NotFound): pods "${name}" not found`
    case 'no container':
      return `Error from server (BadRequest): container ${container} is not valid for pod ${name}`
    case 'not running':
      return `error: unable to upgrade connection: container not found ("${container}")`
    case 'unreachable':
      return `Error from server: error dialing backend: dial tcp: connect: no route to host`
    default:
      return problem satisfies never
  }
}
