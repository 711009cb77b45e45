// The rules of the EndpointSlice controller, in a small world without scheduler and kubelet: the tests place the pods.
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../engine/index.ts'
import { type EndpointSlice, formatTime, type Pod, type Service } from '../../kube/index.ts'
import { endpoints } from './endpoints.ts'
import { endpointOf, isListed } from './endpointslice/endpoints.ts'
import { fill } from './endpointslice/filling.ts'
import { endpointSlice } from './endpointslice.ts'
import table from './fixtures/deployment/endpoint_conditions.json'
import { cases, podFor } from './testing/tables.ts'
import { SmallWorld } from './testing/world.ts'

type Labels = Record<string, string>
interface PodMore {
  labels?: Labels
  ready?: boolean
  ports?: object[]
  node?: string
}

function world(actors: readonly Actor[] = [endpointSlice]): SmallWorld {
  const w = new SmallWorld({ actors })
  for (const n of [1, 2])
    w.create('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `node-${n}`, labels: { 'topology.kubernetes.io/zone': `zone-${n}` } },
    })
  return w
}
function pod(w: SmallWorld, name: string, { labels = { app: 'web' }, ready = true, ports, node = 'node-1' }: PodMore = {}): void {
  const container = { name: 'main', image: 'web:1', ...(ports && { ports }) }
  const made = w.create<Pod>('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: { nodeName: node, containers: [container] },
  })
  status(w, name, { phase: 'Running', podIP: `10.244.0.${Number(made.metadata.resourceVersion) % 250}`, conditions: readiness(w, ready) })
}
const readiness = (w: SmallWorld, ready: boolean) => [
  { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: w.engine.world.timestamp },
]
function status(w: SmallWorld, name: string, more: object): void {
  const p = w.get<Pod>('pods', name) as Pod
  w.engine.api.update('pods', { ...p, status: { ...p.status, ...more } }, { cause: 0, subresource: 'status' })
}
const service = (name: string, spec: Record<string, unknown> = {}, labels?: Labels) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default', ...(labels && { labels }) },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
})
const slices = (w: SmallWorld) => w.list<EndpointSlice>('endpointslices')
const states = (w: SmallWorld) =>
  slices(w)
    .flatMap(s => s.endpoints ?? [])
    .map(
      e =>
        `${e.targetRef?.name} ${Object.entries(e.conditions ?? {})
          .filter(([, is]) => is)
          .map(([c]) => c)
          .join()}`,
    )
    .sort()

describe('Kubernetes’ own table', () => {
  interface I {
    podReady?: boolean
    deletionTimestamp: boolean
    publishNotReadyAddresses?: boolean
    nodeZone?: string
    podIPs?: string[]
    hostname?: string
    phase?: string
    podIP?: boolean
    includeTerminating?: boolean
  }
  const build = (i: I): Pod => {
    const p = podFor({ phase: i.phase ?? 'Running', ready: i.podReady ?? false, readySince: 'now' }, formatTime)
    const ips = i.podIPs ?? ['1.2.3.4']
    const address = i.podIP === false ? {} : { podIP: ips[0], podIPs: ips.map(ip => ({ ip })) }
    return {
      ...p,
      metadata: { ...p.metadata, ...(i.deletionTimestamp && { deletionTimestamp: '2020-01-01T00:00:00Z' }) },
      spec: { ...p.spec, ...(i.hostname && { hostname: i.hostname, subdomain: 'web' }) },
      status: { ...p.status, ...address },
    } as Pod
  }
  it.each(cases<I, Record<string, unknown>>(table))('$name', ({ input, expected }) => {
    const p = build(input)
    if ('inEndpoints' in expected) {
      expect(isListed(p, input.includeTerminating)).toBe(expected.inEndpoints)
      return
    }
    const s = service('web', { publishNotReadyAddresses: input.publishNotReadyAddresses }) as unknown as Service
    const { conditions, addresses, zone, hostname } = endpointOf(p, s, input.nodeZone)
    expect({ addresses, zone, hostname, ...conditions }).toMatchObject(expected)
  })
})

describe('who is listed', () => {
  it('with its host name only under the Service that is its subdomain', () => {
    const named = (subdomain?: string) => {
      const p = podFor({ phase: 'Running', ready: true, readySince: 'now' }, formatTime)
      const spec = { ...p.spec, hostname: 'db-0', ...(subdomain && { subdomain }) }
      return endpointOf({ ...p, spec, status: { ...p.status, podIP: '1.2.3.4' } } as Pod, service('web') as unknown as Service, undefined)
        .hostname
    }
    expect([named('web'), named('other'), named()]).toEqual(['db-0', undefined, undefined])
  })

  it('no more by a Service whose labels a pod has lost', () => {
    const w = world()
    w.create('services', service('web'))
    w.create('services', service('other', { selector: { app: 'other' } }))
    pod(w, 'a')
    w.wait(1)
    const members = () => slices(w).flatMap(s => s.endpoints?.map(() => s.metadata.labels?.['kubernetes.io/service-name']) ?? [])
    expect(members()).toEqual(['web'])
    w.merge('pods', 'a', { metadata: { labels: { app: 'other' } } })
    w.wait(1)
    expect(members()).toEqual(['other'])
    w.merge('pods', 'a', { metadata: { labels: { app: null } } })
    w.wait(1)
    expect(members()).toEqual([])
  })

  it('all pods that the selector means and that have an address, with their state, node and zone', () => {
    const w = world()
    w.create('services', service('web', {}, { team: 'a' }))
    pod(w, 'a')
    pod(w, 'b', { ready: false, node: 'node-2' })
    pod(w, 'other', { labels: { app: 'other' } })
    w.wait(1)
    const [slice] = slices(w)
    expect(slice?.metadata).toMatchObject({
      generateName: 'web-',
      labels: {
        team: 'a',
        'kubernetes.io/service-name': 'web',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true }],
    })
    expect(slice).toMatchObject({ addressType: 'IPv4', ports: [{ name: '', port: 80, protocol: 'TCP' }] })
    expect(slice?.endpoints).toMatchObject([
      {
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: 'node-1',
        zone: 'zone-1',
        targetRef: { kind: 'Pod', namespace: 'default', name: 'a' },
      },
      { conditions: { ready: false, serving: false, terminating: false }, nodeName: 'node-2', zone: 'zone-2', targetRef: { name: 'b' } },
    ])
  })

  it('a terminating pod as serving and terminating, not ready, until it is gone', () => {
    const w = world()
    w.create('services', service('web'))
    pod(w, 'a')
    pod(w, 'b')
    w.wait(1)
    w.remove('pods', 'a')
    w.wait(1)
    expect(states(w)).toEqual(['a serving,terminating', 'b ready,serving'])
    w.remove('pods', 'a', { gracePeriodSeconds: 0 })
    w.wait(1)
    expect(states(w)).toEqual(['b ready,serving'])
  })

  it('an unready pod as ready where the Service publishes those; a headless one is told by a label', () => {
    const w = world()
    w.create('services', service('web', { clusterIP: 'None', publishNotReadyAddresses: true }))
    pod(w, 'a', { ready: false })
    w.wait(1)
    expect(states(w)).toEqual(['a ready'])
    expect(slices(w)[0]?.metadata.labels?.['service.kubernetes.io/headless']).toBe('')
  })

  it('nobody for a Service without selector', () => {
    const w = world()
    w.create('services', service('web', { selector: undefined }))
    pod(w, 'a')
    w.wait(1)
    expect(slices(w)).toEqual([])
  })

  it('one empty slice for a selector that means nobody, which is filled and emptied under the same name', () => {
    const w = world()
    w.create('services', service('web'))
    w.wait(1)
    expect(slices(w)).toMatchObject([{ endpoints: null, ports: null }])
    const name = slices(w)[0]?.metadata.name
    pod(w, 'a')
    w.wait(1)
    expect(slices(w)).toMatchObject([{ metadata: { name }, ports: [{ port: 80 }] }])
    w.remove('pods', 'a', { gracePeriodSeconds: 0 })
    w.wait(1)
    expect(slices(w)).toMatchObject([{ metadata: { name }, endpoints: null, ports: null }])
  })

  it('a pod whose node is gone until something concerns the Service; then it is left out, and looked for again', () => {
    const w = world()
    pod(w, 'a')
    pod(w, 'b', { node: 'node-2' })
    w.create('services', service('web'))
    w.wait(1)
    w.engine.act('you', '-', 'test', {}, cause => w.engine.api.remove('nodes', 'node-2', {}, { cause }))
    w.merge('pods', 'a', { metadata: { labels: { app: 'web', other: 'label' } } })
    w.wait(60)
    expect(states(w)).toEqual(['a ready,serving', 'b ready,serving'])
    w.merge('services', 'web', { metadata: { annotations: { x: 'y' } } })
    w.wait(1)
    expect(states(w)).toEqual(['a ready,serving'])
    w.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-2' } })
    w.wait(5)
    expect(states(w)).toEqual(['a ready,serving', 'b ready,serving'])
  })

  it('a pod whose node is gone all the same where the Service publishes unready ones', () => {
    const w = world()
    pod(w, 'b', { node: 'nosuch' })
    w.create('services', service('web'))
    w.create('services', service('all', { publishNotReadyAddresses: true }))
    w.wait(1)
    expect(states(w)).toEqual(['b ready,serving'])
  })

  it('other pods when the selector or a label changes', () => {
    const w = world()
    w.create('services', service('web'))
    pod(w, 'a')
    pod(w, 'b', { labels: { app: 'other' } })
    w.wait(1)
    w.merge('services', 'web', { spec: { selector: { app: 'other' } } })
    w.wait(1)
    expect(states(w)).toEqual(['b ready,serving'])
    w.merge('pods', 'a', { metadata: { labels: { app: 'other' } } })
    w.merge('pods', 'b', { metadata: { labels: { app: 'web' } } })
    w.wait(1)
    expect(states(w)).toEqual(['a ready,serving'])
  })

  it('not on a node that is not there', () => {
    const w = world()
    w.create('services', service('web'))
    pod(w, 'a', { node: 'node-9' })
    w.wait(1)
    expect(states(w)).toEqual([])
  })

  it('not for news that is only a phase: a pod that turned unready and then ended stays listed', () => {
    const w = world()
    w.create('services', service('web'))
    pod(w, 'a')
    w.wait(1)
    status(w, 'a', { conditions: readiness(w, false) })
    w.wait(1)
    status(w, 'a', { phase: 'Succeeded' })
    w.wait(1)
    expect(states(w)).toEqual(['a '])
    pod(w, 'b')
    w.wait(1)
    expect(states(w)).toEqual(['b ready,serving'])
  })
})

describe('the older Endpoints object', () => {
  it('lists ready and unready addresses, no terminating ones, and goes with the Service', () => {
    const w = world([endpoints])
    w.create('services', service('web', {}, { team: 'a' }))
    w.wait(1)
    expect(w.get('endpoints', 'web')).not.toHaveProperty('subsets')
    pod(w, 'a')
    pod(w, 'b', { ready: false, node: 'node-2' })
    w.wait(1)
    const ip = (name: string) => w.get<Pod>('pods', name)?.status.podIP
    const address = (name: string, nodeName: string) => ({
      ip: ip(name),
      nodeName,
      targetRef: { kind: 'Pod', namespace: 'default', name, uid: w.get('pods', name)?.metadata.uid },
    })
    expect(w.get('endpoints', 'web')).toMatchObject({
      metadata: { labels: { team: 'a', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } },
      subsets: [
        { addresses: [address('a', 'node-1')], notReadyAddresses: [address('b', 'node-2')], ports: [{ port: 80, protocol: 'TCP' }] },
      ],
    })
    w.remove('pods', 'a')
    w.wait(1)
    expect(w.get('endpoints', 'web')?.subsets[0]).not.toHaveProperty('addresses')
    w.remove('services', 'web')
    w.wait(1)
    expect(w.list('endpoints')).toEqual([])
  })
})

describe('ports', () => {
  const named = (n: number) => [{ name: 'http', containerPort: n }]
  it('with a name are looked up in each pod: other numbers make other slices', () => {
    const w = world()
    w.create('services', service('web', { ports: [{ name: 'http', port: 80, targetPort: 'http' }] }))
    pod(w, 'a', { ports: named(8080) })
    pod(w, 'b', { ports: named(8081) })
    pod(w, 'c')
    w.wait(1)
    const shown = slices(w).map(s => [s.ports?.map(p => p.port) ?? [], s.endpoints?.map(e => e.targetRef?.name)])
    expect(shown.sort()).toEqual([
      [[], ['c']],
      [[8080], ['a']],
      [[8081], ['b']],
    ])
  })
})

describe('many endpoints', () => {
  const names = (n: number, from = 0) =>
    Array.from({ length: n }, (_, i) => ({
      addresses: [`10.0.${Math.floor((from + i) / 250)}.${(from + i) % 250}`],
      conditions: { ready: true, serving: true, terminating: false },
      targetRef: { kind: 'Pod' as const, namespace: 'default', name: `p${from + i}`, uid: `p${from + i}` },
    }))
  const slice = (name: string, endpoints: unknown[]) => ({ metadata: { name }, endpoints }) as unknown as EndpointSlice
  const keep = () => false

  it('fill slices of a hundred', () => {
    const w = world()
    w.create('services', service('web'))
    for (let i = 0; i < 250; i++) pod(w, `p${i}`)
    w.wait(2)
    expect(
      slices(w)
        .map(s => s.endpoints?.length)
        .sort(),
    ).toEqual([100, 100, 50])
  })

  it('touch no slice in which nothing changed', () => {
    const [a, b] = [names(100), names(100, 100)]
    const gone = b.slice(1)
    const { update, remove, create } = fill([slice('a', a), slice('b', b)], [...a, ...gone], keep)
    expect([[...update.keys()], remove, create]).toEqual([['b'], [], []])
  })

  it('that are new go where something changed anyway, then where they all fit, then into a new slice', () => {
    const [a, b] = [names(90), names(60, 100)]
    const fresh = names(20, 500)
    expect(fill([slice('a', a), slice('b', b)], [...a.slice(1), ...b, ...fresh.slice(0, 5)], keep).update.get('a')).toHaveLength(94)
    const together = fill([slice('a', a), slice('b', b)], [...a, ...b, ...fresh], keep)
    expect([...together.update].map(([n, e]) => [n, e.length])).toEqual([['b', 80]])
    const choice = [slice('c', names(30, 700)), slice('b', b), slice('d', names(50, 800))]
    const all = [...names(30, 700), ...b, ...names(50, 800), ...fresh]
    expect([...fill(choice, all, keep).update.keys()]).toEqual(['b'])
    const alone = fill([slice('a', a)], [...a, ...fresh], keep)
    expect([alone.update.size, alone.create.map(c => c.length)]).toEqual([0, [20]])
  })
})
