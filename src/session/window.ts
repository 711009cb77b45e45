// `window.podium`: a small documented door to the session, the same in every build, for Playwright, slides and the curious. It can do nothing that the
// person at the page cannot.

import { ApiError, type Status } from '../kube/index.ts'
import type { Applied } from './apply.ts'
import type { DoorRequest, SessionState } from './contract.ts'
import type { Session } from './store.ts'

export interface PodiumDoor {
  /** The front door. Anything but GET is logged as an action. */
  request(method: DoorRequest['method'], path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  /** Applies multi-document YAML as the editor does. */
  apply(yamlText: string): Promise<Applied>
  /** Simulated milliseconds since the start. */
  now(): Promise<number>
  /** Pauses, then goes that much further as fast as possible. */
  advance(ms: number): Promise<number>
  /** To that moment of the present history. Pauses. */
  seek(ms: number): Promise<number>
  play(speed?: number): Promise<void>
  pause(): Promise<void>
  /** Fingerprint of the whole history's state at this moment. */
  hash(): Promise<string>
  /** Seed, options and the present history's actions. */
  log(): Promise<{ options: SessionState['options']; seed: number; actions: unknown }>
}

export function podiumDoor(session: Session): PodiumDoor {
  const state = () => session.getState()
  return {
    async request(method, path, body) {
      const sent = plainOf(body)
      if ('refused' in sent) return { status: 400, body: sent.refused }
      const request: DoorRequest = { method, path, ...sent }
      if (method === 'GET') return state().ask(request)
      const [answer] = await state().act({ code: 'act.request', args: { method, path } }, [request])
      return answer ?? { status: 500, body: 'no answer' }
    },
    // Apart: it brings every kind's rules, and the first paint needs none of them.
    apply: async text => (await import('./apply.ts')).applyText(state(), text),
    now: async () => Math.floor(state().now),
    async advance(ms) {
      state().pause()
      await state().seek(Math.floor(state().now) + ms)
      return state().now
    },
    async seek(ms) {
      await state().seek(ms)
      return state().now
    },
    async play(speed) {
      if (speed !== undefined) state().setSpeed(speed)
      state().play()
    },
    async pause() {
      state().pause()
      await session.settled()
    },
    hash: () => session.hash(),
    async log() {
      const { options, branches, branch } = state()
      return { options, seed: options.seed, actions: branches.find(b => b.id === branch)?.actions ?? [] }
    },
  }
}

/** A body as JSON carries it. What JSON cannot carry (a ring of objects, a BigInt) is refused here, as a server would that cannot read it. */
function plainOf(body: unknown): { body?: unknown } | { refused: Status } {
  if (body === undefined) return {}
  try {
    const text = JSON.stringify(body)
    return text === undefined ? { refused: unreadable(`a ${typeof body} is not JSON`) } : { body: JSON.parse(text) }
  } catch (e) {
    return { refused: unreadable(e instanceof Error ? (e.message.split('\n')[0] as string) : String(e)) }
  }
}

const unreadable = (why: string): Status => new ApiError(400, 'BadRequest', `the body of the request cannot be sent: ${why}`).status
