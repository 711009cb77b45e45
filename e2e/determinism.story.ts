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
