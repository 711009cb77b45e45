// What containers wrote, asked of the kubelets. Upstream: pkg/kubelet/server/server.go getContainerLogs, pkg/registry/core/pod/strategy.go LogLocation.
import { logs, type Machine } from '../../cluster/index.ts'
import type { Engine } from '../../engine/index.ts'
import { keyOf } from '../../engine/index.ts'
import { type Pod, parseTime } from '../../kube/index.ts'
import type { Stream } from '../exchange.ts'
import { Unforeseen } from '../refusals.ts'
import type { ContainerHook, LogOptions } from './log.ts'

/** The kubelets' own answers. Which lines are meant by an age is decided by simulated time. Nobody hears a kubelet whose machine is off or cut off. */
export const containersOf = ({ world }: Engine): ContainerHook => ({
  log(pod, o) {
    const machine = () => world.table<Machine>('machines').get(pod.spec.nodeName ?? '')
    const isHeard = () => machine() === undefined || (machine()?.power === 'on' && machine()?.link === 'up')
    if (!isHeard()) throw unreachable(pod, o)
    const options = { ...o, ...since(o, world.now, world.nowMs) }
    const { tailLines: _, limitBytes: __, ...whole } = options
    const read = (how: object) => logs(world, keyOf(pod), o.container, how)
    const first = read(options)
    if (!o.follow || first === undefined) return first
    return following(first, isHeard, () => {
      const [stamped, text] = [read({ ...whole, timestamps: true }), read(whole)]
      return stamped === undefined || text === undefined ? undefined : { stamped: linesOf(stamped), lines: linesOf(text) }
    })
  },
})

/** As Go's client says it. */
function unreachable(pod: Pod, { container, ...o }: LogOptions): Unforeseen {
  const query = Object.entries(o)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .sort()
    .join('&')
  const address = `${pod.status.hostIP}:10250`
  const path = `/containerLogs/${pod.metadata.namespace}/${pod.metadata.name}/${container}`
  return new Unforeseen(`Get "https://${address}${path}${query && `?${query}`}": dial tcp ${address}: connect: no route to host`)
}

/** `sinceMs` counts from the start, as the lines do. */
function since({ sinceSeconds, sinceTime }: LogOptions, now: number, nowMs: number): { sinceMs?: number } {
  if (sinceSeconds !== undefined) return { sinceMs: now - sinceSeconds * 1000 }
  return sinceTime === undefined ? {} : { sinceMs: now - (nowMs - parseTime(sinceTime)) }
}

/** The lines that are complete. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n/g) ?? []

/** What is kept of a log: each line as it is sent, and with its time, by which it is told from others of the same words. */
interface Kept {
  readonly stamped: readonly string[]
  readonly lines: readonly string[]
}

/** What is there, and then what is added: only so many last lines are kept, so that the first go while new ones come. It ends when there is no such log any more. */
function following(first: string, isHeard: () => boolean, read: () => Kept | undefined): Stream {
  let told = read()?.stamped ?? []
  let next = linesOf(first)
  let ended = false
  return {
    read() {
      const before = next
      next = []
      if (ended || !isHeard()) return before
      const now = read()
      if (!now) {
        ended = true
        return before
      }
      const added = now.lines.slice(overlap(told, now.stamped))
      told = now.stamped
      return [...before, ...added]
    },
    get ended() {
      return ended
    },
  }
}

/** How many of the new lines are the last of the old ones. */
function overlap(old: readonly string[], now: readonly string[]): number {
  for (let gone = 0; gone < old.length; gone++) {
    const left = old.length - gone
    if (left <= now.length && now.slice(0, left).every((line, i) => line === old[gone + i])) return left
  }
  return 0
}
