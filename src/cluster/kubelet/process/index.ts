// What runs in a container. What a busybox has is run in the shell of the house (shell.ts); everything else is the program of its image (../../images): it
// may listen, and ends by itself or when it is asked to. The rest of the kubelet starts, signals and asks processes, and hears when they have ended.
import type { EventData, World } from '../../../engine/index.ts'
import { type Container, milliValue, type Pod, quantityValue } from '../../../kube/index.ts'
import { listeners } from '../../../shell/index.ts'
import { type Answered, type Asked, behaviourNamed, type Measured, programOf } from '../../images/index.ts'
import { machines } from '../../tables.ts'
import { podRequestsPerSecond } from '../../traffic/counts.ts'
import { moveContainer, rollHop } from '../drive.ts'
import { hideProbes } from '../probes/prober.ts'
import { type ContainerRow, containerOf, type Exit, nodes, pods, workers } from '../rows.ts'
import { containerExited } from '../stopping.ts'
import { collectorBegins, collectorEnds } from './collecting.ts'
import { isMember, memberBegins, memberEnds, memberStanding } from './ensembles/index.ts'
import { readFile } from './files.ts'
import { appendLog, beginLog, lastWords } from './logs.ts'
import { shellKey, shells } from './rows.ts'
import { dropShell, runsInShell, signalShell, startShell } from './shell.ts'
import { beginWork, workEnds } from './work.ts'

export { dropShell, type ExecTimeoutEvent, execIn, execTimeout, type WakeEvent, wakeShell } from './shell.ts'

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
  const { program = programOf(row.image), ensemble, collects } = behaviourNamed(row.image)
  if (collects) collectorBegins(world, uid)
  appendLog(world, uid, row.name, row.attempt, 1, (program.says ?? []).map(l => `${l}\n`).join(''))
  if (ensemble) memberBegins(world, pod, c, row.attempt, ensemble)
  if (program.begins) {
    const { endsAfterMs, exitCode } = beginWork(world, pod, row, c, program.begins)
    plan(world, uid, row, endsAfterMs, exitCode)
  } else if (program.endsAfterMs) plan(world, uid, row, world.dice.between(...program.endsAfterMs), program.exitCode)
  return undefined
}

/** A server that a script has started, or ended: whoever has the port open is a member. */
export function serverMayHaveBegun(world: World, pod: Pod, c: Container, row: ContainerRow | undefined): void {
  const ensemble = row && behaviourNamed(row.image).ensemble
  const shell = row && shells(world).get(shellKey(pod.metadata.uid, row.name))
  if (!ensemble || !shell?.ownsFirst) return
  const serves = listeners(shell.machine).some(l => l.port === ensemble.port)
  if (serves === isMember(world, pod.metadata.uid)) return
  if (serves) memberBegins(world, pod, c, row.attempt, ensemble)
  else memberEnds(world, pod.metadata.uid, row.name)
}

/** The process is no more: what its program was to others goes with it. Without a code: with its machine. */
export function programGone(world: World, uid: string, name: string, code: number | undefined): void {
  workEnds(world, uid, name, code)
  memberEnds(world, uid, name)
  const row = containerOf(pods(world).get(uid), name)
  if (row && behaviourNamed(row.image).collects) collectorEnds(world, uid)
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
  programGone(world, uid, name, code)
  dropShell(world, uid, name)
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
  /** What it says to a text on a plain connection. */
  hears(text: string): string
  /** It has served a request. */
  served(path: string, status: number): void
}

/** Whoever of the pod listens on this port. */
export function listenerOn(world: World, uid: string, port: number): Listener | undefined {
  const pod = pods(world).get(uid)
  if (!pod || machines(world).get(pod.node)?.power !== 'on') return undefined
  for (const row of pod.containers) {
    if (!row.spec || row.exit || row.attempt < 0) continue
    const found = isServer(world, uid, row) ? serverOn(world, uid, row, port) : undefined
    const listener = found ?? shellListenerOn(world, uid, row, port)
    if (listener) return listener
  }
  return undefined
}

function serverOn(world: World, uid: string, row: ContainerRow, port: number): Listener | undefined {
  const program = programOf(row.image)
  const isOpen = program.ports ? program.ports.includes(port) : port === 80 || row.spec?.ports?.some(p => p.containerPort === port)
  if (!isOpen || world.now - (row.startedAt ?? world.now) < program.listensAfterMs) return undefined
  return {
    answer: path => program.answer(askedOf(world, uid, row, path)),
    hears: text => program.hears?.(text, askedOf(world, uid, row, '')) ?? '',
    served: (path, status) => {
      const line = program.notes?.({ path }, status)
      if (line !== undefined) appendLog(world, uid, row.name, row.attempt, 1, `${line}\n`)
    },
  }
}

/** A command of the shell that has the port open: `httpd` serves files, a member's server its four-letter words, `nc -l` says nothing. */
function shellListenerOn(world: World, uid: string, row: ContainerRow, port: number): Listener | undefined {
  const shell = shells(world).get(shellKey(uid, row.name))
  const open = shell && listeners(shell.machine).find(l => l.port === port && l.protocol === 'tcp')
  if (!open) return undefined
  const { root } = open
  const { ensemble, program } = behaviourNamed(row.image)
  return {
    answer: path => (root === undefined ? HANGS_UP : documentOf(askedOf(world, uid, row, path), root)),
    hears: text => (ensemble ? (program?.hears?.(text, askedOf(world, uid, row, '')) ?? '') : ''),
    served: () => {},
  }
}
/** It is no HTTP that is spoken there. */
const HANGS_UP: Answered = { status: 0 }

function documentOf({ path, file }: Asked, root: string): Answered {
  const at = `${root === '/' ? '' : root}${path.replace(/[?#].*/, '')}`.replace(/\/+$/, '')
  const body = file(at) ?? file(`${at}/index.html`)
  return body === undefined ? { status: 404 } : { status: 200, body }
}

function askedOf(world: World, uid: string, row: ContainerRow, path: string): Asked {
  const member = memberStanding(world, uid)
  return {
    path,
    hostname: workers(world).get(uid)?.pod.metadata.name ?? '',
    file: path => readFile(world, uid, row.name, path),
    ...(member && { member }),
    get machine() {
      return measure(world, pods(world).get(uid)?.node ?? '')
    },
  }
}

function measure(world: World, name: string): Measured {
  const node = nodes(world).get(name)
  const uids = node?.uids ?? []
  return {
    node: name,
    bootedAtMs: world.nowMs - world.now + (machines(world).get(name)?.bootedAt ?? 0),
    nowMs: world.nowMs,
    cpus: milliValue(node?.capacity.cpu) / 1000,
    memoryBytes: quantityValue(node?.capacity.memory),
    pods: uids.filter(uid =>
      pods(world)
        .get(uid)
        ?.containers.some(c => c.attempt >= 0 && !c.exit),
    ).length,
    requestsPerSecond: uids.reduce((sum, uid) => sum + podRequestsPerSecond(world, uid), 0),
  }
}
