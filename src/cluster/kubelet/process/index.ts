// What runs in a container. Without a command: the program of its image (../images). This is the one file that knows how a process lives; the rest of
// the kubelet starts, signals and asks it, and hears when it has ended.
import type { EventData, World } from '../../engine/index.ts'
import type { Container, Pod } from '../../kube/index.ts'
import { programOf } from '../images/index.ts'
import { machines } from '../tables.ts'
import { moveContainer, rollHop } from './drive.ts'
import { type ContainerRow, containerOf, type Exit, pods } from './rows.ts'
import { containerExited } from './stopping.ts'

export interface ExitEvent extends EventData {
  readonly type: 'exit'
  readonly uid: string
  readonly name: string
  readonly attempt: number
  readonly code: number
}

/** Starts the process. Returns why it cannot start, or undefined. */
export function launch(world: World, pod: Pod, row: ContainerRow, c: Container): string | undefined {
  const argv = [...(c.command ?? []), ...(c.args ?? [])]
  if (!c.command?.length) {
    const program = programOf(row.image)
    if (program.endsAfterMs) plan(world, pod.metadata.uid, row, world.dice.between(...program.endsAfterMs), program.exitCode)
    return undefined
  }
  const [first = ''] = argv
  if (first.startsWith('nosuch')) return notExecutable(first)
  const script = scriptOf(argv)
  if (script.endsAfterMs !== undefined) plan(world, pod.metadata.uid, row, script.endsAfterMs, script.code)
  return undefined
}

const notExecutable = (command: string) =>
  `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${command}": executable file not found in $PATH`

const plan = (world: World, uid: string, row: ContainerRow, ms: number, code: number) =>
  world.schedule(ms, 'kubelet', { type: 'exit', uid, name: row.name, attempt: row.attempt, code } satisfies ExitEvent)

function scriptOf(argv: readonly string[]): { endsAfterMs?: number; code: number } {
  const words = argv[0] === 'sh' && argv[1] === '-c' ? (argv[2] ?? '').split(/\s*(?:;|&&)\s*/) : [argv.join(' ')]
  let ms = 20
  let code = 0
  for (const word of words) {
    const sleep = /^sleep (\S+)/.exec(word)
    if (/^while true|^sleep inf/.test(word)) return { code: 0 }
    if (sleep) ms += Number(sleep[1]) * 1000
    else if (/^exit/.test(word)) return { endsAfterMs: ms, code: Number(word.slice(5) || 0) }
    else code = word === 'false' ? 1 : 0
  }
  return { endsAfterMs: ms, code }
}

/** Sends a signal to the first process. A shell or a busybox command does not hear SIGTERM; a web server stops at once. */
export function signal(world: World, uid: string, name: string, sig: 'TERM'): void {
  const pod = pods(world).get(uid)
  const row = containerOf(pod, name)
  if (!pod || !row || row.exit || row.spec?.command?.length || sig !== 'TERM') return
  plan(world, uid, row, rollHop(world, uid, 'stop'), 0)
}

/** The process ends now. */
export function endProcess(world: World, uid: string, name: string, attempt: number, code: number): void {
  const row = containerOf(pods(world).get(uid), name)
  if (!row || row.attempt !== attempt || row.exit) return
  const reason = code === 0 ? 'Completed' : 'Error'
  const exit: Exit = { attempt, code, reason, startedAt: row.startedAt ?? world.now, finishedAt: world.now }
  const moved = moveContainer(world, uid, name, 'EXIT', {
    exit,
    exitCode: code,
    finishedAt: world.now,
    reason,
    ready: false,
    started: false,
  })
  if (!moved) return
  const key = pods(world).get(uid)?.key
  world.tell('kubelet', `pods ${key}`, 'kubelet.exited', { container: name, code, reason })
  containerExited(world, uid, name)
}

/** Runs a command beside the first process. The answer comes as `reply` with `code`, `output` and, when it took too long, `timedOut`. */
export function execIn(world: World, uid: string, name: string, argv: readonly string[], timeoutMs: number, reply: EventData): void {
  const script = scriptOf(argv)
  const ms = script.endsAfterMs ?? Number.POSITIVE_INFINITY
  const row = containerOf(pods(world).get(uid), name)
  const answer = row && !row.exit && ms <= timeoutMs ? { code: script.code, output: '' } : { code: -1, output: '', timedOut: true }
  world.schedule(Math.min(ms, timeoutMs), 'kubelet', { ...reply, ...answer })
}

/** Whether a process of the pod listens on this port, and what it answers. */
export function listenerOn(world: World, uid: string, port: number): { answer(path: string): number } | undefined {
  const pod = pods(world).get(uid)
  if (!pod || machines(world).get(pod.node)?.power !== 'on') return undefined
  for (const c of pod.containers) {
    if (!c.spec || c.exit || c.attempt < 0 || c.spec.command?.length) continue
    const program = programOf(c.image)
    if (world.now - (c.startedAt ?? world.now) < program.listensAfterMs) continue
    if (port === 80 || c.spec.ports?.some(p => p.containerPort === port)) return program
  }
  return undefined
}
