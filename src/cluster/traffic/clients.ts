// The clients: every Load object is somebody who sends requests to a Service, in its rhythm, until it is deleted or has sent as many as it wanted.
// Kubernetes has nothing like it: podium.local/v1, see src/kube/kinds/load.ts.
import { type Actor, type EventData, keyOf, type Look, same, type World, type Write } from '../../engine/index.ts'
import type { Load } from '../../kube/index.ts'
import { type Ending, forgetPod, forgetService, isCounted, isKnown, setPerSecond } from './counts.ts'
import { nextPace, type Pace, startPace } from './pace.ts'
import { answered, arrive, end, forgetTold, requests, send, written } from './requests.ts'

/** A finished Load stays so long, to be read. */
const STAYS_MS = 60_000

/** Where a client stands. Table `clients`, key: the Load's. */
interface Client {
  readonly uid: string
  readonly generation: number
  readonly service: string
  /** Raised with every change of the Load: what was planned before means nothing. */
  readonly epoch: number
  readonly pace: Pace
  readonly sent: number
  readonly served: number
  readonly refused: number
  readonly timedOut: number
  readonly doneAt?: number
}
const clientsOf = (world: Pick<World, 'table'>) => world.table<Client>('clients')

export const clients: Actor = {
  name: 'clients',
  plural: 'loads',
  watches: [
    { plural: 'loads', keys: c => [c.key] },
    {
      plural: 'pods',
      keys: (c, world) => (c.type === 'DELETED' && isCounted(world, c.object.metadata.uid) ? [`pod ${c.object.metadata.uid}`] : []),
    },
    { plural: 'services', keys: (c, world) => (c.type === 'DELETED' && isKnown(world, c.key) ? [`service ${c.key}`] : []) },
  ],

  look(world, key) {
    if (key.startsWith('pod ')) {
      // Requests may still find what is left of it, for as long as proxies send them there.
      return forgetPod(world, key.slice(4)) ? { againInMs: 5000 } : undefined
    }
    if (key.startsWith('service ')) return lookAtService(world, key.slice(8))
    const load = world.get<Load>('loads', key)
    const client = clientsOf(world).get(key)
    if (!load) {
      clientsOf(world).delete(key)
      if (client) leave(world, client.service)
      return undefined
    }
    if (client?.uid !== load.metadata.uid || client.generation !== load.metadata.generation) begin(world, key, load, client)
    const now = clientsOf(world).get(key) as Client
    const { requestsPerSecond, pattern } = load.spec
    if (now.doneAt === undefined) return { caption: { code: `clients.${pattern}`, args: { perSecond: requestsPerSecond } } }
    return finish(world, key, load, now)
  },

  receive(world, event) {
    switch (event.type) {
      case 'turn':
        return takeTurn(world, event)
      case 'arrive':
        return arrive(world, event)
      case 'answer':
        return tally(world, event, answered(world, event))
      case 'written':
      case 'late':
        return tally(world, event, written(world, event))
      case 'end':
        return tally(world, event, end(world, event, event.ending as Ending))
      case 'forget':
        requests(world).delete(String(event.id))
    }
  },
}

/** A new Load, or one that was changed: it sends in its new rhythm from now on. */
function begin(world: World, key: string, load: Load, before: Client | undefined): void {
  const { uid, generation = 0, namespace } = load.metadata
  const { requestsPerSecond } = load.spec
  const known = before?.uid === uid ? before : undefined
  const firstAt = known && requestsPerSecond > 0 ? world.now + 1000 / requestsPerSecond : world.now
  const client: Client = {
    uid,
    generation,
    service: `${namespace}/${load.spec.service}`,
    epoch: (known?.epoch ?? 0) + 1,
    pace: startPace(firstAt, load.spec, world.dice),
    sent: known?.sent ?? 0,
    served: known?.served ?? 0,
    refused: known?.refused ?? 0,
    timedOut: known?.timedOut ?? 0,
  }
  clientsOf(world).set(key, client)
  tellPerSecond(world, client.service)
  if (before && before.service !== client.service) leave(world, before.service)
  plan(world, key, client, load)
}

const wantsMore = (client: Client, { spec }: Load) =>
  spec.requestsPerSecond > 0 && (spec.requests === undefined || client.sent < spec.requests)

function plan(world: World, key: string, client: Client, load: Load): void {
  if (!wantsMore(client, load)) return
  world.schedule(client.pace.nextAt - world.now, 'clients', { type: 'turn', key, uid: client.uid, epoch: client.epoch })
}

function takeTurn(world: World, { key, uid, epoch }: EventData): void {
  const client = clientsOf(world).get(key as string)
  const load = world.get<Load>('loads', key as string)
  if (!load || !client || client.uid !== uid || client.epoch !== epoch) return
  const next: Client = { ...client, sent: client.sent + 1, pace: nextPace(client.pace, load.spec, world.dice) }
  clientsOf(world).set(key as string, next)
  plan(world, key as string, next, load)
  send(world, key as string, load)
}

/** A Load that ends counts what became of its own requests, and is done with the last. */
function tally(world: World, { load: key }: EventData, ending: Ending | undefined): void {
  const client = clientsOf(world).get(key as string)
  const wanted = world.get<Load>('loads', key as string)?.spec.requests
  if (!client || !ending || wanted === undefined) return
  const next = { ...client, [ending]: client[ending] + 1 }
  const isDone = next.served + next.refused + next.timedOut >= wanted
  clientsOf(world).set(key as string, isDone ? { ...next, doneAt: world.now } : next)
  if (!isDone) return
  tellPerSecond(world, client.service)
  world.wake('clients', key as string, 0)
}

function finish(world: World, key: string, load: Load, { sent, served, refused, timedOut, doneAt = 0 }: Client): Look {
  const caption = { code: 'clients.done', args: { served, refused, timedOut } }
  const left = doneAt + STAYS_MS - world.now
  if (left <= 0) return { caption, steps: [[{ verb: 'delete', plural: 'loads', key }]] }
  const status = { sent, served, refused, timedOut }
  const write: Write = { verb: 'update', plural: 'loads', subresource: 'status', object: { ...load, status } }
  return { caption, steps: [same(load.status, status) ? [] : [write]], againInMs: left }
}

/** A client sends there no more. */
function leave(world: World, service: string): void {
  tellPerSecond(world, service)
  if (!world.get('services', service)) world.wake('clients', `service ${service}`, 0)
}

/** Of a Service that is gone nothing is kept, once nobody sends to it any more and its last requests have ended. */
function lookAtService(world: World, service: string): Look | undefined {
  if (world.get('services', service) || loadsOf(world, service).length > 0) return undefined
  if (forgetService(world, service)) return { againInMs: 1000 }
  forgetTold(world, service)
  return undefined
}

function loadsOf(world: World, service: string): readonly Load[] {
  const [namespace = '', name] = service.split('/')
  return world.by<Load>('loads', 'namespace', namespace).filter(load => load.spec.service === name)
}

/** How many requests a second all clients of a Service send together. */
function tellPerSecond(world: World, service: string): void {
  let sum = 0
  for (const load of loadsOf(world, service)) {
    const client = clientsOf(world).get(keyOf(load))
    if (client && client.doneAt === undefined) sum += load.spec.requestsPerSecond
  }
  setPerSecond(world, service, sum)
}
