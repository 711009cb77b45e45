// GET pods/NAME/log: what a container wrote. Which container is meant and whether it has written anything yet is decided here; the words themselves
// come from the inhabitants by a hook. Upstream: pkg/registry/core/pod/strategy.go LogLocation, kubelet server.go getContainerLogs.
import { type ApiError, badRequest, type FieldError, invalid, type Pod } from '../../kube/index.ts'
import type { Answer, Call } from '../call.ts'
import type { Stream } from '../exchange.ts'

export interface LogOptions {
  container: string
  follow: boolean
  previous: boolean
  timestamps: boolean
  tailLines?: number
  sinceSeconds?: number
  /** RFC 3339. */
  sinceTime?: string
  limitBytes?: number
}

export interface ContainerHook {
  /** The lines so far, or with `follow` a stream of them. undefined: this container has no log. */
  log(pod: Pod, options: LogOptions): string | Stream | undefined
}

export function logOf(call: Call, pod: Pod): Answer {
  const { query, house } = call
  const options = logOptions(call)
  const container = chosen(pod, query.text('container'), call)
  if (!pod.spec.nodeName) return { text: '', code: 204 }
  const named = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)}`
  const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])]
  const state = statuses.find(s => s.name === container)
  if (options.previous && !state?.lastState?.terminated) throw badRequest(`previous terminated ${named} not found`)
  const begun = state?.state?.running ?? state?.state?.terminated ?? state?.lastState?.terminated
  if (!begun) throw badRequest(`${named} is waiting to start: ${state?.state?.waiting?.reason ?? 'ContainerCreating'}`)
  const found = house.containers?.log(pod, { container, ...options })
  return typeof found === 'object' ? { stream: found, contentType: 'text/plain' } : { text: found ?? '' }
}

/** What is asked about the lines. Throws 422. */
function logOptions({ query, name }: Call): Omit<LogOptions, 'container'> {
  const tail = query.integer('tailLines')
  const seconds = query.integer('sinceSeconds')
  const bytes = query.integer('limitBytes')
  const time = query.text('sinceTime')
  const errors: FieldError[] = []
  const invalidNumber = (field: string, value: number, words: string) =>
    errors.push({ field, reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${words}` })
  if (tail !== undefined && tail < 0) invalidNumber('tailLines', tail, 'must be greater than or equal to 0')
  if (bytes !== undefined && bytes < 1) invalidNumber('limitBytes', bytes, 'must be greater than 0')
  if (seconds !== undefined && seconds < 1) invalidNumber('sinceSeconds', seconds, 'must be greater than 0')
  if (seconds !== undefined && time !== '')
    errors.push({ field: '[]', reason: 'FieldValueForbidden', message: `Forbidden: ${ONE_BEGINNING}` })
  if (errors.length) throw invalid({ kind: 'PodLogOptions', group: '' }, name, errors)
  return {
    follow: query.bool('follow'),
    previous: query.bool('previous'),
    timestamps: query.bool('timestamps'),
    ...(tail !== undefined && { tailLines: tail }),
    ...(seconds !== undefined && { sinceSeconds: seconds }),
    ...(bytes !== undefined && { limitBytes: bytes }),
    ...(time !== '' && { sinceTime: time }),
  }
}

const ONE_BEGINNING = 'at most one of `sinceTime` or `sinceSeconds` may be specified'

/** The container that is asked for: the only one, or the one named. Throws the 400 that lists what there is. */
function chosen(pod: Pod, asked: string, call: Call): string {
  const names = (list: readonly { name: string }[] | undefined) => (list ?? []).map(c => c.name)
  const main = names(pod.spec.containers)
  const init = names(pod.spec.initContainers)
  if (asked !== '') {
    if ([...main, ...init].includes(asked)) return asked
    throw badRequest(`container ${asked} is not valid for pod ${call.name}`)
  }
  const [only] = main
  if (main.length === 1 && only !== undefined) return only
  const words = `a container name must be specified for pod ${call.name}, choose one of: [${main.join(' ')}]`
  throw badRequest(init.length ? `${words} or one of the init containers: [${init.join(' ')}]` : words)
}

/** exec, attach and port-forward want another protocol than plain HTTP; the reason comes first that the real server would give first. */
export function refuseExec(pod: Pod): ApiError {
  if (!pod.spec.nodeName) return badRequest(`pod ${pod.metadata.name} does not have a host assigned`)
  return badRequest('Upgrade request required: only WebSocket connections with the protocol v5.channel.k8s.io are understood here')
}
