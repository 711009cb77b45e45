// Impatient hands and a cluster that is beaten: far journeys broken off, verbs while seeking, everything at a hundredfold, windows that change, nodes without power.
// The kit’s rule holds in all of it: the page may not complain.
import { begin, expect, items, NGINX, type Podium, scale, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const LOADS = '/apis/podium.local/v1/namespaces/default/loads'
const FAULTS = '/apis/podium.local/v1/faults'
const fault = (name: string, spec: object) => ({ apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name }, spec })

test('a far journey is broken off by Escape, by another journey and by an act; time then stands where it had come to', async ({ page }) => {
  test.setTimeout(120_000)
  const door = await begin(page)
  const day = 23 * 3_600_000
  const far = async () => {
    await page.evaluate(ms => {
      const { podium } = window as unknown as { podium: Podium }
      void podium.seek(ms)
    }, day)
    await page.waitForTimeout(1500)
  }
  await far()
  // Under way for a while, the page tells it.
  await expect(page.getByRole('button', { name: /^to 23:00:00 \(Esc\)/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await door.pause()
  await expect(page.getByRole('button', { name: /\(Esc\)$/ })).toHaveCount(0)
  const came = await door.now()
  expect(came).toBeGreaterThan(11_000)
  expect(came).toBeLessThan(day)
  expect(await door.now()).toBe(came)

  await far()
  await door.seek(20_000)
  expect(await door.now()).toBe(20_000)

  await far()
  await scale(page, 2)
  const acted = await door.now()
  expect(acted).toBeLessThan(day)
  await door.advance(60_000)
  const { now, hash } = { now: await door.now(), hash: await door.hash() }
  // What was done in the middle of the way is found again there.
  await door.seek(5000)
  await door.seek(now)
  expect(await door.hash()).toBe(hash)
})

test('after pause() time stands still; a body that JSON cannot carry is refused', async ({ page }) => {
  const door = await begin(page)
  for (let i = 0; i < 5; i++) {
    await door.play(100)
    await page.waitForTimeout(60)
    await door.pause()
    const stood = await door.now()
    await page.waitForTimeout(120)
    expect(await door.now()).toBe(stood)
  }
  const before = await door.hash()
  const answers = await page.evaluate(async () => {
    const { podium } = window as unknown as { podium: Podium }
    const ring: Record<string, unknown> = { kind: 'Pod' }
    ring.metadata = ring
    const path = '/api/v1/namespaces/default/pods'
    return Promise.all([ring, { replicas: 10n }, () => 1].map(body => podium.request('POST', path, body)))
  })
  for (const answer of answers)
    expect(answer).toMatchObject({ status: 400, body: { reason: 'BadRequest', message: expect.stringContaining('cannot be sent') } })
  expect(await door.hash()).toBe(before)
})

test('impatient hands: verbs while seeking, at 100×, switching histories while playing, applying twenty times', async ({ page }) => {
  test.setTimeout(150_000)
  const door = await begin(page)
  await page
    .getByRole('button', { name: /^Deployment nginx/ })
    .first()
    .click()
  await door.play(100)
  const journeys = [12_000, 30_000, -5, Number.NaN, 11_000, 25_000].map(ms => door.seek(ms))
  for (let i = 0; i < 12; i++) await page.keyboard.press(i % 3 ? '+' : '-')
  await Promise.all(journeys)
  await door.play(100)
  for (let i = 0; i < 6; i++) await page.keyboard.press('+')
  const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: same}\ndata: {a: b}\n'
  const applied = (await Promise.all(Array.from({ length: 20 }, () => door.apply(yaml)))) as { errors: unknown[] }[]
  expect(applied.flatMap(a => a.errors)).toEqual([])
  expect(await items(page, '/api/v1/namespaces/default/configmaps')).toContainEqual(
    expect.objectContaining({ metadata: expect.objectContaining({ name: 'same' }) }),
  )
  // Of journeys that overtake each other only the last is made: the past is changed by one that is waited for.
  await door.seek(10_500)
  await scale(page, 2)
  await page.getByRole('button', { name: 'Histories' }).click()
  await page.getByRole('menuitemradio', { name: /^History 1/ }).click()
  await door.play(100)
  await page.getByRole('button', { name: 'Histories' }).click()
  await page.getByRole('menuitemradio').last().click()
  await door.pause()
  await door.advance(10_000)
  const { spec, status } = (await door.request('GET', NGINX)).body as { spec: { replicas: number }; status: { readyReplicas: number } }
  expect(status.readyReplicas).toBe(spec.replicas)
})

test('a cluster of which nothing is left: no power, no nodes, forbidden namespaces, faults of nodes that are not there', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const door = await begin(page)
  for (const namespace of ['kube-system', 'default']) {
    const refused = await door.request('DELETE', `/api/v1/namespaces/${namespace}`)
    expect(refused).toMatchObject({ status: 403, body: { message: expect.stringContaining('this namespace may not be deleted') } })
  }
  await door.request('POST', FAULTS, fault('nowhere', { type: 'NodeCrash', nodes: ['node-77'] }))
  await door.request('POST', FAULTS, fault('dark', { type: 'NodeCrash', nodes: ['node-1', 'node-2', 'node-3'] }))
  await door.advance(400_000)
  await expect(page.getByLabel(/^Node node-1.*no power/i).first()).toBeVisible()
  for (const node of await items(page, '/api/v1/nodes')) await door.request('DELETE', `/api/v1/nodes/${node.metadata.name}`)
  await door.advance(120_000)
  await expect(page.locator('#stage svg.stage')).toBeVisible()
  await door.request('DELETE', `${FAULTS}/dark`)
  await door.request('DELETE', NGINX)
  await door.advance(120_000)
  await expect(page.getByText('This part of the page has failed')).toHaveCount(0)
  expect(await items(page, '/api/v1/namespaces/default/pods')).toEqual([])
})

test('200 pods on three nodes and 10,000 requests a second at 100×: the page goes on answering', async ({ page }) => {
  test.setTimeout(150_000)
  const door = await begin(page)
  await scale(page, 200)
  const made = await door.request('POST', LOADS, {
    apiVersion: 'podium.local/v1',
    kind: 'Load',
    metadata: { name: 'flood' },
    spec: { service: 'nginx', port: 80, requestsPerSecond: 10_000 },
  })
  expect(made.status).toBe(201)
  const before = await door.now()
  await door.play(100)
  await expect.poll(() => door.now(), { timeout: 60_000 }).toBeGreaterThan(before + 2000)
  await scale(page, 3)
  await door.pause()
  expect((await door.request('DELETE', `${LOADS}/flood`)).status).toBe(200)
  const stood = await door.now()
  await door.advance(1000)
  expect(await door.now()).toBe(Math.floor(stood) + 1000)
})

test('from a wall to a phone and back while a rollout runs; dragging the timeline selects no text', async ({ page }) => {
  const door = await begin(page)
  await door.request('PATCH', NGINX, { spec: { template: { spec: { containers: [{ name: 'nginx', image: 'nginx:1.9.1' }] } } } })
  await door.play(1)
  for (const width of [390, 800, 1280, 1920]) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 1080 })
    await expect(page.locator('#stage svg.stage')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  }
  await door.advance(10_000)
  const slider = page.getByRole('slider', { name: 'Timeline' })
  const box = await slider.boundingBox()
  if (!box) throw new Error('the timeline has no place')
  await page.mouse.move(box.x + 20, box.y + box.height / 2)
  await page.mouse.down()
  for (const part of [0.1, 0.4, 1.2, 0.02]) await page.mouse.move(box.x + box.width * part, box.y - 200 * part)
  await page.mouse.up()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('')
  await expect(page.getByText('This part of the page has failed')).toHaveCount(0)
  await expect.poll(() => door.now()).toBeLessThan(5000)
  await door.seek(20_000)
  const { status } = (await door.request('GET', NGINX)).body as { status: { readyReplicas: number } }
  expect(status.readyReplicas).toBe(3)
})
