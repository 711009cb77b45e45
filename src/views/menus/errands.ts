// Clients that are not done yet: `kubectl drain` asks again every five seconds. They live in simulated time, as a person at a terminal of the cluster would, and all
// that they do is an action in the log like any other. They do nothing in the past: there the log plays what they did.
import type { Session, SessionState } from '../../session/index.ts'
import type { Deed, Next } from '../verbs/verb.ts'

interface Errand {
  readonly next: Next
  readonly branch: string
  readonly at: number
}

export class Errands {
  readonly #session: Session
  readonly #perform: (deed: Deed) => void
  #list: readonly Errand[] = []
  #stop: (() => void) | undefined

  constructor(session: Session, perform: (deed: Deed) => void) {
    this.#session = session
    this.#perform = perform
  }

  add(next: Next): void {
    const { branch, now } = this.#session.getState()
    this.#list = [...this.#list, { next, branch, at: now + next.afterMs }]
    this.#stop ??= this.#session.subscribe(s => this.#look(s))
  }

  #look(s: SessionState): void {
    // Another cluster takes its place: there nobody has asked for anything.
    if (s.loading) this.#list = []
    const due = this.#list.filter(e => e.branch === s.branch && s.now >= e.at && !isPast(s))
    // Whoever acts in the past makes another history, in which nobody waits.
    this.#list = this.#list.filter(e => !due.includes(e) && s.branches.some(b => b.id === e.branch))
    if (!this.#list.length) {
      this.#stop?.()
      this.#stop = undefined
    }
    for (const { next } of due) {
      const deed = next.deed({ mirror: s.mirror, now: s.now })
      if (deed) this.#perform(deed)
    }
  }
}

const isPast = ({ now, head }: SessionState) => Math.floor(now) < Math.floor(head)
