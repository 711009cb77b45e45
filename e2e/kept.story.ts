// What is kept, and where from a page begins: a reload in a history that left another one, a browser’s storage full of somebody else’s things, an address full of
// nonsense, the same page in two tabs.
import type { Page } from '@playwright/test'
import { begin, expect, items, type Kept, kept, NGINX, open, type Podium, podium, scale, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const put = (page: Page, record: unknown) =>
  page.evaluate(
    value =>
      new Promise<void>((done, failed) => {
        const opened = indexedDB.open('keyval-store')
        opened.onerror = () => failed(opened.error)
        opened.onsuccess = () => {
          const change = opened.result.transaction('keyval', 'readwrite')
          change.objectStore('keyval').clear()
          change.objectStore('keyval').put(value, 'podium.session')
          change.oncomplete = () => {
            opened.result.close()
            done()
          }
        }
      }),
    record,
  )

test('a reload goes on in the history that was begun by acting in the past, and the other is still there', async ({ page }) => {
  const door = await begin(page)
  await scale(page, 5)
  await door.advance(6000)
  const first = { now: await door.now(), hash: await door.hash() }
  await door.seek(10_500)
  await scale(page, 1)
  await door.advance(7000)
  const second = { now: await door.now(), hash: await door.hash(), log: await door.log() }
  await page.reload()
  await expect.poll(() => door.now(), { timeout: 30_000 }).toBe(second.now)
  expect(await door.hash()).toBe(second.hash)
  expect(await door.log()).toEqual(second.log)
  await page.getByRole('button', { name: 'Histories' }).click()
  await page.getByRole('menuitemradio', { name: /^History 1/ }).click()
  await door.seek(first.now)
  expect(await door.hash()).toBe(first.hash)
})

test('a reload right after an act, or in the middle of playing, loses nothing', async ({ page }) => {
  const door = await begin(page)
  for (let replicas = 4; replicas < 8; replicas++) {
    const { actions } = await door.log()
    // In the page: no time passes between the answer and the reload, which may be there before the call has returned.
    const loaded = page.waitForEvent('load')
    const reloading = page.evaluate(
      async ([path, replicas]) => {
        const { podium } = window as unknown as { podium: Podium }
        await podium.request('PATCH', path, { spec: { replicas } })
        location.reload()
      },
      [`${NGINX}/scale`, replicas] as const,
    )
    await reloading.catch(e => expect(String(e)).toContain('context was destroyed'))
    await loaded
    await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
    expect((await door.log()).actions).toHaveLength(actions.length + 1)
    await door.play(100)
    await page.waitForTimeout(300)
    const before = await door.now()
    await page.reload()
    await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
    expect(await door.now()).toBeGreaterThanOrEqual(before)
  }
})

test('who asks for another cluster finds the first one again, and each tab its own', async ({ page, context }) => {
  const door = await begin(page)
  await scale(page, 5)
  await door.advance(5000)
  const first = await door.hash()
  await page.goto('./?seed=9')
  await expect.poll(async () => (await door.log()).seed, { timeout: 20_000 }).toBe(9)
  await scale(page, 4)
  await door.advance(3000)
  const second = await door.hash()
  // A tab of the first cluster, which nobody holds now.
  const other = await context.newPage()
  await other.goto('./?seed=7')
  await expect(other.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
  expect(await podium(other).hash()).toBe(first)
  await scale(other, 1)
  await podium(other).advance(2000)
  const third = await podium(other).hash()
  await page.reload()
  await expect.poll(() => door.hash(), { timeout: 20_000 }).toBe(second)
  await other.reload()
  await expect.poll(() => podium(other).hash(), { timeout: 20_000 }).toBe(third)
  // A third tab goes on with what was kept last, and what it does is its own.
  const copy = await context.newPage()
  await copy.goto('./')
  await expect(copy.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
  await scale(copy, 2)
  await other.reload()
  await expect.poll(() => podium(other).hash(), { timeout: 20_000 }).toBe(third)
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
      // As somebody who comes to this browser with this record in it and nothing else of ours.
      await page.evaluate(() => [localStorage, sessionStorage].forEach(s => void s.clear()))
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
  await page.reload()
  await expect.poll(() => door.hash(), { timeout: 30_000 }).toBe(hash)
  expect(complaints).toEqual([])
})

const MISSING: [what: string, take: () => void][] = [
  [
    'IndexedDB refused',
    () => {
      Object.defineProperty(window, 'indexedDB', {
        get() {
          throw new DOMException('refused', 'SecurityError')
        },
      })
    },
  ],
  [
    'IndexedDB that never answers',
    () => {
      IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
    },
  ],
  [
    'no room on the disk',
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    },
  ],
]
for (const [what, take] of MISSING)
  test(`where the browser keeps nothing (${what}), the cluster starts all the same, and who does something is told`, async ({ page }) => {
    await page.addInitScript(take)
    const door = await begin(page)
    const told = page.getByText('This browser does not store what you do').first()
    await expect(told).toHaveCount(0)
    await scale(page, 5)
    await expect(told).toBeVisible()
    await door.advance(2000)
  })

/** The browser's storage says nothing until `answerAgain` is called in the page. */
const beSilent = () => {
  const { open } = IDBFactory.prototype
  IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
  Object.assign(window, {
    answerAgain: () => {
      IDBFactory.prototype.open = open
    },
  })
}
const answerAgain = (page: Page) => page.evaluate(() => (window as unknown as { answerAgain(): void }).answerAgain())

test('where the browser’s storage answers late, what was told goes, and nothing that was done is lost', async ({ page }) => {
  await page.addInitScript(beSilent)
  const door = await begin(page)
  const told = page.getByText('This browser does not store what you do').first()
  await scale(page, 5)
  await expect(told).toBeVisible()
  await answerAgain(page)
  await expect(told).toHaveCount(0, { timeout: 20_000 })
  const { actions } = await door.log()
  await page.reload()
  await answerAgain(page)
  await expect.poll(async () => (await door.log()).actions, { timeout: 20_000 }).toEqual(actions)
})

test('a session that the browser finds late is opened where nothing was done yet, else offered', async ({ page, context }) => {
  const door = await begin(page)
  await scale(page, 5)
  await door.advance(3000)
  const [hash, now] = [await door.hash(), await door.now()]
  await context.addInitScript(beSilent)
  await page.reload()
  await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
  expect((await door.log()).actions).toHaveLength(2)
  await answerAgain(page)
  await expect.poll(() => door.now(), { timeout: 20_000 }).toBe(now)
  expect(await door.hash()).toBe(hash)

  await page.reload()
  await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
  await scale(page, 1)
  await door.advance(1000)
  await answerAgain(page)
  const offer = page.getByRole('button', { name: 'Open it instead of this one' })
  await expect(offer).toBeVisible({ timeout: 20_000 })
  expect((await door.log()).actions).toHaveLength(3)
  await offer.click()
  await expect.poll(() => door.hash(), { timeout: 20_000 }).toBe(hash)
  await expect(offer).toHaveCount(0)
})

test('locks and small storage that are refused hurt nobody', async ({ page }) => {
  await page.addInitScript(() => {
    LockManager.prototype.request = () => Promise.reject(new DOMException('refused', 'SecurityError'))
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('refused', 'SecurityError')
        },
      })
  })
  const door = await begin(page)
  await scale(page, 5)
  await door.advance(2000)
  await page.reload()
  await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
  expect((await door.log()).actions).toHaveLength(3)
})

test('where the browser has no workers, the page says that it could not start, and why', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, {
      Worker: class {
        constructor() {
          throw new DOMException('workers are refused', 'SecurityError')
        }
      },
    })
  })
  await page.goto('./')
  await expect(page.getByText('Podium could not start')).toBeVisible()
  await expect(page.getByText('workers are refused')).toBeVisible()
})

test('what was played for hours is shown while it is played again after a reload, and can be broken off; nothing of it is lost', async ({
  page,
}) => {
  test.setTimeout(150_000)
  const door = await begin(page)
  await scale(page, 2)
  await door.advance(8 * 3_600_000)
  const end = await door.now()
  const hash = await door.hash()
  await page.reload()
  const going = page.getByRole('button', { name: /^to .*\(Esc\)$/ })
  await expect(going).toBeVisible({ timeout: 20_000 })
  await page.keyboard.press('Escape')
  await expect(going).toHaveCount(0)
  expect(await door.now()).toBeLessThan(end)
  expect((await door.log()).actions).toHaveLength(3)
  await door.seek(end)
  expect(await door.hash()).toBe(hash)
})
