// What people and faults do in a random history: a verb and a number that decides all the rest, so that a history can be written down in a few lines and
// made smaller word by word. What it comes to depends on what there is at that moment; the requests that it came to are what the tape keeps.
import fc from 'fast-check'
import { Dice, type Engine } from '../../engine/index.ts'
import type { ApiObject, Pod } from '../../kube/index.ts'
import type { DoorRequest } from '../contract.ts'
import * as cast from './objects.ts'
import { maybe, one } from './objects.ts'

export interface Act {
  readonly atMs: number
  readonly verb: Verb
  readonly dice: number
}

interface Scene {
  readonly engine: Engine
  readonly dice: Dice
}
type Deed = (s: Scene) => readonly DoorRequest[]

const APIS: Record<string, string> = {
  deployments: '/apis/apps/v1/namespaces/default',
  replicasets: '/apis/apps/v1/namespaces/default',
  statefulsets: '/apis/apps/v1/namespaces/default',
  daemonsets: '/apis/apps/v1/namespaces/default',
  jobs: '/apis/batch/v1/namespaces/default',
  cronjobs: '/apis/batch/v1/namespaces/default',
  poddisruptionbudgets: '/apis/policy/v1/namespaces/default',
  horizontalpodautoscalers: '/apis/autoscaling/v2/namespaces/default',
  pods: '/api/v1/namespaces/default',
  services: '/api/v1/namespaces/default',
  nodes: '/api/v1',
  faults: '/apis/podium.local/v1',
  loads: '/apis/podium.local/v1/namespaces/default',
}
const pathOf = (plural: string, name = '') => `${APIS[plural]}/${plural}${name && `/${name}`}`
export const post = (plural: string, name: string, spec: unknown, labels?: object): DoorRequest => ({
  method: 'POST',
  path: pathOf(plural),
  body: { metadata: { name, ...(labels && { labels }) }, spec },
})
export const patch = (plural: string, name: string, body: unknown): DoorRequest => ({ method: 'PATCH', path: pathOf(plural, name), body })
export const remove = (plural: string, name: string, body: object = {}): DoorRequest => ({
  method: 'DELETE',
  path: pathOf(plural, name),
  body: { kind: 'DeleteOptions', apiVersion: 'v1', ...body },
})
const evict = (name: string): DoorRequest => ({
  method: 'POST',
  path: `${pathOf('pods', name)}/eviction`,
  body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } },
})

const all = ({ engine }: Scene, plural: string): ApiObject[] =>
  [...engine.store.list(plural)].filter(o => (o.metadata.namespace ?? 'default') === 'default')
const some = (s: Scene, plural: string): ApiObject | undefined => one(s.dice, all(s, plural))
const has = ({ engine }: Scene, plural: string, name: string) => engine.store.get(plural, `default/${name}`) !== undefined

/** Made when it is not there, else changed. */
const apply = (s: Scene, plural: string, name: string, make: () => object, change = make): DoorRequest[] => [
  has(s, plural, name) ? patch(plural, name, { spec: change() }) : post(plural, name, make()),
]
const onSome = (s: Scene, plural: string, deed: (o: ApiObject) => readonly DoorRequest[]): readonly DoorRequest[] => {
  const o = some(s, plural)
  return o ? deed(o) : []
}
const WORKLOADS = ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'] as const
const SETS = ['db', 'queue'] as const
const policy = (dice: Dice) => ({ propagationPolicy: one(dice, ['Background', 'Background', 'Foreground', 'Orphan']) })
const withImage = (image: string) => ({ spec: { template: { spec: { containers: [{ name: 'main', image }] } } } })

function applySet(s: Scene): DoorRequest[] {
  const name = one(s.dice, SETS)
  const hasDisk = (s.engine.store.get('statefulsets', `default/${name}`)?.spec.volumeClaimTemplates?.length ?? 0) > 0
  return apply(
    s,
    'statefulsets',
    name,
    () => cast.statefulset(s.dice, name),
    () => cast.setChange(s.dice, name, hasDisk),
  )
}

function drain(s: Scene): readonly DoorRequest[] {
  return onSome(s, 'nodes', ({ metadata: { name } }) => [
    patch('nodes', name, { spec: { unschedulable: true } }),
    ...s.engine.store
      .by<Pod>('pods', 'node', name)
      .filter(p => p.metadata.namespace === 'default' && !p.metadata.ownerReferences?.some(r => r.kind === 'DaemonSet'))
      .map(p => evict(p.metadata.name)),
  ])
}

/** Back to the template of an older revision. */
function undo(s: Scene): readonly DoorRequest[] {
  const old = some(s, 'replicasets')
  if (maybe(s.dice, 2) && old) return [patch('deployments', 'web', { spec: { template: { spec: old.spec.template.spec } } })]
  const revision = s.dice && one(s.dice, [...s.engine.store.list('controllerrevisions')])
  const owner = revision?.metadata.ownerReferences?.[0]
  if (!owner) return []
  return [
    patch(owner.kind === 'DaemonSet' ? 'daemonsets' : 'statefulsets', owner.name, { spec: { template: revision.data.spec.template } }),
  ]
}

const fault = (s: Scene, spec: object): DoorRequest[] => [post('faults', `fault-${s.engine.now}-${s.dice.roll(1000)}`, spec)]
const place = ({ dice, engine }: Scene): object =>
  maybe(dice, 4)
    ? { zone: `zone-${one(dice, ['a', 'b', 'c'])}` }
    : { nodes: [one(dice, [...engine.store.list('nodes')])?.metadata.name ?? 'node-1'] }
const pods = ({ dice }: Scene): object => ({ pods: { selector: { matchLabels: { app: one(dice, ['web', 'agent', ...SETS]) } } } })

const TAINTS = ['NoSchedule', 'NoExecute', 'PreferNoSchedule'] as const

export const deeds = {
  applyDeployment: s =>
    apply(
      s,
      'deployments',
      'web',
      () => cast.deployment(s.dice),
      () => cast.deploymentChange(s.dice),
    ),
  applyStatefulSet: applySet,
  applyDaemonSet: s => apply(s, 'daemonsets', 'agent', () => cast.daemonset(s.dice)),
  createJob: s => [post('jobs', `work-${s.dice.roll(4)}`, cast.job(s.dice))],
  applyCronJob: s => apply(s, 'cronjobs', 'tick', () => cast.cronjob(s.dice)),
  applyBudget: s => {
    const app = one(s.dice, ['web', ...SETS])
    return has(s, 'poddisruptionbudgets', app)
      ? [remove('poddisruptionbudgets', app)]
      : [post('poddisruptionbudgets', app, cast.budget(s.dice, app))]
  },
  applyAutoscaler: s =>
    has(s, 'horizontalpodautoscalers', 'web')
      ? [remove('horizontalpodautoscalers', 'web')]
      : [post('horizontalpodautoscalers', 'web', cast.autoscaler(s.dice))],
  applyLoad: s => [
    ...(has(s, 'services', 'web') ? [] : [post('services', 'web', cast.service('web'))]),
    ...apply(s, 'loads', 'clients', () => cast.load(s.dice)),
  ],
  scale: s => {
    const [plural, name] = one(s.dice, [['deployments', 'web'], ...SETS.map(n => ['statefulsets', n])]) as [string, string]
    return [{ method: 'PATCH', path: `${pathOf(plural, name)}/scale`, body: { spec: { replicas: s.dice.roll(7) } } }]
  },
  setImage: s =>
    onSome(s, one(s.dice, ['deployments', 'statefulsets', 'daemonsets']), o => {
      const plural = `${o.kind.toLowerCase()}s`
      return [{ ...patch(plural, o.metadata.name, withImage(cast.imageOf(s.dice))), contentType: 'application/strategic-merge-patch+json' }]
    }),
  pause: s => [patch('deployments', 'web', { spec: { paused: maybe(s.dice, 2) } })],
  undo,
  suspend: s => {
    const plural = one(s.dice, ['jobs', 'jobs', 'cronjobs'])
    return onSome(s, plural, o => [patch(plural, o.metadata.name, { spec: { suspend: o.spec.suspend !== true } })])
  },
  resizeJob: s => onSome(s, 'jobs', o => [patch('jobs', o.metadata.name, { spec: { parallelism: s.dice.roll(4) } })]),
  deleteWorkload: s => {
    const plural = one(s.dice, WORKLOADS)
    return onSome(s, plural, o => [remove(plural, o.metadata.name, policy(s.dice))])
  },
  deletePod: s => onSome(s, 'pods', o => [remove('pods', o.metadata.name)]),
  forceDelete: s => onSome(s, 'pods', o => [remove('pods', o.metadata.name, { gracePeriodSeconds: 0 })]),
  evict: s => onSome(s, 'pods', o => [evict(o.metadata.name)]),
  /** Out of the sight of whoever owns it. */
  relabelPod: s => onSome(s, 'pods', o => [patch('pods', o.metadata.name, { metadata: { labels: { app: 'debug' } } })]),
  cordon: s => onSome(s, 'nodes', o => [patch('nodes', o.metadata.name, { spec: { unschedulable: o.spec.unschedulable ? null : true } })]),
  drain,
  labelNode: s =>
    onSome(s, 'nodes', o => [patch('nodes', o.metadata.name, { metadata: { labels: { disk: maybe(s.dice, 2) ? 'ssd' : null } } })]),
  taint: s =>
    onSome(s, 'nodes', o => [
      patch('nodes', o.metadata.name, {
        spec: {
          taints: maybe(s.dice, 3)
            ? null
            : [
                ...(o.spec.taints ?? []).filter((t: { key: string }) => t.key !== 'trouble'),
                { key: 'trouble', effect: one(s.dice, TAINTS) },
              ],
        },
      }),
    ]),
  join: s => [post('nodes', `extra-${s.dice.roll(2)}`, {}, { 'topology.kubernetes.io/zone': `zone-${one(s.dice, ['a', 'b'])}` })],
  leave: s => onSome(s, 'nodes', o => (s.engine.store.count('nodes') > 2 ? [remove('nodes', o.metadata.name)] : [])),
  crash: s => fault(s, { type: 'NodeCrash', ...place(s) }),
  partition: s => fault(s, { type: 'NodePartition', ...place(s) }),
  slowDisk: s => fault(s, { type: 'SlowDisk', ...place(s) }),
  crashContainer: s => fault(s, { type: 'ContainerCrash', ...pods(s), exitCode: 1 + s.dice.roll(3) }),
  failProbes: s => fault(s, { type: 'ProbeFailure', ...pods(s) }),
  failPulls: s => fault(s, { type: 'PullFailure', ...pods(s) }),
  heal: s => onSome(s, 'faults', o => [remove('faults', o.metadata.name)]),
  healAll: s => all(s, 'faults').map(o => remove('faults', o.metadata.name)),
} satisfies Record<string, Deed>
export type Verb = keyof typeof deeds

/** The requests that an act comes to, as the world is now. */
export const requestsOf = (engine: Engine, { verb, dice }: Act): readonly DoorRequest[] =>
  (deeds as Record<Verb, Deed>)[verb]({ engine, dice: Dice.seeded(dice) })

const BEGINNING: readonly Verb[] = [
  'applyDeployment',
  'applyStatefulSet',
  'applyStatefulSet',
  'applyDaemonSet',
  'createJob',
  'createJob',
  'applyCronJob',
  'applyLoad',
  'applyBudget',
]
/** How long people and faults are at work, as a rule. */
const TROUBLE_MS = 60_000

const actAt = (verbs: readonly Verb[], latestMs: number) =>
  fc.noBias(fc.record({ atMs: fc.integer({ min: 0, max: latestMs }), verb: fc.constantFrom(...verbs), dice: fc.nat(1_000_000) }))
const several = <T>(of: fc.Arbitrary<T>, minLength: number, maxLength: number) => fc.array(of, { minLength, maxLength, size: 'max' })

/**
 * A history: some of the cast comes on in the first seconds, then anything goes; what is favoured comes thrice as often. One in ten takes its time, so that
 * what waits for minutes (evictions, back-offs, forced detaching) gets its turn too.
 */
export function history(favoured: readonly Verb[]): fc.Arbitrary<readonly Act[]> {
  const cast = actAt([...BEGINNING, ...favoured.filter(v => BEGINNING.includes(v))], 6_000)
  const anything = actAt(Object.keys(deeds) as Verb[], TROUBLE_MS)
  const then = fc.oneof({ weight: 2, arbitrary: anything }, { weight: 1, arbitrary: actAt(favoured, TROUBLE_MS) })
  return fc
    .tuple(several(cast, 3, 6), several(then, 4, 14), fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 1, 1, 8))
    .map(([first, rest, slowness]) => {
      const all = [...first, ...rest.map(a => ({ ...a, atMs: a.atMs * slowness }))]
      return all.sort((a, b) => a.atMs - b.atMs)
    })
}
