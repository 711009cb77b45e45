// The same objects under other groups and versions: what one client writes the other reads, and nothing gets lost on the way there and back. The answers are those of a
// Kubernetes 1.34.4 that was asked the same.
import { describe, expect, it } from 'vitest'
import { bare } from './testing/bare.ts'

const V1 = '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers'
const V2 = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers'
const NEW = '/apis/events.k8s.io/v1/namespaces/default/events'
const CORE = '/api/v1/namespaces/default/events'
const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
const cpu = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
})
const alpha = (name: string) => `autoscaling.alpha.kubernetes.io/${name}`

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Body = any
function house() {
  const { ask } = bare()
  const body = (...request: Parameters<typeof ask>): Body => ask(...request).body
  const autoscaler = (path: string, name: string, spec: object): Body =>
    body('POST', path, { kind: 'HorizontalPodAutoscaler', metadata: { name }, spec: { scaleTargetRef: target, ...spec } })
  return { ask, body, autoscaler }
}

describe('discovery', () => {
  it('prefers the version that the store has', () => {
    const { body } = house()
    expect(body('GET', '/apis/autoscaling')).toMatchObject({
      versions: [{ version: 'v2' }, { version: 'v1' }],
      preferredVersion: { groupVersion: 'autoscaling/v2' },
    })
    expect(body('GET', '/apis/events.k8s.io/v1').resources).toMatchObject([{ name: 'events', kind: 'Event', shortNames: ['ev'] }])
  })
  it('has schemas of each version’s own', () => {
    const { schemas } = house().body('GET', '/openapi/v3/apis/autoscaling/v1').components
    expect(Object.keys(schemas['io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec'].properties)).toContain(
      'targetCPUUtilizationPercentage',
    )
    const v2 = house().body('GET', '/openapi/v3/apis/autoscaling/v2').components.schemas
    expect(Object.keys(v2['io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec'].properties)).toContain('metrics')
  })
})

describe('autoscaling/v1', () => {
  it('has its one number among the measures of v2, and the default of 80', () => {
    const { body, autoscaler } = house()
    expect(autoscaler(V1, 'a', { maxReplicas: 4 })).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { minReplicas: 1, maxReplicas: 4, targetCPUUtilizationPercentage: 80 },
      status: { currentReplicas: 0, desiredReplicas: 0 },
    })
    expect(body('GET', `${V2}/a`)).toMatchObject({ apiVersion: 'autoscaling/v2', spec: { metrics: [cpu(80)] } })
    body('PATCH', `${V1}/a`, { spec: { targetCPUUtilizationPercentage: 33 } }, 'application/merge-patch+json')
    const { spec, metadata } = body('GET', `${V2}/a`)
    expect(spec).toEqual({ scaleTargetRef: target, minReplicas: 1, maxReplicas: 4, metrics: [cpu(33)] })
    expect(metadata.managedFields).toMatchObject([
      { apiVersion: 'autoscaling/v1', fieldsV1: { 'f:spec': { 'f:scaleTargetRef': {}, 'f:targetCPUUtilizationPercentage': {} } } },
    ])
  })

  it('keeps what it has no field for in annotations, and gives it back', () => {
    const { body, autoscaler } = house()
    const metrics = [
      { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 60 } } },
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '500m' } } },
      { type: 'Pods', pods: { metric: { name: 'qps' }, target: { type: 'AverageValue', averageValue: '10' } } },
      {
        type: 'Object',
        object: {
          describedObject: { kind: 'Service', name: 's', apiVersion: 'v1' },
          metric: { name: 'rps', selector: { matchLabels: { a: 'b' } } },
          target: { type: 'Value', value: '5' },
        },
      },
      {
        type: 'External',
        external: { metric: { name: 'q', selector: { matchLabels: { a: 'b' } } }, target: { type: 'AverageValue', averageValue: '7' } },
      },
      {
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'c', target: { type: 'Utilization', averageUtilization: 7 } },
      },
      cpu(55),
    ]
    const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } }
    const made = autoscaler(V2, 'b', { minReplicas: 1, maxReplicas: 4, metrics, behavior })
    const { metadata, spec } = body('GET', `${V1}/b`)
    expect(spec).toEqual({ scaleTargetRef: target, minReplicas: 1, maxReplicas: 4, targetCPUUtilizationPercentage: 55 })
    expect(metadata.annotations[alpha('metrics')]).toBe(
      '[{"type":"Resource","resource":{"name":"memory","targetAverageUtilization":60}},{"type":"Resource","resource":{"name":"cpu","targetAverageValue":"500m"}},{"type":"Pods","pods":{"metricName":"qps","targetAverageValue":"10"}},{"type":"Object","object":{"target":{"kind":"Service","name":"s","apiVersion":"v1"},"metricName":"rps","targetValue":"5","selector":{"matchLabels":{"a":"b"}}}},{"type":"External","external":{"metricName":"q","metricSelector":{"matchLabels":{"a":"b"}},"targetAverageValue":"7"}},{"type":"ContainerResource","containerResource":{"name":"cpu","targetAverageUtilization":7,"container":"c"}}]',
    )
    expect(metadata.annotations[alpha('behavior')]).toBe(
      '{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15},{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null},"ScaleDown":{"StabilizationWindowSeconds":60,"SelectPolicy":"Max","Policies":[{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null}}',
    )
    body('PATCH', `${V1}/b`, { spec: { maxReplicas: 5 } }, 'application/merge-patch+json')
    const after = body('GET', `${V2}/b`)
    expect(after.spec).toEqual({ ...made.spec, maxReplicas: 5 })
    expect(after.metadata.annotations).toBeUndefined()
  })

  it('refuses in the fields of v2 what is wrong, and the other version in a body', () => {
    const { autoscaler, body } = house()
    const { message } = autoscaler(V1, 'c', { minReplicas: 9, maxReplicas: 4, targetCPUUtilizationPercentage: -4 })
    expect(message).toContain('spec.maxReplicas: Invalid value: 4: must be greater than or equal to `minReplicas`')
    expect(message).toContain('spec.metrics[0].resource.target.averageUtilization: Invalid value: -4: must be greater than 0')
    expect(body('POST', V1, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'c' } }).message).toBe(
      'the API version in the data (autoscaling/v2) does not match the expected API version (autoscaling/v1)',
    )
    expect(autoscaler(V1, 'c', { maxReplicas: 'x' }).message).toContain(
      'Go struct field HorizontalPodAutoscalerSpec.spec.maxReplicas of type int32',
    )
  })

  it('is applied, listed, watched and told in a Table as the other is', () => {
    const { ask, body } = house()
    const config = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'd' } }
    const apply = (spec: object) =>
      ask('PATCH', `${V1}/d?fieldManager=me`, { ...config, spec: { scaleTargetRef: target, ...spec } }, 'application/apply-patch+yaml')
    expect(apply({ maxReplicas: 3, targetCPUUtilizationPercentage: 40 })).toMatchObject({
      status: 201,
      body: { apiVersion: 'autoscaling/v1' },
    })
    expect(apply({ maxReplicas: 6 })).toMatchObject({ status: 200, body: { spec: { maxReplicas: 6 } } })
    expect(body('GET', V1)).toMatchObject({ apiVersion: 'autoscaling/v1', items: [{ spec: { targetCPUUtilizationPercentage: 80 } }] })
    const [line] = ask('GET', `${V1}?watch=true`).stream?.read() ?? []
    expect(JSON.parse(line as string)).toMatchObject({ type: 'ADDED', object: { apiVersion: 'autoscaling/v1', spec: { maxReplicas: 6 } } })
    const table = body('GET', V1, undefined, undefined, 'application/json;as=Table;v=v1;g=meta.k8s.io')
    expect(table.rows[0].cells.slice(0, 3)).toEqual(['d', 'Deployment/web', 'cpu: <unknown>/80%'])
  })
})

describe('events.k8s.io/v1', () => {
  const made = {
    metadata: { name: 'e' },
    eventTime: '2017-03-30T09:00:00.000000Z',
    reportingController: 'a.b/c',
    reportingInstance: 'i',
    action: 'Do',
    reason: 'R',
    type: 'Normal',
    regarding: { kind: 'Pod', name: 'x', namespace: 'default' },
    note: 'hi',
  }
  it('has the same events under other names', () => {
    const { body } = house()
    expect(body('POST', NEW, made)).toMatchObject({
      apiVersion: 'events.k8s.io/v1',
      note: 'hi',
      deprecatedSource: {},
      deprecatedFirstTimestamp: null,
      deprecatedLastTimestamp: null,
    })
    const core = body('GET', `${CORE}/e`)
    expect(core).toMatchObject({ apiVersion: 'v1', message: 'hi', involvedObject: { name: 'x' }, reportingComponent: 'a.b/c', source: {} })
    expect(core.note).toBeUndefined()
    expect(body('GET', `${NEW}?fieldSelector=regarding.name=x`).items).toMatchObject([{ note: 'hi' }])
    expect(body('GET', `${NEW}?fieldSelector=involvedObject.name=x`).message).toBe('field label not supported: involvedObject.name')
  })
  it('is stricter with a new one', () => {
    const { body } = house()
    const { eventTime: _, type: __, ...less } = made
    expect(body('POST', NEW, less).message).toBe(
      'Event "e" is invalid: [eventTime: Required value, type: Invalid value: "": has invalid value: ]',
    )
    const old = { deprecatedFirstTimestamp: '2017-03-30T09:00:00Z', deprecatedCount: 3, deprecatedSource: { component: 'x' } }
    expect(body('POST', NEW, { ...made, ...old }).message).toBe(
      'Event "e" is invalid: [firstTimestamp: Invalid value: "": needs to be unset, count: Invalid value: "": needs to be unset, source: Invalid value: "": needs to be unset]',
    )
  })
})
