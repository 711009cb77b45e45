// The talk's DaemonSet demo, its seven beats, from pasted YAML: one pod on every node, and one that wants a label only where the label is.
import type { Page } from '@playwright/test'
import { expect, items, open, paste, podium, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const daemon = (name: string, selector = '') => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: ${name}
  namespace: demo-ds
spec:
  selector:
    matchLabels:
      demo: ${name}
  template:
    metadata:
      labels:
        demo: ${name}
    spec:
${selector}      containers:
      - name: exporter
        image: prom/node-exporter:v0.13.0
        ports:
        - containerPort: 9100
`
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: demo-ds\n---\n'

interface Pod {
  metadata: { name: string; labels: Record<string, string> }
  spec: { nodeName?: string }
  status: { phase: string }
}
interface Node {
  metadata: { name: string; labels: Record<string, string> }
}
const podsOf = async (page: Page, name: string) =>
  (await items<Pod>(page, '/api/v1/namespaces/demo-ds/pods')).filter(p => p.metadata.labels.demo === name)
const nodes = (page: Page) => items<Node>(page, '/api/v1/nodes')
const set = async (page: Page, name: string) =>
  (await podium(page).request('GET', `/apis/apps/v1/namespaces/demo-ds/daemonsets/${name}`)).body as {
    status: { desiredNumberScheduled: number; numberReady: number }
  }

/** A pod stands on the stage within the node on which it runs. */
async function expectOn(page: Page, pod: Pod) {
  const drawn = page.locator(`[data-subject="pods demo-ds/${pod.metadata.name}"]`).first()
  await expect(drawn).toBeVisible()
  const node = page.locator(`[data-subject="nodes ${pod.spec.nodeName}"]`).first()
  await expect
    .poll(async () => {
      const [inner, outer] = [await drawn.boundingBox(), await node.boundingBox()]
      if (!inner || !outer) return false
      const [x, y] = [inner.x + inner.width / 2, inner.y + inner.height / 2]
      return x > outer.x && x < outer.x + outer.width && y > outer.y && y < outer.y + outer.height
    })
    .toBe(true)
}

test('the seven beats of the DaemonSet demo', async ({ page }) => {
  await open(page)
  const door = podium(page)
  await test.step('1: the DaemonSet is applied', async () => {
    await paste(page, NAMESPACE + daemon('daemons'))
    await expect(page.getByText('daemonset.apps/daemons created')).toBeVisible()
    await door.advance(15_000)
  })
  const names = await test.step('2: there are three nodes', async () => {
    const all = (await nodes(page)).map(n => n.metadata.name)
    expect(all).toEqual(['node-1', 'node-2', 'node-3'])
    for (const name of all) await expect(page.getByLabel(new RegExp(`^Node ${name}`)).first()).toBeVisible()
    return all
  })
  await test.step('3: one pod runs on each, on the stage too', async () => {
    const all = await podsOf(page, 'daemons')
    expect(all.map(p => p.spec.nodeName).sort()).toEqual(names)
    expect(all.map(p => p.status.phase)).toEqual(['Running', 'Running', 'Running'])
    expect((await set(page, 'daemons')).status).toMatchObject({ desiredNumberScheduled: 3, numberReady: 3 })
    for (const p of all) await expectOn(page, p)
    await expect(page.getByRole('button', { name: /^DaemonSet daemons/ }).first()).toBeVisible()
  })
  await test.step('4, 5: one node is labelled red, and only that one', async () => {
    const { status } = await door.request('PATCH', '/api/v1/nodes/node-2', { metadata: { labels: { color: 'red' } } })
    expect(status).toBe(200)
    expect((await nodes(page)).map(n => n.metadata.labels.color)).toEqual([undefined, 'red', undefined])
  })
  await test.step('6: the red daemon is applied', async () => {
    await paste(page, daemon('daemons-red', '      nodeSelector:\n        color: red\n'))
    await expect(page.getByText('daemonset.apps/daemons-red created')).toBeVisible()
    await door.advance(15_000)
  })
  await test.step('7: it runs on the red node only', async () => {
    const red = await podsOf(page, 'daemons-red')
    expect(red.map(p => [p.spec.nodeName, p.status.phase])).toEqual([['node-2', 'Running']])
    expect((await set(page, 'daemons-red')).status).toMatchObject({ desiredNumberScheduled: 1, numberReady: 1 })
    await expectOn(page, red[0] as Pod)
    expect(await podsOf(page, 'daemons')).toHaveLength(3)
  })
  await test.step('the label moves, and the daemon with it', async () => {
    await door.request('PATCH', '/api/v1/nodes/node-2', { metadata: { labels: { color: null } } })
    await door.request('PATCH', '/api/v1/nodes/node-3', { metadata: { labels: { color: 'red' } } })
    await door.advance(60_000)
    const red = await podsOf(page, 'daemons-red')
    expect(red.map(p => p.spec.nodeName)).toEqual(['node-3'])
    await expectOn(page, red[0] as Pod)
  })
})
