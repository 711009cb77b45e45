// The page's side of the worker: a host that answers with promises, one call after the other. Tests put a Host of their own in its place.
import { type Remote, wrap } from 'comlink'
import type { ClusterOptions } from '../cluster/index.ts'
import type { Branch } from './contract.ts'
import { Host } from './host.ts'
import type { Methods, Workshop } from './worker.ts'

export interface RemoteHost {
  open(options: ClusterOptions, saved: readonly Branch[]): Promise<void>
  call<M extends keyof Methods>(method: M, ...args: Parameters<Methods[M]>): Promise<ReturnType<Methods[M]>>
  branches(): Promise<readonly Branch[]>
}

/** The worker has ended by itself: what it was asked will not be answered. `open` begins a new one. */
export class HostGone extends Error {
  override name = 'HostGone'
}

/** A host in a worker of its own. */
export function workerHost(): RemoteHost {
  let life = early()
  const alive = () => {
    if (!life || life.isOver()) throw new HostGone('the worker of the simulation has ended')
    return life
  }
  return {
    async open(options, saved) {
      const l = life && !life.isOver() ? life : begin()
      life = l
      await l.orGone(l.shop.open(options, saved))
      l.watch()
    },
    async call(method, ...args) {
      const l = alive()
      return l.orGone(l.call(method, ...args))
    },
    async branches() {
      const l = alive()
      return l.orGone(l.shop.branches())
    },
  }
}

/** Before anybody opens it. Where the browser refuses workers, whoever opens a session hears of it. */
function early() {
  try {
    return begin()
  } catch {
    return undefined
  }
}

/** A worker, and whether it has ended: it holds a lock for as long as it lives, which the browser gives back whatever it dies of. */
function begin() {
  const name = `podium-${Date.now()}-${Math.random()}`
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name })
  // Not a race with one promise for the end: that would remember every answer for as long as the worker lives.
  const waiting = new Set<(e: HostGone) => void>()
  let over: HostGone | undefined
  const end = (why: string) => {
    over ??= new HostGone(why)
    worker.terminate()
    for (const fail of waiting) fail(over)
    waiting.clear()
  }
  worker.addEventListener('error', e => end(e.message || 'the worker of the simulation has failed'))
  const shop = wrap<Workshop>(worker) as Remote<Workshop>
  return {
    shop,
    /** Asked for once: it is called in every frame. */
    call: shop.call as unknown as (...a: unknown[]) => Promise<never>,
    /** The answer, or that there will be none. */
    orGone: <T>(answer: Promise<T>): Promise<T> =>
      new Promise((done, failed) => {
        if (over) return failed(over)
        waiting.add(failed)
        answer.then(done, failed).finally(() => waiting.delete(failed))
      }),
    isOver: () => over !== undefined,
    /** Once it is open. Asks for its lock: who gets it has outlived it. */
    watch: () => void navigator.locks?.request(name, () => end('the worker of the simulation has ended')).catch(() => undefined),
  }
}

/** A host in this thread: for tests, and where there are no workers. */
export function localHost(): RemoteHost {
  let host: Host | undefined
  return {
    async open(options, saved) {
      host = new Host(options, saved)
    },
    async call(method, ...args) {
      if (!host) throw new Error('the host is not open yet')
      return (host[method] as (...a: unknown[]) => never).apply(host, args)
    },
    async branches() {
      return host?.branches ?? []
    },
  }
}
