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
