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

/** A host in a worker of its own. */
export function workerHost(): RemoteHost {
  const shop = wrap<Workshop>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'podium' })) as Remote<Workshop>
  return {
    open: (options, saved) => shop.open(options, saved),
    call: (method, ...args) => (shop.call as unknown as (...a: unknown[]) => Promise<never>)(method, ...args),
    branches: () => shop.branches(),
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
