// GET pods/NAME/log: what a container wrote. Which container is meant and whether it has written anything yet is decided here; the words themselves
// come from the inhabitants by a hook. Upstream: pkg/registry/core/pod/strategy.go LogLocation, kubelet server.go getContainerLogs.
import { ApiError, badRequest, type Pod } from '../../kube/index.ts'
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
  const container = chosen(pod, query.text('container'), call)
  const state = (pod.status.containerStatuses ?? []).concat(pod.status.initContainerStatuses ?? []).find(s => s.name === container)
  const previous = query.bool('previous')
  if (previous && !state?.lastState?.terminated)
    throw badRequest(`previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)} not found`)
  const begun = state?.state?.running ?? state?.state?.terminated ?? state?.lastState?.terminated
  if (!pod.spec.nodeName) return { text: '' }
  if (!begun)
    throw badRequest(
      `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)} is waiting to start: ${state?.state?.waiting?.reason ?? 'ContainerCreating'}`,
    )
  const tail = query.integer('tailLines')
  const seconds = query.integer('sinceSeconds')
  const bytes = query.integer('limitBytes')
  const time = query.text('sinceTime')
  const found = house.containers?.log(pod, {
    container,
    follow: query.bool('follow'),
    previous,
    timestamps: query.bool('timestamps'),
    ...(tail !== undefined && { tailLines: tail }),
    ...(seconds !== undefined && { sinceSeconds: seconds }),
    ...(bytes !== undefined && { limitBytes: bytes }),
    ...(time !== '' && { sinceTime: time }),
  })
  if (typeof found === 'object') return { stream: found, contentType: 'text/plain' }
  return { text: found ?? '' }
}

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

export const noExec = () =>
  new ApiError(
    400,
    'BadRequest',
    'Upgrade request required: only WebSocket connections with the protocol v5.channel.k8s.io are understood here',
  )
