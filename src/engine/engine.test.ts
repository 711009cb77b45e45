import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApiError, type ApiObject, type Draft, type Resource } from '../kube/index.ts'
import { type Actor, Engine, keyOf, type Outcome, type TraceEntry } from './index.ts'

// A world of two toy kinds: a Box wants `spec.size` Balls; one actor sees to it, another lets Balls pop after a while.
const toy = (plural: string, kind: string): Resource => ({
  group: 'toys',
  version: 'v1',
  kind,
  plural,
  singular: plural.slice(0, -1),
  shortNames: [],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  columns: [],
  defaults: o => o,
  prepareCreate: ({ status: _, ...o }) => o,
  prepareUpdate: (o, old, sub) => (sub === 'status' ? { ...old, metadata: o.metadata, status: o.status } : { ...o, status: old.status }),
  validate: o => (o.spec?.size < 0 ? [{ field: 'spec.size', reason: 'FieldValueInvalid', message: 'must not be negative' }] : []),
  validateUpdate(o) {
    return this.validate(o)
  },
})

const boxes: Actor = {
  name: 'box',
  plural: 'boxes',
  watches: [
    { plural: 'boxes', keys: c => [c.key] },
    { plural: 'balls', keys: c => [`${c.object.metadata.namespace}/${c.object.metadata.ownerReferences?.[0]?.name}`] },
  ],
  look(world, key) {
    const box = world.get('boxes', key)
    if (!box) return undefined
    const balls = world.by('balls', 'controller', box.metadata.uid)
    const missing = box.spec.size - balls.length
    if (missing > 0) {
      const ball: Draft = {
        apiVersion: 'toys/v1',
        kind: 'Ball',
        metadata: {
          generateName: `${box.metadata.name}-`,
          namespace: box.metadata.namespace as string,
          ownerReferences: [{ apiVersion: 'toys/v1', kind: 'Box', name: box.metadata.name, uid: box.metadata.uid, controller: true }],
        },
        spec: {},
      }
      return {
        caption: { code: 'box.tooFew', args: { missing } },
        steps: [Array.from({ length: missing }, () => ({ verb: 'create', plural: 'balls', object: ball }))],
      }
    }
    if (missing < 0)
      return {
        caption: { code: 'box.tooMany', args: { surplus: -missing } },
        steps: [balls.slice(missing).map(b => ({ verb: 'delete', plural: 'balls', key: keyOf(b) }))],
      }
    return {
      caption: { code: 'box.level' },
      steps: [[{ verb: 'merge', plural: 'boxes', key, subresource: 'status', patch: { status: { size: balls.length } } }]],
    }
  },
}
const popper: Actor = {
  name: 'popper',
  watches: [{ plural: 'balls', keys: c => (c.type === 'ADDED' ? [c.key] : []) }],
  look(world, key) {
    const ball = world.get('balls', key)
    if (ball) world.schedule(world.dice.between(5_000, 60_000), 'popper', { type: 'pop', key, uid: ball.metadata.uid })
    return undefined
  },
  receive(world, event) {
    world.send({ verb: 'delete', plural: 'balls', key: event.key as string, options: { preconditions: { uid: event.uid as string } } })
  },
}

const make = (seed = 1, actors: readonly Actor[] = [boxes, popper]) =>
  new Engine({
    seed,
    profile: { watch: [2, 9], write: [3, 11] },
    resources: [toy('boxes', 'Box'), toy('balls', 'Ball')],
    indexes: [],
    actors,
    admit: (_op, _r, o) => o,
    refuse: (_r, name, errors) => new ApiError(422, 'Invalid', `${name}: ${errors[0]?.message}`),
    startMs: 0,
    timestamp: ms => `T${Math.floor(ms / 1000)}`,
    freeze: true,
  })
const box = (name: string, size: number): Draft => ({
  apiVersion: 'toys/v1',
  kind: 'Box',
  metadata: { name, namespace: 'n' },
  spec: { size },
})
type Act = { at: number; name: string; size: number }
const perform = (e: Engine, a: Act) =>
  e.act('you', `boxes n/${a.name}`, 'resize', {}, cause => {
    if (e.store.get('boxes', `n/${a.name}`)) e.api.merge('boxes', `n/${a.name}`, { spec: { size: a.size } }, { cause })
    else e.api.create('boxes', box(a.name, a.size), { cause })
  })
const play = (e: Engine, acts: readonly Act[], until: number, tick = Number.POSITIVE_INFINITY) => {
  const to = (t: number) => {
    while (e.now + tick < t) e.advance(e.now + tick)
    e.advance(t)
  }
  for (const a of acts) {
    if (a.at < e.now) continue
    to(a.at)
    perform(e, a)
  }
  to(until)
}
const acts = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: 90_000 }), name: fc.constantFrom('a', 'b'), size: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map(list => list.sort((x, y) => x.at - y.at))

describe('the engine', () => {
  it('brings the world to what was asked for and keeps it there', () => {
    const e = make()
    perform(e, { at: 0, name: 'a', size: 4 })
    e.advance(100)
    expect(e.store.count('balls')).toBe(4)
    e.advance(200_000)
    expect(e.store.count('balls')).toBe(4)
    expect(e.store.get('boxes', 'n/a')?.status).toEqual({ size: 4 })
  })

  it('takes simulated time for every hop', () => {
    const e = make()
    perform(e, { at: 0, name: 'a', size: 1 })
    e.advance(4)
    expect(e.store.count('balls')).toBe(0)
    e.advance(20)
    expect(e.store.count('balls')).toBe(1)
  })

  it('gives the same history for the same seed and actions, in one go or tick by tick', () => {
    fc.assert(
      fc.property(fc.integer(), acts, (seed, log) => {
        const [one, ticks] = [make(seed), make(seed)]
        play(one, log, 120_000)
        play(ticks, log, 120_000, 170)
        expect(ticks.hash()).toBe(one.hash())
      }),
      { numRuns: 40 },
    )
  })

  it('goes on from any checkpoint as if nothing had happened, also while live', () => {
    fc.assert(
      fc.property(fc.integer(), acts, fc.integer({ min: 0, max: 110_000 }), (seed, log, cut) => {
        const live = make(seed)
        play(
          live,
          log.filter(a => a.at < cut),
          cut,
        )
        const kept = live.checkpoint()
        const rest = log.filter(a => a.at >= cut)
        play(live, rest, 120_000)
        const other = make(seed + 1)
        other.restore(kept)
        play(other, rest, 120_000)
        expect(other.hash()).toBe(live.hash())
        live.restore(kept)
        play(live, rest, 120_000)
        expect(live.hash()).toBe(other.hash())
      }),
      { numRuns: 40 },
    )
  })

  it('differs between seeds', () => {
    const [a, b] = [make(1), make(2)]
    for (const e of [a, b]) play(e, [{ at: 0, name: 'a', size: 3 }], 60_000)
    expect(a.hash()).not.toBe(b.hash())
  })

  it('names the cause of every commit, back to the action', () => {
    const e = make()
    const told: TraceEntry[] = []
    e.trace(t => told.push(t))
    perform(e, { at: 0, name: 'a', size: 1 })
    e.advance(100)
    const birth = told.find(t => t.subject.startsWith('balls n/a-') && t.code === 'write.create')
    const chain: string[] = []
    for (let t = birth; t; t = told.find(x => x.id === t?.cause)) chain.push(t.code)
    expect(chain).toEqual(['write.create', 'box.tooFew', 'write.create', 'resize'])
  })

  it('wakes who knows its updates by what others write, not by what it wrote itself', () => {
    const looks: string[] = []
    const painter: Actor = {
      name: 'painter',
      plural: 'boxes',
      watches: [{ plural: 'boxes', keys: c => [c.key] }],
      knowsItsUpdates: true,
      look(world, key) {
        const box = world.get('boxes', key)
        looks.push(`${box?.spec.size} ${box?.status?.painted}`)
        if (!box || box.status?.painted === box.spec.size) return undefined
        const patch = { status: { painted: box.spec.size } }
        return { steps: [[{ verb: 'merge', plural: 'boxes', key, subresource: 'status', patch }]] }
      },
    }
    const e = make(1, [painter])
    perform(e, { at: 0, name: 'a', size: 1 })
    e.advance(100)
    perform(e, { at: 100, name: 'a', size: 2 })
    e.advance(200)
    expect(e.store.get('boxes', 'n/a')?.status).toEqual({ painted: 2 })
    expect(looks).toEqual(['1 undefined', '2 1'])
  })

  it('wakes who knows its updates by the deletion that its update led to, and who does not know them by every one', () => {
    const seen = (knows: boolean) => {
      const looks: string[] = []
      const freer: Actor = {
        name: 'freer',
        plural: 'boxes',
        watches: [{ plural: 'boxes', keys: c => [c.key] }],
        ...(knows && { knowsItsUpdates: true }),
        look(world, key) {
          const box = world.get('boxes', key)
          looks.push(!box ? 'gone' : box.metadata.deletionTimestamp ? 'going' : `painted ${box.status?.painted ?? 0}`)
          if (!box) return undefined
          if (box.metadata.deletionTimestamp)
            return { steps: [[{ verb: 'merge', plural: 'boxes', key, patch: { metadata: { finalizers: [] } } }]] }
          const patch = { status: { painted: 1 } }
          return box.status?.painted ? undefined : { steps: [[{ verb: 'merge', plural: 'boxes', key, subresource: 'status', patch }]] }
        },
      }
      const e = make(1, [freer])
      e.api.create('boxes', { ...box('a', 1), metadata: { name: 'a', namespace: 'n', finalizers: ['x'] } }, { cause: 0 })
      e.advance(100)
      e.api.remove('boxes', 'n/a', {}, { cause: 0 })
      e.advance(200)
      return looks
    }
    expect(seen(true)).toEqual(['painted 0', 'going', 'gone'])
    expect(seen(false)).toEqual(['painted 0', 'painted 1', 'going', 'gone'])
  })

  it('answers NotFound to who asks for what is not there, and what was to be written after it is not', () => {
    let answers: readonly Outcome[] = []
    const asker: Actor = {
      name: 'asker',
      plural: 'boxes',
      watches: [{ plural: 'boxes', keys: c => [c.key] }],
      look: () => ({
        steps: [[{ verb: 'get', plural: 'balls', key: 'n/none' }], [{ verb: 'create', plural: 'boxes', object: box('b', 1) }]],
      }),
      settle(_world, _key, outcomes) {
        answers = outcomes
        return undefined
      },
    }
    const e = make(1, [asker])
    perform(e, { at: 0, name: 'a', size: 1 })
    e.advance(30)
    expect(answers).toMatchObject([{ ok: false, error: { code: 404, reason: 'NotFound', message: 'balls.toys "none" not found' } }])
    expect(e.store.get('boxes', 'n/b')).toBeUndefined()
  })

  it('refuses what breaks the rules, and leaves the world as it was', () => {
    const e = make()
    const before = e.store.rv
    expect(() => perform(e, { at: 0, name: 'a', size: -1 })).toThrow('must not be negative')
    expect(e.store.rv).toBe(before)
  })
})

describe('time and chance', () => {
  it('time never goes back: to be advanced to what is past changes nothing', () => {
    const e = make()
    e.advance(500)
    expect([e.advance(200), e.now]).toEqual([true, 500])
  })
  it('a rehearsal leaves dice, numbers and trace as they were, though it fails', () => {
    const e = make()
    const told: TraceEntry[] = []
    e.trace(t => told.push(t))
    const before = e.hash()
    const rehearsed = () =>
      e.rehearse(() =>
        e.act('you', '-', 'try', {}, cause => {
          e.world.dice.next()
          e.api.create('boxes', box('a', 1), { cause, dryRun: true })
          throw new Error('no')
        }),
      )
    expect(rehearsed).toThrow('no')
    expect([e.hash(), told]).toEqual([before, []])
  })
})

describe('the API', () => {
  const ctx = { cause: 0 }
  it('gives identity, and raises generation only with spec', () => {
    const e = make()
    const o = e.api.create('boxes', box('a', 1), ctx)
    expect(o.metadata).toMatchObject({ generation: 1, resourceVersion: '1', creationTimestamp: 'T0' })
    const s = e.api.merge('boxes', 'n/a', { status: { size: 1 } }, { cause: 0, subresource: 'status' })
    expect(s.metadata).toMatchObject({ generation: 1, resourceVersion: '2' })
    expect(e.api.merge('boxes', 'n/a', { spec: { size: 2 } }, ctx).metadata.generation).toBe(2)
  })
  it('does not write what changes nothing', () => {
    const e = make()
    const o = e.api.create('boxes', box('a', 1), ctx)
    expect(e.api.merge('boxes', 'n/a', { spec: { size: 1 } }, ctx)).toBe(o)
  })
  it('refuses a stale resourceVersion, a second creation, a wrong uid', () => {
    const e = make()
    const o = e.api.create('boxes', box('a', 1), ctx)
    e.api.merge('boxes', 'n/a', { spec: { size: 2 } }, ctx)
    expect(() => e.api.update('boxes', o, ctx)).toThrow('Operation cannot be fulfilled on boxes.toys "a": the object has been modified')
    expect(() => e.api.create('boxes', box('a', 1), ctx)).toThrow('boxes.toys "a" already exists')
    expect(() => e.api.remove('boxes', 'n/a', { preconditions: { uid: 'other' } }, ctx)).toThrow('Precondition failed: UID')
  })
  it('finds a free name under a generateName, though many are taken (RetryGenerateName)', () => {
    const e = make()
    const names = new Set<string>()
    // Of 12,000 names of five letters about five would meet by chance.
    for (let i = 0; i < 12_000; i++) {
      const ball = { ...box('', 0), kind: 'Ball', metadata: { generateName: 'a-', namespace: 'n' } }
      names.add(e.api.create('balls', ball, ctx).metadata.name)
    }
    expect(names.size).toBe(12_000)
  })
  it('keeps what has finalizers until the last is gone', () => {
    const e = make()
    e.api.create('boxes', { ...box('a', 0), metadata: { name: 'a', namespace: 'n', finalizers: ['x'] } }, ctx)
    expect(e.api.remove('boxes', 'n/a', {}, ctx).gone).toBe(false)
    expect(e.store.get('boxes', 'n/a')?.metadata.deletionTimestamp).toBe('T0')
    e.api.merge('boxes', 'n/a', { metadata: { finalizers: null } }, ctx)
    expect(e.store.get('boxes', 'n/a')).toBeUndefined()
  })
  it('tells watchers what came after a resourceVersion, or that it is too old to tell', () => {
    const e = make()
    e.api.create('boxes', box('a', 0), ctx)
    e.api.create('boxes', box('b', 0), ctx)
    expect(e.store.since(1)?.map(c => c.key)).toEqual(['n/b'])
    e.restore(e.checkpoint())
    expect(e.store.since(1)).toBeUndefined()
    expect(e.store.since(2)).toEqual([])
  })
  it('remembers so many changes for watchers, and tells who comes from before them that it is too old (410 Gone)', () => {
    const e = make(1, [popper])
    const o = e.api.create('boxes', box('a', 0), ctx)
    const touch = (times: number) => {
      for (let i = 0; i < times; i++) e.store.commit('MODIFIED', 'boxes', o, 0, 0)
    }
    touch(19_999)
    expect(e.store.since(0)?.length).toBe(20_000)
    touch(1)
    expect(e.store.since(0)).toBeUndefined()
    expect(e.store.since(10_000)).toBeUndefined()
    expect(e.store.since(10_001)?.length).toBe(10_000)
    expect(e.store.since(20_000)?.map(c => c.rv)).toEqual([20_001])
  })
  it('tells nothing of before a restore, also when something has happened since', () => {
    const e = make()
    e.api.create('boxes', box('a', 0), ctx)
    const kept = e.checkpoint()
    e.api.create('boxes', box('b', 0), ctx)
    e.restore(kept)
    e.api.create('boxes', box('c', 0), ctx)
    expect(e.store.since(0)).toBeUndefined()
    expect(e.store.since(1)?.map(c => c.key)).toEqual(['n/c'])
  })
  it('catches a mutation of what is stored', () => {
    const e = make()
    const o = e.api.create('boxes', box('a', 0), ctx) as ApiObject
    expect(() => {
      o.spec.size = 9
    }).toThrow(TypeError)
  })
})
