// The worker: a host behind Comlink, so that the page never waits for the engine.
import { expose } from 'comlink'
import type { ClusterOptions } from '../cluster/index.ts'
import type { Branch } from './contract.ts'
import { Host } from './host.ts'

/** Called once, first. Everything after that is the Host's own methods. */
export class Workshop {
  #host: Host | undefined

  open(options: ClusterOptions, saved: readonly Branch[]): void {
    this.#host = new Host(options, saved)
  }

  /** Calls a method of the host; one message each way. */
  call<M extends keyof Methods>(method: M, ...args: Parameters<Methods[M]>): ReturnType<Methods[M]> {
    if (!this.#host) throw new Error('the host is not open yet')
    const run = this.#host[method] as (...a: unknown[]) => unknown
    return run.apply(this.#host, args) as ReturnType<Methods[M]>
  }

  branches(): readonly Branch[] {
    return this.#host?.branches ?? []
  }
}
export type Methods = Pick<Host, 'advance' | 'stepForward' | 'stepBack' | 'seek' | 'switchTo' | 'act' | 'ask' | 'hash'>

expose(new Workshop())
