// What a container's processes ask of the network (`wget`, `nc`, `nslookup`): names become addresses, addresses become pods, and whoever listens there
// answers, a little later. Upstream of what it stands for: cluster DNS and kube-proxy, as one pod sees them.
import { type EventData, keyOf, type World } from '../../../engine/index.ts'
import type { EndpointSlice, Pod, Service } from '../../../kube/index.ts'
import { answer, type NetworkFault, type Request } from '../../../shell/index.ts'
import type { Op } from '../../images/index.ts'
import { machines } from '../../tables.ts'
import { pick } from '../../traffic/proxy.ts'
import { nodes, pods } from '../rows.ts'
import { memberAt } from './ensembles/index.ts'
import { listenerOn } from './index.ts'
import { shellAnswered } from './shell.ts'

interface From {
  readonly uid: string
  readonly name: string
  readonly attempt: number
  readonly pid: number
}
export interface ShellAnswerEvent extends EventData, From {
  readonly type: 'shellAnswer'
  readonly value: unknown
}

const LOST_MS = 30_000

/** Asks; the answer comes as an event. */
export function ask(world: World, pod: Pod, from: From, request: Request): void {
  if (request.kind === 'image') {
    askServer(world, pod, from, request.data as ServerQuestion)
    return
  }
  const { value, lost } = answerTo(world, pod, from.uid, request)
  const timeoutMs = 'timeoutMs' in request ? request.timeoutMs : undefined
  const ms = lost ? (timeoutMs ?? LOST_MS) : world.hop('request')
  world.schedule(ms, 'kubelet', { type: 'shellAnswer', ...from, value } satisfies ShellAnswerEvent)
}

/** What a client program asks of a server: `zkCli.sh`, `mysql`, `mongosh`. */
interface ServerQuestion {
  readonly host: string
  readonly port: number
  readonly op: Op
}

function askServer(world: World, pod: Pod, from: From, { host, port, op }: ServerQuestion): void {
  const event = { type: 'shellAnswer', ...from }
  const target = reach(world, pod, from.uid, host, port)
  const member = typeof target === 'string' ? undefined : memberAt(world, target.uid, target.port)
  if (member) {
    world.schedule(world.hop('request'), 'programs', { type: 'ask', uid: member.uid, op, client: { to: 'kubelet', event } })
    return
  }
  const fault = typeof target === 'string' ? target : 'refused'
  world.schedule(fault === 'timeout' ? LOST_MS : world.hop('request'), 'kubelet', { ...event, value: { fault } })
}

export function shellAnswer(world: World, e: ShellAnswerEvent): void {
  shellAnswered(world, e, (machine, inside) => answer(machine, inside, e.pid, e.value))
}

function answerTo(world: World, pod: Pod, uid: string, request: Exclude<Request, { kind: 'image' }>): { value: unknown; lost?: boolean } {
  if (request.kind === 'lookup') {
    const addresses = lookup(world, pod, request.name)
    return { value: addresses.length ? { addresses, server: DNS } : { fault: 'unknown-host', server: DNS } }
  }
  const fault = (fault: NetworkFault) => ({ value: { fault }, lost: fault === 'timeout' })
  const isPing = request.kind === 'ping'
  const target = reach(world, pod, uid, request.host, isPing ? 0 : request.port)
  // Nobody answers a ping to a Service's address.
  if (typeof target === 'string') return fault(isPing && target === 'refused' ? 'timeout' : target)
  if (isPing) return { value: { address: target.address, ms: 1 } }
  const listener = listenerOn(world, target.uid, target.port)
  if (!listener) return fault('refused')
  if (request.kind === 'connect') return { value: { body: listener.hears(request.body), address: target.address } }
  const { status, body = '' } = listener.answer(request.path)
  if (status === 0) return fault('reset')
  listener.served(request.path, status)
  return { value: { status, body, address: target.address } }
}

const DNS = '10.96.0.10'
const isAddress = (host: string) => /^\d+\.\d+\.\d+\.\d+$/.test(host)

interface Target {
  readonly uid: string
  readonly port: number
  readonly address: string
}

function reach(world: World, pod: Pod, uid: string, host: string, port: number): Target | NetworkFault {
  if (host === 'localhost' || host.startsWith('127.')) return { uid, port, address: '127.0.0.1' }
  const [address] = isAddress(host) ? [host] : lookup(world, pod, host)
  if (!address) return 'unknown-host'
  const service = serviceAt(world, address)
  return service ? throughService(world, pod, service, port) : atAddress(world, pod, address, port)
}

/** The pod that has this address, if anything passes between here and there. */
function atAddress(world: World, from: Pod, address: string, port: number): Target | NetworkFault {
  for (const row of nodes(world).values()) {
    if (!address.startsWith(prefixOf(row.number))) continue
    const uid = row.uids.find(uid => pods(world).get(uid)?.ip === address)
    const here = machines(world).get(from.spec.nodeName ?? '')
    const there = machines(world).get(row.node)
    const passes = there?.power === 'on' && (row.node === from.spec.nodeName || (here?.link === 'up' && there.link === 'up'))
    return uid && passes ? { uid, port, address } : 'timeout'
  }
  return 'timeout'
}
const prefixOf = (number: number) => `10.${244 + (number >> 8)}.${number & 255}.`

const slicesOf = (world: World, s: Service) =>
  world.by<EndpointSlice>('endpointslices', 'service', `${s.metadata.namespace}/${s.metadata.name}`)

function throughService(world: World, from: Pod, service: Service, port: number): Target | NetworkFault {
  const wanted = service.spec.ports?.find(p => p.port === port)
  if (!wanted) return 'refused'
  const chosen = pick(world, keyOf(service), wanted.name ?? '')
  return chosen ? atAddress(world, from, chosen.address, chosen.port) : 'refused'
}

/** The Service with this cluster address. */
function serviceAt(world: World, address: string): Service | undefined {
  for (const s of world.list<Service>('services')) if (s.spec.clusterIP === address) return s
  return undefined
}

/** `web`, `web.shop`, `web.shop.svc.cluster.local`, and `web-0.web…` of a headless Service. */
function lookup(world: World, pod: Pod, name: string): string[] {
  if (isAddress(name)) return [name]
  const short = name.replace(/\.$/, '').replace(/\.svc(\.cluster\.local)?$/, '')
  const parts = short.split('.')
  const own = pod.metadata.namespace ?? ''
  const tries: (readonly [pod: string | undefined, service: string, namespace: string])[] =
    parts.length === 1
      ? [[undefined, parts[0] ?? '', own]]
      : parts.length === 2
        ? [
            [undefined, parts[0] ?? '', parts[1] ?? ''],
            [parts[0], parts[1] ?? '', own],
          ]
        : [[parts[0], parts[1] ?? '', parts[2] ?? '']]
  for (const [host, service, namespace] of tries) {
    const s = world.get<Service>('services', `${namespace}/${service}`)
    if (!s) continue
    if (host === undefined && s.spec.clusterIP && s.spec.clusterIP !== 'None') return [s.spec.clusterIP]
    const ends = slicesOf(world, s).flatMap(slice => slice.endpoints ?? [])
    const ready = ends.filter(e => e.conditions?.ready || s.spec.publishNotReadyAddresses)
    return ready.filter(e => host === undefined || e.hostname === host).flatMap(e => [...e.addresses])
  }
  return []
}
