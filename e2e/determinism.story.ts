// The same seed and the same actions give the same history, to the byte: in this page's Chromium and in the Node that runs this story, reached live,
// by seeking, and from a keyframe.
import { Host } from '../src/session/index.ts'
import { expect, open, podium, test } from './kit.ts'

const STEPS: [method: string, path: string, body: unknown, thenMs: number][] = [
  ['PATCH', '/apis/apps/v1/namespaces/default/deployments/nginx/scale', { spec: { replicas: 6 } }, 7_300],
  [
    'PATCH',
    '/apis/apps/v1/namespaces/default/deployments/nginx',
    { spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } },
    2_111,
  ],
  [
    'POST',
    '/apis/podium.local/v1/faults',
    { apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name: 'dark' }, spec: { type: 'NodeCrash', nodes: ['node-3'] } },
    400_000,
  ],
  ['DELETE', '/apis/podium.local/v1/faults/dark', undefined, 45_000],
]

test('a history is the same in Chromium and in Node', async ({ page }) => {
  test.setTimeout(180_000)
  await open(page)
  const door = podium(page)
  await door.advance(1000)
  const seen: { now: number; hash: string }[] = []
  for (const [method, path, body, thenMs] of STEPS) {
    await door.request(method, path, body)
    await door.advance(thenMs)
    seen.push({ now: await door.now(), hash: await door.hash() })
    // A moment is after all actions of its millisecond: the next one gets a millisecond of its own.
    await door.advance(1)
  }
  const { options, actions } = (await door.log()) as unknown as {
    options: { seed: number; nodes: number; profile: 'classroom' }
    actions: never[]
  }
  const host = new Host(options, [{ id: 'h1', number: 1, head: 0, actions }])
  for (const { now, hash } of seen) {
    host.seek(now, 1e9)
    expect(host.hash(), `Node at ${now} ms`).toBe(hash)
  }
  for (const { now, hash } of [...seen].reverse()) {
    await door.seek(now)
    expect(await door.hash(), `the page, gone back to ${now} ms`).toBe(hash)
  }
})

type Step = (typeof STEPS)[number]
const labels = { app: 'any' }
const container = { name: 'main', image: 'busybox', command: ['sh', '-c', 'sleep $((RANDOM % 9)); [ $((RANDOM % 4)) -ne 0 ]'] }
const server = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx:1.7.9' }] } }
const MADE: [path: string, kind: string, spec: object][] = [
  ['apps/v1', 'StatefulSet', { serviceName: 'db', replicas: 3, selector: { matchLabels: labels }, template: server }],
  ['apps/v1', 'DaemonSet', { selector: { matchLabels: labels }, template: server }],
  ['batch/v1', 'Job', { completions: 8, parallelism: 3, template: { spec: { restartPolicy: 'Never', containers: [container] } } }],
]
const APPS = '/apis/apps/v1/namespaces/default'
const FAULTS = '/apis/podium.local/v1/faults'

/** What somebody might do next, out of dice of the story's own. Some of it is refused; that is part of the history too. */
function anyStep(roll: (sides: number) => number): Step {
  const node = `node-${1 + roll(3)}`
  const [version, kind, spec] = MADE[roll(MADE.length)] as (typeof MADE)[number]
  const made = `/apis/${version}/namespaces/default/${kind.toLowerCase()}s`
  const image = ['nginx:1.9.1', 'nginx:broken', 'nginx:crash'][roll(3)]
  const template = { spec: { containers: [{ name: 'nginx', image }] } }
  const type = ['NodeCrash', 'NodePartition', 'SlowDisk'][roll(3)]
  const fault = { apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name: node }, spec: { type, nodes: [node] } }
  const steps: [method: string, path: string, body: unknown][] = [
    ['PATCH', `${APPS}/deployments/nginx/scale`, { spec: { replicas: roll(9) } }],
    ['PATCH', `${APPS}/deployments/nginx`, { spec: { template } }],
    ['POST', made, { apiVersion: version, kind, metadata: { name: 'db' }, spec }],
    ['DELETE', `${made}/db`, undefined],
    ['POST', FAULTS, fault],
    ['DELETE', `${FAULTS}/${node}`, undefined],
  ]
  const [method, path, body] = steps[roll(steps.length)] as (typeof steps)[number]
  return [method, path, body, 1 + roll(30_000)]
}

for (const seed of [3, 42, 2017])
  test(`random actions over seed ${seed} give one history in Chromium and in Node`, async ({ page }) => {
    test.setTimeout(180_000)
    await open(page, { seed })
    const door = podium(page)
    await door.advance(1000)
    let state = seed
    const roll = (sides: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return (state >>> 12) % sides
    }
    const seen: { now: number; hash: string }[] = []
    for (let i = 0; i < 14; i++) {
      const [method, path, body, thenMs] = anyStep(roll)
      await door.request(method, path, body)
      await door.advance(thenMs)
      seen.push({ now: await door.now(), hash: await door.hash() })
      await door.advance(1)
    }
    const { options, actions } = (await door.log()) as unknown as { options: ConstructorParameters<typeof Host>[0]; actions: never[] }
    expect(options.seed).toBe(seed)
    const host = new Host(options, [{ id: 'h1', number: 1, head: 0, actions }])
    for (const { now, hash } of seen) {
      host.seek(now, 1e9)
      expect(host.hash(), `Node at ${now} ms, after ${JSON.stringify(actions.slice(-14))}`).toBe(hash)
    }
    const [middle] = seen.slice(7)
    await door.seek(middle?.now ?? 0)
    expect(await door.hash(), 'the page, gone back').toBe(middle?.hash)
  })
