// What stands on the controllers' cards: for each actor the numbers that can be counted (places desired and observed), the difference in a pill, and
// the caption it told. The difference is the hidden variable that the stage exists to show.
import type { Deployment, ReplicaSet } from '../../kube/index.ts'
import { controllerOf, getCondition } from '../../kube/index.ts'
import type { RowOf } from '../../session/index.ts'
import { type Cluster, isActive, keyOf, naturally, revisionOf, shadeOf } from './cluster.ts'
import type { PipRow, Say } from './types.ts'

export interface CardContent {
  readonly subject?: string | undefined
  /** Name of the workload, for its accessible name. */
  readonly name: string
  /** The same for the eye, where there are several. */
  readonly of: string
  readonly rows: readonly PipRow[]
  readonly caption: string
  readonly pill: string
  /** Something is missing, or too much: the card is wanted and may get the beam. */
  readonly busy: boolean
  /** When the actor last changed its mind, in simulated ms: whoever did so last gets the beam. */
  readonly since: number
  /** What the beam may point at, best first: pod uids, `ghost …` ids, `node NAME`. */
  readonly targets: readonly string[]
}

export interface CardContext {
  readonly cluster: Cluster
  readonly selection: string | undefined
  readonly say: Say
  /** There is room for one line only. */
  readonly brief: boolean
  /** What everybody says, by actor. */
  readonly captions: ReadonlyMap<string, readonly RowOf<'captions'>[]>
}
type Args = Readonly<Record<string, string | number | boolean>>
type Content = (context: CardContext) => CardContent

const idle: CardContent = { name: '', of: '', rows: [], caption: '', pill: '', busy: false, since: 0, targets: [] }

/** The newest thing that an actor says; about `key` when one is given and it said something of it. */
function told({ cluster, say, brief, captions }: CardContext, actor: string, key?: string): { text: string; since: number } {
  let best: RowOf<'captions'> | undefined
  for (const c of captions.get(actor) ?? []) {
    if (key !== undefined && c.key !== key) continue
    if (!best || c.since > best.since || (c.since === best.since && c.trace > best.trace)) best = c
  }
  if (!best) return { text: '', since: 0 }
  return { text: say(best.code, best.args && shortened(best.args, cluster), brief ? 'short' : undefined), since: best.since }
}

/** Pods are called on the cards as they are called on the stage. */
function shortened(args: Args, { pods }: Cluster): Args {
  const pod = typeof args.pod === 'string' && pods.find(p => p.pod.metadata.name === args.pod)
  return pod ? { ...args, pod: pod.short } : args
}

/** The Deployment that the cards speak of: the selected one (or what it owns), else the one with the greatest difference, else the first. */
export function focus({ cluster, selection }: CardContext): Deployment | undefined {
  const list = [...cluster.deployments].sort((a, b) => naturally(keyOf(a), keyOf(b)))
  const [plural, key = ''] = selection?.split(' ') ?? []
  const chosen = list.find(d => {
    if (plural === 'deployments') return keyOf(d) === key
    const sets = cluster.setsOf.get(d.metadata.uid) ?? []
    if (plural === 'replicasets') return sets.some(s => keyOf(s) === key)
    return plural === 'pods' && sets.some(s => (cluster.podsOf.get(s.metadata.uid) ?? []).some(p => p.key === key))
  })
  if (chosen) return chosen
  return list.reduce<Deployment | undefined>((a, b) => (a && toGo(cluster, a) >= toGo(cluster, b) ? a : b), undefined)
}

/** The ReplicaSet of the present revision. */
export function newest(cluster: Cluster, d: Deployment): ReplicaSet | undefined {
  const sets = cluster.setsOf.get(d.metadata.uid) ?? []
  const revision = revisionOf(d)
  return sets.find(s => revisionOf(s) === revision) ?? sets[0]
}

const available = (cluster: Cluster, d: Deployment) => Math.min(d.spec.replicas, newest(cluster, d)?.status.availableReplicas ?? 0)
const surplus = (d: Deployment) => Math.max(0, (d.status.replicas ?? 0) - d.spec.replicas)
function toGo(cluster: Cluster, d: Deployment): number {
  return d.spec.replicas - available(cluster, d) + surplus(d)
}

const deployment: Content = context => {
  const { cluster, say } = context
  const d = focus(context)
  if (!d) return { ...idle, caption: say('stage.card.noDeployment') }
  const on = available(cluster, d)
  const missing = d.spec.replicas - on
  const many = surplus(d)
  const set = newest(cluster, d)
  const pods = (set && cluster.podsOf.get(set.metadata.uid)) ?? []
  const waitingFor = pods.filter(p => isActive(p) && getCondition(p.pod.status.conditions, 'Ready')?.status !== 'True')
  const leaving = cluster.pods.filter(p => p.owner === 'dep' && p.pod.metadata.deletionTimestamp)
  const bound = (p: (typeof waitingFor)[number]) => (p.pod.spec.nodeName ? 0 : 1)
  const targets = [...[...waitingFor].sort((a, b) => bound(a) - bound(b)), ...leaving].map(p => p.pod.metadata.uid)
  const { text, since } = told(context, 'deployment', keyOf(d))
  return {
    since,
    subject: `deployments ${keyOf(d)}`,
    name: d.metadata.name,
    of: cluster.deployments.length > 1 ? d.metadata.name : '',
    rows: [{ owner: 'dep', shade: shadeOf(set ? revisionOf(set) : 0), on, want: missing, note: '' }],
    caption: text || say(missing ? 'stage.card.available' : 'stage.card.level', { available: on, wanted: d.spec.replicas }),
    pill: d.spec.paused
      ? say('stage.pill.paused')
      : missing
        ? say('stage.pill.toGo', { count: missing })
        : many
          ? say('stage.pill.tooMany', { count: many })
          : '',
    busy: missing > 0 || many > 0,
    targets,
  }
}

const imageTag = (s: ReplicaSet) => {
  const image = s.spec.template.spec.containers[0]?.image ?? ''
  const name = image.slice(image.lastIndexOf('/') + 1).split('@')[0] ?? ''
  return name.includes(':') ? name.slice(name.indexOf(':') + 1) : name
}

const replicaset: Content = context => {
  const { cluster, say } = context
  const d = focus(context)
  const all = d ? (cluster.setsOf.get(d.metadata.uid) ?? []) : cluster.sets
  const seen = (s: ReplicaSet) => cluster.activeOf.get(s.metadata.uid) ?? 0
  const sets = all.filter((s, i) => s.spec.replicas > 0 || seen(s) > 0 || (i === 0 && d)).slice(0, 3)
  const tags = sets.map(imageTag)
  const differ = new Set(tags).size === tags.length
  const missing = sets.reduce((n, s) => n + Math.max(0, s.spec.replicas - seen(s)), 0)
  const many = sets.reduce((n, s) => n + Math.max(0, seen(s) - s.spec.replicas), 0)
  const off = sets.find(s => s.spec.replicas !== seen(s)) ?? sets[0]
  const { text, since } = off ? told(context, 'replicaset', keyOf(off)) : { text: '', since: 0 }
  return {
    since,
    subject: off && `replicasets ${keyOf(off)}`,
    name: off?.metadata.name ?? '',
    of: '',
    rows: sets.map((s, i) => ({
      owner: 'dep' as const,
      shade: shadeOf(controllerOf(s) ? revisionOf(s) : 0),
      on: Math.min(seen(s), s.spec.replicas),
      want: Math.max(0, s.spec.replicas - seen(s)),
      note: sets.length < 2 ? '' : differ ? (tags[i] ?? '') : say('stage.card.revision', { revision: revisionOf(s) }),
    })),
    caption: text || (off ? say('stage.card.wantsSees', { wants: off.spec.replicas, sees: seen(off) }) : ''),
    pill: missing ? say('stage.pill.missing', { count: missing }) : many ? say('stage.pill.tooMany', { count: many }) : '',
    busy: missing > 0 || many > 0,
    targets: sets.flatMap(s => Array.from({ length: Math.max(0, s.spec.replicas - seen(s)) }, (_, i) => `ghost ${keyOf(s)} ${i}`)),
  }
}

const scheduler: Content = context => {
  const { cluster, say } = context
  const pending = cluster.pods.filter(p => !p.pod.spec.nodeName && isActive(p))
  const [first] = pending
  const decision = first && cluster.source.row('scheduling', first.key)
  const fit = decision?.scores.length ?? 0
  const { text, since } = told(context, 'scheduler', first?.key)
  const caption = !first
    ? ''
    : decision?.node
      ? say('stage.card.best', { pod: first.short, node: decision.node, count: fit })
      : decision?.message
        ? say('stage.card.noneFits', { pod: first.short, message: decision.message })
        : text || say('stage.card.looksFor', { pod: first.short })
  return {
    since: decision?.at ?? since,
    name: '',
    of: '',
    rows: pending.length ? [{ owner: '', shade: 'r2', on: 0, want: pending.length, note: '' }] : [],
    caption: caption || say('stage.card.allBound'),
    pill: pending.length ? say('stage.pill.unbound', { count: pending.length }) : '',
    busy: pending.length > 0,
    targets: pending.map(p => p.pod.metadata.uid),
  }
}

/** A renewal comes every 10 s: longer than this is silence. Upstream: pkg/kubelet NodeLeaseDurationSeconds × 0.25. */
const BEAT_MS = 11_000

const nodelifecycle: Content = context => {
  const { cluster, say } = context
  const { now } = cluster.source
  const silent = cluster.nodes.filter(n => {
    if (!n.node) return false
    if (getCondition(n.node.status.conditions, 'Ready')?.status !== 'True') return true
    const timer = cluster.timersOf.get(`nodes ${n.name}`)?.find(t => t.name === 'unknown')
    return timer !== undefined && now - timer.from > BEAT_MS
  })
  const known = cluster.nodes.filter(n => n.node).length
  const [first] = silent
  const timer = first && cluster.timersOf.get(`nodes ${first.name}`)?.find(t => t.name === 'unknown')
  const unknown = first && getCondition(first.node?.status.conditions, 'Ready')?.status !== 'True'
  const seconds = timer ? Math.floor((now - timer.from) / 1000) : 0
  const limit = timer ? Math.round((timer.until - timer.from) / 1000) : 0
  const { text, since } = told(context, 'nodelifecycle', first?.name)
  const caption = !first
    ? say('stage.card.allHeard', { count: known })
    : unknown
      ? text || say('stage.card.isUnknown', { node: first.name })
      : say('stage.card.silent', { node: first.name, seconds, limit, left: limit - seconds }, context.brief ? 'short' : undefined)
  return {
    since: Math.max(since, timer ? timer.from + BEAT_MS : 0),
    name: '',
    of: '',
    rows: known ? [{ owner: '', shade: 'r2', on: known - silent.length, want: silent.length, note: '' }] : [],
    caption,
    pill: silent.length ? say(unknown ? 'stage.pill.notReady' : 'stage.pill.silent', { count: silent.length }) : '',
    busy: silent.length > 0,
    // Once the node is called Unknown there is nothing left to wait for: it stands in the pill.
    targets: unknown ? [] : silent.map(n => `node ${n.name}`),
  }
}

const tainteviction: Content = context => {
  const { cluster, say } = context
  const due = cluster.pods.filter(
    p => !p.pod.metadata.deletionTimestamp && cluster.timersOf.get(`pods ${p.key}`)?.some(t => t.name === 'eviction'),
  )
  const { text, since } = told(context, 'tainteviction')
  return {
    since,
    name: '',
    of: '',
    rows: due.length ? [{ owner: '', shade: 'r2', on: 0, want: due.length, note: '' }] : [],
    caption: due.length ? text || say('stage.card.toleration', { count: due.length }) : '',
    pill: due.length ? say('stage.pill.toEvict', { count: due.length }) : '',
    busy: due.length > 0,
    targets: due.map(p => p.pod.metadata.uid),
  }
}

const contents: Readonly<Record<string, Content>> = { deployment, replicaset, scheduler, nodelifecycle, tainteviction }

/** What the card of an actor says. Actors without a rule of their own say what they told last. */
export function cardContent(actor: string, context: CardContext): CardContent {
  const content = contents[actor]
  if (content) return content(context)
  const { text, since } = told(context, actor)
  return { ...idle, caption: text, since }
}
