// What the scheduler works out beside the checkpoint (sums, counts, orders) is no state: a world that was restored decides as the one that went on, to the byte.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Snapshot, snapshotOf } from './snapshot.ts'
import { questionOf } from './spreading.ts'
import { asking, container, node, pod, TestWorld } from './testing/world.ts'

const HOST = 'kubernetes.io/hostname'
const near = (app: string, topologyKey = HOST) => ({ labelSelector: { matchLabels: { app } }, topologyKey })
const shapes: readonly ((app: string) => object)[] = [
  () => asking('500m', '512Mi'),
  () => asking('1', '1Gi'),
  () => ({ containers: [container({}, { ports: [{ containerPort: 80, hostPort: 8080 }] })] }),
  app => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near(app)] } } }),
  app => ({
    affinity: {
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, podAffinityTerm: near(app, 'topology.kubernetes.io/zone') }],
      },
    },
  }),
  app => ({
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: HOST, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app } } },
    ],
  }),
  app => ({
    topologySpreadConstraints: [
      {
        maxSkew: 2,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app } },
      },
    ],
  }),
  () => ({ priority: 100, ...asking('2') }),
]

type Act =
  | { do: 'pod'; shape: number; app: number }
  | { do: 'delete'; nth: number }
  | { do: 'end'; nth: number }
  | { do: 'finish'; nth: number }
  | { do: 'cordon'; node: number; on: boolean }
  | { do: 'label'; node: number; zone: string }
  | { do: 'dropNode'; node: number }
  | { do: 'addNode'; node: number }
  | { do: 'wait'; ms: number }

const NODES = 5
const index = fc.nat(NODES - 1)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('pod' as const), shape: fc.nat(shapes.length - 1), app: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), nth: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), nth: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('finish' as const), nth: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cordon' as const), node: index, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('label' as const), node: index, zone: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dropNode' as const), node: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('addNode' as const), node: index }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3000 }) }) },
)

const nodeNo = (i: number) => node(`node-${i}`, { labels: { 'topology.kubernetes.io/zone': 'abc'[i % 3] as string } })
const freshWorld = (seed: number) => new TestWorld({ seed, nodes: Array.from({ length: NODES }, (_, i) => nodeNo(i)) })

function perform(w: TestWorld, a: Act, number: number): void {
  const { store } = w.engine
  const keys = [...store.list('pods')].map(p => `default/${p.metadata.name}`)
  const name = 'node' in a ? `node-${a.node}` : ''
  const there = name !== '' && store.get('nodes', name) !== undefined
  switch (a.do) {
    case 'pod':
      w.create(pod(`p-${number}`, shapes[a.shape]?.(`app-${a.app}`), { labels: { app: `app-${a.app}` } }))
      return
    case 'delete':
    case 'end':
    case 'finish': {
      const key = keys[a.nth % Math.max(1, keys.length)]
      if (!key) return
      if (a.do === 'delete') w.remove('pods', key, 0)
      else if (a.do === 'end') w.remove('pods', key)
      else w.merge('pods', key, { status: { phase: 'Succeeded' } }, 'status')
      return
    }
    case 'cordon':
      if (there) w.merge('nodes', name, { spec: { unschedulable: a.on || null } })
      return
    case 'label':
      if (there) w.merge('nodes', name, { metadata: { labels: { 'topology.kubernetes.io/zone': a.zone } } })
      return
    case 'dropNode':
      if (there) w.remove('nodes', name)
      return
    case 'addNode':
      if (!there) w.create(nodeNo(a.node))
      return
    case 'wait':
      w.run(a.ms)
      return
    default:
      a satisfies never
  }
}

const questions = [0, 1, 2].flatMap(app =>
  [true, false].map(livingOnly => questionOf(['default'], [{ key: 'app', operator: '=', values: [`app-${app}`] }], livingOnly)),
)

/** Everything that the scheduler reads from its view of the cluster. */
const seen = (s: Snapshot) =>
  s.order.map(i => [
    i.name,
    questions.map(q => s.counts.of(q).on(i)),
    questions.map(q => s.counts.of(q).beside(i, 'topology.kubernetes.io/zone')),
    i.pods,
    i.cpu,
    i.memory,
    i.cpuOrDefault,
    i.memoryOrDefault,
    [...i.others].sort(),
    [...i.ports].map(([port, used]) => [port, [...used].sort()]).sort(),
    [...i.opinionated.keys()].sort(),
  ])

describe('What is derived is no state', () => {
  it('a restored world goes on as the one that was not', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 4, maxLength: 40 }), fc.nat(39), fc.nat(1000), (log, cut, seed) => {
        const w = freshWorld(seed)
        const at = Math.min(cut, log.length)
        log.slice(0, at).forEach((a, i) => {
          perform(w, a, i)
        })
        const c = w.engine.checkpoint()
        const rest = (other: TestWorld) => {
          log.slice(at).forEach((a, i) => {
            perform(other, a, at + i)
          })
          return other.run(400_000).engine.hash()
        }
        const live = rest(w)
        w.engine.restore(c)
        expect(rest(w)).toBe(live)
        const other = freshWorld(seed + 1)
        other.engine.restore(c)
        expect(rest(other)).toBe(live)
      }),
      { numRuns: 60 },
    )
  })

  it('what was carried along equals what is built anew, at every moment', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 4, maxLength: 40 }), fc.nat(1000), (log, seed) => {
        const w = freshWorld(seed)
        log.forEach((a, i) => {
          perform(w, a, i)
          expect(seen(snapshotOf(w.engine.world))).toEqual(seen(new Snapshot(w.engine.world)))
        })
      }),
      { numRuns: 60 },
    )
  })
})
