// What bad input gets: Kubernetes' own words, and nothing of it is kept. The expected texts are a real Kubernetes 1.34.4's.
import { describe, expect, it } from 'vitest'
import { createCluster } from '../cluster/index.ts'
import { createDoor, type Response } from './index.ts'
import { bare, refusal, yaml } from './testing/bare.ts'

const MERGE = 'application/merge-patch+json'
const BATCH = '/apis/batch/v1/namespaces/default'
const APPS = '/apis/apps/v1/namespaces/default'
const CORE = '/api/v1/namespaces/default'

function house() {
  const engine = createCluster({ seed: 1, nodes: 3, profile: 'classroom' })
  const door = createDoor(engine, { yaml })
  const ask = (method: string, path: string, body?: unknown, contentType = 'application/json'): Response =>
    door.handle({ method, path, ...(body !== undefined && { body, contentType }) })
  const wait = (seconds: number) => engine.advance(engine.now + seconds * 1000)
  return { engine, ask, wait }
}

const pod = { containers: [{ name: 'main', image: 'busybox:1.36' }] }
const template = (app: string, spec: object = {}) => ({ metadata: { labels: { app } }, spec: { ...pod, ...spec } })
const job = (spec: object = {}, more: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'work' },
  spec: { template: template('work', { restartPolicy: 'Never', ...more }), ...spec },
})

describe('a StatefulSet', () => {
  const claim = (storage: string) => ({
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  })
  const set = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'zk' },
    spec: {
      replicas: 0,
      serviceName: 'zk',
      selector: { matchLabels: { app: 'zk' } },
      template: template('zk'),
      volumeClaimTemplates: [claim('1Gi')],
    },
  }
  it.each([
    ['serviceName', { serviceName: 'other' }],
    ['podManagementPolicy', { podManagementPolicy: 'Parallel' }],
    ['selector', { selector: { matchLabels: { app: 'zk', x: 'y' } }, template: { metadata: { labels: { app: 'zk', x: 'y' } } } }],
    ['volumeClaimTemplates', { volumeClaimTemplates: [claim('2Gi')] }],
  ])('refuses another %s, and what comes with it', (_, spec) => {
    const { ask } = house()
    ask('POST', `${APPS}/statefulsets`, set)
    expect(refusal(ask('PATCH', `${APPS}/statefulsets/zk`, { spec: { ...spec, minReadySeconds: 7 } }, MERGE))).toBe(
      `422 Invalid: StatefulSet.apps "zk" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    )
    expect(ask('GET', `${APPS}/statefulsets/zk`).body).toMatchObject({ metadata: { generation: 1 }, spec: { serviceName: 'zk' } })
    expect(ask('PATCH', `${APPS}/statefulsets/zk`, { spec: { minReadySeconds: 7 } }, MERGE).status).toBe(200)
  })
})

describe('a Job', () => {
  const words = 'Job.batch "work" is invalid: spec'
  it.each([
    [
      'restartPolicy Always',
      job({}, { restartPolicy: 'Always' }),
      `${words}.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"`,
    ],
    [
      'no restartPolicy',
      job({}, { restartPolicy: undefined }),
      `${words}.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"`,
    ],
    ['completions below zero', job({ completions: -1 }), `${words}.completions: Invalid value: -1: must be greater than or equal to 0`],
    [
      'indexes without completions',
      job({ completionMode: 'Indexed', parallelism: 2 }),
      `${words}.completions: Required value: when completion mode is Indexed`,
    ],
  ])('is refused with %s', (_, o, message) => {
    const { ask, engine } = house()
    expect(refusal(ask('POST', `${BATCH}/jobs`, o))).toBe(`422 Invalid: ${message}`)
    expect(engine.store.count('jobs')).toBe(0)
  })

  it('is refused with a selector set by hand', () => {
    const { ask } = house()
    const r = refusal(ask('POST', `${BATCH}/jobs`, job({ selector: { matchLabels: { app: 'work' } } })))
    expect(r.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'UID')).toBe(
      `422 Invalid: ${words}.selector: Invalid value: {"matchLabels":{"app":"work","batch.kubernetes.io/controller-uid":"UID"}}: \`selector\` not auto-generated`,
    )
  })
})

describe('a CronJob is refused with', () => {
  const cronjob = (spec: object) => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: { jobTemplate: { spec: job().spec }, ...spec },
  })
  it.each([
    ['every minute', 'Invalid value: "every minute": expected exactly 5 fields, found 2: [every minute]'],
    ['* * * *', 'Invalid value: "* * * *": expected exactly 5 fields, found 4: [* * * *]'],
    ['61 * * * *', 'Invalid value: "61 * * * *": end of range (61) above maximum (59): 61'],
    ['', 'Required value'],
    ['TZ=UTC * * * * *', 'Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead'],
    ['@often', 'Invalid value: "@often": unrecognized descriptor: @often'],
  ])('the schedule "%s"', (schedule, why) => {
    const r = house().ask('POST', `${BATCH}/cronjobs`, cronjob({ schedule }))
    expect(refusal(r)).toBe(`422 Invalid: CronJob.batch "tick" is invalid: spec.schedule: ${why}`)
  })

  it('a time zone that is none', () => {
    const r = house().ask('POST', `${BATCH}/cronjobs`, cronjob({ schedule: '* * * * *', timeZone: 'Mars/Olympus' }))
    expect(refusal(r)).toBe(
      '422 Invalid: CronJob.batch "tick" is invalid: spec.timeZone: Invalid value: "Mars/Olympus": unknown time zone Mars/Olympus',
    )
  })
})

describe('a claim that cannot bind says why, and so does its pod', () => {
  const UNBOUND = '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found'
  it.each([
    ['', 'Normal FailedBinding no persistent volumes available for this claim and no storage class is set'],
    ['nosuch', 'Warning ProvisioningFailed storageclass.storage.k8s.io "nosuch" not found'],
  ])('of the class "%s"', (storageClassName, why) => {
    const { ask, wait, engine } = house()
    const spec = { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
    ask('POST', `${CORE}/persistentvolumeclaims`, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec })
    const volumes = [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }]
    ask('POST', `${CORE}/pods`, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'user' }, spec: { ...pod, volumes } })
    wait(8)
    const said = [...engine.store.list('events')].map(e => `${e.involvedObject.name} ${e.type} ${e.reason} ${e.message}`)
    expect(said).toContain(`data ${why}`)
    expect(said).toContain(`user Warning FailedScheduling ${UNBOUND}`)
    expect(ask('GET', `${CORE}/persistentvolumeclaims/data`).body).toMatchObject({ status: { phase: 'Pending' } })
  })
})

describe('a body is refused that', () => {
  const MAPS = '/api/v1/namespaces/ns/configmaps'
  const unread = (why: string, body: string) =>
    `400 BadRequest: the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal ${why} of type string (${body})`
  it.each([
    ['{"apiVersion":3}', unread('number into Go struct field .apiVersion', '{"apiVersion":3}')],
    ['{"kind":[]}', unread('array into Go struct field .kind', '{"kind":[]}')],
    [
      '{"kind":"List","apiVersion":"v1","items":[]}',
      '400 BadRequest: List in version "v1" cannot be handled as a ConfigMap: converting (v1.List) to (core.ConfigMap): unknown conversion',
    ],
  ])('does not say of which kind it is, or is many: %s', (body, words) => {
    expect(refusal(bare().ask('POST', MAPS, body))).toBe(words)
  })

  it('in YAML, in YAML, if that is asked for', () => {
    const answer = bare().ask('GET', `${MAPS}/none`, undefined, undefined, 'application/yaml')
    expect(answer).toMatchObject({ status: 404, contentType: 'application/yaml', body: expect.stringContaining('kind: Status\n') })
  })

  it.each(['constructor', '__proto__', 'toString', 'Chart'])('no answer has the form %s', as => {
    const answer = bare().ask('GET', MAPS, undefined, undefined, `application/json;as=${as};v=v1;g=meta.k8s.io`)
    expect(refusal(answer)).toMatch(/^406 NotAcceptable: only the following media types are accepted: /)
  })
})
