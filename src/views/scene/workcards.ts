// The cards of those who look after workloads: the places that are wanted, solid where they are filled, in the shade of the revision that stands there;
// what the controller told; and the difference in words.
import type { ApiObject, DaemonSet, Job, Pod, ReplicaSet, StatefulSet } from '../../kube/index.ts'
import {
  annotatedRevision,
  type Counts,
  cronjobs,
  daemonsets,
  deployments,
  isReady,
  jobs,
  keyOf,
  newestSet,
  type Place,
  replicasets,
  shadeOf,
  statefulsets,
  type WorkloadKind,
} from '../workloads/index.ts'
import { type Cluster, listOf } from './cluster.ts'
import { type CardContent, type CardContext, type Content, focus, idle, told } from './content.ts'
import type { Pip, PipRow, Say } from './types.ts'

/** Pods that are placed come first: something can be seen to happen with them. */
const placedFirst = (a: Pod, b: Pod) => Number(!a.spec.nodeName) - Number(!b.spec.nodeName)
const going = (p: Pod) => Boolean(p.metadata.deletionTimestamp)

const PIPS: Readonly<Record<Place['state'], Pip['state']>> = {
  ready: 'on',
  present: 'want',
  missing: 'want',
  waiting: 'want',
  done: 'on',
  failed: 'bad',
}

/** Places in their own order. */
function rowOf(kind: WorkloadKind, object: ApiObject, cluster: Cluster): PipRow {
  const places = kind.places(object, cluster.census)
  const { desired, ready } = kind.counts(object, cluster.census)
  const on = Math.min(desired, ready)
  const pips = places.map(p => ({ state: PIPS[p.state], shade: shadeOf(p.revision) }))
  return { owner: kind.owner, shade: shadeOf(kind.revision(object, cluster.census)), on, want: desired - on, note: '', pips }
}

function named({ cluster }: CardContext, kind: WorkloadKind, object: ApiObject): Pick<CardContent, 'subject' | 'name' | 'of'> {
  const { name } = object.metadata
  return { subject: `${kind.plural} ${keyOf(object)}`, name, of: listOf(cluster, kind.plural).length > 1 ? name : '' }
}

/** Old pods that still deliver while the new ones do not: nobody is hurt by a rollout that waits. */
function heldByOld(sets: readonly ReplicaSet[], missing: number): PipRow['old'] {
  const able = sets.filter(s => s.status.availableReplicas)
  const [newest] = [...able].sort((a, b) => annotatedRevision(b) - annotatedRevision(a))
  const available = able.reduce((sum, s) => sum + (s.status.availableReplicas ?? 0), 0)
  return newest && missing > 0 ? { count: Math.min(missing, available), shade: shadeOf(annotatedRevision(newest)) } : undefined
}

const deployment: Content = context => {
  const { cluster, say } = context
  const { census } = cluster
  const d = focus(context, deployments)
  if (!d) return { ...idle, caption: say('stage.card.noDeployment') }
  const { desired, ready, surplus } = deployments.counts(d, census)
  const missing = desired - ready
  const set = newestSet(d, census)
  const waitingFor = set ? census.waitingOf(set.metadata.uid) : []
  const leaving = census.setsOf(d.metadata.uid).flatMap(s => census.leavingOf(s.metadata.uid))
  const { text, brief, since } = told(context, 'deployment', keyOf(d))
  return {
    since,
    brief,
    ...named(context, deployments as WorkloadKind, d),
    rows: [
      {
        owner: 'dep',
        shade: shadeOf(set ? annotatedRevision(set) : 0),
        on: ready,
        want: missing,
        old: heldByOld(
          census.setsOf(d.metadata.uid).filter(s => s !== set),
          missing,
        ),
        note: '',
      },
    ],
    caption: text || say(missing ? 'stage.card.available' : 'stage.card.level', { available: ready, wanted: desired }),
    pill: deployments.resting(d)
      ? say('stage.pill.paused')
      : missing
        ? say('stage.pill.toGo', { count: missing })
        : surplus
          ? say('stage.pill.tooMany', { count: surplus })
          : '',
    busy: missing > 0 || surplus > 0,
    targets: [...[...waitingFor].sort(placedFirst), ...leaving].map(p => p.metadata.uid),
  }
}

const imageTag = (s: ReplicaSet) => {
  const image = s.spec.template.spec.containers[0]?.image ?? ''
  const name = image.slice(image.lastIndexOf('/') + 1).split('@')[0] ?? ''
  return name.includes(':') ? name.slice(name.indexOf(':') + 1) : name
}

const replicaset: Content = context => {
  const { cluster, say } = context
  const { census } = cluster
  const d = focus(context, deployments)
  const all = d ? census.setsOf(d.metadata.uid) : listOf<ReplicaSet>(cluster, 'replicasets')
  const seen = (s: ReplicaSet) => census.activeOf(s.metadata.uid).length
  const sets = all.filter((s, i) => s.spec.replicas > 0 || seen(s) > 0 || (i === 0 && d)).slice(0, 3)
  const tags = sets.map(imageTag)
  const differ = new Set(tags).size === tags.length
  const missing = sets.reduce((n, s) => n + Math.max(0, s.spec.replicas - seen(s)), 0)
  const many = sets.reduce((n, s) => n + Math.max(0, seen(s) - s.spec.replicas), 0)
  const off = sets.find(s => s.spec.replicas !== seen(s)) ?? sets[0]
  const { text, brief, since } = off ? told(context, 'replicaset', keyOf(off)) : { text: '', brief: '', since: 0 }
  return {
    since,
    brief,
    subject: off && `replicasets ${keyOf(off)}`,
    name: off?.metadata.name ?? '',
    of: '',
    rows: sets.map((s, i) => ({
      owner: 'dep' as const,
      shade: shadeOf(replicasets.revision(s, census)),
      on: Math.min(seen(s), s.spec.replicas),
      want: Math.max(0, s.spec.replicas - seen(s)),
      note: sets.length < 2 ? '' : differ ? (tags[i] ?? '') : say('stage.card.revision', { revision: annotatedRevision(s) }),
    })),
    caption: text || (off ? say('stage.card.wantsSees', { wants: off.spec.replicas, sees: seen(off) }) : ''),
    pill: missing ? say('stage.pill.missing', { count: missing }) : many ? say('stage.pill.tooMany', { count: many }) : '',
    busy: missing > 0 || many > 0,
    targets: sets.flatMap(s => replicasets.missing(s, census).map(g => g.id)),
  }
}

/** Who neither works on nor counts: it waits for what it may not hurry. */
const WAITS = new Set(['statefulset.waitingForGone', 'statefulset.waitingForSurplus', 'statefulset.waitingForClaim', 'job.waitingForEnd'])

/** The difference of StatefulSets and DaemonSets in words: what is not there, what is not ready, what is old, what is too much. */
function difference(say: Say, code: string, places: readonly Place[], wanted: number, { desired, ready, surplus }: Counts): string {
  const count = (test: (p: Place) => boolean) => places.filter(test).length
  const missing = count(p => p.state === 'missing')
  const unready = count(p => p.state === 'present')
  const old = count(p => p.revision > 0 && p.revision !== wanted)
  const leaving = places.filter(p => p.pod && going(p.pod)).length
  if (leaving && WAITS.has(code)) return say('stage.pill.waits')
  if (missing) return say('stage.pill.missing', { count: missing })
  if (old) return say('stage.pill.toGo', { count: old })
  // Nothing can be done but to wait until they have gone.
  if (leaving && leaving === unready) return say('stage.pill.waits')
  if (unready) return say('stage.pill.notReady', { count: unready })
  if (surplus) return say('stage.pill.tooMany', { count: surplus })
  // Beyond the places that are told.
  return desired > ready ? say('stage.pill.notReady', { count: desired - ready }) : ''
}

/** StatefulSets and DaemonSets: places with names. */
function placed<T extends StatefulSet | DaemonSet>(kind: WorkloadKind<T>, none: string): Content {
  return context => {
    const { cluster, say } = context
    const { census } = cluster
    const object = focus(context, kind)
    if (!object) return { ...idle, caption: say(none) }
    const places = kind.places(object, census)
    const wanted = kind.revision(object, census)
    const counts = kind.counts(object, census)
    const { desired, ready } = counts
    const { text, brief, code, since } = told(context, kind.actor, keyOf(object))
    const pill = difference(say, code, places, wanted, counts)
    const waitingFor = places.flatMap(p => (p.pod && p.state !== 'ready' ? [p.pod] : []))
    return {
      since,
      brief,
      ...named(context, kind as WorkloadKind, object),
      rows: [rowOf(kind as WorkloadKind, object, cluster)],
      caption: text || say('stage.card.level', { available: ready, wanted: desired }),
      pill,
      busy: pill !== '',
      targets: [...[...waitingFor].sort(placedFirst).map(p => p.metadata.uid), ...kind.missing(object, census).map(g => g.id)],
    }
  }
}

/** Indexes in their order, each in its state; else first what is done, then what is at work, then what is to come. */
function stripOf(j: Job, cluster: Cluster): PipRow {
  const places = jobs.places(j, cluster.census)
  const state = (p: Place): Pip['state'] => (p.state === 'ready' || p.state === 'present' ? 'run' : PIPS[p.state])
  const done = places.filter(p => p.state === 'done').length
  return {
    owner: 'job',
    shade: 'r2',
    on: done,
    want: places.length - done,
    note: '',
    pips: places.map(p => ({ state: state(p), shade: 'r2' as const })),
  }
}

const job: Content = context => {
  const { cluster, say } = context
  const { census } = cluster
  const j = focus(context, jobs)
  if (!j) return { ...idle, caption: say('stage.card.noJob') }
  const { desired, ready } = jobs.counts(j, census)
  const outcome = jobs.outcome(j)
  const { text, brief, since } = told(context, 'job', keyOf(j))
  const pods = census.activeOf(j.metadata.uid)
  const left = outcome ? 0 : desired - ready
  return {
    since,
    brief,
    ...named(context, jobs as WorkloadKind, j),
    rows: [stripOf(j, cluster)],
    caption: text || say('stage.card.done', { done: ready, wanted: desired }),
    pill:
      outcome === 'failed'
        ? say('stage.pill.failed')
        : jobs.resting(j)
          ? say('stage.pill.suspended')
          : left
            ? say('stage.pill.toGo', { count: left })
            : '',
    busy: left > 0 && !jobs.resting(j),
    targets: [
      ...jobs.missing(j, census).map(g => g.id),
      ...[...pods.filter(p => !isReady(p)), ...pods].sort(placedFirst).map(p => p.metadata.uid),
    ],
  }
}

const cronjob: Content = context => {
  const { cluster, say } = context
  const c = focus(context, cronjobs)
  if (!c) return { ...idle, caption: say('stage.card.noCronJob') }
  const { text, brief, since } = told(context, 'cronjob', keyOf(c))
  const places = cronjobs.places(c, cluster.census)
  const pips = places.map(p => ({ state: p.state === 'ready' ? ('run' as const) : PIPS[p.state], shade: 'r2' as const }))
  const active = c.status?.active?.length ?? 0
  return {
    since,
    brief,
    ...named(context, cronjobs as WorkloadKind, c),
    rows: pips.length ? [{ owner: 'job', shade: 'r2', on: pips.length - active, want: active, note: '', pips }] : [],
    caption: text,
    pill: cronjobs.resting(c) ? say('stage.pill.suspended') : active ? say('stage.pill.running', { count: active }) : '',
    busy: false,
    targets: [],
  }
}

export const workCards: Readonly<Record<string, Content>> = {
  deployment,
  replicaset,
  statefulset: placed(statefulsets, 'stage.card.noStatefulSet'),
  daemonset: placed(daemonsets, 'stage.card.noDaemonSet'),
  job,
  cronjob,
}
