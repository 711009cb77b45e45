// What must not hurt when something breaks: an exception in the engine, a worker that dies. The clock stops, the page says so, the log is kept, and there is a
// way back.
import type { Page, Worker } from '@playwright/test'
import { begin, expect, items, NGINX, scale, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

/** The worker in which the engine lives; the other ones read manifests. */
function engineOf(page: Page): Worker {
  const worker = page.workers().find(w => /\/worker-/.test(w.url()))
  if (!worker) throw new Error('there is no engine')
  return worker
}

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
  expect(await door.request('DELETE', NGINX)).toMatchObject({ status: 503 })
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
