// The worker: a host behind Comlink, so that the page never waits for the engine.
import { expose } from 'comlink'
import { type ClusterOptions, watchInvariants } from '../cluster/index.ts'
import type { Branch } from './contract.ts'
import { Host } from './host.ts'

/** A lock that nobody else asks for but the page, after this worker: it is given back when the worker ends (remote.ts). */
const held = new Promise<void>(granted => {
  if (!navigator.locks) granted()
  else
    navigator.locks
      .request(self.name, () => {
        granted()
        return new Promise(() => {})
      })
      // Refused: then nobody learns when this worker ends, and it works all the same.
      .catch(() => granted())
})

/** Called once, first. Everything after that is the Host's own methods. */
export class Workshop {
  #host: Host | undefined

  async open(options: ClusterOptions, saved: readonly Branch[]): Promise<void> {
    await held
    // While Podium is worked on, what must not be changed cannot be, and what may never be stops the clock.
    this.#host = import.meta.env.DEV
      ? new Host({ ...options, freeze: true }, saved, {}, undefined, engine => watchInvariants(engine))
      : new Host(options, saved)
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
