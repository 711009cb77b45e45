// LimitRanges and ResourceQuotas in the words that Kubernetes 1.34.4 answered.
import { describe, expect, it } from 'vitest'
import type { ApiObject } from '../../kube/index.ts'
import { againstClaim, againstPod, fillIn } from './limitranger.ts'
import { overQuota, usedBy } from './quota/resourcequota.ts'
import { tracks, usageOf } from './quota/usage.ts'

type Resources = { requests?: Record<string, string>; limits?: Record<string, string> }
const pod = (containers: Record<string, Resources>, more: object = {}): ApiObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default' },
    spec: { containers: Object.entries(containers).map(([name, resources]) => ({ name, image: 'nginx', resources })), ...more },
  }) as unknown as ApiObject
const range = (...limits: object[]) => ({ metadata: { name: 'r' }, spec: { limits } }) as unknown as ApiObject

describe('LimitRanger', () => {
  const defaults = range({
    type: 'Container',
    default: { cpu: '500m', memory: '256Mi' },
    defaultRequest: { cpu: '100m', memory: '256Mi' },
    max: { cpu: '1', memory: '1Gi' },
    min: { cpu: '50m' },
  })
  const told = (p: ApiObject) => fillIn(p, [defaults]).metadata.annotations?.['kubernetes.io/limit-ranger']

  it('fills in what is not stated and tells it in an annotation', () => {
    const out = fillIn(pod({ main: {} }), [defaults])
    expect(out.spec.containers[0].resources).toEqual({
      limits: { cpu: '500m', memory: '256Mi' },
      requests: { cpu: '100m', memory: '256Mi' },
    })
    expect(told(pod({ main: {} }))).toBe(
      'LimitRanger plugin set: cpu, memory request for container main; cpu, memory limit for container main',
    )
    expect(told(pod({ main: { requests: { cpu: '200m' } } }))).toBe(
      'LimitRanger plugin set: memory request for container main; cpu, memory limit for container main',
    )
    expect(told(pod({ main: { requests: { cpu: '800m' }, limits: { cpu: '800m' } } }))).toBe(
      'LimitRanger plugin set: memory request for container main; memory limit for container main',
    )
  })

  it('names init containers as such', () => {
    const init = { initContainers: [{ name: 'i', image: 'busybox' }] }
    const cpu = range({ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '1' } })
    expect(fillIn(pod({ c: { limits: { memory: '128Mi' } } }, init), [cpu]).metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu request for container c; cpu limit for container c; cpu request for init container i; cpu limit for init container i',
    })
  })

  it.each([
    [
      'high',
      { requests: { cpu: '500m', memory: '256Mi' }, limits: { cpu: '2', memory: '256Mi' } },
      'maximum cpu usage per Container is 1, but limit is 2',
    ],
    [
      'low',
      { requests: { cpu: '10m', memory: '256Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      'minimum cpu usage per Container is 50m, but request is 10m',
    ],
    [
      'memory',
      { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '2Gi' } },
      'maximum memory usage per Container is 1Gi, but limit is 2Gi',
    ],
  ] as const)('refuses what is out of bounds: %s', (_, resources, why) => {
    expect(againstPod(pod({ main: resources }), defaults)).toBe(why)
  })

  it('tells everything at once', () => {
    const strict = range(
      { type: 'Container', max: { cpu: '1' }, min: { cpu: '100m' }, maxLimitRequestRatio: { cpu: '2' } },
      { type: 'Pod', max: { memory: '1Gi' } },
    )
    expect(againstPod(pod({ c: { requests: { cpu: '50m' }, limits: { cpu: '2', memory: '2Gi' } } }), strict)).toBe(
      '[minimum cpu usage per Container is 100m, but request is 50m, maximum cpu usage per Container is 1, but limit is 2, cpu max limit to request ratio per Container is 2, but provided ratio is 40.000000, maximum memory usage per Pod is 1Gi, but limit is 2Gi]',
    )
    expect(againstPod(pod({ c: { requests: { cpu: '1' }, limits: { cpu: '1' } } }), strict)).toBe(
      'maximum memory usage per Pod is 1Gi.  No limit is specified',
    )
    expect(againstPod(pod({ c: { requests: { cpu: '500m' }, limits: { cpu: '1', memory: '1Gi' } } }), strict)).toBeUndefined()
  })

  it('bounds what a claim may ask for', () => {
    const claim = { metadata: {}, spec: { resources: { requests: { storage: '5Gi' } } } } as unknown as ApiObject
    expect(againstClaim(claim, range({ type: 'PersistentVolumeClaim', max: { storage: '2Gi' } }))).toBe(
      'maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 5Gi',
    )
  })
})

describe('ResourceQuota', () => {
  const pods = { plural: 'pods', group: '' } as never
  const deployments = { plural: 'deployments', group: 'apps' } as never
  const quota = (name: string, hard: Record<string, string>, spec: object = {}) =>
    ({ metadata: { name, namespace: 'default' }, spec: { hard, ...spec }, status: { hard } }) as unknown as ApiObject
  const comp = quota('comp', { cpu: '2', 'limits.memory': '1Gi', pods: '5', 'count/deployments.apps': '1' })
  const sized = (cpu: string, memory: string) => pod({ c: { requests: { cpu }, limits: { memory } } })

  it('refuses a pod that does not state what is limited', () => {
    expect(overQuota(comp, pod({ c: {}, d: { requests: { cpu: '1' } } }), pods, () => ({}))).toBe(
      'failed quota: comp: must specify cpu for: c; limits.memory for: c,d',
    )
  })

  it('refuses what would exceed it, and says by what', () => {
    const used = () => usedBy(comp, pods, [sized('1500m', '512Mi')])
    expect(overQuota(comp, sized('600m', '768Mi'), pods, used)).toBe(
      'exceeded quota: comp, requested: cpu=600m,limits.memory=768Mi, used: cpu=1500m,limits.memory=512Mi, limited: cpu=2,limits.memory=1Gi',
    )
    expect(overQuota(comp, sized('500m', '512Mi'), pods, used)).toBeUndefined()
  })

  it('counts objects of any kind', () => {
    const one = { metadata: { name: 'x', namespace: 'default' } } as unknown as ApiObject
    expect(overQuota(comp, one, deployments, () => usedBy(comp, deployments, [one]))).toBe(
      'exceeded quota: comp, requested: count/deployments.apps=1, used: count/deployments.apps=1, limited: count/deployments.apps=1',
    )
  })

  it('a pod that has ended uses nothing but its place among the objects', () => {
    const ended = { ...sized('1', '1Gi'), status: { phase: 'Succeeded' } }
    expect(usageOf(ended, pods)).toEqual({ 'count/pods': '1' })
  })

  it('one with a scope speaks only of the pods in it', () => {
    const best = quota('best', { pods: '0' }, { scopes: ['BestEffort'] })
    expect(overQuota(best, pod({ c: {} }), pods, () => ({}))).toBe('exceeded quota: best, requested: pods=1, used: pods=0, limited: pods=0')
    expect(overQuota(best, sized('1', '1Gi'), pods, () => ({}))).toBeUndefined()
    expect(overQuota(best, { metadata: {} } as never, deployments, () => ({}))).toBeUndefined()
  })

  it('knows which of its names a kind can use up', () => {
    const names = ['pods', 'count/pods', 'requests.cpu', 'services', 'services.nodeports', 'requests.storage', 'count/deployments.apps']
    const of = (plural: string, group = '') => names.filter(n => tracks(n, { plural, group }))
    expect(of('pods')).toEqual(['pods', 'count/pods', 'requests.cpu'])
    expect(of('services')).toEqual(['services', 'services.nodeports'])
    expect(of('persistentvolumeclaims')).toEqual(['requests.storage'])
    expect(of('deployments', 'apps')).toEqual(['count/deployments.apps'])
  })
})
