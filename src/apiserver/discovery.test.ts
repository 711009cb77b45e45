import { describe, expect, it } from 'vitest'
import { otherVersions, resources } from '../kube/index.ts'
import { bare } from './testing/bare.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
const ask = (path: string, accept?: string): any => bare().ask('GET', path, undefined, undefined, accept)
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

interface Entry {
  resource: string
  responseKind: { group: string; version: string; kind: string }
  subresources: { responseKind: { group: string } }[]
}
interface Group {
  metadata: { name?: string }
  versions: { version: string; resources: { resource: string }[] }[]
}

describe('discovery', () => {
  it('tells of every kind that is registered, and else only of reviews and definitions', () => {
    const groups = [...ask('/api', AGGREGATED).body.items, ...ask('/apis', AGGREGATED).body.items]
    const told = (groups as Group[]).flatMap(g =>
      g.versions.flatMap(v => v.resources.map(r => `${g.metadata.name ?? ''}/${v.version} ${r.resource}`)),
    )
    const registered = [...resources, ...otherVersions].map(r => `${r.group}/${r.version} ${r.plural}`)
    expect(told.filter(t => !/^(authorization|apiextensions)\.k8s\.io/.test(t)).sort()).toEqual([...registered, '/v1 bindings'].sort())
  })

  it('comes in two answers with exactly that content type for whoever wants it so', () => {
    expect(ask('/apis', `${AGGREGATED},application/json`).contentType).toBe(AGGREGATED)
    expect(ask('/apis', 'application/json').body.kind).toBe('APIGroupList')
    expect(ask('/apis/apps/v1', `${AGGREGATED},application/json`)).toMatchObject({
      contentType: 'application/json',
      body: { kind: 'APIResourceList' },
    })
  })

  it('leaves a kind’s own group out of the aggregated form, but for custom resources', () => {
    const groups = ask('/apis', AGGREGATED).body.items as { metadata: { name: string }; versions: { resources: Entry[] }[] }[]
    const entry = (group: string, name: string) =>
      groups.find(g => g.metadata.name === group)?.versions[0]?.resources.find(r => r.resource === name) as Entry
    expect(entry('apps', 'deployments').responseKind).toEqual({ group: '', version: '', kind: 'Deployment' })
    expect(entry('apps', 'deployments').subresources.map(s => s.responseKind.group)).toEqual(['autoscaling', ''])
    expect(entry('podium.local', 'faults').responseKind).toEqual({ group: 'podium.local', version: 'v1', kind: 'Fault' })
    expect(entry('podium.local', 'faults')).not.toHaveProperty('shortNames')
  })

  it('names the kinds of subresources', () => {
    const entries = ask('/api/v1').body.resources as { name: string }[]
    const entry = (name: string) => entries.find(e => e.name === name)
    expect(entry('pods/eviction')).toEqual({
      name: 'pods/eviction',
      singularName: '',
      namespaced: true,
      group: 'policy',
      version: 'v1',
      kind: 'Eviction',
      verbs: ['create'],
    })
    expect(entry('namespaces')).toMatchObject({
      verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['ns'],
    })
    const apps = ask('/apis/apps/v1').body.resources as { name: string }[]
    expect(apps.find(e => e.name === 'deployments/scale')).toMatchObject({ group: 'autoscaling', version: 'v1', kind: 'Scale' })
  })

  it('says which release it is', () => {
    expect(ask('/version').body).toMatchObject({ major: '1', minor: '34', gitVersion: 'v1.34.4' })
  })

  it.each([
    ['/apis/nope.example.com', 404, '404 page not found\n'],
    ['/nope', 404, '404 page not found\n'],
    ['/openapi/v2', 404, '404 page not found\n'],
  ])('%s: no Status, just a page', (path, status, body) => {
    expect(ask(path)).toMatchObject({ status, body })
  })

  it.each([
    '/apis/apps/v9',
    '/apis/apps/v9/deployments',
    '/api/v2',
    '/api/v2/pods',
    '/apis/apps/v1/namespaces/ns/things',
    '/api/v1/namespaces/ns/nodes',
  ])('%s: the server could not find the requested resource', path => {
    expect(ask(path)).toMatchObject({ status: 404, body: { message: 'the server could not find the requested resource', details: {} } })
  })
})

describe('OpenAPI', () => {
  it('has a document for every version, under an address that changes with it', () => {
    const { paths } = ask('/openapi/v3').body as { paths: Record<string, { serverRelativeURL: string }> }
    expect(Object.keys(paths)).toContain('apis/apps/v1')
    for (const [place, { serverRelativeURL }] of Object.entries(paths)) {
      expect(serverRelativeURL).toMatch(new RegExp(`^/openapi/v3/${place}\\?hash=[0-9A-F]+$`))
      expect(ask(serverRelativeURL).body.openapi).toBe('3.0.0')
    }
  })

  it('lets kubectl know that fields are checked here', () => {
    const { patch } = ask('/openapi/v3/apis/apps/v1').body.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']
    expect(patch.parameters.map((p: { name: string }) => p.name)).toContain('fieldValidation')
    expect(patch['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' })
  })

  it('has a word in protobuf for kinds that the documents do not name', () => {
    const answer = ask('/openapi/v2', 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf')
    const text = String.fromCharCode(...(answer.body as Uint8Array))
    for (const word of ['2.0', '/api/v1/namespaces/{name}', 'fieldValidation', 'kind: Namespace']) expect(text).toContain(word)
    expect(ask('/openapi/v2', 'application/json').status).toBe(404)
  })

  it('refers to schemas that are there', () => {
    const text = JSON.stringify(ask('/openapi/v3/api/v1').body)
    const { schemas } = ask('/openapi/v3/api/v1').body.components
    const named = [...text.matchAll(/#\/components\/schemas\/([\w.]+)/g)].map(m => m[1] as string)
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter(n => !(n in schemas))).toEqual([])
  })

  it('says what kubectl explain asks for', () => {
    const spec = ask('/openapi/v3/apis/apps/v1').body.components.schemas['io.k8s.api.apps.v1.DeploymentSpec']
    expect(spec.required).toEqual(['selector', 'template'])
    expect(spec.properties.template).toEqual({ allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.PodTemplateSpec' }] })
    expect(spec.properties.replicas).toEqual({ type: 'integer', format: 'int32' })
  })
})
