// A house without inhabitants, for tests of the door: the kinds, a store, and nobody who acts. Namespaces must exist; there are three nodes.
import { parseDocument, stringify } from 'yaml'
import { type Admission, Engine } from '../../engine/index.ts'
import { formatTime, invalid, notFound, resources } from '../../kube/index.ts'
import type { Yaml } from '../body.ts'
import { createDoor, type Door, type DoorOptions } from '../door.ts'
import type { Response } from '../exchange.ts'
import { asKubernetesReads } from '../yamltags.ts'

const NAMESPACES = { plural: 'namespaces', group: '' }

const admit: Admission = (op, r, o, _old, env) => {
  const namespace = o.metadata.namespace
  if (op === 'CREATE' && namespace !== undefined && !env.get('namespaces', namespace)) throw notFound(NAMESPACES, namespace)
  if (op === 'CREATE' && r.namespaced && namespace === undefined) throw new Error(`${r.kind} without a namespace`)
  return o
}

export const yaml: Yaml = {
  parse(text) {
    const document = parseDocument(text, { version: '1.1', schema: 'yaml-1.1', customTags: asKubernetesReads })
    if (document.errors[0]) throw new Error(document.errors[0].message)
    return { value: document.toJS(), complaints: [] }
  },
  stringify: value => stringify(value, { sortMapEntries: true, aliasDuplicateObjects: false }),
}

export interface Bare {
  engine: Engine
  door: Door
  /** A request and its answer. */
  ask(method: string, path: string, body?: unknown, contentType?: string, accept?: string): Response
}

export function bare(options: DoorOptions = {}): Bare {
  const engine = new Engine({
    seed: 7,
    profile: { watch: [1, 1], write: [1, 1] },
    resources,
    indexes: [],
    actors: [{ name: 'nobody' }],
    admit,
    refuse: invalid,
    startMs: 1_490_864_400_000,
    timestamp: formatTime,
    freeze: true,
  })
  engine.act('you', '-', 'test', {}, cause => {
    for (const name of ['default', 'ns'])
      engine.api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { cause })
    for (const n of [1, 2, 3]) engine.api.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: `node-${n}` } }, { cause })
  })
  const door = createDoor(engine, { yaml, ...options })
  return {
    engine,
    door,
    ask: (method, path, body, contentType = 'application/json', accept) =>
      door.handle({ method, path, ...(body !== undefined && { body, contentType }), ...(accept && { accept }) }),
  }
}

/** What an answer says when it is a refusal: `404 NotFound: pods "x" not found`. */
export function refusal(r: Response): string {
  const s = r.body as { kind?: string; reason?: string; message?: string }
  return `${r.status} ${s.reason ?? ''}: ${s.message ?? r.body}`
}

export const configMap = (name: string, labels: Record<string, string> = {}, data: Record<string, string> = { a: '1' }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(Object.keys(labels).length && { labels }) },
  data,
})

export const deployment = (name: string, replicas = 1) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'nginx:1.25' }] } },
  },
})
