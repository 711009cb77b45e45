// What runs in a container. What a busybox has is run in the shell of the house (shell.ts); everything else is the program of its image (../../images): it
// may listen, and ends by itself or when it is asked to. The rest of the kubelet starts, signals and asks processes, and hears when they have ended.
import type { EventData, World } from '../../../engine/index.ts'
import type { Container, Pod } from '../../../kube/index.ts'
import { type Answered, programOf } from '../../images/index.ts'
import { machines } from '../../tables.ts'
import { moveContainer, rollHop } from '../drive.ts'
import { hideProbes } from '../probes/prober.ts'
import { type ContainerRow, containerOf, type Exit, pods, workers } from '../rows.ts'
import { containerExited } from '../stopping.ts'
import { appendLog, beginLog, lastWords } from './logs.ts'
import { shellKey, shells } from './rows.ts'
import { readFile, runsInShell, signalShell, startShell } from './shell.ts'

export { type ExecTimeoutEvent, execIn, execTimeout, type WakeEvent, wakeShell } from './shell.ts'

export interface ExitEvent extends EventData {
  readonly type: 'exit'
  readonly uid: string
  readonly name: string
  readonly attempt: number
  readonly code: number
}

export const argvOf = (c: Container): readonly string[] => [...(c.command ?? []), ...(c.args ?? [])]

/** Whether its process is the program of its image. */
const isServer = (world: World, uid: string, row: ContainerRow): boolean =>
  row.spec !== undefined && !(argvOf(row.spec).length > 0 && shells(world).get(shellKey(uid, row.name))?.ownsFirst)

/** Starts the process. Returns why it cannot start, or undefined. */
export function launch(world: World, pod: Pod, row: ContainerRow, c: Container): string | undefined {
  const { uid } = pod.metadata
  const argv = argvOf(c)
  const [first = ''] = argv
  if (first.startsWith('nosuch')) return notExecutable(first)
  beginLog(world, uid, row.name, row.attempt)
  if (first !== '' && runsInShell(world, pod, row, c, argv)) {
    startShell(world, pod, row, c, argv)
    return undefined
  }
  const program = programOf(row.image)
  appendLog(world, uid, row.name, row.attempt, 1, (program.says ?? []).map(l => `${l}\n`).join(''))
  if (program.endsAfterMs) plan(world, uid, row, world.dice.between(...program.endsAfterMs), program.exitCode)
  return undefined
}

const notExecutable = (command: string) =>
  `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${command}": executable file not found in $PATH`

const plan = (world: World, uid: string, row: ContainerRow, ms: number, code: number) =>
  world.schedule(ms, 'kubelet', { type: 'exit', uid, name: row.name, attempt: row.attempt, code } satisfies ExitEvent)

/** A program's end has come by itself. */
export function programEnded(world: World, { uid, name, attempt, code }: ExitEvent): void {
  const row = containerOf(pods(world).get(uid), name)
  const words = row && code !== 0 ? (programOf(row.image).lastWords ?? []) : []
  if (row && !row.exit && row.attempt === attempt) appendLog(world, uid, name, attempt, 2, words.map(l => `${l}\n`).join(''))
  endProcess(world, uid, name, attempt, code)
}

/** Sends SIGTERM to the first process. A program stops at once; what runs in the shell hears it only if it has trapped it. */
export function terminateProcess(world: World, uid: string, name: string): void {
  const row = containerOf(pods(world).get(uid), name)
  if (!row || row.exit) return
  if (isServer(world, uid, row)) plan(world, uid, row, rollHop(world, uid, 'stop'), 0)
  else signalShell(world, uid, name, 'TERM')
}

/** The process ends now. */
export function endProcess(world: World, uid: string, name: string, attempt: number, code: number): void {
  const row = containerOf(pods(world).get(uid), name)
  const w = workers(world).get(uid)
  if (!row || !w || row.attempt !== attempt || row.exit) return
  const reason = code === 0 ? 'Completed' : 'Error'
  const message = messageOf(world, uid, row, code)
  const exit: Exit = {
    attempt,
    id: row.id ?? '',
    code,
    reason,
    ...(message && { message }),
    startedAt: row.startedAt ?? world.now,
    finishedAt: world.now,
  }
  shells(world).delete(shellKey(uid, name))
  hideProbes(world, w, name)
  const moved = moveContainer(world, uid, name, 'EXIT', {
    exit,
    exitCode: code,
    finishedAt: world.now,
    reason,
    ready: false,
    started: false,
  })
  if (!moved) return
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.exited', { container: name, code, reason })
  containerExited(world, uid, name)
}

const LONGEST_MESSAGE = 4096

/** What the process has left in its termination log, or, when it may and it failed, the end of its log. */
function messageOf(world: World, uid: string, row: ContainerRow, code: number): string {
  const written = shells(world).get(shellKey(uid, row.name))?.message.text.slice(0, LONGEST_MESSAGE)
  if (written) return written
  return row.spec?.terminationMessagePolicy === 'FallbackToLogsOnError' && code !== 0 ? lastWords(world, uid, row.name) : ''
}

export interface Listener {
  answer(path: string): Answered
}

/** Whoever of the pod listens on this port. */
export function listenerOn(world: World, uid: string, port: number): Listener | undefined {
  const pod = pods(world).get(uid)
  if (!pod || machines(world).get(pod.node)?.power !== 'on') return undefined
  for (const row of pod.containers) {
    if (!row.spec || row.exit || row.attempt < 0 || !isServer(world, uid, row)) continue
    if (port !== 80 && !row.spec.ports?.some(p => p.containerPort === port)) continue
    const program = programOf(row.image)
    if (world.now - (row.startedAt ?? world.now) < program.listensAfterMs) continue
    const hostname = workers(world).get(uid)?.pod.metadata.name ?? ''
    return { answer: path => program.answer({ path, hostname, file: path => readFile(world, uid, row.name, path) }) }
  }
  return undefined
}
