// A simulation that has stopped, by an exception in the engine or because its worker has ended: nothing is done then, and nobody is told that it was.
import { describe, expect, it } from 'vitest'
import { applyText } from './apply.ts'
import type { DoorRequest } from './contract.ts'
import { Host } from './host.ts'
import { HostGone, localHost, type RemoteHost } from './remote.ts'
import { createSession } from './store.ts'

const configMap = (name: string): DoorRequest => ({
  method: 'POST',
  path: '/api/v1/namespaces/default/configmaps',
  body: { metadata: { name } },
})
/** Not enumerable, so that the report of the problem does not stumble over it too. */
const poisoned = (path: string) =>
  Object.defineProperty({ method: 'POST', path } as DoorRequest, 'body', {
    get() {
      throw new Error('poisoned')
    },
  })
const poison = poisoned('/api/v1/namespaces')
const say = { code: 'x', args: {} }
const TEXT = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: asked'

/** A host whose worker ends when `act` is asked of it, once `dies` is set. */
function mortal(): RemoteHost & { dies: boolean } {
  const host = localHost()
  return {
    ...host,
    dies: false,
    call(method, ...args) {
      return this.dies && method === 'act' ? Promise.reject(new HostGone('out of memory')) : host.call(method, ...args)
    },
  }
}

describe('what is asked of an engine that has stopped', () => {
  it.each([false, true])('is unanswered, request by request, from the one at which it stopped (wholly: %s)', wholly => {
    const host = new Host({ seed: 3, nodes: 3, profile: 'classroom' })
    const requests = [configMap('a'), poison, configMap('b')]
    expect(host.act({ say, requests }, wholly).answers.map(a => a.status)).toEqual([201, 503, 503])
    const again = host.act({ say, requests }, wholly)
    expect(again.answers.map(a => a.status)).toEqual([503, 503, 503])
    expect(again.answers[0]?.body).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'ServiceUnavailable', code: 503 })
    expect(host.branches[0]?.actions).toHaveLength(1)
  })
  it('is refused as a text is refused', async () => {
    const session = createSession(localHost(), false)
    await session.begin()
    await session.getState().act(say, [poison])
    expect(session.getState().problem?.message).toBe('poisoned')
    const applied = await applyText(session.getState(), TEXT)
    expect(applied.done).toEqual([])
    expect(applied.errors).toMatchObject([{ message: 'the simulation has stopped' }])
  })
})

describe('a question at which the engine throws', () => {
  it('is answered as a server with a fault answers, and the clock goes on', () => {
    const host = new Host({ seed: 3, nodes: 3, profile: 'classroom' })
    const answer = host.ask(poisoned('/api/v1/namespaces?dryRun=All'))
    expect(answer).toMatchObject({ status: 500, body: { reason: 'InternalError', message: 'Internal error occurred: poisoned' } })
    expect(host.advance(1000, 1_000_000).problem).toBeUndefined()
    expect(host.act({ say, requests: [configMap('a')] }).answers.map(a => a.status)).toEqual([201])
  })
})

describe('what is asked of a worker that has ended', () => {
  it('is unanswered when it ends of it, and afterwards', async () => {
    const host = mortal()
    const session = createSession(host, false)
    await session.begin()
    host.dies = true
    const ask = async () => (await session.getState().act(say, [configMap('a'), configMap('b')])).map(a => a.status)
    expect(await ask()).toEqual([503, 503])
    expect(session.getState().problem?.message).toBe('out of memory')
    expect(await ask()).toEqual([503, 503])
    const applied = await applyText(session.getState(), TEXT)
    expect(applied.done).toEqual([])
    expect(applied.errors).toMatchObject([{ message: 'the simulation has stopped' }])
  })
})

describe('a new cluster that cannot be made', () => {
  it('is told of, and leaves what there was: going back brings it', async () => {
    const host = localHost()
    let dies = false
    const session = createSession(
      { ...host, open: (options, saved) => (dies ? Promise.reject(new HostGone('no memory')) : host.open(options, saved)) },
      false,
    )
    await session.begin()
    await session.getState().act(say, [configMap('a')])
    const { now } = session.getState()
    const hash = await session.hash()
    dies = true
    await session.getState().restart({ seed: 9 })
    expect(session.getState()).toMatchObject({ loading: false, options: { seed: 7 }, problem: { message: 'no memory' } })
    dies = false
    await session.getState().seek(now)
    expect(session.getState().problem).toBeUndefined()
    expect(await session.hash()).toBe(hash)
  })
})
