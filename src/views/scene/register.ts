// The register of pods: what the scene knows of each, in order and by node, kept up from change to change. Looked at anew is only whose object, process or
// timers have changed; everybody, when machines or revisions have. Processes without an object stand in it before all others.
import type { Timer } from '../../cluster/index.ts'
import type { Pod, ReplicaSet } from '../../kube/index.ts'
import { annotatedRevision, type Census, type Change, Groups, keyOf, ordinalOf, Shelf } from '../workloads/index.ts'
import type { Workload } from './cluster.ts'
import { forgottenPods } from './forgotten.ts'
import { namesOf, type PodFacts, podFacts, type Roll } from './podfacts.ts'
import type { Source } from './types.ts'

/** Daemons, pods that nobody scales, work that is put aside. */
export type Sort = 'ds' | 'bare' | 'aside'

export interface Registered {
  readonly pods: readonly PodFacts[]
  /** '': those who wait for a node. */
  on(node: string): readonly PodFacts[]
  /** Names of nodes that have pods, whether there are such nodes or not. */
  readonly hosts: readonly string[]
  of(sort: Sort): readonly PodFacts[]
  /** Whoever is being placed, started or stopped. */
  readonly unsettled: readonly PodFacts[]
  /** Each subject's timers; the same list as long as they are the same. */
  timersOf(subject: string): readonly Timer[]
  timersNamed(name: string): readonly Timer[]
}

const ordinal = ({ owner, pod }: PodFacts) => (owner === 'sts' ? ordinalOf(pod.metadata.name) : -1)
const alphabetically = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** In order of birth; identities of one birth in order of their ordinals. Processes without an object come first: they were there before. */
const byBirth = (p: PodFacts, q: PodFacts) =>
  p.birth - q.birth ||
  ordinal(p) - ordinal(q) ||
  alphabetically(p.pod.metadata.name, q.pod.metadata.name) ||
  alphabetically(p.subject, q.subject)

const ALL = ''
const sortOf = ({ owner, aside }: PodFacts): Sort | undefined => (aside ? 'aside' : owner === 'ds' || owner === 'bare' ? owner : undefined)
const isUnsettled = ({ aside, pod }: PodFacts) =>
  !aside && (!pod.spec.nodeName || pod.metadata.deletionTimestamp || pod.status.phase === 'Pending')
const GROUPINGS = {
  all: () => ALL,
  node: (p: PodFacts) => p.node,
  sort: sortOf,
  unsettled: (p: PodFacts) => (isUnsettled(p) ? ALL : undefined),
} as const
type Grouping = keyof typeof GROUPINGS
const groupings = Object.keys(GROUPINGS) as Grouping[]

/** Of what everybody's facts are made beside their own object, process and timers. */
const sharedBy = (source: Source): string =>
  [
    source.revision('machines'),
    source.revision('controllerrevisions'),
    ...[...source.objects<ReplicaSet>('replicasets').values()].map(s => `${s.metadata.uid} ${annotatedRevision(s)}`),
  ].join()

class Register {
  readonly #timers = new Shelf<Timer, 'subject' | 'name'>('timers', { subject: t => t.subject, name: t => t.name })
  readonly #facts = new Map<string, PodFacts>()
  readonly #groups: Readonly<Record<Grouping, Groups<PodFacts>>> = {
    all: new Groups(byBirth),
    node: new Groups(byBirth),
    sort: new Groups(byBirth),
    unsettled: new Groups(byBirth),
  }
  /** Keys of pods by uid. */
  readonly #keys = new Map<string, string>()
  /** Processes without an object, by uid. */
  readonly #strays = new Set<string>()
  #at: { readonly epoch: number; readonly pods: number; readonly processes: number; readonly shared: string } | undefined

  follow(source: Source, census: Census, known: readonly Workload[]): Registered {
    const timers = this.#timers
    const ticked = timers.follow(source, source.rows('timers'))
    const timersOf = (subject: string) => timers.of('subject', subject)
    const roll: Roll = { source, census, timersOf, shades: new Map(), machines: source.rows('machines'), names: namesOf(source) }
    const news = this.#news(source, ticked)
    if (news) this.#amend(news, roll)
    else this.#fill(roll)
    return { ...this.#present(roll, known), timersOf, timersNamed: name => timers.of('name', name) }
  }

  /** Keys of the pods to be looked at; undefined: all. */
  #news(source: Source, ticked: readonly Change<Timer>[] | undefined): ReadonlySet<string> | undefined {
    const before = this.#at
    const at = { epoch: source.epoch, pods: source.revision('pods'), processes: source.revision('processes'), shared: sharedBy(source) }
    this.#at = at
    if (before?.epoch !== at.epoch || before.shared !== at.shared) return undefined
    const pods = source.changed('pods', before.pods)
    const processes = source.changed('processes', before.processes)
    if (!pods || !processes || !ticked) return undefined
    const news = new Set(pods)
    for (const uid of processes) {
      const key = this.#keys.get(uid)
      if (key !== undefined) news.add(key)
      else this.#mayStray(uid, source)
    }
    for (const { old, fresh } of ticked) {
      const subject = (fresh ?? old)?.subject
      if (subject?.startsWith('pods ')) news.add(subject.slice('pods '.length))
    }
    return news
  }

  #fill(roll: Roll): void {
    const { source } = roll
    this.#facts.clear()
    this.#keys.clear()
    this.#strays.clear()
    for (const [key, pod] of source.objects<Pod>('pods')) {
      this.#facts.set(key, podFacts(roll, key, pod))
      this.#keys.set(pod.metadata.uid, key)
    }
    const all = [...this.#facts.values()]
    for (const g of groupings) this.#groups[g].fill(all, GROUPINGS[g])
    for (const uid of source.rows('processes').keys()) if (!this.#keys.has(uid)) this.#strays.add(uid)
  }

  #amend(news: ReadonlySet<string>, roll: Roll): void {
    const { source } = roll
    for (const key of news) {
      const old = this.#facts.get(key)
      const pod = source.object<Pod>('pods', key)
      const fresh = pod && podFacts(roll, key, pod)
      if (old === fresh) continue
      for (const g of groupings) this.#groups[g].swap(old, old && GROUPINGS[g](old), fresh, fresh && GROUPINGS[g](fresh))
      const uid = old?.pod.metadata.uid
      if (uid !== undefined && uid !== pod?.metadata.uid) {
        this.#keys.delete(uid)
        this.#mayStray(uid, source)
      }
      if (pod && fresh) {
        this.#facts.set(key, fresh)
        this.#keys.set(pod.metadata.uid, key)
        this.#strays.delete(pod.metadata.uid)
      } else this.#facts.delete(key)
    }
    for (const g of groupings) this.#groups[g].settle()
  }

  #mayStray(uid: string, source: Source): void {
    if (source.row('processes', uid)) this.#strays.add(uid)
    else this.#strays.delete(uid)
  }

  /** Those who have an object, and before them those who are forgotten. */
  #present(roll: Roll, known: readonly Workload[]): Pick<Registered, 'pods' | 'on' | 'hosts' | 'of' | 'unsettled'> {
    const { source } = roll
    const { all, node: byNode, sort: bySort, unsettled } = this.#groups
    const present = { pods: all.of(ALL), unsettled: unsettled.of(ALL) }
    const forgotten = forgottenPods(source, this.#strays, known).map(pod => {
      const key = keyOf(pod)
      const rival = source.object<Pod>('pods', key)?.spec.nodeName === pod.spec.nodeName
      return podFacts(roll, key, pod, true, rival)
    })
    const hosts = [...byNode.names(), ...forgotten.map(p => p.node)].filter(Boolean)
    if (!forgotten.length) return { ...present, hosts, on: node => byNode.of(node), of: sort => bySort.of(sort) }
    forgotten.sort(byBirth)
    return {
      ...present,
      hosts,
      pods: [...forgotten, ...present.pods],
      on: node => [...forgotten.filter(p => p.node === node), ...byNode.of(node)],
      of: sort => [...forgotten.filter(p => sortOf(p) === sort), ...bySort.of(sort)],
    }
  }
}

const registers = new WeakMap<Source, Register>()

/** The register of this source as it is now. */
export function registerOf(source: Source, census: Census, known: readonly Workload[]): Registered {
  const register = registers.get(source) ?? new Register()
  registers.set(source, register)
  return register.follow(source, census, known)
}
