// What hands can do beyond a click: several things at once, a drain that has to wait for a budget, and a deletion by force that tells its danger first, with
// what comes of it when the node was only cut off.
import type { Page } from '@playwright/test'
import { acted, expect, items, open, podium, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string; labels: Record<string, string> }
  spec: { nodeName?: string }
  status: { conditions?: { type: string; status: string }[] }
}
const PODS = '/api/v1/namespaces/default/pods'
const FAULTS = '/apis/podium.local/v1/faults'
const isReady = (p: Pod) => p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True') ?? false
const pods = (page: Page) => items<Pod>(page, PODS)
const on = async (page: Page, node: string) => (await pods(page)).filter(p => p.spec.nodeName === node)
/** Goes there as the Tab and arrow keys do. */
const focus = (page: Page, subject: string) => page.locator(`#stage [data-subject="${subject}"]`).first().focus()

test('Shift+Enter adds a second node, and K takes the power of both: one action, one line', async ({ page }) => {
  await open(page)
  const door = podium(page)
  await door.pause()
  await focus(page, 'nodes node-1')
  await page.keyboard.press('Enter')
  await focus(page, 'nodes node-3')
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByRole('heading', { name: 'Node node-1, node-3' })).toBeVisible()
  const { length } = (await door.log()).actions
  await acted(page, () => page.keyboard.press('k'))
  expect((await door.log()).actions).toHaveLength(length + 1)
  const faults = await items<{ spec: { type: string; nodes?: string[] } }>(page, FAULTS)
  expect(faults.map(f => [f.spec.type, f.spec.nodes?.join()])).toEqual([
    ['NodeCrash', 'node-1'],
    ['NodeCrash', 'node-3'],
  ])
  await door.advance(1000)
  for (const name of ['node-1', 'node-3']) await expect(page.getByLabel(new RegExp(`^Node ${name}.*no power`, 'i')).first()).toBeVisible()
  await expect(page.getByLabel(/^Node node-2/).first()).not.toHaveAccessibleName(/no power/i)
  await acted(page, () => page.keyboard.press('k'))
  expect(await items(page, FAULTS)).toEqual([])
})

test('a drain that a budget refuses goes on asking, and is let through when there are more pods than it wants', async ({ page }) => {
  await open(page)
  const door = podium(page)
  await door.advance(1000)
  const made = await door.request('POST', '/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'nginx' },
    spec: { minAvailable: 3, selector: { matchLabels: { demo: 'deployment' } } },
  })
  expect(made.status).toBe(201)
  await door.advance(3000)
  const before = await on(page, 'node-2')
  expect(before.length).toBeGreaterThan(0)
  await focus(page, 'nodes node-2')
  await page.keyboard.press('Enter')
  await acted(page, () => page.keyboard.press('v'))
  await expect(page.getByText(/error when evicting pods\/"nginx-.*disruption budget/).first()).toBeVisible()
  // It asks again every five seconds, and each time the budget says no.
  for (let i = 0; i < 3; i++) await acted(page, () => door.advance(5000))
  expect((await on(page, 'node-2')).map(p => p.metadata.uid)).toEqual(before.map(p => p.metadata.uid))
  expect((await on(page, 'node-2')).some(p => p.metadata.deletionTimestamp)).toBe(false)

  const { status } = await door.request('PATCH', '/apis/apps/v1/namespaces/default/deployments/nginx/scale', { spec: { replicas: 5 } })
  expect(status).toBe(200)
  await expect
    .poll(
      async () => {
        await door.advance(5000)
        return (await on(page, 'node-2')).length
      },
      { timeout: 30_000, intervals: [100] },
    )
    .toBe(0)
  await door.advance(20_000)
  expect((await pods(page)).filter(isReady)).toHaveLength(5)
  // Then nobody asks any more.
  const { length } = (await door.log()).actions
  await door.advance(30_000)
  expect((await door.log()).actions).toHaveLength(length)
  await expect(page.getByLabel(/^Node node-2/).first()).toHaveAccessibleName(/cordoned|SchedulingDisabled/i)
})

/** The four patterns, and zk-0 on a node that is cut off: nobody has heard of it for a minute. */
async function cutOff(page: Page): Promise<string> {
  await open(page, { scene: 'four' })
  const door = podium(page)
  await expect.poll(() => door.now(), { timeout: 30_000 }).toBeGreaterThan(15_000)
  await door.pause()
  const node = (await pods(page)).find(p => p.metadata.name === 'zk-0')?.spec.nodeName ?? ''
  await focus(page, `nodes ${node}`)
  await page.keyboard.press('Enter')
  await acted(page, () => page.keyboard.press('p'))
  await expect(page.locator('.toast', { hasText: `${node} was cut off from the network` })).toBeVisible()
  await door.advance(60_000)
  await focus(page, 'pods default/zk-0')
  await page.keyboard.press('Enter')
  await page.keyboard.press('x')
  return node
}

test('deleting zk-0 by force tells its danger, and does nothing until it is done all the same', async ({ page }) => {
  const node = await cutOff(page)
  const dialog = page.getByRole('dialog', { name: /^Force delete: Pod zk-0/ })
  await expect(dialog).toContainText(
    `${node} is not off, it is only cut off: zk-0 still runs there. Another zk-0 will be made, and then there are two.`,
  )
  await expect(dialog).toContainText('kubectl delete pod zk-0 --grace-period=0 --force')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  const hash = await podium(page).hash()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  expect(await podium(page).hash()).toBe(hash)
})

test('under a partition two zk-0 run: the new one as soon as the disk is taken by force, the old one still', async ({ page }) => {
  test.setTimeout(120_000)
  const node = await cutOff(page)
  const door = podium(page)
  const old = (await pods(page)).find(p => p.metadata.name === 'zk-0') as Pod
  await acted(page, () => page.getByRole('button', { name: 'Do it all the same' }).click())
  const both = page.locator('#stage [data-subject="pods default/zk-0"]')
  const promise = page.getByRole('region', { name: 'Never two of one' })
  await test.step('another object, another node; the disk is still the old one’s', async () => {
    await door.advance(10_000)
    const zero = (await pods(page)).find(p => p.metadata.name === 'zk-0') as Pod
    expect(zero.metadata.uid).not.toBe(old.metadata.uid)
    expect(zero.spec.nodeName).not.toBe(node)
    expect(isReady(zero)).toBe(false)
    const events = await items<{ message: string; involvedObject: { uid?: string } }>(page, '/api/v1/namespaces/default/events')
    const mine = events.filter(e => e.involvedObject.uid === zero.metadata.uid)
    expect(mine.some(e => e.message.startsWith('Multi-Attach error for volume'))).toBe(true)
    await expect(both).toHaveCount(2)
    await expect(promise).toHaveAttribute('data-broken', 'false')
  })
  await test.step('six minutes later it is taken by force: the promise is broken, and the page says so', async () => {
    await door.advance(7 * 60_000)
    const zero = (await pods(page)).find(p => p.metadata.name === 'zk-0') as Pod
    expect(isReady(zero)).toBe(true)
    await expect(both).toHaveCount(2)
    const names = await both.evaluateAll(list => list.map(e => e.getAttribute('aria-label') ?? ''))
    expect(names.sort()).toEqual([
      expect.stringMatching(new RegExp(`^Pod zk-0: Running, ready, on ${zero.spec.nodeName}`)),
      expect.stringMatching(new RegExp(`^Pod zk-0: runs on ${node}, cut off; the API has no such object any more`)),
    ])
    await expect(promise.locator('.promise-delivered')).toHaveText('two zk-0 at once')
    await expect(promise).toHaveAttribute('data-broken', 'true')
  })
  await test.step('the network is mended: the kubelet hears that its zk-0 is not wanted, and one is left', async () => {
    await focus(page, `nodes ${node}`)
    await page.keyboard.press('Enter')
    await acted(page, () => page.keyboard.press('p'))
    await door.advance(60_000)
    await expect(both).toHaveCount(1)
    await expect(promise.locator('.promise-delivered')).toHaveText('one of each')
    await expect(promise).toHaveAttribute('data-broken', 'false')
  })
})

test('Space chooses what has the focus; what is chosen already leaves it to the clock', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  const card = page.locator('#stage [data-subject="deployments default/nginx"]').first()
  await card.focus()
  await page.keyboard.press('Space')
  await expect(card).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  await card.click()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
})

test('a Node that is deleted: its machine goes, and the pods that are believed there are drawn until they are removed', async ({
  page,
}) => {
  await open(page)
  const door = podium(page)
  await door.advance(6000)
  const box = page.locator('#stage [data-subject="nodes node-2"]').first()
  await focus(page, 'nodes node-2')
  await page.keyboard.press('Enter')
  await acted(page, () => page.keyboard.press('Delete'))
  await door.advance(15_000)
  await expect(box).toHaveAccessibleName(/^Node node-2: not in the API/)
  await expect(page.getByText('In truth the machine is gone with its Node: nothing runs there.')).toBeVisible()
  // What the cards count is what is drawn: nobody has noticed.
  expect((await pods(page)).filter(isReady)).toHaveLength(3)
  expect(await on(page, 'node-2')).toHaveLength(1)
  await expect(page.locator('#stage [data-subject^="pods default/nginx"]')).toHaveCount(3)
  await expect(page.getByText('3 wanted, 3 available')).toBeVisible()
  await expect(page.getByText('delete Node node-2', { exact: true })).toBeVisible()
  await door.advance(55_000)
  expect((await pods(page)).filter(isReady)).toHaveLength(3)
  await expect(box).toHaveCount(0)
  // The focus has gone to nobody who could be the next, and the letters act on what is read.
  const { length } = (await door.log()).actions
  await expect(page.locator('#stage [data-subject^="zones"]:focus, #stage [data-actor]:focus')).toHaveCount(1)
  await page.keyboard.press('Delete')
  expect((await door.log()).actions).toHaveLength(length)
})

test('Delete shows first what it would delete', async ({ page }) => {
  await open(page)
  const door = podium(page)
  await focus(page, 'nodes node-2')
  await page.keyboard.press('Enter')
  const { length } = (await door.log()).actions
  await focus(page, 'nodes node-1')
  await page.keyboard.press('Delete')
  await expect(page.getByRole('heading', { name: 'Node node-1' })).toBeVisible()
  expect((await door.log()).actions).toHaveLength(length)
  await acted(page, () => page.keyboard.press('Delete'))
  expect((await items(page, '/api/v1/nodes')).map(n => n.metadata.name)).toEqual(['node-2', 'node-3'])
})
