// The hands of a scenario (fixtures/scenarios): what it may do to a cluster, and how it notes what is there. Everything goes through the front door, as
// a client's would; only time is let pass by the engine itself, at once. The methods are asynchronous because scenarios wait for them.
import { type Door, type Response, textOf } from '../../apiserver/index.ts'
import type { Engine } from '../../engine/index.ts'
import { type ApiObject, apiVersionOf, type Resource, resources } from '../../kube/index.ts'
import type { Note, Played } from './facts.ts'
import { brief, type EventLike, eventLine, masked, normal } from './masking.ts'
import { podSteps, type Step } from './steps.ts'
import { tableOf } from './tablerows.ts'

// biome-ignore lint/suspicious/noExplicitAny: an answer may be anything
type Json = any

/** What a note tells of unless the scenario names kinds. */
const NOTED = `pods services configmaps persistentvolumeclaims resourcequotas limitranges deployments replicasets statefulsets daemonsets
  controllerrevisions jobs cronjobs poddisruptionbudgets horizontalpodautoscalers endpointslices`.split(/\s+/)

const MERGE = 'application/merge-patch+json'
const STRATEGIC = 'application/strategic-merge-patch+json'

interface Looking {
  kinds?: readonly string[]
  nodes?: boolean
  keepNodes?: boolean
  pvs?: boolean
  events?: boolean
}

export class Hands {
  readonly ns: string
  /** What the scenario wants done at its end, the last first. What is refused then is told as well. */
  readonly cleanup: (() => unknown)[] = []
  readonly #door: Door
  readonly #engine: Engine
  readonly #notes = new Map<string, Note>()
  readonly #answers: string[] = []

  constructor(engine: Engine, door: Door, namespace: string) {
    this.#engine = engine
    this.#door = door
    this.ns = namespace
  }

  get played(): Played {
    return { notes: this.#notes, answers: this.#answers }
  }

  // ── asking

  #ask(method: string, path: string, body?: unknown, contentType = 'application/json', accept = 'application/json') {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
    const r = this.#door.handle({ method, path, accept, ...(text !== undefined && { body: text, contentType }) })
    return { status: r.status, body: parsed(r), warnings: r.warnings, stream: r.stream }
  }

  #url(plural: string, name = '', sub = ''): string {
    const r = resource(plural)
    const group = r.group === '' ? '/api' : '/apis'
    const within = r.namespaced ? `/namespaces/${this.ns}` : ''
    return `${group}/${apiVersionOf(r)}${within}/${plural}${name && `/${name}`}${sub && `/${sub}`}`
  }

  async request(method: string, url: string, body?: unknown, type?: string) {
    const r = this.#ask(method, url, body, type)
    if (r.status >= 400) {
      const words = brief(String(r.body?.message ?? r.body)).replace(/\n.*/s, ' DIFF')
      this.#answers.push(`${method} ${masked(url, this.ns)} → ${r.status} ${r.body?.reason ?? ''}: ${masked(words, this.ns)}`)
    }
    return r
  }

  /** A request whose whole answer is a fact. */
  async say(label: string, method: string, url: string, body?: unknown) {
    const r = this.#ask(method, url.replaceAll('NS', this.ns), body && this.#here(body))
    const warning = r.warnings.map(w => masked(`299 - ${JSON.stringify(w)}`, this.ns))
    const answer = {
      status: r.status,
      ...(warning.length > 0 && { warning }),
      body: normal(r.body, { namespace: this.ns, keepNodes: true }),
    }
    this.#notes.set(label, { objects: { answer: [answer] }, tables: {}, events: [] })
    return r
  }

  /** A body with the namespace of this play for its word NS. */
  #here(body: unknown): unknown {
    return JSON.parse(JSON.stringify(body).replaceAll('"NS"', JSON.stringify(this.ns)))
  }

  post(o: ApiObject) {
    const r = [...resources].find(r => r.kind === o.kind && apiVersionOf(r) === o.apiVersion)
    if (!r) throw new Error(`no kind ${o.kind} in ${o.apiVersion}`)
    return this.request('POST', this.#url(r.plural), r.namespaced ? { ...o, metadata: { ...o.metadata, namespace: this.ns } } : o)
  }

  async get(plural: string, name: string): Promise<Json> {
    return this.#ask('GET', this.#url(plural, name)).body
  }

  async list(plural: string, query = ''): Promise<Json[]> {
    return this.#ask('GET', this.#url(plural) + query).body.items ?? []
  }

  merge(plural: string, name: string, patch: unknown, sub?: string) {
    return this.request('PATCH', this.#url(plural, name, sub), patch, MERGE)
  }

  strategic(plural: string, name: string, patch: unknown, sub?: string) {
    return this.request('PATCH', this.#url(plural, name, sub), patch, STRATEGIC)
  }

  remove(plural: string, name: string, options?: unknown) {
    return this.request('DELETE', this.#url(plural, name), options)
  }

  scale(plural: string, name: string, replicas: number) {
    return this.merge(plural, name, { spec: { replicas } }, 'scale')
  }

  image(plural: string, name: string, image: string, container = 'main') {
    return this.strategic(plural, name, { spec: { template: { spec: { containers: [{ name: container, image }] } } } })
  }

  evict(pod: string) {
    const metadata = { name: pod, namespace: this.ns }
    return this.request('POST', this.#url('pods', pod, 'eviction'), { apiVersion: 'policy/v1', kind: 'Eviction', metadata })
  }

  async fault(name: string, spec: unknown) {
    const metadata = { name: `${this.ns}-${name}` }
    return this.request('POST', this.#url('faults'), { apiVersion: 'podium.local/v1', kind: 'Fault', metadata, spec: this.#here(spec) })
  }

  async heal(name: string) {
    this.#ask('DELETE', this.#url('faults', `${this.ns}-${name}`))
  }

  // ── time

  async now(): Promise<number> {
    return this.#engine.nowMs
  }

  async runTo(at: number) {
    this.#engine.advance(this.#engine.now + at - this.#engine.nowMs)
  }

  async wait(seconds: number) {
    this.#engine.advance(this.#engine.now + seconds * 1000)
  }

  async until(what: string, holds: () => Promise<boolean>, seconds = 120) {
    for (let s = 0; s <= seconds; s++) {
      if (await holds()) return
      await this.wait(1)
    }
    throw new Error(`not within ${seconds} s: ${what}`)
  }

  // ── noting

  /** Where a kind's history stands now. */
  async mark(plural: string): Promise<string> {
    return this.#ask('GET', this.#url(plural)).body.metadata.resourceVersion
  }

  /** What happened to a kind's objects since a mark, in order, as one fact: each step once in a row. */
  async history(label: string, plural: string, since: string, stepOf: Step = podSteps) {
    const { stream } = this.#ask('GET', `${this.#url(plural)}?watch=1&resourceVersion=${since}`)
    const told = new Map<string, string[]>()
    const order: string[] = []
    for (const line of stream?.read() ?? []) {
      const { type, object } = JSON.parse(line)
      const before = told.get(object.metadata.uid) ?? []
      const words = stepOf(object, type, before)
      if (!words || before.at(-1) === words) continue
      told.set(object.metadata.uid, [...before, words])
      order.push(masked(`${object.metadata.name} ${words}`, this.ns))
    }
    this.tell(label, { order: order.join(', ') })
  }

  /** What the scenario worked out by itself. */
  tell(label: string, value: unknown) {
    const told = JSON.parse(masked(JSON.stringify(value), this.ns))
    this.#notes.set(label, { objects: { told: [told] }, tables: {}, events: [] })
  }

  /** The scenario's own words, where loose leaves would not say which belongs to which. */
  fact(label: string, lines: string | readonly string[]) {
    const line = [lines].flat().map(l => masked(String(l), this.ns))
    this.#notes.set(label, { objects: { fact: [{ line }] }, tables: {}, events: [] })
  }

  /** What is there now. */
  async note(label: string, { kinds = NOTED, nodes = false, keepNodes = false, pvs = false, events: tell = true }: Looking = {}) {
    const masking = { namespace: this.ns, keepNodes }
    const note: Note = { objects: {}, tables: {}, events: [] }
    for (const plural of kinds) {
      if (plural === 'events') continue
      const items = (await this.list(plural)).filter(o => o.metadata.name !== 'kube-root-ca.crt')
      if (items.length === 0) continue
      note.objects[plural] = items.map(o => normal(plural === 'endpointslices' ? withoutWrites(o) : o, masking))
      const table = this.#ask('GET', this.#url(plural), undefined, undefined, 'application/json;as=Table;v=v1;g=meta.k8s.io').body
      note.tables[plural] = tableOf(table, masking)
    }
    if (nodes) note.objects.nodes = (await this.list('nodes')).map(aboutNode)
    if (pvs)
      note.objects.persistentvolumes = (await this.list('persistentvolumes'))
        .filter(v => v.spec.claimRef?.namespace === this.ns)
        .map(v => normal(aboutVolume(v), masking))
    if (tell) note.events = new Set((await this.list('events')).flatMap((e: EventLike) => eventLine(e, masking) ?? []))
    this.#notes.set(label, note)
  }
}

const resource = (plural: string): Resource => {
  const r = [...resources].find(r => r.plural === plural)
  if (!r) throw new Error(`no resource ${plural}`)
  return r
}

/** As a client reads it. */
function parsed(r: Response): Json {
  const text = textOf(r)
  return r.contentType.startsWith('application/json') && text !== '' ? JSON.parse(String(text)) : text
}

/** An EndpointSlice without how often its controller wrote it. */
function withoutWrites(o: Json): Json {
  const { generation, annotations, ...metadata } = o.metadata
  const { 'endpoints.kubernetes.io/last-change-trigger-time': _, ...kept } = annotations ?? {}
  return { ...o, metadata: { ...metadata, ...(Object.keys(kept).length > 0 && { annotations: kept }) } }
}

const aboutVolume = ({ spec, status }: Json) => ({
  phase: status.phase,
  capacity: spec.capacity,
  claim: spec.claimRef.name,
  accessModes: spec.accessModes,
  reclaim: spec.persistentVolumeReclaimPolicy,
})

/** Of a node: its labels but the machine's, whether pods may come, and how it is. As JSON, so that what is unset is not there. */
function aboutNode({ metadata, spec, status }: Json): unknown {
  const labels = Object.entries(metadata.labels ?? {}).filter(([key]) => !/^(beta\.)?kubernetes\.io\/(arch|os)$/.test(key))
  const taints = (spec.taints ?? []).map(({ timeAdded: _, ...taint }: Json) => taint)
  const conditions = (status.conditions ?? [])
    .filter((c: Json) => c.type !== 'NetworkUnavailable')
    .map(({ type, status, reason, message }: Json) => ({ type, status, reason, message }))
  const { unschedulable } = spec
  const all = { name: metadata.name, labels: metadata.labels && Object.fromEntries(labels), unschedulable, taints, conditions }
  return JSON.parse(JSON.stringify(all))
}
