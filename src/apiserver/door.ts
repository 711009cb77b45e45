// The front door: one function that takes a request and gives an answer, at once. What a request means is found from its address here; what is then
// done is in verbs/ and subresources/. Upstream: apiserver pkg/endpoints/{request/requestinfo.go,installer.go}.
import type { Engine } from '../engine/index.ts'
import { ApiError, otherVersions, type Pod, type Resource } from '../kube/index.ts'
import type { Yaml } from './body.ts'
import type { Answer, Call, Dates, House } from './call.ts'
import { type ClockHook, isClock } from './clock.ts'
import { discover } from './discovery.ts'
import type { Request, Response, Say } from './exchange.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { checkStreams, type Form, negotiate, OBJECT_FORM } from './negotiate.ts'
import { OpenApi } from './openapi/openapi.ts'
import { Query } from './query.ts'
import { methodNotAllowed, NoSuchPage, noSuchResource } from './refusals.ts'
import { failure, render } from './render.ts'
import { arrange, isPod, subresourcesOf, verbsOf } from './served.ts'
import { bind } from './subresources/binding.ts'
import { containersOf } from './subresources/containers.ts'
import { evict } from './subresources/eviction.ts'
import { type ContainerHook, logOf, refuseExec } from './subresources/log.ts'
import { scale } from './subresources/scale.ts'
import { current, get, list, watch } from './verbs/read.ts'
import { remove, removeCollection } from './verbs/remove.ts'
import { create, patch, update } from './verbs/write.ts'
import { answerVirtual, isVirtual, virtualKinds } from './virtual.ts'

export interface DoorOptions {
  limits?: Partial<Limits>
  /** Who lets time pass. Without one there is no Clock. */
  clock?: ClockHook
  /** Who knows what containers wrote. */
  containers?: ContainerHook
  /** For bodies in YAML; without one they are refused. */
  yaml?: Yaml
  /** For bodies in Kubernetes' protobuf; without one they are refused. */
  protobuf?: (bytes: Uint8Array) => unknown
  dates?: Dates
}

export interface Door {
  /** Answers a request. Throws only what is a defect of ours; every refusal is an answer. */
  handle(request: Request, say?: Say): Response
  /** Ends all open watches with 410 Expired: time was turned back. */
  endWatches(): void
}

export function createDoor(engine: Engine, options: DoorOptions = {}): Door {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const served = arrange([...engine.store.resources.values(), ...otherVersions, ...virtualKinds])
  let epoch = 0
  const house: House = {
    engine,
    served,
    limits,
    reading: {
      yaml: options.yaml,
      protobuf: options.protobuf,
      mostBytes: limits.bodyBytes,
    },
    clock: options.clock,
    containers: options.containers ?? containersOf(engine),
    dates: options.dates,
    openApi: new OpenApi({ served }),
    epoch: () => epoch,
  }
  return {
    handle: (request, say) => answer(house, { ...request, method: request.method.toUpperCase() }, say),
    endWatches: () => void epoch++,
  }
}

function answer(house: House, request: Request, say: Say | undefined): Response {
  const warnings: string[] = []
  let form: Form = OBJECT_FORM
  try {
    const [path = '/', query = ''] = split(request.path)
    if (path.includes('//')) return redirect(path.replace(/\/{2,}/g, '/'), query)
    const found = route(house, path, new Query(query), request, say, warnings, f => {
      form = f
    })
    return render(house, form, found.answer, warnings, found.call)
  } catch (e) {
    if (e instanceof ApiError) return failure(house, form, e, warnings)
    if (e instanceof NoSuchPage) return { status: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n', warnings }
    throw e
  }
}

const split = (path: string): [string, string] => {
  const at = path.indexOf('?')
  return at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)]
}

function redirect(path: string, query: string): Response {
  const location = query ? `${path}?${query}` : path
  const body = `<a href="${location.replaceAll('&', '&amp;').replaceAll('"', '&#34;').replaceAll('<', '&lt;')}">Temporary Redirect</a>.\n\n`
  return { status: 307, contentType: 'text/html; charset=utf-8', body, location, warnings: [] }
}

type Found = { answer: Answer; call?: Call }

function route(
  house: House,
  path: string,
  query: Query,
  request: Request,
  say: Say | undefined,
  warnings: string[],
  inForm: (f: Form) => void,
): Found {
  const parts = path.split('/').filter(Boolean).map(decode)
  const general = aboutTheServer(house, path, parts, request)
  if (general) return { answer: general }
  const target = targetOf(house, parts)
  const watching = request.method === 'GET' && (target.watch || (target.name === '' && query.bool('watch')))
  const form = negotiate(target.subresource === 'log' ? '*/*' : request.accept, house.reading.yaml !== undefined, watching)
  inForm(form)
  if (watching) checkStreams(form)
  const call: Call = {
    house,
    request,
    query,
    ...target,
    form,
    warnings,
    act: deed => {
      const { code, args } = say ?? { code: 'request', args: { method: request.method, path } }
      const key = target.namespace ? `${target.namespace}/${target.name}` : target.name
      return house.engine.act('you', `${target.resource.plural} ${key}`, code, args, deed)
    },
  }
  return { answer: dispatch(call, watching), call }
}

const decode = (part: string) => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Everything that is not about objects: what there is, and whether it is well. */
function aboutTheServer(house: House, path: string, parts: readonly string[], request: Request): Answer | undefined {
  const [first] = parts
  if (first === 'healthz' || first === 'readyz' || first === 'livez') return { text: 'ok' }
  if (first === 'openapi') return house.openApi.answer(parts, request)
  return discover(house, path, parts, request)
}

interface Target {
  resource: Resource
  namespace: string
  name: string
  subresource: string
  /** The old way to ask for a watch: /api/v1/watch/… */
  watch: boolean
}

/** What an address of objects means. Throws 404. */
function targetOf({ served }: House, parts: readonly string[]): Target {
  const core = parts[0] === 'api'
  const group = served.get(core ? '' : (parts[1] ?? ''))
  if ((!core && parts[0] !== 'apis') || !group) throw new NoSuchPage()
  const version = group.versions.get(parts[core ? 1 : 2] ?? '')
  if (!version) throw noSuchResource()
  let rest = parts.slice(core ? 2 : 3)
  const watching = rest[0] === 'watch'
  if (watching) rest = rest.slice(1)
  let namespace = ''
  if (rest[0] === 'namespaces' && rest.length > 2 && version.has(rest[2] as string)) {
    namespace = rest[1] as string
    rest = rest.slice(2)
  } else if (rest[0] === 'namespaces' && rest.length > 2 && core && rest[2] === 'bindings') {
    return { resource: version.get('pods') as Resource, namespace: rest[1] as string, name: '', subresource: 'binding', watch: false }
  } else if (rest[0] === 'namespaces' && rest.length > 2 && !(core && ['status', 'finalize'].includes(rest[2] as string)))
    throw noSuchResource()
  const resource = version.get(rest[0] ?? '')
  const [, name = '', subresource = '', ...more] = rest
  if (!resource || more.length || (namespace !== '' && !resource.namespaced)) throw noSuchResource()
  if (name !== '' && resource.namespaced && namespace === '') throw noSuchResource()
  return { resource, namespace, name, subresource, watch: watching }
}

function dispatch(call: Call, watching: boolean): Answer {
  const { resource: r, request, name, namespace, subresource } = call
  const { method } = request
  if (isVirtual(r)) return answerVirtual(call)
  if (subresource !== '') return ofSubresource(call, method)
  if (watching) return watch(call)
  if (name === '') {
    if (method === 'GET') return list(call)
    const everywhere = r.namespaced && namespace === ''
    if (method === 'POST' && !everywhere) return create(call)
    if (method === 'DELETE' && !everywhere && verbsOf(r).includes('deletecollection') && !isClock(r)) return removeCollection(call)
    throw methodNotAllowed()
  }
  switch (method) {
    case 'GET':
      return get(call)
    case 'PUT':
      return update(call)
    case 'PATCH':
      return patch(call)
    case 'DELETE':
      return remove(call)
    default:
      throw methodNotAllowed()
  }
}

function ofSubresource(call: Call, method: string): Answer {
  const { resource: r, subresource } = call
  if (subresource === 'finalize' && r.plural === 'namespaces' && method === 'PUT') return update(call)
  if (!subresourcesOf(r).some(s => s.name === subresource)) throw noSuchResource()
  if (subresource === 'scale') return scale(call)
  if (subresource === 'status') {
    if (method === 'GET') return get(call)
    if (method === 'PUT') return update(call)
    if (method === 'PATCH') return patch(call)
    throw methodNotAllowed()
  }
  if (!isPod(r)) throw noSuchResource()
  if (subresource === 'log' && method === 'GET') return logOf(call, current(call) as Pod)
  if (subresource === 'binding' && method === 'POST') return bind(call)
  if (subresource === 'eviction' && method === 'POST') return evict(call)
  if (['exec', 'attach', 'portforward'].includes(subresource) && (method === 'GET' || method === 'POST')) {
    throw refuseExec(current(call) as Pod)
  }
  throw methodNotAllowed()
}
