import { describe, expect, it } from 'vitest'
import { type Bare, bare, configMap, deployment, refusal } from '../testing/bare.ts'
import type { Entry } from './entries.ts'
import { difference, intersection, pathsOf, union } from './fields.ts'

const WEB = '/apis/apps/v1/namespaces/ns/deployments/web'
const APPLY = 'application/apply-patch+yaml'
const MERGE = 'application/merge-patch+json'
// biome-ignore lint/suspicious/noExplicitAny: an object of any kind
type Any = any

const apply = (house: Bare, manager: string, config: object, more = '') =>
  house.ask(
    'PATCH',
    `${WEB}?fieldManager=${manager}${more}`,
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, ...config },
    APPLY,
  )
const base = { spec: { ...deployment('web').spec } }
const live = (house: Bare): Any => house.ask('GET', WEB).body
const owners = (house: Bare) =>
  Object.fromEntries(
    ((live(house).metadata.managedFields ?? []) as Entry[]).map(e => [
      [e.manager, e.operation, e.subresource].filter(Boolean).join(' '),
      pathsOf(e.fieldsV1).filter(p => !p.startsWith('.spec.template')),
    ]),
  )

describe('sets of fields', () => {
  const a = { 'f:spec': { 'f:replicas': {}, 'f:paused': {} }, 'k:{"name":"main"}': { '.': {}, 'f:image': {} } }
  const b = { 'f:spec': { 'f:paused': {} }, 'k:{"name":"main"}': { 'f:image': {} } }

  it('unite, meet and differ, an item apart from what is in it', () => {
    expect(difference(a, b)).toEqual({ 'f:spec': { 'f:replicas': {} }, 'k:{"name":"main"}': {} })
    expect(intersection(a, b)).toEqual(b)
    expect(union(difference(a, b), b)).toEqual(a)
    expect(difference(b, a)).toEqual({})
  })

  it('keep what is in both as itself and in parts', () => {
    const whole = { 'f:labels': {} }
    const part = { 'f:labels': { 'f:a': {} } }
    const both = { 'f:labels': { '.': {}, 'f:a': {} } }
    expect([union(whole, part), union(part, whole), union(both, both)]).toEqual([both, both, both])
    expect([difference(both, whole), difference(both, part), difference(whole, part)]).toEqual([part, whole, whole])
    expect(intersection(both, part)).toEqual(part)
  })

  it('are told as paths', () => {
    expect(pathsOf(a)).toEqual(['.spec.replicas', '.spec.paused', '[name="main"]', '[name="main"].image'])
  })
})

describe('who owns which field', () => {
  it('whoever makes an object owns all that it says, with the defaults', () => {
    const house = bare()
    house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments?fieldManager=maker', deployment('web'))
    expect(owners(house)).toEqual({
      'maker Update': [
        '.spec.replicas',
        '.spec.selector',
        '.spec.strategy.type',
        '.spec.strategy.rollingUpdate',
        '.spec.strategy.rollingUpdate.maxUnavailable',
        '.spec.strategy.rollingUpdate.maxSurge',
        '.spec.revisionHistoryLimit',
        '.spec.progressDeadlineSeconds',
      ].sort(byPath(owners(house)['maker Update'])),
    })
  })

  it('is named after the client’s program where it does not name itself', () => {
    const house = bare()
    house.door.handle({ method: 'POST', path: '/api/v1/namespaces/ns/configmaps', body: configMap('a'), userAgent: 'curl/8.1 (linux)' })
    const made = house.ask('GET', '/api/v1/namespaces/ns/configmaps/a').body as Any
    expect(made.metadata.managedFields[0]).toMatchObject({ manager: 'curl', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1' })
  })

  it('a write takes what it changes from the others', () => {
    const house = bare()
    apply(house, 'me', base)
    house.ask('PATCH', `${WEB}?fieldManager=editor`, { spec: { replicas: 5, minReadySeconds: 3 } }, MERGE)
    expect(owners(house)).toMatchObject({ 'me Apply': ['.spec.selector'], 'editor Update': ['.spec.replicas', '.spec.minReadySeconds'] })
    house.ask('PATCH', `${WEB}/scale?fieldManager=scaler`, { spec: { replicas: 6 } }, MERGE)
    expect(owners(house)).toMatchObject({ 'editor Update': ['.spec.minReadySeconds'], 'scaler Update scale': ['.spec.replicas'] })
    house.ask('PATCH', `${WEB}?fieldManager=other`, { spec: { minReadySeconds: null } }, MERGE)
    expect(owners(house)).not.toHaveProperty('editor Update')
  })

  it('a write that changes nothing owns nothing, and leaves the version', () => {
    const house = bare()
    apply(house, 'me', base)
    const before = live(house)
    house.ask('PATCH', `${WEB}?fieldManager=editor`, { spec: { replicas: 1 } }, MERGE)
    expect(live(house)).toEqual(before)
  })

  it('can be forgotten by a client that says so', () => {
    const house = bare()
    apply(house, 'me', base)
    house.ask('PATCH', WEB, { metadata: { managedFields: [{}] } }, MERGE)
    expect(live(house).metadata.managedFields).toBeUndefined()
  })
})

describe('what comes into being and goes', () => {
  const pod = (more: object) => ({ template: { spec: { containers: [{ name: 'main', image: 'nginx:1.25', ...more }] } } })
  const merge = (house: Bare, manager: string, spec: object) => house.ask('PATCH', `${WEB}?fieldManager=${manager}`, { spec }, MERGE)
  const paths = (house: Bare, manager: string) =>
    pathsOf(((live(house).metadata.managedFields ?? []) as Entry[]).find(e => e.manager === manager)?.fieldsV1 ?? {})
  const NAMED = '.spec.template.spec.containers[name="main"]'

  it('a list of named things is owned itself, unless it is always printed', () => {
    const house = bare()
    house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments?fieldManager=maker', deployment('web'))
    expect(paths(house, 'maker')).not.toContain('.spec.template.spec.containers')
    merge(house, 'editor', pod({ env: [{ name: 'A', value: '1' }] }))
    expect(paths(house, 'editor')).toEqual(expect.arrayContaining([`${NAMED}.env`, `${NAMED}.env[name="A"]`]))
    expect(paths(house, 'editor')).not.toContain('.spec.template.spec.containers')
  })

  it('what is emptied stays with who had it, and who emptied it owns nothing', () => {
    const house = bare()
    house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments?fieldManager=maker', deployment('web'))
    merge(house, 'filler', { template: { spec: { securityContext: { runAsUser: 5 } } } })
    merge(house, 'emptier', { template: { spec: { securityContext: { runAsUser: null } } } })
    expect([paths(house, 'filler'), paths(house, 'emptier')]).toEqual([[], []])
    expect(paths(house, 'maker')).toContain('.spec.template.spec.securityContext')
  })

  it('dates an entry by what its writer set, not by what it took away', () => {
    const house = bare()
    house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments?fieldManager=maker', deployment('web'))
    const time = () => (live(house).metadata.managedFields as Entry[]).find(e => e.manager === 'editor')?.time
    merge(house, 'editor', { minReadySeconds: 3, paused: true })
    const set = time()
    house.engine.advance(house.engine.now + 5000)
    merge(house, 'editor', { paused: null })
    expect(time()).toBe(set)
    merge(house, 'editor', { minReadySeconds: 4 })
    expect(time()).not.toBe(set)
  })

  it('by way of the status is the status, and labels only where it changes them', () => {
    const house = bare()
    house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments?fieldManager=maker', deployment('web'))
    house.ask('POST', '/apis/apps/v1/namespaces/ns/replicasets?fieldManager=maker', {
      ...deployment('web'),
      kind: 'ReplicaSet',
      spec: { selector: deployment('web').spec.selector, template: deployment('web').spec.template },
    })
    const patch = { metadata: { labels: { z: 'z' } }, spec: { replicas: 5 }, status: { replicas: 3 } }
    const told = (path: string) => {
      const { metadata } = house.ask('PATCH', `${path}/status?fieldManager=st`, patch, MERGE).body as Any
      return [
        metadata.labels,
        ...metadata.managedFields.filter((e: Entry) => e.manager === 'st').flatMap((e: Entry) => pathsOf(e.fieldsV1)),
      ]
    }
    expect(told(WEB)).toEqual([undefined, '.status.replicas'])
    expect(told(WEB.replace('deployments', 'replicasets'))).toEqual([
      { z: 'z' },
      '.metadata.labels',
      '.metadata.labels.z',
      '.status.replicas',
    ])
    house.ask('PATCH', `${WEB}?fieldManager=ed`, { spec: { replicas: 7 }, status: { replicas: 9 } }, MERGE)
    expect(paths(house, 'ed')).toEqual(['.spec.replicas'])
  })

  it('is not told by who makes an object', () => {
    const house = bare()
    for (const managedFields of [[{}], [{ manager: 'z', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }]]) {
      const map = { ...configMap('c'), metadata: { name: 'c', managedFields } }
      const made = house.ask('POST', '/api/v1/namespaces/ns/configmaps?fieldManager=maker&dryRun=All', map).body as Any
      expect(made.metadata.managedFields.map((e: Entry) => [e.manager, pathsOf(e.fieldsV1)])).toEqual([['maker', ['.data', '.data.a']]])
    }
  })

  it('cannot be told by way of the status', () => {
    const house = bare()
    house.ask('POST', '/apis/apps/v1/namespaces/ns/deployments?fieldManager=maker', deployment('web'))
    house.ask('PATCH', `${WEB}/status`, { metadata: { managedFields: [{}] } }, MERGE)
    expect(paths(house, 'maker')).toContain('.spec.replicas')
  })

  it('of two entries of one writer the last counts', () => {
    const house = bare()
    const entry = (field: string) => ({
      manager: 'a',
      operation: 'Update',
      apiVersion: 'v1',
      time: '2017-03-30T09:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { [field]: {} } },
    })
    house.ask('POST', '/api/v1/namespaces/ns/configmaps', configMap('c', {}, { x: '1', y: '1' }))
    const patch = { metadata: { managedFields: [entry('f:x'), entry('f:y')] }, data: { z: '1' } }
    const { metadata } = house.ask('PATCH', '/api/v1/namespaces/ns/configmaps/c?fieldManager=b', patch, MERGE).body as Any
    expect(metadata.managedFields.map((e: Entry) => [e.manager, pathsOf(e.fieldsV1)])).toEqual([
      ['a', ['.data.y']],
      ['b', ['.data.z']],
    ])
  })
})

describe('server-side apply', () => {
  const dates = (house: Bare) =>
    Object.fromEntries((live(house).metadata.managedFields as Entry[]).map(e => [e.manager, e.time ?? 'undated']))

  it('that finds everything as it wants it is not dated, and comes before who is', () => {
    const house = bare()
    apply(house, 'me', base)
    const { me } = dates(house)
    house.engine.advance(house.engine.now + 5000)
    apply(house, 'you', { spec: { replicas: 1 } })
    expect(dates(house)).toEqual({ you: 'undated', me })
    expect(Object.keys(dates(house))).toEqual(['you', 'me'])
    apply(house, 'me', { spec: { ...base.spec, progressDeadlineSeconds: 600 } })
    expect(dates(house).me).toBe(me)
    apply(house, 'me', { spec: { ...base.spec, progressDeadlineSeconds: 500 } })
    expect(dates(house).me).not.toBe(me)
  })

  it('looks at conflicts before it looks at the version, and at the version also where nothing changes', () => {
    const house = bare()
    apply(house, 'me', base)
    const old = (replicas: number, resourceVersion = '1') =>
      refusal(apply(house, 'you', { metadata: { name: 'web', resourceVersion }, spec: { replicas } }))
    expect(old(3)).toContain('Apply failed with 1 conflict')
    expect(old(1)).toContain('the object has been modified')
    expect(old(1, 'x')).toBe('500 : strconv.ParseUint: parsing "x": invalid syntax')
    expect(old(1, live(house).metadata.resourceVersion)).toMatch(/^200/)
  })

  it.each([
    [{ minReadySeconds: 1.5 }, 'cannot convert float64 to int32'],
    [{ strategy: { rollingUpdate: { maxSurge: true } } }, 'json: cannot unmarshal bool into Go value of type int32'],
  ])('that the schema lets pass and the object cannot hold is refused as %j', (spec, why) => {
    const to = 'failed to convert new object (/web; apps/v1, Kind=Deployment) to proper version'
    expect(refusal(apply(bare(), 'me', { spec: { ...base.spec, ...spec } }))).toBe(
      `500 : ${to}: unable to convert unstructured object to apps/v1, Kind=Deployment: ${why}`,
    )
  })

  it('stores a quantity that was written as a number as Kubernetes prints it, and the same apply again changes nothing', () => {
    const house = bare()
    const spec = deployment('web').spec as Any
    const [container] = spec.template.spec.containers
    const containers = [{ ...container, resources: { requests: { cpu: 1 } } }]
    const config = { spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, containers } } } }
    expect(apply(house, 'editor', config).status).toBe(201)
    const first = live(house)
    expect(first.spec.template.spec.containers[0].resources).toEqual({ requests: { cpu: '1' } })
    expect(apply(house, 'editor', config).status).toBe(200)
    expect(live(house).metadata.resourceVersion).toBe(first.metadata.resourceVersion)
  })

  it('makes what is not there, and the same again changes nothing', () => {
    const house = bare()
    expect(apply(house, 'me', base).status).toBe(201)
    const { rv } = house.engine.store
    expect(apply(house, 'me', base).status).toBe(200)
    expect(house.engine.store.rv).toBe(rv)
  })

  it('is refused where it would change what another owns, unless forced; agreeing is no conflict', () => {
    const house = bare()
    apply(house, 'me', base)
    expect(apply(house, 'you', { spec: { replicas: 1 } }).status).toBe(200)
    const refused = apply(house, 'they', { spec: { replicas: 3 } })
    expect(refusal(refused)).toBe(
      '409 Conflict: Apply failed with 2 conflicts: conflicts with "me":\n- .spec.replicas\nconflicts with "you":\n- .spec.replicas',
    )
    expect((refused.body as Any).details.causes[0]).toEqual({
      reason: 'FieldManagerConflict',
      message: 'conflict with "me"',
      field: '.spec.replicas',
    })
    expect(apply(house, 'they', { spec: { replicas: 3 } }, '&force=true').status).toBe(200)
    expect(live(house).spec.replicas).toBe(3)
    expect(owners(house)).toEqual({ 'me Apply': ['.spec.selector'], 'they Apply': ['.spec.replicas'] })
  })

  it('takes away what its manager no longer names and nobody else holds', () => {
    const house = bare()
    apply(house, 'me', { ...base, metadata: { name: 'web', labels: { mine: 'x', shared: 'y' } } })
    apply(house, 'you', { metadata: { name: 'web', labels: { shared: 'y' } } })
    apply(house, 'sider', { spec: { template: { spec: { containers: [{ name: 'side', image: 's:1' }] } } } })
    expect(live(house).spec.template.spec.containers.map((c: Any) => c.name)).toEqual(['main', 'side'])
    apply(house, 'me', base)
    apply(house, 'sider', { spec: {} })
    expect(live(house).metadata.labels).toEqual({ shared: 'y' })
    expect(live(house).spec.template.spec.containers.map((c: Any) => c.name)).toEqual(['main'])
  })

  it('takes words of a set that nobody holds any more, each once', () => {
    const house = bare()
    apply(house, 'me', base)
    const set = (who: string, finalizers: string[]) => apply(house, who, { metadata: { name: 'web', finalizers } })
    set('a', ['x.y/a', 'x.y/b'])
    set('b', ['x.y/b', 'x.y/c'])
    expect(live(house).metadata.finalizers).toEqual(['x.y/a', 'x.y/b', 'x.y/c'])
    set('a', ['x.y/a'])
    expect(live(house).metadata.finalizers).toEqual(['x.y/a', 'x.y/b', 'x.y/c'])
    set('b', [])
    expect(live(house).metadata.finalizers).toEqual(['x.y/a'])
    expect(refusal(set('a', ['x.y/a', 'x.y/a']))).toContain('.metadata.finalizers: duplicate entries for key [="x.y/a"]')
  })

  it('takes what stands in a structure or map with it when nothing else is in there', () => {
    const house = bare()
    apply(house, 'me', base)
    const pod = (more: object) => ({ spec: { template: { spec: more } } })
    apply(house, 'c', { ...pod({ securityContext: { runAsUser: 1 } }), metadata: { name: 'web', labels: { q: 'r' } } })
    expect(live(house)).toMatchObject({
      metadata: { labels: { q: 'r' } },
      spec: { template: { spec: { securityContext: { runAsUser: 1 } } } },
    })
    apply(house, 'c', {})
    expect(live(house).metadata.labels).toBeUndefined()
    expect(live(house).spec.template.spec.securityContext).toEqual({})
  })

  it('takes a structure with what was filled in there, unless another holds something of it', () => {
    const house = bare()
    const probed = (more: object) => {
      const [main] = deployment('web').spec.template.spec.containers
      return { spec: { ...base.spec, template: { ...base.spec.template, spec: { containers: [{ ...main, ...more }] } } } }
    }
    const probe = () => live(house).spec.template.spec.containers[0].livenessProbe
    apply(house, 'me', probed({ livenessProbe: { httpGet: { path: '/', port: 80 } } }))
    expect(probe()).toMatchObject({ failureThreshold: 3 })
    apply(house, 'me', base)
    expect(probe()).toBeUndefined()
    apply(house, 'me', probed({ livenessProbe: { httpGet: { path: '/', port: 80 } } }))
    const one = { containers: [{ name: 'main', livenessProbe: { periodSeconds: 7 } }] }
    house.ask('PATCH', `${WEB}?fieldManager=editor`, { spec: { template: { spec: one } } }, 'application/strategic-merge-patch+json')
    apply(house, 'me', base)
    expect(probe()).toMatchObject({ periodSeconds: 7 })
  })

  it('keeps an item of which another holds a part', () => {
    const house = bare()
    apply(house, 'me', base)
    const side = (who: string, more: object) =>
      apply(house, who, { spec: { template: { spec: { containers: [{ name: 'side', image: 's', ...more }] } } } })
    const env = () =>
      live(house)
        .spec.template.spec.containers.at(-1)
        .env.map((e: Any) => e.name)
    side('e', { env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }], ports: [{ containerPort: 80 }] }) // biome-ignore format: one line
    side('f', { env: [{ name: 'C', value: '3' }] })
    expect(env()).toEqual(['A', 'B', 'C'])
    side('e', { env: [{ name: 'B', value: '2' }] })
    expect(env()).toEqual(['B', 'C'])
    expect(live(house).spec.template.spec.containers.at(-1).ports).toBeUndefined()
    const [one] = live(house).spec.template.spec.containers
    expect(refusal(apply(house, 'g', { spec: { template: { spec: { containers: [one, one] } } } }))).toContain(
      '.spec.template.spec.containers: duplicate entries for key [name="main"]',
    )
  })

  it('takes from others what it takes away', () => {
    const house = bare()
    apply(house, 'me', { ...base, metadata: { name: 'web', labels: { mine: 'x' } } })
    house.ask('PATCH', `${WEB}?fieldManager=editor`, { metadata: { labels: { mine: 'y' } } }, MERGE)
    apply(house, 'me', { ...base, metadata: { name: 'web', labels: { mine: 'z' } } }, '&force=true')
    expect(owners(house)).not.toHaveProperty('editor Update')
  })

  it('by kubectl is no conflict with what its own annotation says was applied, and keeps that annotation up', () => {
    const MAP = '/api/v1/namespaces/ns/configmaps/c'
    const LAST = 'kubectl.kubernetes.io/last-applied-configuration'
    const config = (data: object, annotations?: object) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', ...(annotations && { annotations }) },
      data,
    })
    const house = bare()
    const before = config({ a: '1', b: '2' }, { [LAST]: JSON.stringify(config({ a: '1', b: '2' })) })
    house.ask('POST', '/api/v1/namespaces/ns/configmaps?fieldManager=kubectl-client-side-apply', before)
    house.ask('PATCH', `${MAP}?fieldManager=edit`, { data: { b: '3' } }, MERGE)
    const ssa = (data: object, who = 'kubectl', annotations?: object) =>
      house.ask('PATCH', `${MAP}?fieldManager=${who}`, config(data, annotations), APPLY)
    expect(refusal(ssa({ a: '5', b: '2' }))).toBe('409 Conflict: Apply failed with 1 conflict: conflict with "edit" using v1: .data.b')
    expect(refusal(ssa({ a: '6' }, 'other'))).toContain('conflict with "kubectl-client-side-apply" using v1: .data.a')
    expect(refusal(ssa({ a: '5', b: '3' }, 'kubectl', { [LAST]: 'x' }))).toContain(`.metadata.annotations.${LAST}`)
    const { metadata } = ssa({ b: '3', a: '5' }).body as Any
    expect(metadata.annotations[LAST]).toBe('{"apiVersion":"v1","data":{"a":"5","b":"3"},"kind":"ConfigMap","metadata":{"name":"c"}}\n')
  })

  it('by kubectl of what has no such annotation gives it none', () => {
    const house = bare()
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: '1' } }
    house.ask('PATCH', '/api/v1/namespaces/ns/configmaps/c?fieldManager=kubectl', config, APPLY)
    const again = house.ask('PATCH', '/api/v1/namespaces/ns/configmaps/c?fieldManager=kubectl', { ...config, data: { a: '2' } }, APPLY)
    expect((again.body as Any).metadata.annotations).toBeUndefined()
  })

  it('gives a field up to its default', () => {
    const house = bare()
    apply(house, 'me', { spec: { ...base.spec, revisionHistoryLimit: 3 } })
    apply(house, 'me', base)
    expect(live(house).spec.revisionHistoryLimit).toBe(10)
  })

  it('tells ports of one number apart by their protocol', () => {
    const house = bare()
    const port = (protocol: string, name: string) => ({ containerPort: 53, protocol, name })
    const containers = [{ name: 'main', image: 'i', ports: [port('TCP', 'a'), port('UDP', 'b')] }]
    const template = { ...base.spec.template, spec: { containers } }
    expect(apply(house, 'me', { spec: { ...base.spec, template } }).status).toBe(201)
    expect(live(house).spec.template.spec.containers[0].ports).toHaveLength(2)
  })

  it('takes a port without a protocol for the TCP port that it becomes', () => {
    const house = bare()
    const ports = [{ containerPort: 80 }]
    const template = { ...base.spec.template, spec: { containers: [{ name: 'main', image: 'i', ports }] } }
    apply(house, 'me', { spec: { ...base.spec, template } })
    apply(house, 'me', { spec: { ...base.spec, template: { ...template, spec: { containers: [{ name: 'main', image: 'j', ports }] } } } })
    expect(live(house).spec.template.spec.containers[0].ports).toEqual([{ containerPort: 80, protocol: 'TCP' }])
  })

  it('treats what others than clients made as belonging to somebody before', () => {
    const house = bare()
    house.engine.act('you', '-', 'test', {}, cause =>
      house.engine.api.create('deployments', { ...deployment('web'), metadata: { name: 'web', namespace: 'ns' } }, { cause }),
    )
    expect(refusal(apply(house, 'me', { spec: { replicas: 4 } }))).toBe(
      '409 Conflict: Apply failed with 1 conflict: conflict with "before-first-apply" using apps/v1: .spec.replicas',
    )
  })

  it.each([
    [
      { spec: { nope: 1 } },
      '500 : failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.nope: field not declared in schema',
    ],
    [
      { spec: { replicas: 'x' } },
      '500 : failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string',
    ],
    [{ kind: '' }, '400 BadRequest: invalid object type: apps/v1, Kind='],
    [{ apiVersion: 'v1' }, '400 BadRequest: invalid object type: /v1, Kind=Deployment'],
    [{ metadata: { name: 'web', managedFields: [] } }, '400 BadRequest: metadata.managedFields must be nil'],
    [{ metadata: { name: 'other' } }, '400 BadRequest: the name of the object (other) does not match the name on the URL (web)'],
  ])('refuses %j', (config, words) => {
    const house = bare()
    apply(house, 'me', base)
    expect(refusal(apply(house, 'me', { ...base, ...config }))).toBe(words)
  })

  it('must say who applies', () => {
    expect(refusal(bare().ask('PATCH', WEB, base, APPLY))).toBe(
      '422 Invalid: PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    )
  })
})

/** The order of a list that is there already: which paths there are counts, not where they stand. */
function byPath(there: readonly string[] | undefined) {
  return (a: string, b: string) => (there ?? []).indexOf(a) - (there ?? []).indexOf(b)
}
