// The way of one request: the proxy picks an endpoint, the request travels, the pod's process answers, refuses (nothing listens there), or nothing ever
// comes back (the machine is dead or cut off) and the client gives up. Every step is an entry on the agenda.
import type { EventData, World } from '../../engine/index.ts'
import type { Load, Service } from '../../kube/index.ts'
import { noteServed, serves, writeTo } from '../kubelet/index.ts'
import type { Request } from '../tables.ts'
import { countArrived, countEnded, countSent, type Ending } from './counts.ts'
import { pick, type Target } from './proxy.ts'

/** So long a request is still seen after its end. */
const LINGER_MS = 700
/** A failure of a Service is told once in so long. */
const TELL_EVERY_MS = 1000

export const requests = (world: Pick<World, 'table'>) => world.table<Request>('requests')
const numbers = (world: World) => world.table<number>('requests.number')

/** What travels with a request. */
interface Way extends EventData {
  readonly id: number
  readonly service: string
  readonly target: Target
  readonly sentAt: number
  readonly timeoutMs: number
  readonly load: string
}

/** Sends one request to a Service, on behalf of a Load. */
export function send(world: World, key: string, load: Load): void {
  const { metadata, spec } = load
  const service = `${metadata.namespace}/${spec.service}`
  const id = (numbers(world).get('last') ?? 0) + 1
  numbers(world).set('last', id)
  countSent(world, service)
  const target = targetOf(world, service, spec.port)
  const row: Request = {
    id,
    service,
    sentAt: world.now,
    outcome: 'inFlight',
    ...(target && { pod: target.pod }),
    ...(target?.node && { node: target.node }),
  }
  requests(world).set(String(id), row)
  const way = { id, service, target, sentAt: world.now, timeoutMs: spec.timeoutMs, load: key }
  if (target) world.schedule(world.hop('request'), 'clients', { ...way, type: 'arrive' })
  else world.schedule(world.hop('request'), 'clients', { ...way, type: 'end', ending: 'refused' })
}

/** Where the proxies send it. A headless Service has none: its clients go to the port they want of one of its pods. */
function targetOf(world: World, key: string, port: number | undefined): Target | undefined {
  const service = world.get<Service>('services', key)
  const name = portNameOf(service, port)
  if (name !== undefined) return pick(world, key, name)
  const any = service?.spec.clusterIP === 'None' && port !== undefined ? pick(world, key, portNameOf(service, undefined) ?? '') : undefined
  return any && { ...any, port: port as number }
}

/** The name of the Service's port that the client knocks at; undefined: it has no such port, or does not exist. */
function portNameOf(service: Service | undefined, port: number | undefined): string | undefined {
  const ports = service?.spec.ports ?? []
  const found = port === undefined ? ports[0] : ports.find(p => p.port === port)
  return found && (found.name ?? '')
}

/** The request has reached the pod, or the place where it was. */
export function arrive(world: World, event: EventData): void {
  const way = event as Way
  const answer = knock(world, way)
  if (answer === 'timeout') giveUp(world, way)
  else if (answer === 'refused') world.schedule(world.hop('request'), 'clients', { ...way, type: 'end', ending: 'refused' })
  else {
    countArrived(world, way.target.podUid)
    if (writes(world, way)) return
    const work = world.hop('serve') + world.hop('request')
    if (world.now + work > way.sentAt + way.timeoutMs) giveUp(world, way)
    else world.schedule(work, 'clients', { ...way, type: 'answer' })
  }
}

/** At a member of an ensemble a request is a write: it is served when it has been committed. Returns whether it is one. */
function writes(world: World, way: Way): boolean {
  const { podUid, port } = way.target
  if (!writeTo(world, podUid, port, { to: 'clients', event: { ...way, type: 'written' } })) return false
  world.schedule(Math.max(0, way.sentAt + way.timeoutMs - world.now), 'clients', { ...way, type: 'late' })
  return true
}

/** The member has answered, or (`late`) the client has waited long enough. Whichever comes first ends the request. */
export function written(world: World, event: EventData): Ending | undefined {
  if (requests(world).get(String(event.id))?.outcome !== 'inFlight') return undefined
  const answer = event.value as object | undefined
  return end(world, event, event.type === 'late' ? 'timedOut' : answer && 'value' in answer ? 'served' : 'refused')
}

/** The work is done, if whoever did it is still there: a process that ended meanwhile takes the connection with it. Returns how the request ended, if it did. */
export function answered(world: World, event: EventData): Ending | undefined {
  const way = event as Way
  const still = knock(world, way)
  if (still !== 'timeout') {
    if (still !== 'refused') noteServed(world, way.target.podUid, way.target.port, '/')
    return end(world, way, still === 'refused' ? 'refused' : 'served')
  }
  giveUp(world, way)
  return undefined
}

const knock = (world: World, { target }: Way) => serves(world, target.podUid, target.port, '/')

function giveUp(world: World, way: Way): void {
  world.schedule(Math.max(0, way.sentAt + way.timeoutMs - world.now), 'clients', { ...way, type: 'end', ending: 'timedOut' })
}

export function end(world: World, event: EventData, ending: Ending): Ending {
  const way = event as Way
  countEnded(world, way.service, ending)
  const row = requests(world).get(String(way.id))
  if (row) requests(world).set(String(way.id), { ...row, outcome: ending, endedAt: world.now })
  world.schedule(LINGER_MS, 'clients', { type: 'forget', id: way.id })
  if (ending !== 'served') tell(world, way, ending)
  return ending
}

const toldOf = (world: World) => world.table<number>('requests.told')
const FAILURES = ['refused', 'timedOut'] as const satisfies readonly Ending[]
export function forgetTold(world: World, service: string): void {
  for (const ending of FAILURES) toldOf(world).delete(`${service} ${ending}`)
}

/** Failures are told, but not each of many. */
function tell(world: World, { service, target }: Way, ending: Ending): void {
  const told = toldOf(world)
  const id = `${service} ${ending}`
  const last = told.get(id)
  if (last !== undefined && world.now - last < TELL_EVERY_MS) return
  told.set(id, world.now)
  world.tell('clients', `services ${service}`, `request.${ending}`, target ? { pod: target.pod, node: target.node ?? '' } : {})
}
