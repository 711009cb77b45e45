// What may go wrong and must not hurt: an exception in the engine, a reload, a browser's storage full of somebody else's things, impatient hands, a
// cluster that is beaten until nothing of it is left. The kit's rule holds in all of it: the page may not complain.
import type { Page, Worker } from '@playwright/test'
import { expect, items, open, type Podium, podium, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const NGINX = '/apis/apps/v1/namespaces/default/deployments/nginx'
const LOADS = '/apis/podium.local/v1/namespaces/default/loads'
const FAULTS = '/apis/podium.local/v1/faults'
const fault = (name: string, spec: object) => ({ apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name }, spec })

async function scale(page: Page, replicas: number) {
  const { status } = await podium(page).request('PATCH', `${NGINX}/scale`, { spec: { replicas } })
  expect(status).toBe(200)
}
/** The worker in which the engine lives; the other ones read manifests. */
function engineOf(page: Page): Worker {
  const worker = page.workers().find(w => /\/worker-/.test(w.url()))
  if (!worker) throw new Error('there is no engine')
  return worker
}
async function begin(page: Page) {
  await open(page)
  const door = podium(page)
  await door.advance(1000)
  return door
}

interface Kept {
  branch: string
  now: number
  branches: { actions: unknown[] }[]
}
/** What lies in the browser's storage. */
const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<Kept | undefined>((found, failed) => {
        const opened = indexedDB.open('keyval-store')
        opened.onerror = () => failed(opened.error)
        opened.onsuccess = () => {
          const got = opened.result.transaction('keyval').objectStore('keyval').get('podium.session')
          got.onsuccess = () => {
            opened.result.close()
            found(got.result)
          }
        }
      }),
  )
const put = (page: Page, record: unknown) =>
  page.evaluate(
    value =>
      new Promise<void>((done, failed) => {
        const opened = indexedDB.open('keyval-store')
        opened.onerror = () => failed(opened.error)
        opened.onsuccess = () => {
          const change = opened.result.transaction('keyval', 'readwrite')
          change.objectStore('keyval').put(value, 'podium.session')
          change.oncomplete = () => {
            opened.result.close()
            done()
          }
        }
      }),
    record,
  )

test('an exception in the engine stops the clock, is reported, and the way back is open; the history is kept to the byte', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const door = await begin(page)
  await scale(page, 4)
  await door.advance(5000)
  const stopped = await door.now()
  await door.advance(20_000)
  const hash = await door.hash()
  await door.seek(stopped)

  // The next thing that the engine looks up fails, once.
  await engineOf(page).evaluate(() => {
    const { get } = Map.prototype
    Map.prototype.get = function (key) {
      if (!/\bdispatch\b/.test(new Error().stack ?? '')) return get.call(this, key)
      Map.prototype.get = get
      throw new Error('planted in the engine')
    }
  })
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  const notice = page.getByRole('alert').filter({ hasText: 'The simulation stopped' })
  await expect(notice).toContainText('planted in the engine')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  const at = await door.now()
  await door.play(1)
  expect(await door.now()).toBe(at)

  await notice.getByRole('button', { name: 'Copy report' }).click()
  await expect(notice.getByRole('button', { name: 'Copied' })).toBeVisible()
  const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  const { actions } = await door.log()
  expect(report).toMatchObject({ problem: { message: 'planted in the engine' }, options: { seed: 7 }, branches: [{ actions }] })
  expect(actions).toHaveLength(3)

  await notice.getByRole('button', { name: 'Go back' }).click()
  await expect(notice).toBeHidden()
  expect(await door.now()).toBeLessThan(at)
  expect((await door.log()).actions).toEqual(actions)
  await door.seek(stopped + 20_000)
  expect(await door.hash()).toBe(hash)
})

test('the worker dies: the clock stops, it is said, nothing of the history is lost, and a new worker goes on', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const door = await begin(page)
  await scale(page, 4)
  await door.advance(5000)
  const then = { now: await door.now(), hash: await door.hash(), log: await door.log() }
  await door.play(1)
  await engineOf(page).evaluate(() => self.close())
  const notice = page.getByRole('alert').filter({ hasText: 'The simulation stopped' })
  await expect(notice).toContainText('the worker of the simulation has ended')
  const at = await door.now()
  await door.play(1)
  // Nothing that is asked meanwhile waits for ever.
  expect(await door.request('GET', NGINX)).toMatchObject({ status: 503 })
  expect(await door.request('DELETE', NGINX)).toMatchObject({ status: 500 })
  expect(await door.now()).toBe(at)

  await notice.getByRole('button', { name: 'Copy report' }).click()
  await expect(notice.getByRole('button', { name: 'Copied' })).toBeVisible()
  const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  expect(report).toMatchObject({ options: { seed: 7 }, branches: [{ actions: then.log.actions }] })

  await notice.getByRole('button', { name: 'Go back' }).click()
  await expect(notice).toBeHidden()
  await door.seek(then.now)
  expect(await door.hash()).toBe(then.hash)
  expect(await door.log()).toEqual(then.log)
  await scale(page, 2)
  await door.advance(40_000)
  expect(await items(page, '/api/v1/namespaces/default/pods')).toHaveLength(2)
})

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
  await page.keyboard.press('Escape')
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

test('a reload goes on in the history that was begun by acting in the past, and the other is still there', async ({ page }) => {
  const door = await begin(page)
  await scale(page, 5)
  await door.advance(6000)
  const first = { now: await door.now(), hash: await door.hash() }
  await door.seek(10_500)
  await scale(page, 1)
  await door.advance(7000)
  const second = { now: await door.now(), hash: await door.hash(), log: await door.log() }
  await expect.poll(async () => (await kept(page))?.now).toBe(second.now)
  await page.reload()
  await expect.poll(() => door.now(), { timeout: 30_000 }).toBe(second.now)
  expect(await door.hash()).toBe(second.hash)
  expect(await door.log()).toEqual(second.log)
  await page.getByRole('button', { name: 'Histories' }).click()
  await page.getByRole('menuitemradio', { name: /^History 1/ }).click()
  await door.seek(first.now)
  expect(await door.hash()).toBe(first.hash)
})

test('what else lies in the browser’s storage does not keep the cluster from starting', async ({ page }) => {
  test.setTimeout(180_000)
  const door = await begin(page)
  await expect.poll(async () => (await kept(page))?.now).toBe(await door.now())
  const good = (await kept(page)) as Kept
  const records: [what: string, record: unknown][] = [
    ['a word', 'nonsense'],
    ['only a version', { version: 1 }],
    ['another version', { ...good, version: 2 }],
    ['no options', { ...good, options: null }],
    ['histories that are none', { ...good, branches: [1, null] }],
    ['a history that is not there', { ...good, branch: 'h9' }],
    ['no moment', { ...good, now: Number.NaN }],
    ['actions that are none', { ...good, branches: [{ id: 'h1', number: 1, head: 5000, actions: [{ atMs: 'x' }, null] }] }],
  ]
  for (const [what, record] of records)
    await test.step(what, async () => {
      await put(page, record)
      await page.reload()
      await expect(page.locator('#stage svg.stage'), what).toBeVisible({ timeout: 20_000 })
      await door.pause()
      expect(await items(page, '/api/v1/nodes'), what).toHaveLength(3)
      expect((await door.log()).actions, what).toHaveLength(2)
    })
  await test.step('a database of somebody else', async () => {
    // From a bare page of the same origin: there the app holds no connection that would keep the old database from going.
    await page.route('**/somebody-else', route => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }))
    await page.goto('./somebody-else')
    await page.evaluate(
      () =>
        new Promise<void>(done => {
          indexedDB.deleteDatabase('keyval-store')
          const foreign = indexedDB.open('keyval-store', 99)
          foreign.onsuccess = () => {
            foreign.result.close()
            done()
          }
          foreign.onupgradeneeded = () => foreign.result.createObjectStore('theirs')
        }),
    )
    await page.goto('./')
    await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
  })
})

test('an address that asks for nonsense gets the usual cluster, and never more nodes than the stage has room for', async ({ page }) => {
  await page.goto('./?seed=NaN&nodes=9999&profile=constructor&lang=xx&theme=%3Cimg%20src%3Dx%3E&contrast=__proto__')
  await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
  expect(await items(page, '/api/v1/nodes')).toHaveLength(12)
  expect((await podium(page).log()).seed).toBe(7)
  await podium(page).advance(2000)
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

test('two tabs of the same page do not hurt each other', async ({ page, context }) => {
  const complaints: string[] = []
  const door = await begin(page)
  const other = await context.newPage()
  other.on('pageerror', e => complaints.push(e.message))
  await open(other)
  await scale(other, 2)
  await scale(page, 6)
  await podium(other).advance(5000)
  await door.advance(8000)
  const hash = await door.hash()
  await expect.poll(async () => (await kept(page))?.now).toBe(await door.now())
  await page.reload()
  await expect.poll(() => door.hash(), { timeout: 30_000 }).toBe(hash)
  expect(complaints).toEqual([])
})
