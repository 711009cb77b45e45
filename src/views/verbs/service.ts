// What can be done to a Service: more or fewer requests from its clients, a single one, no more at all. Clients are a podium.local/v1 Load beside the Service.
import type { Load, Service } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { kubectl, kubectlCreate, merge, post, remove } from './requests.ts'
import type { Deed, Scenery, Verb } from './verb.ts'

const LADDER = [1, 2, 5, 10, 20, 40, 80, 160, 320]
const FIRST = 10

const loadsPath = (namespace: string, name = '') =>
  `/apis/podium.local/v1/namespaces/${encodeURIComponent(namespace)}/loads${name && `/${encodeURIComponent(name)}`}`

/** The standing load of a Service; single requests are not. */
export const loadOf = ({ mirror }: Scenery, { metadata: { name, namespace } }: Service): Load | undefined =>
  [...mirror.objects<Load>('loads').values()].find(
    l => l.metadata.namespace === namespace && l.spec.service === name && l.spec.requests === undefined,
  )

function begin(service: Service, requestsPerSecond: number): Deed {
  const { name, namespace = 'default' } = service.metadata
  const port = service.spec.ports?.[0]?.port ?? 80
  const load = {
    apiVersion: 'podium.local/v1',
    kind: 'Load',
    metadata: { name, namespace },
    spec: { service: name, port, requestsPerSecond, pattern: 'steady' },
  }
  return {
    say: { code: 'act.load', args: { name, perSecond: requestsPerSecond } },
    requests: [post(loadsPath(namespace), load)],
    line: kubectlCreate(load),
  }
}

function change(load: Load, spec: Partial<Load['spec']>, say: Deed['say']): Deed {
  const { name, namespace = 'default' } = load.metadata
  return {
    say,
    requests: [merge(loadsPath(namespace, name), { spec })],
    line: kubectl(namespace, 'patch', 'load', name, '--type=merge', '-p', JSON.stringify({ spec })),
  }
}

function loading(scenery: Scenery, service: Service): Verb[] {
  const load = loadOf(scenery, service)
  const { name } = service.metadata
  const up: Verb = { id: 'loadUp', key: 'verb.loadUp', letter: '+', group: 'change', prominent: true }
  const down: Verb = { id: 'loadDown', key: 'verb.loadDown', letter: '-', group: 'change', prominent: true }
  if (!load) return [{ ...up, deed: begin(service, FIRST) }]
  const perSecond = load.spec.requestsPerSecond
  const to = (n: number): Deed => change(load, { requestsPerSecond: n }, { code: 'act.load', args: { name, perSecond: n } })
  const more = LADDER.find(n => n > perSecond)
  const fewer = LADDER.findLast(n => n < perSecond)
  const bursty = load.spec.pattern === 'bursty'
  const pattern = bursty ? 'steady' : 'bursty'
  return [
    { ...up, ...(more ? { deed: to(more) } : { spent: true }) },
    { ...down, ...(fewer ? { deed: to(fewer) } : { spent: true }) },
    {
      id: 'pattern',
      key: bursty ? 'verb.steady' : 'verb.bursty',
      letter: 'B',
      group: 'change',
      deed: change(load, { pattern }, { code: 'act.pattern', args: { name, pattern } }),
    },
    {
      id: 'silence',
      key: 'verb.silence',
      group: 'change',
      deed: {
        say: { code: 'act.silence', args: { name } },
        requests: [remove(loadsPath(load.metadata.namespace ?? 'default', load.metadata.name))],
        line: kubectl(load.metadata.namespace ?? 'default', 'delete', 'load', load.metadata.name),
      },
    },
  ]
}

function once(service: Service): Verb {
  const { name, namespace = 'default' } = service.metadata
  const port = service.spec.ports?.[0]?.port ?? 80
  const load = {
    apiVersion: 'podium.local/v1',
    kind: 'Load',
    metadata: { generateName: 'curl-', namespace },
    spec: { service: name, port, requests: 1 },
  }
  const host = namespace === 'default' ? name : `${name}.${namespace}`
  return {
    id: 'once',
    key: 'verb.once',
    letter: 'G',
    group: 'change',
    prominent: true,
    deed: {
      say: { code: 'act.once', args: { name } },
      requests: [post(loadsPath(namespace), load)],
      line: `curl -sI http://${host}${port === 80 ? '' : `:${port}`}`,
    },
  }
}

export const ofService = (scenery: Scenery, service: Service): Verb[] => [
  ...loading(scenery, service),
  once(service),
  ...deletions('services', service),
]
