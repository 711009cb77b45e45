// One DaemonSet on a bench: nodes and pods as plain lists, and visits one at a time. What a visit wants is done before the next one: pods that are made are
// there and not ready, pods that are deleted are gone.
import type { Look, World, Write } from '../../../engine/index.ts'
import {
  type ApiObject,
  type ControllerRevision,
  type DaemonSet,
  formatTime,
  type Node,
  type Pod,
  type Taint,
} from '../../../kube/index.ts'
import { draftOf, find } from '../controllerrevision/index.ts'
import { REVISION, targetOf } from '../daemonset/pods.ts'
import { daemonset } from '../daemonset.ts'

export const START_MS = 1_490_864_400_000
const LABELS = { app: 'agent' }
const CREATED = '2017-03-30T08:00:00Z'

export interface PodRow {
  name?: string
  node?: string | null
  phase?: string | null
  terminating?: boolean
  pinnedToNode?: string
  revision?: 'new' | 'old'
  ready?: boolean
  readySince?: number
  created?: number
}
export interface Done {
  creates: number
  deletes: number
  events: number
  reasons: string[]
  deleted: string[]
}

export const node = (name: string, more: { labels?: object; taints?: object[]; unschedulable?: boolean } = {}): Node =>
  ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: name, labels: more.labels ?? {} },
    spec: { ...(more.taints && { taints: more.taints }), ...(more.unschedulable && { unschedulable: true }) },
    status: {},
  }) as unknown as Node

export const taintOf = (text: string): Taint => {
  const [key = '', effect = ''] = text.split(':')
  return { key, effect } as Taint
}

export function daemonSetOf(spec: object = {}, template: { spec?: object } = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default', uid: 'ds', generation: 1, resourceVersion: '1', creationTimestamp: CREATED },
    spec: {
      selector: { matchLabels: LABELS },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'main', image: 'agent:1' }], ...template.spec } },
      ...spec,
    },
    status: { observedGeneration: 1 },
  } as unknown as DaemonSet
}

export class Bench {
  ds: DaemonSet
  nodes: Node[]
  pods: Pod[] = []
  revisions: ControllerRevision[] = []
  nowMs = START_MS
  readonly #tables = new Map<string, Map<string, unknown>>()
  #number = 0

  constructor(nodes: readonly Node[], ds = daemonSetOf()) {
    this.nodes = [...nodes]
    this.ds = ds
  }

  /** Another image: another revision. */
  changeTemplate(spec: object = {}): void {
    const { template } = this.ds.spec
    const image = `agent:${++this.#number + 1}`
    const next = { ...template, spec: { ...template.spec, containers: [{ name: 'main', image }], ...spec } }
    this.ds = { ...this.ds, spec: { ...this.ds.spec, template: next } } as DaemonSet
  }
  changeStrategy(rollingUpdate: object, more: object = {}): void {
    this.ds = { ...this.ds, spec: { ...this.ds.spec, ...more, updateStrategy: { type: 'RollingUpdate', rollingUpdate } } } as DaemonSet
  }

  /** The hash of the template's revision, made if it is not there. */
  hash(): string {
    this.#record()
    return this.revisions.at(-1)?.metadata.labels?.['controller-revision-hash'] ?? ''
  }

  add(row: PodRow, i = this.#number++): Pod {
    const pinned = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [termFor(row.pinnedToNode)] } } }
    const at = row.created === undefined ? START_MS - 3_600_000 : START_MS + row.created * 1000
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: row.name ?? `pod-${i}`,
        namespace: 'default',
        uid: `pod-${i}`,
        labels: { ...LABELS, 'controller-revision-hash': row.revision === 'old' ? 'old' : this.hash() },
        creationTimestamp: formatTime(at),
        ...(row.terminating && { deletionTimestamp: formatTime(this.nowMs) }),
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid: 'ds', controller: true }],
      },
      spec: { containers: [], ...(row.node && { nodeName: row.node }), ...(row.pinnedToNode && { affinity: pinned }) },
      status: { phase: row.phase ?? 'Running', ...(row.ready !== undefined && { conditions: [ready(row.ready, row.readySince ?? 0)] }) },
    } as unknown as Pod
    this.pods.push(pod)
    return pod
  }

  setReady(is: boolean, which: (p: Pod) => boolean = () => true): void {
    const seconds = (this.nowMs - START_MS) / 1000
    this.pods = this.pods.map(p =>
      which(p) ? ({ ...p, status: { ...p.status, conditions: [ready(is, is ? seconds : 0)] } } as unknown as Pod) : p,
    )
  }

  look(): Look | undefined {
    return daemonset.look?.(this.#world(), 'default/agent')
  }

  /**
   * A sync as Kubernetes' own tests have it: what is not as it should be is put right, and when that has been seen the update goes on. Here these are two visits.
   */
  sync(): Done {
    this.#record()
    const first = this.look()
    const done = this.#do(first)
    if (first?.caption?.code !== 'daemonset.placing') return done
    const second = this.look()
    if (second?.caption?.code !== 'daemonset.updating') return done
    const more = this.#do(second)
    return {
      ...more,
      creates: done.creates + more.creates,
      deletes: done.deletes + more.deletes,
      deleted: [...done.deleted, ...more.deleted],
    }
  }

  #do(look: Look | undefined): Done {
    const writes = (look?.steps ?? []).flat()
    const told = writes.filter(w => w.verb === 'tell').map(w => String((w as Extract<Write, { verb: 'tell' }>).event.reason))
    const gone = writes.filter(w => w.verb === 'delete' && w.plural === 'pods').map(w => (w as { key: string }).key)
    const made = writes.filter(w => w.verb === 'create' && w.plural === 'pods')
    const deleted = this.pods.filter(p => gone.includes(`default/${p.metadata.name}`)).map(p => p.metadata.name)
    this.pods = this.pods.filter(p => !deleted.includes(p.metadata.name))
    for (const w of made) this.#born(w)
    return { creates: made.length, deletes: gone.length, events: told.length, reasons: told, deleted }
  }

  #born(write: Write): void {
    const { object } = write as Extract<Write, { verb: 'create' }>
    const name = `made-${this.#number++}`
    const metadata = { ...object.metadata, name, uid: name, creationTimestamp: formatTime(this.nowMs) }
    const spec = { ...object.spec, nodeName: targetOf(object as Pod) }
    this.pods.push({ ...object, metadata, spec, status: { phase: 'Running' } } as unknown as Pod)
  }

  #record(): void {
    if (find(this.revisions, this.ds.spec.template).is === 'newest') return
    const number = this.revisions.length + 1
    const draft = draftOf({ owner: this.ds, template: this.ds.spec.template, number, hashLabel: REVISION })
    this.revisions.push({ ...draft, metadata: { ...draft.metadata, uid: String(number) } } as ControllerRevision)
  }

  #world(): World {
    const table = (name: string) => {
      const known = this.#tables.get(name) ?? new Map<string, unknown>()
      this.#tables.set(name, known)
      return known
    }
    const by = (plural: string, index: string, value: string): ApiObject[] => {
      if (index === 'controller' && value === 'ds') return plural === 'pods' ? this.pods : this.revisions
      return index === 'node' ? this.pods.filter(p => p.spec.nodeName === value) : []
    }
    return {
      now: this.nowMs - START_MS,
      nowMs: this.nowMs,
      timestamp: formatTime(this.nowMs),
      table,
      by,
      list: (plural: string) => (plural === 'nodes' ? this.nodes : [this.ds]).values(),
      get: (plural: string) => (plural === 'daemonsets' ? this.ds : undefined),
      schedule: () => {},
    } as unknown as World
  }

  get world(): World {
    return this.#world()
  }
}

const termFor = (name: string | undefined) => ({ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] })
const ready = (is: boolean, seconds: number) => ({
  type: 'Ready',
  status: is ? 'True' : 'False',
  lastTransitionTime: formatTime(START_MS + seconds * 1000),
})
