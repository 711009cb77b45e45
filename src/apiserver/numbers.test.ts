// Numbers that no field can hold, and values that no JSON can say. The expected texts are a real Kubernetes 1.34.4's.
import { describe, expect, it } from 'vitest'
import { bare, deployment, refusal } from './testing/bare.ts'

const APPS = '/apis/apps/v1/namespaces/ns/deployments'
const MERGE = 'application/merge-patch+json'
const text = (replicas: string) => JSON.stringify(deployment('web', 0)).replace('"replicas":0', `"replicas":${replicas}`)
const cannot = (number: string, field: string, type = 'int32') =>
  `json: cannot unmarshal number ${number} into Go struct field ${field} of type ${type}`

describe('a whole number', () => {
  it.each([
    '1e99',
    '1e400',
    '2147483648',
    '-2147483649',
    '9223372036854775808',
    '12345678901234567890123',
    '1.5',
    '1e2',
    '100.0',
    '1E2',
    '1e-1',
  ])('is refused as %s, in the words in which it came', number => {
    const house = bare()
    expect(refusal(house.ask('POST', APPS, text(number)))).toBe(
      `400 BadRequest: Deployment in version "v1" cannot be handled as a Deployment: ${cannot(number, 'DeploymentSpec.spec.replicas')}`,
    )
    expect(house.engine.store.count('deployments')).toBe(0)
  })

  it.each(['2147483647', '0', '-0', '17'])('is taken as %s', number => {
    expect(bare({ limits: { pods: 2 ** 32 } }).ask('POST', `${APPS}?dryRun=All`, text(number)).status).toBe(201)
  })

  it.each([
    ['1e99', 1e99],
    ['2147483648', 2 ** 31],
  ])('or percentage is refused as %s', number => {
    const body = text(`0,"strategy":{"rollingUpdate":{"maxSurge":${number}}}`)
    const field = 'RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge'
    expect(refusal(bare().ask('POST', APPS, body))).toContain(cannot(number, field))
  })

  it.each(['1e18', '9223372036854775808', '1e99'])('of 64 bits is refused as %s', number => {
    const body = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"terminationGracePeriodSeconds":${number},"containers":[{"name":"m","image":"i"}]}}`
    const field = 'PodSpec.spec.terminationGracePeriodSeconds'
    expect(refusal(bare().ask('POST', '/api/v1/namespaces/ns/pods', body))).toContain(cannot(number, field, 'int64'))
  })

  const jsonPatch = (house: ReturnType<typeof bare>, patch: string) => {
    house.ask('POST', APPS, deployment('web', 0))
    return house.ask('PATCH', `${APPS}/web?dryRun=All`, patch, 'application/json-patch+json')
  }

  it.each(['1e3', '1.0', '10e-1', '1E0', '1e10', '-1e0'])('of a JSON patch is refused as %s, wherever it has been moved', number => {
    const words = cannot(number, 'DeploymentSpec.spec.replicas')
    expect(refusal(jsonPatch(bare(), `[{"op":"add","path":"/spec/replicas","value":${number}}]`))).toContain(words)
    const moved = `[{"op":"add","path":"/spec/x","value":{"y":[${number}]}},{"op":"copy","from":"/spec/x/y/0","path":"/spec/replicas"},{"op":"remove","path":"/spec/x"}]`
    expect(refusal(jsonPatch(bare(), moved))).toContain(words)
  })

  it('of a JSON patch is the same as another only when it is written the same', () => {
    const test = (set: string, tested: string) =>
      refusal(
        jsonPatch(
          bare(),
          `[{"op":"add","path":"/spec/x","value":${set}},{"op":"test","path":"/spec/x","value":${tested}},{"op":"remove","path":"/spec/x"}]`,
        ),
      )
    for (const [a, b] of [
      ['1', '1.0'],
      ['1.0', '1'],
      ['1e0', '1.0'],
      ['{"z":1e0}', '{"z":1}'],
    ] as const)
      expect(test(a, b)).toBe('422 Invalid: the server rejected our request due to an error in our request')
    expect(test('1.0', '1.0')).toMatch(/^200/)
  })

  it('of a JSON patch that is a quantity is kept as it was written', () => {
    const patch = '[{"op":"add","path":"/spec/template/spec/containers/0/resources","value":{"requests":{"cpu":1e3}}}]'
    expect(jsonPatch(bare(), patch).body).toMatchObject({
      spec: { template: { spec: { containers: [{ resources: { requests: { cpu: '1e3' } } }] } } },
    })
  })

  it('of a merge patch is refused too, and of the options of a DELETE', () => {
    const house = bare()
    house.ask('POST', APPS, deployment('web', 0))
    expect(refusal(house.ask('PATCH', `${APPS}/web`, '{"spec":{"replicas":1e99}}', MERGE))).toContain(
      cannot('1e99', 'DeploymentSpec.spec.replicas'),
    )
    expect(refusal(house.ask('PATCH', `${APPS}/web`, '{"spec":{"replicas":1e400}}', MERGE))).toBe(
      '400 BadRequest: error decoding patch: json: cannot unmarshal number 1e400 into Go value of type float64',
    )
    expect(refusal(house.ask('DELETE', `${APPS}/web`, '{"gracePeriodSeconds":1e99}'))).toContain(
      cannot('1e99', 'DeleteOptions.gracePeriodSeconds', 'int64'),
    )
    expect(house.ask('GET', `${APPS}/web`).body).toMatchObject({ spec: { replicas: 0 } })
  })

  it('is refused as a value as well', () => {
    const o = deployment('web')
    expect(refusal(bare().ask('POST', APPS, { ...o, spec: { ...o.spec, replicas: 1e99 } }))).toContain(
      cannot('1e+99', 'DeploymentSpec.spec.replicas'),
    )
  })
})

describe('a whole number of more digits than JavaScript keeps', () => {
  const pod = (spec: string, requests = '{}') =>
    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{${spec}"containers":[{"name":"m","image":"i","resources":{"requests":${requests}}}]}}`
  const PODS = '/api/v1/namespaces/ns/pods'
  const APPLY = 'application/apply-patch+yaml'
  const YAML = 'application/yaml'
  const memoryOf = (o: unknown) => JSON.stringify(o).match(/"memory":"([^"]*)"/)?.[1]

  it.each(['9007199254740993', '9223372036854775807', '1152921504606846977'])('keeps every digit of %s as a quantity', number => {
    const text = pod('', `{"memory":${number}}`)
    for (const [method, path, body, type] of [
      ['POST', `${PODS}?dryRun=All`, text],
      ['POST', `${PODS}?dryRun=All`, text, YAML],
      ['PATCH', `${PODS}/p?dryRun=All&fieldManager=x`, text, APPLY],
      ['PATCH', `${PODS}/p?dryRun=All&fieldManager=x`, `# YAML\n${text}`, APPLY],
    ] as [string, string, string, string?][])
      expect(memoryOf(bare().ask(method, path, body, type).body)).toBe(number)
  })

  it.each(['9007199254740993', '-9007199254740993', '9223372036854775807'])('is refused as %s where a number is kept', number => {
    const text = pod(`"terminationGracePeriodSeconds":${number},`)
    const words = `json: cannot unmarshal number ${number} into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64: whole numbers beyond 9007199254740991 are not kept exactly here`
    const house = bare()
    house.ask('POST', PODS, pod(''))
    for (const [method, path, body, type] of [
      ['POST', PODS, text],
      ['POST', PODS, text, YAML],
      ['PUT', `${PODS}/p`, text],
      ['PATCH', `${PODS}/p?fieldManager=x&force=true`, text, APPLY],
      ['PATCH', `${PODS}/p`, text, MERGE],
      ['PATCH', `${PODS}/p`, text, 'application/strategic-merge-patch+json'],
      [
        'PATCH',
        `${PODS}/p`,
        `[{"op":"add","path":"/spec/terminationGracePeriodSeconds","value":${number}}]`,
        'application/json-patch+json',
      ],
    ] as [string, string, string, string?][])
      expect(refusal(house.ask(method, path, body, type))).toContain(words)
  })

  it('is taken where JavaScript keeps it', () => {
    for (const number of ['9007199254740991', '9007199254740992', '9007199254740994'])
      expect(JSON.stringify(bare().ask('POST', PODS, pod(`"terminationGracePeriodSeconds":${number},`)).body)).toContain(
        `"terminationGracePeriodSeconds":${number}`,
      )
  })

  it('is told with its digits where a shorter one or a text is wanted', () => {
    expect(refusal(bare().ask('POST', APPS, text('9007199254740993'), YAML))).toContain(
      cannot('9007199254740993', 'DeploymentSpec.spec.replicas'),
    )
    const map = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":9007199254740993}}'
    expect(refusal(bare().ask('POST', '/api/v1/namespaces/ns/configmaps', map))).toContain(
      'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    )
  })
})

describe('a value that no JSON can say is answered with a Status', () => {
  const circle: Record<string, unknown> = { ...deployment('web') }
  circle.self = circle
  circle.again = circle
  const twice = (depth: number): object => {
    let o: object = {}
    for (let i = 0; i < depth; i++) o = { a: o, b: o }
    return o
  }
  it.each([
    ['a circle', circle],
    ['a part that is there a thousand million times', { ...deployment('web'), spec: twice(30) }],
    ['a bigint', { ...deployment('web'), spec: { replicas: 3n } }],
    ['a function', { ...deployment('web'), spec: { replicas: () => 3 } }],
    ['infinity', { ...deployment('web'), spec: { replicas: Number.POSITIVE_INFINITY } }],
    ['no number', { ...deployment('web'), spec: { replicas: Number.NaN } }],
  ])('%s', (_, value) => {
    const house = bare()
    house.ask('POST', APPS, deployment('there', 0))
    const asks = [
      house.ask('POST', APPS, value),
      house.ask('PUT', `${APPS}/there`, value),
      house.ask('PATCH', `${APPS}/there`, value, MERGE),
      house.ask('PATCH', `${APPS}/there`, value, 'application/strategic-merge-patch+json'),
      house.ask('DELETE', `${APPS}/there`, value),
    ]
    for (const r of asks) expect(r).toMatchObject({ body: { kind: 'Status', status: 'Failure' } })
    expect(asks.every(r => r.status >= 400)).toBe(true)
    expect(house.engine.store.count('deployments')).toBe(1)
  })
})
