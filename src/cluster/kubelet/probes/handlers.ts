// What a probe asks and how it is answered: an HTTP request, an open port, a command, gRPC's health service. Upstream: pkg/kubelet/prober/prober.go,
// pkg/probe/{http,tcp,exec,grpc}.
import type { World } from '../../../engine/index.ts'
import type { Container, Pod, Probe } from '../../../kube/index.ts'
import { probesFail } from '../faultsof.ts'
import { execIn, listenerOn } from '../process/index.ts'
import { pods } from '../rows.ts'
import type { ProbeKind, Result } from './rows.ts'

export interface Answer {
  readonly result: Result
  readonly output: string
}

/** The event that brings an answer back. */
export interface ProbedEvent {
  readonly type: 'probed'
  readonly uid: string
  readonly name: string
  readonly kind: ProbeKind
  readonly attempt: number
  readonly answer?: Answer
  /** Of an exec: how it ended. */
  readonly code?: number
  readonly output?: string
  readonly timedOut?: boolean
  readonly command?: string
}

/** A port by number, or by its name in the container. */
export function portOf(c: Container | undefined, port: string | number): number {
  const n = Number(port)
  if (Number.isInteger(n) && n > 0) return n
  return c?.ports?.find(p => p.name === port)?.containerPort ?? 0
}

type Event = Omit<ProbedEvent, 'answer'>

/** Asks. The answer comes as an event, never later than the probe's timeout. */
export function ask(world: World, pod: Pod, c: Container, probe: Probe, kind: ProbeKind, attempt: number): void {
  const uid = pod.metadata.uid
  const event: Event = { type: 'probed', uid, name: c.name, kind, attempt }
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000
  const tell = (answer: Answer, ms = world.hop('probe')) => world.schedule(Math.min(ms, timeoutMs), 'kubelet', { ...event, answer })
  if (probesFail(world, pod, c.name)) {
    tell(faulted(world, uid, c, probe))
    return
  }
  if (probe.exec) {
    const command = probe.exec.command ?? []
    execIn(world, uid, c.name, command, timeoutMs, { ...event, command: command.join(' ') })
    return
  }
  if (probe.httpGet) {
    tell(http(world, uid, c, probe.httpGet))
    return
  }
  if (probe.tcpSocket) {
    tell(tcp(world, uid, c, probe.tcpSocket))
    return
  }
  const grpc = probe.grpc as { port: number } | undefined
  if (!grpc) {
    tell({ result: 'success', output: '' })
    return
  }
  const address = `${pods(world).get(uid)?.ip}:${grpc.port}`
  const refused = !listenerOn(world, uid, grpc.port)
  const output = refused
    ? `timeout: failed to connect service "${address}" within ${timeoutMs / 1000}s: context deadline exceeded`
    : `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): `
  tell({ result: 'failure', output }, refused ? timeoutMs : world.hop('probe'))
}

function http(world: World, uid: string, c: Container, get: NonNullable<Probe['httpGet']>): Answer {
  const port = portOf(c, get.port)
  const host = get.host || pods(world).get(uid)?.ip || ''
  const path = get.path || '/'
  const listener = listenerOn(world, uid, port)
  if (!listener) {
    const url = `${(get.scheme ?? 'HTTP').toLowerCase()}://${host}:${port}${path.startsWith('/') ? '' : '/'}${path}`
    return { result: 'failure', output: `Get "${url}": dial tcp ${host}:${port}: connect: connection refused` }
  }
  const { status } = listener.answer(path)
  if (status >= 200 && status < 400) return { result: 'success', output: '' }
  return { result: 'failure', output: `HTTP probe failed with statuscode: ${status}` }
}

function tcp(world: World, uid: string, c: Container, socket: NonNullable<Probe['tcpSocket']>): Answer {
  const port = portOf(c, socket.port)
  const host = socket.host || pods(world).get(uid)?.ip || ''
  if (listenerOn(world, uid, port)) return { result: 'success', output: '' }
  return { result: 'failure', output: `dial tcp ${host}:${port}: connect: connection refused` }
}

/** A ProbeFailure fault: the process does not answer as it should. */
function faulted(world: World, uid: string, c: Container, probe: Probe): Answer {
  if (probe.exec) return { result: 'failure', output: '' }
  if (probe.httpGet) return { result: 'failure', output: 'HTTP probe failed with statuscode: 500' }
  const port = portOf(c, probe.tcpSocket?.port ?? (probe.grpc as { port: number } | undefined)?.port ?? 0)
  return { result: 'failure', output: `dial tcp ${pods(world).get(uid)?.ip}:${port}: connect: connection refused` }
}

/** How an exec ended, as an answer. */
export function answerOf(e: ProbedEvent): Answer & { errored?: string } {
  if (e.answer) return e.answer
  if (e.timedOut) return { result: 'unknown', output: '', errored: `command "${e.command}" timed out` }
  return { result: e.code === 0 ? 'success' : 'failure', output: e.output ?? '' }
}
