// What containers wrote, asked of the kubelets. Upstream: pkg/kubelet/server/server.go getContainerLogs.
import { logs } from '../../cluster/index.ts'
import type { Engine } from '../../engine/index.ts'
import { keyOf } from '../../engine/index.ts'
import { parseTime } from '../../kube/index.ts'
import type { Stream } from '../exchange.ts'
import type { ContainerHook, LogOptions } from './log.ts'

/** The kubelets' own answers. Which lines are meant by an age is decided by simulated time. */
export const containersOf = ({ world }: Engine): ContainerHook => ({
  log(pod, o) {
    const key = keyOf(pod)
    const read = () => logs(world, key, o.container, { ...o, ...since(o, world.now, world.nowMs) })
    const first = read()
    return o.follow && first !== undefined ? following(first, read) : first
  },
})

/** `sinceMs` counts from the start, as the lines do. */
function since({ sinceSeconds, sinceTime }: LogOptions, now: number, nowMs: number): { sinceMs?: number } {
  if (sinceSeconds !== undefined) return { sinceMs: now - sinceSeconds * 1000 }
  return sinceTime === undefined ? {} : { sinceMs: now - (nowMs - parseTime(sinceTime)) }
}

/** What is there, and then what is added; it ends when there is no such log any more. */
function following(first: string, read: () => string | undefined): Stream {
  let told = ''
  let next: string | undefined = first
  let ended = false
  return {
    read() {
      const text: string | undefined = next ?? read()
      next = undefined
      if (text === undefined) ended = true
      if (text === undefined || text === told) return []
      const added = text.startsWith(told) ? text.slice(told.length) : text
      told = text
      return added.split(/(?<=\n)/)
    },
    get ended() {
      return ended
    },
  }
}
