import { describe, expect, it } from 'vitest'
import { applyText } from './apply.ts'
import { localHost } from './remote.ts'
import { createSession } from './store.ts'

const session = async () => {
  const s = createSession(localHost(), false)
  await s.begin()
  return s.getState()
}
const pod = (grace: string, memory: string) =>
  `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  terminationGracePeriodSeconds: ${grace}
  containers:
  - name: m
    image: nginx:1.25
    resources:
      requests:
        memory: ${memory}
`

describe('a number of more digits than JavaScript keeps', () => {
  it('is applied with every digit as a quantity', async () => {
    const state = await session()
    const { errors } = await applyText(state, pod('30', '9007199254740993'))
    expect(errors).toEqual([])
    const { body } = await state.ask({ method: 'GET', path: '/api/v1/namespaces/default/pods/p' })
    expect(JSON.stringify(body)).toContain('"memory":"9007199254740993"')
  })

  it('is refused at its line where it would be rounded', async () => {
    const { done, errors } = await applyText(await session(), pod('9007199254740993', '1Gi'))
    expect(done).toEqual([])
    expect(errors).toMatchObject([
      { line: 5, message: expect.stringContaining('whole numbers beyond 9007199254740991 are not kept exactly') },
    ])
  })
})

it.each(['1e99', '3000000000', '1.5'])(
  'tells of the number %s, which its field cannot hold, at that field and in the words for a body that is created',
  async n => {
    const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {a: b}}
  replicas: ${n}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}
`
    const { done, errors } = await applyText(await session(), web)
    expect(done).toEqual([])
    const number = Number(n) < 1e21 ? n : '1e+99'
    const words = `json: cannot unmarshal number ${number} into Go struct field DeploymentSpec.spec.replicas of type int32`
    expect(errors).toMatchObject([{ line: 6, message: expect.stringContaining(words) }])
  },
)

it('applies JSON texts that stand one after another, and tells of each at its own lines', async () => {
  const state = await session()
  const map = (name: string, data = '{}') => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"},\n"data":${data}}`
  expect((await applyText(state, `${map('a')}\n${map('b')}`)).done.map(d => d.name)).toEqual(['a', 'b'])
  expect((await applyText(state, `${map('a')}\n${map('b', '{"a":1}')}`)).errors).toMatchObject([{ line: 4 }])
})

it('sends an object that names no namespace with the one it goes to, as kubectl does', async () => {
  const misplaced = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  spec:\n    replicas: 2\n'
  expect((await applyText(await session(), misplaced)).errors).toMatchObject([
    {
      line: 5,
      message: 'failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .metadata.spec: field not declared in schema',
    },
  ])
})

describe('a kind that Kubernetes has under another name', () => {
  const named = (apiVersion: string, kind: string) => `# old\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\n`
  const noMatch = (apiVersion: string, kind: string) => `no matches for kind "${kind}" in version "${apiVersion}"`

  it.each([
    ['extensions/v1beta1', 'Deployment', 'apps/v1'],
    ['apps/v1beta1', 'Deployment', 'apps/v1'],
    ['apps/v1beta2', 'StatefulSet', 'apps/v1'],
    ['extensions/v1beta1', 'DaemonSet', 'apps/v1'],
    ['batch/v1beta1', 'CronJob', 'batch/v1'],
    ['policy/v1beta1', 'PodDisruptionBudget', 'policy/v1'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['v1', 'Deployment', 'apps/v1'],
  ])('is refused as %s %s in kubectl’s words at its version, and told how to be written', async (apiVersion, kind, served) => {
    expect(await applyText(await session(), named(apiVersion, kind))).toMatchObject({
      done: [],
      unknown: [],
      errors: [{ line: 2, message: noMatch(apiVersion, kind), instead: { apiVersion: served, kind } }],
    })
  })

  it('is refused at its kind where that is written in other letters', async () => {
    expect((await applyText(await session(), named('apps/v1', 'deployment'))).errors).toMatchObject([
      { line: 3, message: 'invalid object type: apps/v1, Kind=deployment', instead: { apiVersion: 'apps/v1', kind: 'Deployment' } },
    ])
  })

  it('refuses with it what else is in the text, of which the errors are told too, in order', async () => {
    const state = await session()
    const bad = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: A_B\n'
    const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fine\n'
    const applied = await applyText(state, [bad, named('apps/v1beta1', 'Deployment'), good].join('---\n'))
    expect(applied.errors.map(e => e.line)).toEqual([4, 7])
    expect((await state.ask({ method: 'GET', path: '/api/v1/namespaces/default/configmaps/fine' })).status).toBe(404)
  })

  it.each([
    ['serving.knative.dev/v1', 'Service'],
    ['networking.k8s.io/v1', 'Ingress'],
    ['example.com/v1', 'Thing'],
  ])('is not what %s %s is: that is left out', async (apiVersion, kind) => {
    expect(await applyText(await session(), named(apiVersion, kind))).toMatchObject({
      errors: [],
      unknown: [{ apiVersion, kind, name: 'x' }],
    })
  })
})
