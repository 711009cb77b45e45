// Images with a fault of their own, chosen by a tag that a user would naturally write: `web:crash`, `web:v2-slow`, `web:unready`, `web:flaky`. They are
// web servers but for what the tag says, and only when the container names no command.
import type { Behaviour } from './behaviour.ts'
import { serves } from './webserver.ts'

/** The tag, or a part of it between dashes. */
const tagged = (tag: string) => (i: { tag: string }) => i.tag.split('-').includes(tag)

/** Ends with 1 a moment after its start. */
export const crashing: Behaviour = {
  name: 'crash',
  is: i => tagged('crash')(i) || tagged('crashing')(i),
  program: {
    ...serves,
    listensAfterMs: Number.POSITIVE_INFINITY,
    endsAfterMs: [600, 1_400],
    exitCode: 1,
    says: ['starting'],
    lastWords: ['fatal: cannot go on'],
  },
}

/** Listens only after 20 s. */
export const slow: Behaviour = {
  name: 'slow',
  is: tagged('slow'),
  program: { ...serves, listensAfterMs: 20_000, says: ['warming up, this takes 20 s'] },
}

/** Answers everything with 503: a readiness probe never lets it through. */
export const unready: Behaviour = {
  name: 'unready',
  is: tagged('unready'),
  program: { ...serves, answer: () => ({ status: 503 }), says: ['waiting for a dependency that never comes'] },
}

/** Serves for 30 to 60 s, then ends with 1. */
export const flaky: Behaviour = {
  name: 'flaky',
  is: tagged('flaky'),
  program: { ...serves, endsAfterMs: [30_000, 60_000], exitCode: 1, lastWords: ['panic: index out of range'] },
}
