// Containers whose command a busybox has: their processes run in the shell of the house, in virtual time, on disks of the pod's own. A run goes as far as it
// can; what it prints goes into the log, what it waits for goes on the agenda. Commands that probes, hooks and people run inside a container run beside it.
import type { EventData, World } from '../../../engine/index.ts'
import { type Container, milliValue, type Pod, quantityValue } from '../../../kube/index.ts'
import {
  type DiskDirectory,
  type DiskFile,
  idleMachine,
  type Machine,
  type Mount,
  mountDisks,
  type Run,
  run,
  type World as ShellWorld,
  signal,
  start,
} from '../../../shell/index.ts'
import { diskOfImage } from '../../images/disks.ts'
import { behaviourOf, parseImage } from '../../images/index.ts'
import { machines } from '../../tables.ts'
import { type ContainerRow, containerOf, nodes, pods, specOf, workers } from '../rows.ts'
import { keepVolumes, mountsOf } from '../volumes/volumes.ts'
import { environmentOf } from './env.ts'
import { endProcess, serverMayHaveBegun } from './index.ts'
import { appendLog } from './logs.ts'
import { ask, type ShellAnswerEvent } from './requests.ts'
import { type Exec, type ShellRow, shellKey, shells } from './rows.ts'

export interface WakeEvent extends EventData {
  readonly type: 'shell'
  readonly uid: string
  readonly name: string
  readonly attempt: number
  readonly wake: number
}
export interface ExecTimeoutEvent extends EventData {
  readonly type: 'execTimeout'
  readonly uid: string
  readonly name: string
  readonly attempt: number
  readonly pid: number
}

const DEFAULT_MESSAGE_PATH = '/dev/termination-log'
const NO_MESSAGE: DiskFile = { type: 'file', text: '', mode: 0o644, mtimeMs: 0 }
/** The first process where the container's own is no shell's: it only stands there. */
const SERVER = { state: null } as const

interface Inside {
  readonly world: ShellWorld
  readonly mounts: readonly Mount[]
  readonly root: Mount
  readonly message: Mount
}

/** The world as the processes of a container see it. */
export function insideOf(world: World, pod: Pod, c: Container, image: string, row: ShellRow | undefined): Inside {
  const nowMs = world.nowMs
  const root: Mount = { path: '/', disk: row?.root ?? diskOfImage(image) }
  const message: Mount = { path: c.terminationMessagePath ?? DEFAULT_MESSAGE_PATH, disk: row?.message ?? NO_MESSAGE }
  const volumes = mountsOf(world, pod, c)
  const address = pods(world).get(pod.metadata.uid)?.ip
  const hosts: Mount = {
    path: '/etc/hosts',
    disk: { ...NO_MESSAGE, text: hostsOf(pod, address) },
    readOnly: true,
  }
  const mounts = [root, message, hosts, ...volumes]
  const capacity = nodes(world).get(pod.spec.nodeName ?? '')?.capacity
  return {
    mounts: volumes,
    root,
    message,
    world: {
      nowMs,
      roll: below => world.dice.roll(below),
      files: mountDisks(mounts, nowMs),
      hostname: hostnameOf(pod),
      fullHostname: fullHostnameOf(pod),
      ...(address && { address }),
      cpus: Math.max(1, Math.floor(milliValue(c.resources?.limits?.cpu ?? capacity?.cpu) / 1000)),
      memoryBytes: quantityValue(c.resources?.limits?.memory ?? capacity?.memory),
      program: name => (name === serverName(image) ? () => SERVER : commandOf(image, name)),
    },
  }
}

const hostnameOf = (pod: Pod) => pod.spec.hostname ?? pod.metadata.name
/** With a subdomain it has a whole name: `zk-0.zk-headless.demo-zoo.svc.cluster.local`. */
const fullHostnameOf = (pod: Pod) =>
  pod.spec.subdomain ? `${hostnameOf(pod)}.${pod.spec.subdomain}.${pod.metadata.namespace}.svc.cluster.local` : hostnameOf(pod)

function hostsOf(pod: Pod, address = ''): string {
  const [full, short] = [fullHostnameOf(pod), hostnameOf(pod)]
  return `127.0.0.1\tlocalhost\n${address}\t${full === short ? short : `${full}\t${short}`}\n`
}

/** What the process of an image is called; not as a command that it brings besides (`mysql`, `curl`). */
function serverName(image: string): string {
  const name = parseImage(image)
  if (typeof name === 'string') return 'server'
  return commandOf(image, name.base) ? `${name.base}-server` : name.base
}
function commandOf(image: string, command: string) {
  const name = parseImage(image)
  return typeof name === 'string' ? undefined : behaviourOf(name).command?.(command, name)
}

const environment = (world: World, pod: Pod, c: Container) => environmentOf(world, pod, c)

/** Whether the command is one that the shell can run. */
export function runsInShell(world: World, pod: Pod, row: ContainerRow, c: Container, argv: readonly string[]): boolean {
  const [first = ''] = argv
  if (first === serverName(row.image)) return false
  const { world: inside } = insideOf(world, pod, c, row.image, undefined)
  return !('missing' in start(idleMachine, inside, { argv: [first], env: { PATH: '/bin:/usr/bin:/sbin' } }))
}

/** Starts the container's own process; its first run comes after everything that belongs to its start. */
export function startShell(world: World, pod: Pod, row: ContainerRow, c: Container, argv: readonly string[]): void {
  const { wake } = makeShell(world, pod, row, c, argv, true)
  const event: WakeEvent = { type: 'shell', uid: pod.metadata.uid, name: row.name, attempt: row.attempt, wake }
  world.schedule(0, 'kubelet', event)
}

function makeShell(world: World, pod: Pod, row: ContainerRow, c: Container, argv: readonly string[], ownsFirst: boolean): ShellRow {
  const env = environment(world, pod, c)
  const inside = insideOf(world, pod, c, row.image, undefined)
  const started = start(idleMachine, inside.world, { argv, env, ...(c.workingDir && { cwd: c.workingDir }) })
  const machine = 'machine' in started ? started.machine : idleMachine
  const made: ShellRow = { attempt: row.attempt, machine, ownsFirst, message: NO_MESSAGE, env, execs: {}, wake: 0 }
  shells(world).set(shellKey(pod.metadata.uid, row.name), made)
  return made
}

/** The shell of a container; one is made beside a program that is no shell's. */
export const shellOf = (world: World, pod: Pod, row: ContainerRow, c: Container): ShellRow =>
  shells(world).get(shellKey(pod.metadata.uid, row.name)) ?? makeShell(world, pod, row, c, [serverName(row.image)], false)

/** Something with a container's processes: given the machine and its world, the next machine. */
type Deed = (machine: Machine, inside: ShellWorld) => Machine

/** Lets the processes go on, after doing something to them. */
export function runShell(world: World, uid: string, name: string, deed?: Deed): void {
  const pod = workers(world).get(uid)?.pod
  const row = shells(world).get(shellKey(uid, name))
  const c = pod && specOf(pod, name)
  const image = containerOf(pods(world).get(uid), name)?.image
  if (!pod || !row || !c || image === undefined) return
  const inside = insideOf(world, pod, c, image, row)
  const result = run(deed ? deed(row.machine, inside.world) : row.machine, inside.world)
  keepVolumes(world, pod, c, inside.mounts)
  const wake = row.wake + 1
  const root = inside.root.disk as DiskDirectory
  const next: ShellRow = {
    ...row,
    machine: result.machine,
    ...(root !== (row.root ?? diskOfImage(image)) && { root }),
    message: inside.message.disk as DiskFile,
    execs: heard(row.execs, result),
    wake,
  }
  shells(world).set(shellKey(uid, name), next)
  for (const o of result.output) if (o.pid === 1) appendLog(world, uid, name, row.attempt, o.stream, o.text)
  for (const r of result.requests) ask(world, pod, { uid, name, attempt: row.attempt, pid: r.pid }, r.request)
  if (result.wakeAtMs !== undefined) {
    const event: WakeEvent = { type: 'shell', uid, name, attempt: row.attempt, wake }
    world.schedule(Math.max(0, result.wakeAtMs - world.nowMs), 'kubelet', event)
  }
  serverMayHaveBegun(world, pod, c, containerOf(pods(world).get(uid), name))
  for (const { pid, code } of result.ended) if (pid !== 1) execEnded(world, uid, name, pid, { code })
  const first = result.ended.find(e => e.pid === 1)
  if (first) endProcess(world, uid, name, row.attempt, first.code)
}

/** What the commands beside the first process have printed. */
function heard(execs: ShellRow['execs'], result: Run): ShellRow['execs'] {
  let next = execs
  for (const { pid, text } of result.output) {
    const exec = next[pid]
    if (exec) next = { ...next, [pid]: { ...exec, output: exec.output + text } }
  }
  return next
}

function execEnded(world: World, uid: string, name: string, pid: number, how: { code: number; timedOut?: true }): void {
  const key = shellKey(uid, name)
  const row = shells(world).get(key)
  const exec = row?.execs[pid]
  if (!row || !exec) return
  const { [pid]: _, ...execs } = row.execs
  shells(world).set(key, { ...row, execs })
  world.schedule(0, exec.to, { ...exec.reply, ...how, output: exec.output })
}

export function wakeShell(world: World, e: WakeEvent): void {
  const row = shells(world).get(shellKey(e.uid, e.name))
  if (row && row.attempt === e.attempt && row.wake === e.wake) runShell(world, e.uid, e.name)
}

export function shellAnswered(world: World, e: ShellAnswerEvent, deed: Deed): void {
  const row = shells(world).get(shellKey(e.uid, e.name))
  if (row && row.attempt === e.attempt) runShell(world, e.uid, e.name, deed)
}

export function signalShell(world: World, uid: string, name: string, what: string): void {
  runShell(world, uid, name, (machine, inside) => signal(machine, inside, 1, what))
}

/** Runs a command beside the first process. Its end comes as `reply` with `code`, `output` and, when it took too long, `timedOut`. */
export function execIn(
  world: World,
  uid: string,
  name: string,
  argv: readonly string[],
  timeoutMs: number,
  reply: EventData,
  to = 'kubelet',
): void {
  const pod = workers(world).get(uid)?.pod
  const container = containerOf(pods(world).get(uid), name)
  const c = pod && specOf(pod, name)
  if (!pod || !c || !container || container.exit || container.attempt < 0) {
    world.schedule(0, to, { ...reply, code: -1, output: '' })
    return
  }
  const key = shellKey(uid, name)
  const row = shellOf(world, pod, container, c)
  const inside = insideOf(world, pod, c, container.image, row)
  const started = start(row.machine, inside.world, { argv, env: row.env, ...(c.workingDir && { cwd: c.workingDir }) })
  if ('missing' in started) {
    const output = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${argv[0]}": executable file not found in $PATH`
    world.schedule(0, to, { ...reply, code: started.missing, output })
    return
  }
  const exec: Exec = { to, reply, output: '' }
  shells(world).set(key, { ...row, machine: started.machine, execs: { ...row.execs, [started.pid]: exec } })
  if (Number.isFinite(timeoutMs)) {
    const late: ExecTimeoutEvent = { type: 'execTimeout', uid, name, attempt: container.attempt, pid: started.pid }
    world.schedule(timeoutMs, 'kubelet', late)
  }
  runShell(world, uid, name)
}

/** The container's end is the end of all that runs in it: who waits outside for a command hears it, where word still gets through. The kubelet knows of it. */
export function dropShell(world: World, uid: string, name: string): void {
  const key = shellKey(uid, name)
  const row = shells(world).get(key)
  if (!row) return
  shells(world).delete(key)
  const machine = machines(world).get(pods(world).get(uid)?.node ?? '')
  if (machine?.power !== 'on' || machine.link !== 'up') return
  for (const { to, reply, output } of Object.values(row.execs))
    if (to !== 'kubelet') world.schedule(0, to, { ...reply, code: KILLED, output })
}
const KILLED = 137

export function execTimeout(world: World, { uid, name, attempt, pid }: ExecTimeoutEvent): void {
  const row = shells(world).get(shellKey(uid, name))
  if (row?.attempt !== attempt || !row.execs[pid]) return
  execEnded(world, uid, name, pid, { code: -1, timedOut: true })
  runShell(world, uid, name, (machine, inside) => signal(machine, inside, pid, 'KILL'))
}
