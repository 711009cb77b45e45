import { expect, it } from 'vitest'
import { create } from 'zustand'
import type { Session, SessionState } from '../../session/index.ts'
import type { Deed, Next } from '../verbs/verb.ts'
import { Errands } from './errands.ts'

/** A session of which only the clock, the histories and whether a cluster is there count. */
const sessionAt = (now: number) =>
  create(
    () => ({ branch: 'h1', branches: [{ id: 'h1' }, { id: 'h2' }], now, head: now, loading: false, mirror: {} }) as unknown as SessionState,
  )
const next: Next = { afterMs: 5000, says: '', deed: () => ({}) as Deed }

function begun() {
  const done: Deed[] = []
  const session = sessionAt(1000)
  const errands = new Errands(session as unknown as Session, deed => done.push(deed))
  errands.add(next)
  const at = (now: number, more: Partial<SessionState> = {}) => session.setState({ now, head: now, ...more })
  return { at, done }
}

it('an errand is done once its time has come', () => {
  const { at, done } = begun()
  at(5999)
  expect(done).toHaveLength(0)
  at(6000)
  at(7000)
  expect(done).toHaveLength(1)
})

it('an errand waits while the past is looked at or another history is played', () => {
  const { at, done } = begun()
  at(6000, { head: 9000 })
  at(9500, { branch: 'h2' })
  expect(done).toHaveLength(0)
  at(9000, { branch: 'h1' })
  expect(done).toHaveLength(1)
})

it('an errand ends with its cluster, though the next one has a history of the same name', () => {
  const { at, done } = begun()
  at(0, { loading: true })
  at(0, { loading: false })
  at(20_000)
  expect(done).toHaveLength(0)
})
