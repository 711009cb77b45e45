// `window.podium`: a small documented door to the session, the same in every build, for Playwright, slides and the curious. It can do nothing that the
// person at the page cannot.

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
      const request: DoorRequest = { method, path, ...(body !== undefined && { body }) }
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
    pause: async () => state().pause(),
    hash: () => session.hash(),
    async log() {
      const { options, branches, branch } = state()
      return { options, seed: options.seed, actions: branches.find(b => b.id === branch)?.actions ?? [] }
    },
  }
}
